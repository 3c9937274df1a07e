import { describe, expect, it } from "vitest";
import { readSchedule } from "@/lib/transfer/read";
import { COLUMN_ROLES, type ColumnRole } from "@/lib/transfer/schema";
import { columnKey } from "@/lib/transfer/understand/names";
import type { Understanding } from "@/lib/transfer/understand/schedule";

const TODAY = "2026-11-24";

function read(text: string, options: Partial<Understanding> = {}) {
  return readSchedule(text, { today: TODAY, ...options });
}

function rolesIn(text: string, options: Partial<Understanding> = {}): string[] {
  return read(text, options).columns.map(({ role }) => role);
}

/** What a column of that name is, beside a date and a title. */
function roleOf(name: string, cell: string): ColumnRole | undefined {
  return read(`Date\tTitle\t${name}\n2026-09-01\tSets\t${cell}`).columns[2]?.role;
}

describe("the name of a column says what it is", () => {
  it.each<[string, ColumnRole]>([
    ["Reading", "before"],
    ["Required readings", "before"],
    ["Video to watch", "before"],
    ["Pre-class work", "before"],
    ["Preparation", "before"],
    ["Vorbereitung", "before"],
    ["À lire", "before"],
    ["Lecturas", "before"],
    ["Homework", "after"],
    ["Assignments", "after"],
    ["Übungen", "after"],
    ["Devoirs", "after"],
    ["Tareas", "after"],
    ["Deep Dive", "deep_dive"],
    ["deepDive", "deep_dive"],
    ["Optional reading", "deep_dive"],
    ["Further resources", "deep_dive"],
    ["Extra", "deep_dive"],
    ["Vertiefung", "deep_dive"],
    ["Presenter(s)", "presenters"],
    ["Discussion lead", "presenters"],
    ["Who?", "presenters"],
    ["Referentin", "presenters"],
    ["Intervenant", "presenters"],
    ["Ponente", "presenters"],
    ["Session notes", "notes"],
    ["Comments", "notes"],
    ["Bemerkungen", "notes"],
    ["Slides", "materials"],
    ["Lecture slides", "materials"],
    ["Folien", "materials"],
    ["Recording", "recording"],
    ["Aufzeichnung", "recording"],
    ["Due", "notes"],
    ["Office hours", "notes"],
    ["Room", "notes"],
  ])("%s", (name, role) => {
    expect(roleOf(name, "something")).toBe(role);
  });

  it.each<[string, string, ColumnRole]>([
    ["Time", "11:00", "time"],
    ["Uhrzeit", "11 Uhr", "time"],
    ["Length", "90", "length"],
    ["Durée", "1 h", "length"],
    ["Type", "Workshop", "format"],
    ["Format", "Journal club", "format"],
    ["Status", "cancelled", "state"],
    ["Week", "3", "week"],
  ])("if its cells can be that: %s", (name, cell, role) => {
    expect(roleOf(name, cell)).toBe(role);
    expect(roleOf(name, "a long story")).toBe("notes");
  });

  it("in any language that a header mixes, in any order", () => {
    expect(rolesIn("Thema,Datum,Lektüre,Dauer\nMengen,1.9.2026,Kapitel 1,90")).toEqual([
      "session",
      "date",
      "before",
      "length",
    ]);
    expect(rolesIn("Date,Sujet,Lectures,Devoirs\n2026-09-01,Ensembles,Chap. 1,")).toEqual([
      "date",
      "session",
      "before",
      "after",
    ]);
    expect(rolesIn("Date,Lectures,Homework\n2026-09-01,Sets,")).toEqual(["date", "session", "after"]);
  });

  it("is equal for equal names, however they are written", () => {
    expect(new Set(["Deep Dive", "deep-dive", "DEEP DIVE", "deepDive", " Déep_Dive: "].map(columnKey)).size).toBe(1);
    expect(columnKey("Column 3")).toBe("column 3");
    expect(columnKey("日期")).toBe("日期");
  });
});

