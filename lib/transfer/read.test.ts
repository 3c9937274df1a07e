import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addDays } from "@/lib/time/zones";
import { readSchedule } from "@/lib/transfer/read";
import type { ReadProblem } from "@/lib/transfer/schema";
import { CONTINUED, DRAFT, FALLEN_OUT, TERM, TERM_YEAR } from "@/lib/transfer/testing/term";

const HEADER = "Month,Day,Before,Session,After,Deep Dive";

function read(text: string | Uint8Array) {
  return readSchedule(text, { year: TERM_YEAR, today: "2026-11-01" });
}

/** What is saved of it, and what stands in the way. */
function content(text: string | Uint8Array) {
  const { sessions, problems: found } = read(text);
  return { sessions, problems: found };
}

function problems(text: string | Uint8Array): ReadProblem[] {
  return read(text).problems;
}

/** The problem of one row under the usual header. */
function problemIn(row: string): ReadProblem | undefined {
  return problems(`${HEADER}\nOct,1,,,,\n${row}\n`)[0];
}

describe("a schedule as organizers keep it", () => {
  it("is read whole: links, lengths, tasks, open dates and the year that the file does not name", () => {
    expect(read(DRAFT)).toMatchObject({ leftOut: [], questions: [], format: "csv" });
    expect(content(DRAFT)).toEqual({
      problems: [],
      sessions: [
        { date: "2026-10-29", title: "", format: null, resources: [] },
        {
          date: "2026-11-05",
          title: "Probability: Basics",
          format: "presentation",
          resources: [{ slot: "before", title: "Bring a coin", url: null, minutes: null }],
        },
        {
          date: "2026-11-12",
          title: "Probability: Rules, Sampling Overview",
          format: "presentation",
          resources: [
            { slot: "after", title: "Chance in pictures", url: "https://stats.example.org/chance", minutes: 14 },
            { slot: "after", title: "Bayes and the two boxes", url: "https://youtu.be/AAAAAAAAAA1", minutes: 31 },
          ],
        },
        {
          date: "2026-11-19",
          title: "Discussion",
          format: "discussion",
          resources: [
            { slot: "before", title: "Markov Chain Sampling", url: "https://youtu.be/BBBBBBBBBB2", minutes: 125 },
            { slot: "before", title: "When does it mix", url: "https://stats.example.org/mixing/", minutes: null },
          ],
        },
        {
          date: "2026-11-26",
          title: "Discussion",
          format: "discussion",
          resources: [
            {
              slot: "before",
              title: "Gaussian Process Regression",
              url: "https://www.youtube.com/watch?v=CCCCCCCCCC3",
              minutes: 70,
            },
            {
              slot: "deep_dive",
              title: "Kernels",
              url: "https://stats.example.org/kernels?utm_source=mail",
              minutes: 9,
            },
          ],
        },
        { date: "2027-01-07", title: "", format: null, resources: [] },
      ],
    });
  });

  it("reads the same from bytes as from text, with any line end and with or without a byte order mark", () => {
    const plain = DRAFT.replace("\uFEFF", "").replaceAll("\r\n", "\n");
    for (const form of [plain, DRAFT, plain.replaceAll("\n", "\r"), `\uFEFF${plain}`]) {
      expect(read(form)).toEqual(read(DRAFT));
      expect(read(new TextEncoder().encode(form))).toEqual(read(DRAFT));
    }
  });

  it("does not mind the order, case and spaces of the columns, nor tabs or semicolons between cells", () => {
    const expected = { date: "2026-10-08", title: "Workshop: plots", format: "workshop", resources: [] };
    for (const text of [
      " deep dive ,SESSION,month,Day,  before,After\n,Workshop: plots,October,8,,",
      "Month\tDay\tBefore\tSession\tAfter\tDeep Dive\n10\t8\t\tWorkshop: plots\t\t",
      "Month;Day;Before;Session;After;DeepDive\nOct.;8th;;Workshop: plots;;",
    ]) {
      expect(content(text)).toEqual({ sessions: [expected], problems: [] });
    }
  });

  it.each([
    ["Discussion", "discussion"],
    ["Journal Club: priors", "journal_club"],
    ["Workshop", "workshop"],
    ["Project", "project"],
    ["Social at the lake", "social"],
    ["No Session (harvest)", "no_session"],
    ["Kernels by hand", "presentation"],
    ["*Discussion*", "discussion"],
  ])("takes the format of %j from its words: %s", (title, format) => {
    expect(read(`${HEADER}\nOct,1,,${title},,`).sessions[0]?.format).toBe(format);
  });

  it("says what a continuation goes on with, and leaves one alone that goes on with nothing", () => {
    const [, , , , session] = read(CONTINUED).sessions;
    expect(session?.resources).toEqual([
      { slot: "before", title: "Markov Chains Cont.", url: null, minutes: null, continues: "Markov Chain Sampling" },
    ]);
    const alone = read(`${HEADER}\nOct,1,*Optics Cont.*,,,`).sessions[0]?.resources[0];
    expect(alone).toEqual({ slot: "before", title: "Optics Cont.", url: null, minutes: null });
  });

  it("prefers the same title for a continuation, however far back, and else the nearest with most of its words", () => {
    const text = [
      HEADER,
      "Oct,1,[Sampling](https://e.org/1),,,",
      "Oct,8,[Sampling by hand](https://e.org/2),,,",
      "Oct,15,Sampling Cont.,,,",
      "Oct,22,[Gaussian Process](https://e.org/3) [Poisson Processes](https://e.org/4),,,",
      'Oct,29,"Processes Cont., Poisson process continued",,,',
    ].join("\n");
    const goesOn = read(text).sessions.flatMap(({ resources }) =>
      resources.flatMap(({ continues }) => continues ?? []),
    );
    expect(goesOn).toEqual(["Sampling", "Gaussian Process", "Poisson Processes"]);
  });

  it("takes links in the Session column as resources of the session itself, and their words as its title", () => {
    const [session] = read(`${HEADER}\nOct,1,,Talk: [Priors 0h20](https://e.org/p),,`).sessions;
    expect(session?.title).toBe("Talk: Priors");
    expect(session?.resources).toEqual([{ slot: "session", title: "Priors", url: "https://e.org/p", minutes: 20 }]);
  });

  it("keeps cells that look like formulas as the text they are, without the apostrophe of an export", () => {
    const [session] = read(`${HEADER}\nOct,1,=1+1,'=SUM(A1),@x,'-3`).sessions;
    expect(session?.title).toBe("=SUM(A1)");
    expect(session?.resources.map(({ title }) => title)).toEqual(["=1+1", "@x", "-3"]);
  });

  it("skips rows without any content, but counts them", () => {
    expect(problems(`${HEADER}\n\n,,,,,\nOct,40,,,,`)).toEqual([
      { row: 4, column: "Day", message: "There is no day 40 in Oct 2026." },
    ]);
  });
});

