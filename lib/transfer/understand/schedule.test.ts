import { describe, expect, it } from "vitest";
import { readSchedule } from "@/lib/transfer/read";
import type { ReadSession } from "@/lib/transfer/schema";
import type { Understanding } from "@/lib/transfer/understand/schedule";

const TODAY = "2026-11-24";

function read(text: string, options: Partial<Understanding> = {}) {
  return readSchedule(text, { today: TODAY, ...options });
}

/** The sessions of a text in which everything was understood. */
function sessionsIn(text: string, options: Partial<Understanding> = {}): ReadSession[] {
  const { sessions, problems, questions, leftOut } = read(text, options);
  expect({ problems, questions, leftOut }).toEqual({ problems: [], questions: [], leftOut: [] });
  return sessions;
}

/** One session under a header that names one more column. */
function withCell(name: string, cell: string): ReadSession | undefined {
  return read(`Date\tTitle\t${name}\n2026-09-01\tSets\t${cell}`).sessions[0];
}

describe("a course page in Markdown", () => {
  const PAGE = `
| Week | Date | Topic | Preparation | Exercises |
|------|------|-------|-------------|-----------|
| 1 | Tue Sep 1 | Sets and maps | [Sets from nothing](https://e.org/sets) (18 min), Chapter 1 | Draw three maps |
| 2 | Tue Sep 8 | **Rings** | Optional: [Rings](https://youtu.be/AAAAAAAAAA1) 12:30 | [Sheet 1](https://e.org/1.pdf) |
| 3 | Tue Sep 15 | No class (harvest) | | |
| 4 | Tue Sep 22 | Discussion | *Rings Cont.* | |
`;

  it("gives its sessions with what to prepare and what to do after", () => {
    const { sessions, problems, leftOut } = read(PAGE);
    expect(problems).toEqual([]);
    expect(leftOut).toMatchObject([{ column: "Week" }]);
    expect(sessions).toEqual([
      {
        date: "2026-09-01",
        title: "Sets and maps",
        format: "presentation",
        resources: [
          { slot: "before", title: "Sets from nothing", url: "https://e.org/sets", minutes: 18 },
          { slot: "before", title: "Chapter 1", url: null, minutes: null },
          { slot: "after", title: "Draw three maps", url: null, minutes: null },
        ],
      },
      {
        date: "2026-09-08",
        title: "Rings",
        format: "presentation",
        resources: [
          { slot: "before", title: "Rings", url: "https://youtu.be/AAAAAAAAAA1", minutes: 13, optional: true },
          { slot: "after", title: "Sheet 1", url: "https://e.org/1.pdf", minutes: null, kind: "task" },
        ],
      },
      { date: "2026-09-15", title: "No class (harvest)", format: "no_session", resources: [] },
      {
        date: "2026-09-22",
        title: "Discussion",
        format: "discussion",
        resources: [{ slot: "before", title: "Rings Cont.", url: null, minutes: null, continues: "Rings" }],
      },
    ]);
  });
});