describe("what is in a column says what it is where its name does not", () => {
  it("in a text without a header", () => {
    const text = "2026-09-01,Sets,https://e.org/a,20 min\n2026-09-08,Maps,https://e.org/b,30 min";
    expect(rolesIn(text)).toEqual(["date", "session", "before", "length"]);
    expect(read(text).columns.map(({ name }) => name)).toEqual(["Column 1", "Column 2", "Column 3", "Column 4"]);
    expect(read(text).columns.every(({ because }) => because === "content")).toBe(true);
    expect(read(text).sessions).toHaveLength(2);
  });

  it("with months and days, and links on both sides of the title", () => {
    const link = (id: number) => `[A ${id}](https://e.org/${id})`;
    const rows = [1, 8, 15].map((day) => `Oct.,${day},${link(day)},Topic ${day},${link(day + 20)},${link(day + 40)}`);
    expect(rolesIn(rows.join("\n"))).toEqual(["month", "day", "before", "session", "after", "deep_dive"]);
  });

  it.each<[string, string[], string[]]>([
    ["dates", ["A,B", "Sets,Sep 1", "Maps,Sep 8"], ["session", "date"]],
    ["weeks", ["A,B", "Sets,Week 1", "Maps,Week 2"], ["session", "week"]],
    ["dates in a column of days", ["Day,Topic", "Sep 1,Sets"], ["date", "session"]],
    ["lengths in a column of times", ["Date,Topic,Time", "Sep 1,Sets,90 min"], ["date", "session", "length"]],
    ["numbers in a column of sessions", ["Session,Date,Topic", "1,Sep 1,A", "2,Sep 8,B"], ["week", "date", "session"]],
    ["formats", ["Session,Date,Topic", "Workshop,Sep 1,A", "Lecture,Sep 8,B"], ["format", "date", "session"]],
    ["days under a date", ["Month,Day,Date", "Sept,Tue,1", "Sept,Tue,8"], ["month", "day", "day"]],
    ["a description", ["Date,Description", "Sep 1,Sets"], ["date", "session"]],
  ])("%s", (_, rows, roles) => {
    expect(rolesIn(rows.join("\n").replaceAll(",", "\t"), { year: 2026, firstDate: "2026-09-01" })).toEqual(roles);
  });

  it("finds the header under a title, and data in the first row is none", () => {
    const { sessions, leftOut } = read("Sets and maps,,\nFall 2026,,\n,,\nDate,Topic,Reading\n2026-09-01,Sets,Ch. 1");
    expect(sessions).toMatchObject([{ title: "Sets", resources: [{ title: "Ch. 1" }] }]);
    expect(leftOut.map(({ row, message }) => [row, message])).toEqual([
      [1, "“Sets and maps” stands above the table."],
      [2, "“Fall 2026” stands above the table."],
    ]);
  });
});

describe("a column of which nothing is known", () => {
  it("becomes a note with its name", () => {
    const { sessions, columns } = read("Date,Topic,Room,Notes\n2026-09-01,Sets,219a,Bring paper");
    expect(columns[2]).toEqual({ index: 2, name: "Room", role: "notes", because: "content", sample: ["219a"] });
    expect(sessions[0]?.notes).toBe("Room: 219a\n\nBring paper");
  });

  it("is what an organizer says it is", () => {
    const text = "Date,Topic,Room,Link\n2026-09-01,Sets,219a,Ch. 1";
    const { sessions, columns, leftOut } = read(text, { columns: { room: "leave_out", link: "after", date: "date" } });
    expect(columns.map(({ because }) => because)).toEqual(["choice", "name", "choice", "choice"]);
    expect(leftOut).toEqual([{ row: 1, column: "Room", message: "This column is left out." }]);
    expect(sessions).toMatchObject([{ title: "Sets", resources: [{ slot: "after", title: "Ch. 1" }] }]);
    expect(sessions[0]).not.toHaveProperty("notes");
  });

  it("may be named by a sign alone", () => {
    const text = "#\tDate\tTopic\n1\t2026-09-01\tSets";
    expect(rolesIn(text, { columns: { "#": "leave_out" } })).toEqual(["leave_out", "date", "session"]);
  });

  it("has a number for a name where it has none", () => {
    const columns = { "column 2": "leave_out", "column 3": "session" } as const;
    expect(read("2026-09-01,x,Sets\n2026-09-08,y,Maps", { columns }).sessions).toMatchObject([
      { title: "Sets" },
      { title: "Maps" },
    ]);
  });

  it("that is there twice has a name of its own", () => {
    const text = "Date,Topic,Link,Link\n2026-09-01,Sets,A,B";
    expect(read(text).columns.map(({ name }) => name)).toEqual(["Date", "Topic", "Link", "Link (2)"]);
    const { sessions } = read(text, { columns: { "link 2": "deep_dive" } });
    expect(sessions[0]?.resources.map(({ slot }) => slot)).toEqual(["before", "deep_dive"]);
  });

  it("cannot be the date where another one was said to be", () => {
    const columns = { a: "date", b: "date" } as const;
    expect(read("A,B,Topic\n2026-09-01,2026-09-02,Sets", { columns }).problems).toMatchObject([
      { row: 1, column: "B", message: "Only one column can be the date." },
    ]);
  });
});

it("every role can be chosen, whatever the cells are, and nothing breaks", () => {
  for (const role of COLUMN_ROLES) {
    for (const cell of ["x", "", "2026-09-01", "[a](https://e.org)", "["]) {
      const { columns } = read(`Date,Topic,Thing\n2026-09-01,Sets,${cell}`, { columns: { thing: role } });
      expect(columns.find(({ name }) => name === "Thing")?.role).toBe(role);
    }
  }
});