describe("what is wrong in a file is said with its row and column", () => {
  it.each([
    ["Oct,30.5,,,,", 3, "Day"],
    ["Feb,30,,,,", 3, "Day"],
    ["Foo,3,,,,", 3, "Month"],
    [",3,,,,", 3, "Month"],
    ["Oct,,,,,", 3, "Day"],
    ["13,3,,,,", 3, "Month"],
    ["Oct,1,,,,", 3, "Day"],
    ["Oct,2,,,", 3, null],
    ["Oct,2,,,,,", 3, null],
    ["Oct,2,[a](javascript:alert(1)),,,", 3, "Before"],
    ["Oct,2,,,[a](data:text/html;x),", 3, "After"],
    ["Oct,2,,,,[a](/relative)", 3, "Deep Dive"],
    ["Oct,2,[a](https://e.org/1 2),,,", 3, "Before"],
    ["Oct,2,[a](https:e.org),,,", 3, "Before"],
    ["Oct,2,[a](),,,", 3, "Before"],
    ["Oct,2,[a](https://e.org,,,", 3, "Before"],
    ["Oct,2,[a,,,", 3, "Before"],
    ["Oct,2,,a],,", 3, "Session"],
    ["Oct,2,a\u0000b,,,", 3, "Before"],
    ["Oct,2,a\uD800b,,,", 3, "Before"],
    ['Oct,2,"never closed,,,', 3, "Before"],
    ['Oct,2,"closed" too early",,,', 3, "Before"],
    [`Oct,2,,${"x".repeat(201)},,`, 3, "Session"],
    [`Oct,2,${"x".repeat(301)},,,`, 3, "Before"],
  ])("%j", (row, number, column) => {
    expect(problemIn(row)).toMatchObject({ row: number, column });
  });

  it("counts rows as a spreadsheet does where a cell has several lines", () => {
    expect(problems(`${HEADER}\nOct,1,"one\ntwo\r\n\nthree",,,\nOct,99,,,,`)).toMatchObject([
      { row: 3, column: "Day" },
    ]);
  });

  it("names the row where a quotation mark was opened, even when a later row closes it", () => {
    const text = `${HEADER}\nOct,1,,,,\nOct,2,"open,,,\nOct,3,"a, b",,,`;
    expect(problems(text)).toMatchObject([{ row: 3, column: "Before" }]);
  });

  it.each([
    ["", "The file is empty."],
    ["\uFEFF \r\n", "The file is empty."],
    [new Uint8Array([0x4d, 0xff, 0xfe]), "The file is not UTF-8 text. Save it as “CSV UTF-8” and try again."],
    ["x".repeat(5 * 1024 * 1024 + 1), "The file is larger than 5 MB; a schedule is a few kilobytes."],
    [`${HEADER}\n${"Oct,1,,,,\n".repeat(10_001)}`, "The file has more than 10,000 rows."],
    [HEADER, "There are no rows under the header."],
  ])("refuses a file as a whole with a reason", (file, message) => {
    expect(problems(file)).toEqual([{ row: 1, column: null, message }]);
    expect(read(file).sessions).toEqual([]);
  });

  it("does without columns that are not there, and keeps what stands in others", () => {
    expect(content("Month,Day,Session\nOct,1,Optics")).toEqual({
      problems: [],
      sessions: [{ date: "2026-10-01", title: "Optics", format: "presentation", resources: [] }],
    });
    const [session] = read(`${HEADER},Presenter,Room,\nOct,1,,Optics,,,Ada,219a,lost`).sessions;
    expect(session).toMatchObject({ presenters: ["Ada"], notes: "Room: 219a\n\nlost" });
    expect(read(`${HEADER},\nOct,1,,,,,`).columns.map(({ name }) => name)).toEqual(HEADER.split(","));
  });
});

