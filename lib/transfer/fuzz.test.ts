import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FUZZED, hostileText, seeded } from "@/lib/transfer/formats/testing/inputs";
import { readSchedule } from "@/lib/transfer/read";
import { TERM_YEAR } from "@/lib/transfer/testing/term";
import { understandHostile } from "@/lib/transfer/testing/understood";

const COLUMNS = ["Month", "Day", "Before", "Session", "After", "Deep Dive"] as const;
const HEADER = "Month,Day,Before,Session,After,Deep Dive";

function read(text: string | Uint8Array) {
  return readSchedule(text, { year: TERM_YEAR, today: "2026-11-01" });
}

describe("whatever is pasted", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc
      .array(fc.constantFrom(...'[](),"*\n\r\t;|h01 \\!#'.split(""), "Cont.", "https://e.org", "0h18", "é", "\u0000"), {
        maxLength: 200,
      })
      .map((parts) => parts.join("")),
  );

  it("never throws and always says a sensible place, for text and for bytes", () => {
    const check = (input: string | Uint8Array) => {
      for (const { row, message } of read(input).problems) {
        expect(row).toBeGreaterThanOrEqual(1);
        expect(message).not.toBe("");
      }
    };
    fc.assert(fc.property(nasty, (text) => check(text)));
    fc.assert(fc.property(nasty, (text) => check(`${HEADER}\n${text}`)));
    fc.assert(fc.property(nasty, (text) => check(`${HEADER}\nOct,1,"${text}",,,`)));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(bytes)));
  });

  it.each(FUZZED)(
    "is a schedule, a problem or a question, whatever is known beside it, within a second: %s",
    (kind) => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const choices = seeded(seed);
          const text = hostileText(kind, choices);
          const started = process.cpuUsage();
          expect(understandHostile(text, choices)).toBeNull();
          const { user, system } = process.cpuUsage(started);
          expect((user + system) / 1000).toBeLessThan(1000);
        }),
        { numRuns: 50 },
      );
    },
    60_000,
  );

  it("loses no word: all letters of a cell are in its resources, or there is a problem", () => {
    const letters = (text: string) => [...text.matchAll(/[a-z]/gi)].map(String).sort().join("");
    fc.assert(
      fc.property(nasty, (cell) => {
        const text = cell
          .replace(/["\p{Cc}]/gu, "")
          .replace(/<br|\\/gi, "")
          .replace(/\d+ ?h/g, ".");
        const { sessions, problems: found } = read(`${HEADER}\nOct,1,"${text}",,,`);
        if (found.length > 0) return;
        const kept = (sessions[0]?.resources ?? []).map(
          ({ title, url }) => `${title}${url === title ? "" : (url ?? "")}`,
        );
        expect(letters(kept.join(""))).toBe(letters(text));
      }),
    );
  });

  it("keeps the links that were written, in their order", () => {
    const title = fc.stringMatching(/^[A-Za-z][A-Za-z ,?+()-]{0,20}[a-z]$/).filter((text) => !/[()]/.test(text));
    const link = fc.record({ title, minutes: fc.option(fc.integer({ min: 1, max: 5999 })), id: fc.nat() });
    fc.assert(
      fc.property(fc.array(link, { maxLength: 6 }), fc.constantFrom(", ", " , ", " ", "", "\n"), (links, separator) => {
        const written = links.map(({ title: words, minutes, id }) => {
          const length =
            minutes === null ? "" : ` ${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}`;
          return `[${words}${length}](https://e.org/${id})`;
        });
        const { sessions, problems: found } = read(`${HEADER}\nOct,1,"${written.join(separator)}",,,`);
        expect(found).toEqual([]);
        expect(sessions[0]?.resources).toEqual(
          links.map(({ title: words, minutes, id }) => ({
            slot: "before",
            title: words.replace(/\s+/g, " "),
            url: `https://e.org/${id}`,
            minutes,
          })),
        );
      }),
    );
  });

  it("reads the columns in any order alike", () => {
    const columns = fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length });
    const cells = { Month: "Oct", Day: "1", Before: "a", Session: "Discussion", After: "b", "Deep Dive": "c" };
    const { columns: _, ...expected } = read(`${HEADER}\nOct,1,a,Discussion,b,c`);
    fc.assert(
      fc.property(columns, (order) => {
        const { columns: found, ...rest } = read(
          `${order.join(",")}\n${order.map((column) => cells[column]).join(",")}`,
        );
        expect(rest).toEqual(expected);
        expect(found.map(({ name }) => name)).toEqual(order);
      }),
    );
  });

  it.each([
    ["rows of links", `${HEADER}\n${Array.from({ length: 9_999 }, (_, index) => longRow(index)).join("\n")}`],
    ["brackets", `${HEADER}\nOct,1,${"[".repeat(1_000_000)},,,`],
    ["nested brackets", `${HEADER}\nOct,1,${"[".repeat(500_000)}${"]".repeat(500_000)},,,`],
    ["half links", `${HEADER}\nOct,1,"${"[a](".repeat(400_000)}",,,`],
    ["asterisks", `${HEADER}\nOct,1,"${"*a *".repeat(400_000)}",,,`],
    ["commas and spaces", `${HEADER}\nOct,1,"${", ".repeat(1_000_000)}x",,,`],
    ["dashes before a length", `${HEADER}\nOct,1,"${"-".repeat(1_000_000)} 0h10",,,`],
    ["line ends", "\n".repeat(5_000_000)],
    ["quotation marks", `${HEADER}\n${'"'.repeat(3_000_001)}`],
    ["parentheses that close nowhere", `Date\tReading\nOct 1\t${"[a](https://e.org/a) (x ".repeat(100_000)}`],
    ["parentheses", `Date\tReading\nOct 1\t${"(a) ".repeat(500_000)}`],
    ["words as written", `Date\tReading\nOct 1\t${"“a” (as written) ".repeat(100_000)}`],
    ["presenters", `Date\tPresenter\nOct 1\t${"Ana and Bo, ".repeat(300_000)}`],
    ["quotation marks around presenters", `Date\tPresenter\nOct 1\t${"“a ".repeat(500_000)}`],
    ["addresses", `Date\tReading\nOct 1\t${"https://e.org/a ".repeat(200_000)}`],
    ["dates in one cell", `Date\tTopic\n${"Oct 1 ".repeat(500_000)}\tx`],
    ["lines in a title", `Date,Topic,Reading\nOct 1,"${"a\n".repeat(300_000)}","${"b\n".repeat(300_000)}"`],
    ["columns", `${"c,".repeat(99)}c\n${`${"x,".repeat(99)}x\n`.repeat(9000)}`],
    [
      "dates to understand",
      `Date,Topic,Reading,Who\n${Array.from({ length: 9_999 }, (_, index) => `${dated(index, "").split(",").slice(0, 2).join("/")},Topic,Chapter ${index} (20 min),Ada and Emmy`).join("\n")}`,
    ],
    [
      "rows that go on",
      `Date,Topic,Reading,Notes\nOct 1,a,b,\n${Array.from({ length: 9_999 }, (_, index) => `,,[A](https://e.org/${index}),Word ${index}`).join("\n")}`,
    ],
    [
      "continuations",
      `${HEADER}\n${Array.from({ length: 9_999 }, (_, index) => dated(index, "Model thing Cont.")).join("\n")}`,
    ],
  ])("takes under one and a half seconds: %s", { timeout: 60_000 }, (_, text) => {
    // Processor time, so that a busy machine does not fail the test.
    const started = process.cpuUsage();
    read(text);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1500);
  });
});

function dated(index: number, before: string): string {
  // One date a day for as long as it takes; December is followed by January of the next year.
  const day = new Date(Date.UTC(TERM_YEAR, 0, 1) + index * 86_400_000);
  return `${day.getUTCMonth() + 1},${day.getUTCDate()},${before},Discussion,,`;
}

function longRow(index: number): string {
  return dated(
    index,
    `"[Model thing number ${index} 0h18](https://e.org/${index}), [Other 1h02](https://e.org/o${index})"`,
  );
}
