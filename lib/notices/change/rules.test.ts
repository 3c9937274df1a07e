import { describe, expect, it } from "vitest";
import { changeDueAt, changeTitle, type NewsLine, worthTelling } from "@/lib/notices/change/rules";

const NOW = new Date("2026-01-08T15:00:00Z");
const cohort = { timezone: "America/Chicago", startsAt: "11:00", lengthMinutes: 60 };
const session = {
  id: "chance",
  state: "published" as const,
  deleted: false,
  date: "2026-01-15",
  startsAt: null,
  lengthMinutes: null,
};
const line = (text: string, about: Partial<NonNullable<NewsLine["session"]>> | null = null): NewsLine => ({
  ...{ id: text, text, at: NOW, updatedAt: NOW },
  session: about && { ...session, ...about },
});
const told = (lines: NewsLine[], ahead = true, now = NOW) =>
  worthTelling(lines, { cohort, ahead, now }).map(({ text }) => text);

describe("what members are mailed about", () => {
  it("is nothing of a session that is over, though until its last minute it is", () => {
    const lines = [line("today", { date: "2026-01-08" }), line("before", { date: "2026-01-06" }), line("later", {})];
    expect(told(lines)).toEqual(["today", "later"]);
    expect(told(lines, true, new Date("2026-01-08T17:59:00Z"))).toEqual(["today", "later"]);
    expect(told(lines, true, new Date("2026-01-08T18:00:00Z"))).toEqual(["later"]);
    expect(told([line("own", { date: "2026-01-08", startsAt: "08:00", lengthMinutes: 30 })])).toEqual([]);
  });

  it("is nothing of a draft, nor of a session that is gone", () => {
    expect(told([line("draft", { state: "draft" }), line("gone", { deleted: true })])).toEqual([]);
    expect(told([line("off", { state: "cancelled" })])).toEqual(["off"]);
  });

  it("is a session that was taken out while it was ahead, also over the turn of the year", () => {
    const took = (day: string) => line(`Took “Chance” on ${day} out of the schedule.`);
    const kept = ["8 Jan", "9 Jan", "30 Jun"].map(took);
    const gone = ["7 Jan", "31 Dec", "20 Jul"].map(took);
    expect(told([...kept, ...gone])).toEqual(kept.map(({ text }) => text));
  });

  it("is the opening of a term that is not over", () => {
    const opening = "The schedule is published: 14 dates from 24 Sep to 14 Jan.";
    expect([told([line(opening)]), told([line(opening)], false)]).toEqual([[opening], []]);
  });
});

describe("the change mail", () => {
  it("is due when its lines are held no longer, and never when there are none", () => {
    expect(changeDueAt([line("one")])).toEqual(new Date("2026-01-08T15:15:00Z"));
    expect(changeDueAt([])).toBeNull();
  });

  it("is called by its one line where that is short", () => {
    expect(changeTitle(["“Chance” moved from 22 Oct to 29 Oct."])).toBe("“Chance” moved from 22 Oct to 29 Oct");
    expect(changeTitle([`${"Everything moves. ".repeat(9)}`])).toBe("A change to the schedule");
    expect(changeTitle(["One.", "Two."])).toBe("2 changes to the schedule");
  });
});
