import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrderOfConcern, quietReason, SILENT_DAYS } from "@/lib/progress/quiet/rules";
import type { LearnerSigns } from "@/lib/progress/quiet/schema";

const NOW = new Date("2024-10-19T14:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();

const learner = (fields: Partial<LearnerSigns>): LearnerSigns => ({
  memberId: "8a0d5b3e-6d7f-4f42-9a57-3f0f3c9a1c11",
  name: "Ada",
  email: "ada@example.org",
  lab: "",
  version: 1,
  joinedAt: ago(40),
  lastSeenAt: ago(1),
  openSessions: 1,
  ...fields,
});

describe("who has become quiet", () => {
  it.each([
    ["never began, a week after joining", { lastSeenAt: null, joinedAt: ago(7) }, "never_started"],
    ["joined the day before yesterday", { lastSeenAt: null, joinedAt: ago(2), openSessions: 3 }, null],
    ["nothing for two weeks", { lastSeenAt: ago(SILENT_DAYS) }, "silent"],
    ["here yesterday, one session open", {}, null],
    ["here yesterday, two sessions open", { openSessions: 2 }, "behind"],
    ["away for a month with nothing open", { lastSeenAt: ago(30), openSessions: 0 }, null],
  ] as const)("%s", (_, fields, reason) => {
    expect(quietReason(learner(fields), NOW)).toBe(reason);
  });

  it("never includes who has nothing open, and doing something never makes anybody more quiet", () => {
    const signs = fc.record({
      joinedAt: fc.nat(60).map(ago),
      lastSeenAt: fc.option(fc.nat(60).map(ago)),
      openSessions: fc.nat(6),
    });
    const grave = ["never_started", "silent", "behind", null];
    fc.assert(
      fc.property(signs, (fields) => {
        const before = quietReason(learner(fields), NOW);
        if (fields.openSessions === 0) expect(before).toBeNull();
        const after = quietReason(learner({ ...fields, lastSeenAt: NOW.toISOString() }), NOW);
        if (before !== null) expect(grave.indexOf(after)).toBeGreaterThanOrEqual(grave.indexOf(before));
        expect(["behind", null]).toContain(after);
      }),
    );
  });

  it("are listed with the gravest first", () => {
    const row = (name: string, reason: "behind" | "silent" | "never_started", openSessions = 1) => ({
      name,
      reason,
      openSessions,
    });
    const rows = [row("Bo", "behind"), row("Di", "silent", 2), row("Cy", "silent", 3), row("Al", "never_started")];
    expect(inOrderOfConcern(rows).map(({ name }) => name)).toEqual(["Al", "Cy", "Di", "Bo"]);
  });
});