describe("a plan in a spreadsheet", () => {
  it("with everything a session can have", () => {
    const text = [
      "Date\tTime\tLength\tType\tTopic\tReading\tVideo\tSpeaker\tSlides\tRecording\tStatus\tRemarks",
      "9/1/2026\t11:00\t90\tLecture\tSets\tChapter 1\thttps://e.org/v\tAda & Emmy\t[deck](https://e.org/d)\thttps://e.org/r\t\tBring paper",
      "9/15/2026\t3-4 pm\t\tWorkshop\tMaps\t\t\tMia, Noor and Kai\t\t\tcancelled\t",
    ].join("\n");
    expect(sessionsIn(text)).toEqual([
      {
        date: "2026-09-01",
        title: "Sets",
        format: "presentation",
        resources: [
          { slot: "before", title: "Chapter 1", url: null, minutes: null },
          { slot: "before", title: "https://e.org/v", url: "https://e.org/v", minutes: null, kind: "video" },
        ],
        startsAt: "11:00",
        lengthMinutes: 90,
        presenters: ["Ada", "Emmy"],
        notes: "Bring paper",
        materials: "[deck](https://e.org/d)",
        recordingUrl: "https://e.org/r",
        cancelled: false,
      },
      {
        date: "2026-09-15",
        title: "Maps",
        format: "workshop",
        resources: [],
        startsAt: "15:00",
        lengthMinutes: 60,
        presenters: ["Mia", "Noor", "Kai"],
        notes: "",
        materials: "",
        recordingUrl: "",
        cancelled: true,
      },
    ]);
  });

  it("with merged cells goes on with the row above", () => {
    const text =
      "Date,Topic,Reading\n2026-09-01,Sets,[A](https://e.org/a)\n,,[B](https://e.org/b)\n,,Chapter 2\n2026-09-08,Maps,";
    expect(sessionsIn(text).map(({ resources }) => resources.map(({ title }) => title))).toEqual([
      ["A", "B", "Chapter 2"],
      [],
    ]);
    const page =
      "<table><tr><th>Date<th>Topic<th>Reading<tr><td rowspan=2>Sep 1, 2026<td rowspan=2>Sets<td>A<tr><td>B</table>";
    expect(sessionsIn(page)).toMatchObject([{ title: "Sets", resources: [{ title: "A" }, { title: "B" }] }]);
    expect(sessionsIn(page.replace("Reading", "Slides"))).toMatchObject([{ title: "Sets", materials: "A\n\nB" }]);
    // Another title, or a time of its own, is another session.
    const other = page.replace("<td rowspan=2>Sets<td>A<tr><td>B", "<td>Sets<td>A<tr><td>Maps<td>B");
    expect(read(other).problems).toMatchObject([{ row: 3, column: "Date" }]);
  });

  it("with two sessions on one date tells them apart by their times", () => {
    const text = "Date,Time,Topic\n2026-09-01,14:00,B\n2026-09-01,10:00,A\n,16:00,C";
    expect(sessionsIn(text).map(({ startsAt, title }) => [startsAt, title])).toEqual([
      ["10:00", "A"],
      ["14:00", "B"],
      ["16:00", "C"],
    ]);
    expect(read("Date,Time,Topic\n2026-09-01,10:00,A\n2026-09-01,10 am,B").problems).toEqual([
      { row: 3, column: "Date", message: "2026-09-01 is already in row 2." },
    ]);
  });

  it("with counted days and times beside the dates", () => {
    expect(sessionsIn("Date\tTopic\n45559\tA\n45566.4583333333\tB")).toMatchObject([
      { date: "2024-09-24", title: "A" },
      { date: "2024-10-01", title: "B", startsAt: "11:00" },
    ]);
    expect(sessionsIn("When\tTopic\nTue Sep 1, 2026 at 11:00–12:00\tA")).toMatchObject([
      { date: "2026-09-01", startsAt: "11:00", lengthMinutes: 60 },
    ]);
  });
});

describe("the title and the format", () => {
  it.each([
    ["Topic\tSession", "Attention\tJournal Club", "Attention", "journal_club"],
    ["Topic\tFormat", "Attention\tworkshop", "Attention", "workshop"],
    ["Lecture\tTopic", "Lecture 3\tAttention", "Lecture 3: Attention", "presentation"],
    ["Topic\tLecture", "Attention\tLecture 3", "Lecture 3: Attention", "presentation"],
    ["Topic\tType", "\tNo class", "No class", "no_session"],
    ["Topic\tTitle", "Attention\tAttention", "Attention", "presentation"],
    ["Topic", "Thanksgiving", "Thanksgiving", "no_session"],
    ["Topic", "Spring break", "Spring break", "no_session"],
    ["Topic", "Thanksgiving – no class", "Thanksgiving – no class", "no_session"],
    ["Thema", "Herbstferien", "Herbstferien", "no_session"],
    ["Topic", "Cancelled", "Cancelled", "no_session"],
    ["Topic", "Cancelled (snow)", "Cancelled (snow)", "no_session"],
    ["Topic", "Holiday sales, a forecast", "Holiday sales, a forecast", "presentation"],
    ["Topic", "Breaking symmetry", "Breaking symmetry", "presentation"],
  ])("of %s: %j", (header, cells, title, format) => {
    const [session] = read(`Date\t${header}\n2026-09-01\t${cells}`).sessions;
    expect(session).toEqual({ date: "2026-09-01", title, format, resources: [] });
  });

  it("tell a cancelled session by a word in front, without the word", () => {
    expect(sessionsIn("Date\tTopic\n2026-09-01\tCANCELED: Sets\n2026-09-08\tMaps")).toEqual([
      { date: "2026-09-01", title: "Sets", format: "presentation", resources: [], cancelled: true },
      { date: "2026-09-08", title: "Maps", format: "presentation", resources: [] },
    ]);
  });

  it("may stand beside the date where there is no column for them", () => {
    expect(sessionsIn("Date\tReading\nSep 1 2026: Sets\tCh. 1")).toMatchObject([{ title: "Sets" }]);
    expect(sessionsIn("Date\tTopic\nNov 26 2026 (no class)\t")).toMatchObject([
      { title: "no class", format: "no_session" },
    ]);
    expect(sessionsIn("Date\tTopic\nSep 1 2026 (room 4)\tSets")).toMatchObject([
      { title: "Sets", notes: "Sep 1 2026 (room 4)" },
    ]);
  });

  it("take the first line of a list, and the others as notes", () => {
    const [session] = read("Sep 1, 2026: Sets\nWe draw them by hand.\n\nSep 8, 2026: Maps\n").sessions;
    expect(session).toMatchObject({ title: "Sets", notes: "We draw them by hand." });
  });
});

