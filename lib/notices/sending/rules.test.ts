import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { revisionOf } from "@/lib/notices/rules";
import { backoff, type ClaimFacts, keptReply, settle, verdict } from "@/lib/notices/sending/rules";

const NOW = new Date("2024-10-19T14:00:00Z");
const LATER = new Date("2024-10-22T16:00:00Z");

const facts = (more: Partial<ClaimFacts> = {}): ClaimFacts => ({
  kind: "weekly_prep",
  revision: revisionOf("2024-10-22"),
  expiresAt: new Date("2024-10-21T02:00:00Z"),
  suppressed: null,
  cohort: { state: "running", deleted: false, kindEnabled: true },
  member: { state: "active", kindEnabled: true },
  session: { state: "published", deleted: false, date: "2024-10-22", startsAt: LATER },
  token: null,
  needsToken: false,
  accountExists: true,
  ...more,
});

const at = { kind: "weekly_prep" as const, attempts: 1, chance: 0.5 };

describe("whether a mail may still go", () => {
  it("is yes only when nothing speaks against it, and every no has a sentence for the organizer", () => {
    const member = fc.record({
      state: fc.constantFrom("pending" as const, "active" as const, "paused" as const, "left" as const),
      kindEnabled: fc.boolean(),
    });
    const cohort = fc.record({
      state: fc.constantFrom("draft" as const, "open" as const, "running" as const, "archived" as const),
      deleted: fc.boolean(),
      kindEnabled: fc.boolean(),
    });
    const session = fc.record({
      state: fc.constantFrom("draft" as const, "published" as const, "cancelled" as const),
      deleted: fc.boolean(),
      date: fc.constantFrom("2024-10-22", "2024-10-29"),
      startsAt: fc.constantFrom(LATER, new Date("2024-10-19T13:00:00Z")),
    });
    fc.assert(
      fc.property(
        fc.option(member),
        fc.option(cohort),
        fc.option(session),
        fc.option(fc.constant("bounced")),
        (m, c, s, suppressed) => {
          const answer = verdict(facts({ member: m, cohort: c, session: s, suppressed }), NOW);
          const fine =
            suppressed === null &&
            m?.state === "active" &&
            m.kindEnabled &&
            c !== null &&
            !c.deleted &&
            c.kindEnabled &&
            (c.state === "open" || c.state === "running") &&
            s?.state === "published" &&
            !s.deleted &&
            s.date === "2024-10-22" &&
            s.startsAt > NOW;
          expect(answer.send).toBe(fine);
          if (!answer.send) expect(answer.reason).toMatch(/^[A-Z].*\.$/);
        },
      ),
    );
  });

  it("does not ask for a session or a membership where a person waits for a mail", () => {
    const token = { used: false, expiresAt: LATER };
    const asked = facts({ kind: "sign_in", cohort: null, member: null, session: null, token, needsToken: true });
    expect(verdict(asked, NOW)).toEqual({ send: true });
    expect(verdict({ ...asked, kind: "confirm", accountExists: false }, NOW)).toEqual({ send: true });
    expect(verdict({ ...asked, accountExists: false }, NOW)).toMatchObject({ send: false, state: "cancelled" });
    expect(verdict({ ...asked, token: null }, NOW)).toMatchObject({ send: false, state: "cancelled" });
  });
});

describe("what an attempt means", () => {
  it("never repeats by itself what may have arrived, unless somebody waits for it", () => {
    const lost = { kind: "lost" as const, started: true, detail: "closed" };
    expect(settle(lost, at).state).toBe("unknown");
    expect(settle({ ...lost, started: false }, at).state).toBe("deferred");
    for (const kind of ["confirm", "sign_in"] as const) {
      expect(settle(lost, { ...at, kind }).state).toBe("deferred");
      expect(settle(lost, { ...at, kind, attempts: 3 }).state).toBe("unknown");
    }
  });

  it("repeats what the server put off, and gives up what it refused", () => {
    const refused = (code: number, stage: "connection" | "recipient" | "message", reply = `${code} no`) =>
      settle({ kind: "refused", code, stage, reply }, at);
    for (const stage of ["connection", "recipient", "message"] as const)
      expect(refused(451, stage).state).toBe("deferred");
    expect(refused(554, "message")).toMatchObject({ state: "failed", suppress: false });
    expect(refused(550, "recipient")).toMatchObject({ state: "failed", suppress: true });
    expect(refused(550, "recipient", "550 5.1.1 no such user")).toMatchObject({ suppress: true });
    expect(refused(550, "recipient", "550 5.7.1 blocked")).toMatchObject({ state: "failed", suppress: false });
    // Our login or our sender was refused: nobody's mail is lost for that.
    expect(refused(535, "connection").state).toBe("deferred");
  });

  it("waits 1, 2, 4 and up to 60 minutes, a tenth more or less", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
        const minutes = Math.min(60, 2 ** Math.min(attempts - 1, 10));
        const wait = backoff(attempts, chance) / 60_000;
        expect(wait).toBeGreaterThanOrEqual(minutes * 0.899);
        expect(wait).toBeLessThanOrEqual(minutes * 1.101);
      }),
    );
  });
});

describe("a reply as it is kept", () => {
  it("is one line without addresses and never longer than 300 characters", () => {
    expect(keptReply("550 5.1.1 <ada@example.org>: no such user\r\nask bob@example.org")).toBe(
      "550 5.1.1 <…>: no such user ask …",
    );
    fc.assert(
      fc.property(fc.string(), fc.emailAddress(), (text, address) => {
        const kept = keptReply(`550 ${text} ${address} ${text.repeat(20)}`);
        expect(kept.length).toBeLessThanOrEqual(300);
        expect(kept).not.toMatch(/[\r\n]/);
        expect(kept).not.toContain(` ${address} `);
      }),
    );
  });
});
