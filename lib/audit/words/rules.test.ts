import { describe, expect, it } from "vitest";
import type { Recorded } from "@/lib/audit/acts/rules";
import { kindOf, tell } from "@/lib/audit/words/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { someSession, someUse } from "@/lib/schedule/testing/rows";

const ids = Array.from({ length: 9 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);

function session(n: number, more: Partial<ScheduleSession> = {}): ScheduleSession {
  return someSession(ids[n] ?? "", `2026-11-0${n}`, { title: `Week ${n}`, ...more });
}

function use(n: number, title: string, more: Partial<ScheduleUse> = {}): ScheduleUse {
  return someUse(ids[n] ?? "", title, more);
}

const names = { subject: "", date: null };
const scheduled = (
  action: string,
  before: ScheduleSession[],
  after: ScheduleSession[],
  resources: unknown[][] = [[], []],
) =>
  tell(
    {
      ...{ action, subjectKind: "schedule", subjectId: "c" },
      before: { sessions: before, resources: resources[0] },
      after: { sessions: after, resources: resources[1] },
    },
    names,
  );
const changed = (fields: Partial<ScheduleSession>, before: Partial<ScheduleSession> = {}) =>
  scheduled("schedule.edited", [session(1, before)], [session(1, { ...before, ...fields })]).what;

describe("an act in words", () => {
  it("names what one or two sessions went through, and counts more", () => {
    const all = [1, 2, 3].map((n) => session(n));
    const later = all.map((one) => ({ ...one, date: one.date.replace("-11-", "-12-") }));
    expect(scheduled("schedule.swapped", all.slice(0, 2), later.slice(0, 2)).what).toBe(
      "swapped two sessions: moved “Week 1” from 1 Nov to 1 Dec and moved “Week 2” from 2 Nov to 2 Dec",
    );
    expect(scheduled("schedule.pushed_back", all, later).what).toBe("pushed the schedule back: moved 3 sessions");
    expect(scheduled("schedule.imported", [], all).what).toBe("imported a schedule: added 3 sessions");
    expect(scheduled("schedule.edited", [session(1)], []).what).toBe("removed “Week 1” on 1 Nov");
    expect(scheduled("schedule.turned_round", all, later).what).toBe("turned round: moved 3 sessions");
  });

  it("has words for every field", () => {
    expect(changed({ state: "cancelled" })).toBe("cancelled “Week 1” on 1 Nov");
    expect(changed({ state: "published" }, { state: "cancelled" })).toBe("put “Week 1” on 1 Nov on again");
    expect(changed({ state: "published" }, { state: "draft" })).toBe("published “Week 1” on 1 Nov");
    expect(changed({ state: "draft" })).toBe("made “Week 1” on 1 Nov a draft again");
    expect(changed({ title: "" })).toBe("made 1 Nov an open date");
    expect(changed({ title: "Odds" }, { title: "" })).toBe("filled 1 Nov with “Odds”");
    expect(changed({ date: "2026-11-08" }, { title: "" })).toBe("moved an open date from 1 Nov to 8 Nov");
    expect(changed({ startsAt: "15:00" }, { title: "" })).toBe("changed the time of the open date 1 Nov");
    expect(changed({ startsAt: "15:00" })).toBe("changed the time of “Week 1”");
    expect(changed({ lengthMinutes: 90 })).toBe("changed the length of “Week 1”");
    expect(changed({ format: "social" })).toBe("changed the format of “Week 1”");
    expect(changed({ notes: "N" })).toBe("changed the notes of “Week 1”");
    expect(changed({ materials: "M" })).toBe("changed the materials of “Week 1”");
    expect(changed({ recordingUrl: "https://e.org" })).toBe("changed the recording of “Week 1”");
    expect(changed({ presenters: ["Ada"] })).toBe("changed the presenters of “Week 1”");
    expect(changed({ pinned: true })).toBe("pinned “Week 1” to its date");
  });

  it("follows resources from session to session", () => {
    const [dice, cards] = [use(5, "Dice"), use(6, "Cards")];
    const before = [session(1, { uses: [dice, cards] }), session(2)];
    const after = [session(1, { uses: [cards] }), session(2, { uses: [{ ...dice, slot: "after" }] })];
    const told = scheduled("schedule.edited", before, after);
    expect(told.what).toBe("moved “Dice” from “Week 1” on 1 Nov to “Week 2” on 2 Nov");
    expect(told.details).toEqual([
      { what: "Week 1: resources", before: "Dice (before)\nCards (before)", after: "Cards (before)" },
      { what: "Week 2: resources", before: null, after: "Dice (after)" },
    ]);
    expect(changed({ uses: [cards, dice] }, { uses: [dice, cards] })).toBe(
      "changed the resources of “Week 1” on 1 Nov",
    );
    const row = {
      action: "session.uses_changed",
      subjectKind: "session",
      subjectId: ids[1] ?? "",
      before: [],
      after: [dice],
    };
    expect(tell(row, { subject: "Week 1", date: "2026-11-01" }).what).toBe("added “Dice” to “Week 1” on 1 Nov");
  });

  it("shows what was corrected in the library on the way", () => {
    const resource = { id: ids[7], key: "k", title: "Dice", url: null, kind: "task", minutes: 10 };
    const told = scheduled("schedule.edited", [], [], [[resource], [{ ...resource, minutes: 80 }]]);
    expect(told).toEqual({
      what: "corrected “Dice”",
      details: [{ what: "Dice (library)", before: "Dice, 10 min", after: "Dice, 1 h 20 min" }],
    });
  });

  it("says of a mark whether a player made it", () => {
    const marked = (source: string) =>
      tell(
        {
          ...{ action: "progress.marked", subjectKind: "resource", subjectId: "r" },
          ...{ before: null, after: { state: "done", source } },
        },
        { ...names, subject: "Dice" },
      ).what;
    expect(marked("member")).toBe("marked “Dice” as done");
    expect(marked("player")).toBe("marked “Dice” as done by watching");
  });

  it("is told by its name when it is of no known kind", () => {
    const row: Recorded = {
      action: "round.published",
      subjectKind: "round",
      subjectId: "r",
      before: null,
      after: null,
    };
    expect(tell(row, names)).toEqual({ what: "published (round)", details: [] });
    expect(kindOf(row)).toBe("settings");
  });
});

describe("the kind of an act", () => {
  it("of an undo is that of what it is about", () => {
    expect(kindOf({ action: "audit.undone", subjectKind: "schedule" })).toBe("schedule");
    expect(kindOf({ action: "audit.undone", subjectKind: "change" })).toBe("log");
    expect(kindOf({ action: "progress.marked", subjectKind: "resource" })).toBe("own");
    expect(kindOf({ action: "question.asked", subjectKind: "question" })).toBe("own");
    expect(kindOf({ action: "notice.sent", subjectKind: "session" })).toBe("mail");
  });

  it("says what a question was, in its first words, and shows both when it was reworded", () => {
    const said = (action: string, before: unknown, after: unknown) =>
      tell({ action, subjectKind: "question", subjectId: "q", before, after }, names);
    const [asked, clearer] = [{ body: "Why?\n Really?" }, { body: "Why does it\nvanish?" }];
    expect(said("question.asked", null, asked)).toEqual({ what: "asked: “Why? Really?”", details: [] });
    expect(said("question.changed", asked, clearer)).toEqual({
      what: "put a question into other words: “Why does it vanish?”",
      details: [{ what: "Question", before: asked.body, after: clearer.body }],
    });
    expect(said("question.withdrawn", asked, null).what).toBe("took their question back: “Why? Really?”");
    expect(said("question.removed", asked, null).what).toBe("took a question of somebody else away: “Why? Really?”");
    expect(said("question.restored", null, asked).what).toBe("brought a question back: “Why? Really?”");
    expect(said("question.answered", asked, asked)).toEqual({
      what: "marked a question as answered: “Why? Really?”",
      details: [],
    });
    const long = said("question.asked", null, { body: "é".repeat(200) });
    expect(long.what).toBe(`asked: “${"é".repeat(80)} …”`);
  });
});