describe("cells of other columns", () => {
  it.each([
    ["Presenter", "Ada, Emmy; Mia", { presenters: ["Ada, Emmy", "Mia"] }],
    ["Presenter", "Ada et Emmy", { presenters: ["Ada", "Emmy"] }],
    ["Presenter", "[Ada](https://e.org/ada)", { presenters: ["Ada"] }],
    ["Recording", "[Watch](https://e.org/r)", { recordingUrl: "https://e.org/r" }],
    ["Length", "1:30", { lengthMinutes: 90 }],
    ["Length", "", { lengthMinutes: null }],
    ["Time", "", { startsAt: null }],
    ["Notes", "See [this](https://e.org/t)", { notes: "See [this](https://e.org/t)" }],
    ["Room", "219a", { notes: "Room: 219a" }],
    ["State", "draft", { cancelled: false }],
  ])("%s: %s", (name, cell, expected) => {
    expect(withCell(name, cell)).toMatchObject(expected);
  });

  it.each([
    ["Time", "later today", "Time"],
    ["Time", "11:00 CT", "Time"],
    ["Time", "16:00 UTC", "Time"],
    ["Length", "ages", "Length"],
    ["Length", "2 min", "Length"],
    ["Format", "exam", "Format"],
    ["State", "maybe", "State"],
    ["Presenter", "TBD", "Presenter"],
    ["Presenter", "[Ada](https://e.org/ada)", "Presenter"],
    ["Recording", "https://e.org/r with password 123", "Recording"],
    ["Recording", "soon", "Recording"],
  ])("that are not understood are left out without standing in the way: %s, %s", (name, cell, column) => {
    // A second row shows what the column is for.
    const other = { Time: "11:00", Length: "60", Format: "Workshop", State: "cancelled" }[name] ?? "";
    const text = `Date\tTitle\t${name}\n2026-09-01\tSets\t${cell}\n2026-09-08\tMaps\t${other}`;
    const { leftOut, problems, sessions } = read(text);
    expect(problems).toEqual([]);
    expect(sessions).toHaveLength(2);
    expect(leftOut).toMatchObject([{ row: 2, column }]);
  });
});

it("refuses a table with something in more than 200 columns, and takes one whose further cells are empty", () => {
  const names = Array.from({ length: 205 }, (_, index) =>
    index < 3 ? ["Date", "Session", "Notes"][index] : `Extra ${index}`,
  );
  const row = (cells: string[]) => [...cells, ...Array(205 - cells.length).fill("")].join("\t");
  const first = row(["2026-09-01", "Sets", "Bring chalk"]);
  expect(read(`${names.join("\t")}\n${first}`).problems).toMatchObject([
    { row: 1, column: null, message: "This row has something in more than 200 columns." },
  ]);
  const few = row(["Date", "Session", "Notes"]);
  const last = [...Array(204).fill(""), "lost"].join("\t");
  expect(read(`${few}\n${first}\n${last}`).problems).toMatchObject([{ row: 3, column: null }]);
  expect(read(`${few}\n${first}`)).toMatchObject({ problems: [], sessions: [{ title: "Sets" }] });
});

describe("rows that are no sessions", () => {
  const TABLE = [
    "Date,Topic,Reading",
    "Part I: Sets,,",
    "2026-09-01,Sets,Ch. 1",
    ",Extra words,",
    "TBD,Maps,Ch. 2",
    "Date,Topic,Reading",
    "Updated 3 January,,",
    "2026-09-08,Rings,",
  ].join("\n");

  it("are left out with their words", () => {
    const { sessions, leftOut, problems } = read(TABLE);
    expect(problems).toEqual([]);
    expect(sessions.map(({ title }) => title)).toEqual(["Sets", "Rings"]);
    expect(leftOut).toEqual([
      { row: 2, column: null, message: "“Part I: Sets” is no session." },
      { row: 4, column: "Topic", message: "“Extra words” is in a row without a date." },
      { row: 5, column: "Date", message: "“TBD” is in a row without a date." },
      { row: 5, column: "Topic", message: "“Maps” is in a row without a date." },
      { row: 5, column: "Reading", message: "“Ch. 2” is in a row without a date." },
      { row: 6, column: null, message: "This row is the header once more." },
      { row: 7, column: null, message: "“Updated 3 January” is no session." },
    ]);
  });

  it("stand in the way where a date was meant", () => {
    expect(read("Date,Topic,Reading\n2026-09-01,Sets,\nSept 31,Maps,\n24,Rings,").problems).toEqual([
      { row: 3, column: "Date", message: "There is no day 31 in September 2026." },
      { row: 4, column: "Date", message: "“24” is not a date." },
    ]);
  });

  it("are all there is in a text without dates", () => {
    const { problems, leftOut, sessions } = read("Topic\tReading\nSets\tCh. 1");
    expect(problems).toEqual([{ row: 1, column: null, message: "There are no dates in this text." }]);
    expect(leftOut.map(({ message }) => message)).toEqual(["“Sets”", "“Ch. 1”"]);
    expect(sessions).toEqual([]);
  });
});
