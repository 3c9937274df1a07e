import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planOf, WEEKLY_PREP_DEFAULTS } from "@/lib/notices/rules";
import { mailedLines, prepChanges } from "@/lib/schedule/import/mail";

const cohort = { timezone: "America/Chicago", startsAt: "11:00" };
const settings = { ...WEEKLY_PREP_DEFAULTS };
const NOW = new Date("2024-10-14T15:00:00Z");

type Session = Parameters<typeof prepChanges>[0][number];

function session(id: string, date: string, more: Partial<Session> = {}): Session {
  return { id, date, startsAt: null, state: "published", ...more };
}

function said(before: Session[], after: Session[], now = NOW): string[] {
  return prepChanges(before, after, { cohort, settings, now }).texts;
}

describe("the weekly preps that an import changes", () => {
  it("are told when they go out at another time, no longer, or from now on", () => {
    const before = [session("a", "2024-10-22"), session("b", "2024-10-29"), session("c", "2024-11-05")];
    const after = [
      session("a", "2024-11-12"),
      session("b", "2024-10-29", { state: "cancelled" }),
      session("d", "2024-11-19"),
    ];
    expect(said(before, after)).toEqual([
      "The weekly prep for 29 Oct does not go out on 26 Oct 09:00",
      "The weekly prep for 5 Nov does not go out on 2 Nov 09:00",
      "The weekly prep for 12 Nov goes out on 9 Nov 09:00 instead of 19 Oct 09:00",
      "The weekly prep for 19 Nov goes out on 16 Nov 09:00",
    ]);
  });

  it("go at once where they are due already, and once more where they went for another date", () => {
    const now = new Date("2024-10-19T18:00:00Z");
    expect(said([session("a", "2024-10-29")], [session("a", "2024-10-22")], now)).toEqual([
      "The weekly prep for 22 Oct goes out as soon as you save instead of 26 Oct 09:00",
    ]);
    expect(said([session("a", "2024-10-22")], [session("a", "2024-10-29")], now)).toEqual([
      "The weekly prep for 29 Oct goes out on 26 Oct 09:00, once more",
    ]);
  });

  it("are none of anybody's business for what is over, what is a draft, and another hour of the same day", () => {
    expect(said([session("a", "2024-10-01")], [session("a", "2024-10-08")])).toEqual([]);
    expect(said([], [session("a", "2024-10-22", { state: "draft" })])).toEqual([]);
    expect(said([session("a", "2024-10-22")], [session("a", "2024-10-22", { startsAt: "15:00" })])).toEqual([]);
    expect(
      prepChanges([], [session("a", "2024-10-22")], { cohort, settings: { ...settings, enabled: false }, now: NOW }),
    ).toEqual({ texts: [], more: 0 });
  });

  it("are told for the sixty dates that come first, and counted for the others", () => {
    const many = Array.from({ length: 70 }, (_, index) => session(`s${index}`, `20${25 + index}-01-01`));
    const { texts, more } = prepChanges([], many, { cohort, settings, now: NOW });
    expect([texts.length, more, texts[0]]).toEqual([60, 10, "The weekly prep for 1 Jan goes out on 29 Dec 09:00"]);
  });

  it("are silent exactly where the planner plans the same for what is ahead", () => {
    const dates = fc.integer({ min: 18, max: 31 }).map((day) => `2024-10-${day}`);
    const state = fc.constantFrom("published" as const, "draft" as const, "cancelled" as const);
    const schedule = fc
      .array(fc.tuple(dates, state), { minLength: 3, maxLength: 3 })
      .map((rows) => rows.map(([date, of], index) => session(`s${index}`, date, { state: of })));
    fc.assert(
      fc.property(schedule, schedule, (before, after) => {
        const ahead = (sessions: Session[]) =>
          planOf(cohort, sessions, settings, "2024-10-14", "2024-12-31").map(
            ({ subjectKey, dueAt }) => `${subjectKey} ${dueAt.toISOString()}`,
          );
        const same = JSON.stringify(ahead(before).sort()) === JSON.stringify(ahead(after).sort());
        expect(said(before, after).length === 0).toBe(same);
      }),
    );
  });
});

describe("the mail with the lines of the public log", () => {
  const row = (id: string, date: string, more: Partial<Session> = {}) => ({
    ...session(id, date, more),
    lengthMinutes: null,
    format: null,
  });
  const after = [row("past", "2024-10-01"), row("today", "2024-10-14"), row("ahead", "2024-10-22")];
  const times = { ...cohort, lengthMinutes: 60 };
  const count = (lines: [string | null, string][], now = NOW, sessions = after) =>
    mailedLines(
      lines.map(([sessionId, text]) => ({ sessionId, text })),
      sessions,
      { cohort: times, now },
    );

  it("has none about what is over, to the hour", () => {
    expect(
      count([
        ["past", "“A” on 1 Oct now starts at 12:00."],
        ["ahead", "“B” on 22 Oct is cancelled."],
      ]),
    ).toBe(1);
    expect(count([["today", "“C” on 14 Oct is cancelled."]])).toBe(1);
    expect(count([["today", "“C” on 14 Oct is cancelled."]], new Date("2024-10-14T18:00:00Z"))).toBe(0);
  });

  it("has the opening of a term that is not over", () => {
    const opening: [null, string][] = [[null, "The schedule is published: 3 dates from 1 Oct to 22 Oct."]];
    expect(count(opening)).toBe(1);
    expect(count(opening, NOW, after.slice(0, 1))).toBe(0);
  });
});
