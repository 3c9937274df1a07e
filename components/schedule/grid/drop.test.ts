import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { someSession } from "@/lib/schedule/testing/rows";
import { daysLater } from "@/lib/time/days";
import { drop } from "./actions";
import { withChanges } from "./changes";

const TERM = ["a", "b", "c", "d", "e", "f"].map((id, week) => someSession(id, daysLater("2024-10-01", week * 7)));
const idsOf = (sessions: readonly ScheduleSession[]) => sessions.map(({ id }) => id).join("");

function dragged(id: string, onto: string, ticked = "", sessions: readonly ScheduleSession[] = TERM) {
  const place = { sessionId: onto, slot: null, before: null };
  return drop(sessions, { what: "session", sessionId: id }, place, new Set(ticked));
}

function orderAfter(planned: ReturnType<typeof drop>, sessions: readonly ScheduleSession[] = TERM): string {
  if (!planned || "problem" in planned) throw new Error(planned?.problem ?? "Nothing would change.");
  return idsOf(withChanges(sessions, [planned]));
}

describe("sessions that are dragged", () => {
  it("exchange their dates, and twice is as before", () => {
    const swapped = dragged("a", "c");
    expect(orderAfter(swapped)).toBe("cbadef");
    const now = swapped && "edits" in swapped ? withChanges(TERM, [swapped]) : [];
    expect(orderAfter(dragged("a", "c", "", now), now)).toBe("abcdef");
    expect(dragged("a", "a")).toBeNull();
  });

  it("go together when they are ticked: in their order, as far apart, and what they meet takes their places", () => {
    expect(orderAfter(dragged("a", "c", "ab"))).toBe("cdabef");
    expect(orderAfter(dragged("d", "b", "df"))).toBe("adcfeb");
    expect(orderAfter(dragged("b", "c", "bc"))).toBe("adbcef");
  });

  it("go alone when another one is ticked", () => expect(orderAfter(dragged("a", "c", "bd"))).toBe("cbadef"));

  it("stay where there are too few rows", () =>
    expect(dragged("a", "f", "ab")).toEqual({
      problem: "There are not enough rows there for all the sessions that are ticked.",
    }));

  it("stay when one of them, or one that they meet, is pinned or cancelled", () => {
    const pinned = TERM.map((one) => (one.id === "c" ? { ...one, title: "Guest", pinned: true } : one));
    const problem = "“Guest” on Tue 15 Oct is pinned. Unpin it first, or choose another one.";
    expect(dragged("a", "c", "", pinned)).toEqual({ problem });
    expect(dragged("c", "a", "", pinned)).toEqual({ problem });
    expect(dragged("a", "b", "ab", pinned)).toEqual({ problem });
    expect(dragged("e", "f", "", pinned)).toHaveProperty("edits");
    const cancelled = TERM.map((one) => (one.id === "c" ? { ...one, state: "cancelled" as const } : one));
    expect(dragged("a", "c", "", cancelled)).toEqual({
      problem: "Tue 15 Oct is cancelled and keeps its date.",
    });
  });

  it("on one day are told apart by their times", () => {
    const day = [someSession("a", "2024-10-01"), someSession("b", "2024-10-01", { startsAt: "15:00" })];
    expect(dragged("a", "b", "", day)).toEqual({ problem: "Both are on Tue 1 Oct. Change their times instead." });
  });

  it("lose no date and no session, and those that are ticked keep their order and distances", () =>
    fc.assert(
      fc.property(
        fc.subarray([..."abcdef"], { minLength: 1 }),
        fc.nat(5),
        fc.constantFrom(..."abcdef"),
        (ticked, first, onto) => {
          const lead = ticked[first % ticked.length] ?? "a";
          const planned = dragged(lead, onto, ticked.join(""));
          if (!planned || "problem" in planned) return;
          const now = withChanges(TERM, [planned]);
          expect(now.map(({ date }) => date)).toEqual(TERM.map(({ date }) => date));
          const by = "abcdef".indexOf(onto) - "abcdef".indexOf(lead);
          for (const id of ticked) expect(idsOf(now).indexOf(id)).toBe("abcdef".indexOf(id) + by);
          const others = [..."abcdef"].filter((id) => !ticked.includes(id));
          expect([...idsOf(now)].sort().join("")).toBe("abcdef");
          expect(others.filter((id) => idsOf(now).indexOf(id) !== "abcdef".indexOf(id)).length).toBeLessThanOrEqual(
            ticked.length,
          );
        },
      ),
    ));
});