it("reads all five states of the invented term without a problem", () => {
  for (const text of TERM) {
    expect(problems(text)).toEqual([]);
    expect(read(text).sessions).toHaveLength(6);
  }
  expect(read(FALLEN_OUT).sessions[4]).toMatchObject({ title: "No Session (harvest)", format: "no_session" });
});

const real = path.resolve(import.meta.dirname, "../../../shared/data");

describe.runIf(existsSync(real))("a real term", () => {
  const files = [1, 2, 3, 4, 5].map((state) => [state, path.join(real, `2024Fall-${state}.csv`)] as const);

  it.each(files)("is understood whole, in state %s and by the year in its name", (_, file) => {
    const bytes = readFileSync(file);
    const { sessions, problems, leftOut, questions } = readSchedule(bytes, {
      today: "2026-11-24",
      fileName: path.basename(file),
    });
    expect({ problems, leftOut, questions }).toEqual({ problems: [], leftOut: [], questions: [] });
    expect(sessions.map(({ date }) => date)).toEqual(
      Array.from({ length: 14 }, (__, week) => addDays("2024-09-17", week * 7)),
    );
    expect(Object.keys(Object.assign({}, ...sessions.flatMap(({ resources }) => resources))).sort()).not.toContain(
      "kind",
    );
  });

  it("is the same without its header", () => {
    const text = readFileSync(files[4]?.[1] ?? "", "utf8");
    const { sessions } = readSchedule(text, { today: "2024-11-13" });
    expect(
      readSchedule(text.slice(text.indexOf("\n") + 1), { today: "2024-11-13", fileName: "term.csv" }).sessions,
    ).toEqual(sessions);
  });
});
