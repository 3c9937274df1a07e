import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSheet } from "@/lib/transfer/formats/read";
import { FUZZED, hostileText, written } from "@/lib/transfer/formats/testing/inputs";
import { readHostile } from "@/lib/transfer/formats/testing/readers";
import { MAX_BYTES } from "@/lib/transfer/schema";

/** Processor time, so that a busy machine does not fail the test. */
function cpuMs(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

describe("whatever is pasted or dropped", () => {
  const choices = fc.array(fc.nat({ max: 2 ** 30 }), { maxLength: 200, size: "max" });

  it.each(FUZZED)(
    "becomes a sheet or a problem within a second, and nothing is thrown: %s",
    (kind) => {
      fc.assert(
        fc.property(choices, (numbers) => {
          const text = hostileText(kind, written(numbers));
          let fault: string | null = null;
          const ms = cpuMs(() => {
            fault = readHostile(kind, text);
          });
          expect(fault).toBeNull();
          expect(ms).toBeLessThan(1000);
        }),
        { numRuns: 300 },
      );
      // What is measured is processor time; how long that takes on a busy machine says nothing.
    },
    60_000,
  );

  it("becomes a sheet from any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readSheet(bytes).problems.every(({ message }) => !message.includes("could not be read"))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("megabytes are read or refused in under a second and a half", () => {
  const full = (piece: string, head = "") => head + piece.repeat(Math.floor((MAX_BYTES - head.length) / piece.length));

  it.each([
    ["lines", full("a\n")],
    ["blank lines", `Oct 1: x${"\n".repeat(99_000)}- {a: b}`],
    ["links in words", full("[a](b)", "Oct 1: ")],
    ["bars", full("|", "| a | b |\n|--|--|\n")],
    ["unclosed tags", full("<font size=1><p>")],
    ["nested tables", full("<table><tr><td>")],
    ["columns as wide as can be", `<table><tr>${"<td colspan=1000000000>x".repeat(50_000)}`],
    ["rows as high as can be", `<table>${"<tr><td rowspan=99999>x<td rowspan=99999>y".repeat(30_000)}`],
    ["nested JSON", full("[", '[{"date":')],
    ["escapes that are none", `[{"date": "${"\\[".repeat(500_000)}"}]`],
    ["nested YAML", full("- ", "- date: x\n  title: y\n- date: z\n  more: ")],
    [
      "series without an end",
      `BEGIN:VCALENDAR\n${"BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=DAILY\n".repeat(20_000)}`,
    ],
  ])("%s", (_, text) => {
    expect(cpuMs(() => readSheet(text))).toBeLessThan(1500);
  });

  it("multiplies nothing: a YAML file of aliases that stand for a billion values is refused", () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0 ? "a0: &a0 [x,x,x,x,x,x,x,x,x,x]" : `a${level}: &a${level} [${`*a${level - 1},`.repeat(10)}]`,
    );
    const text = `${levels.join("\n")}\nsessions:\n  - {date: x, title: *a11}\n  - {date: y, title: z}\n`;
    let message = "";
    expect(cpuMs(() => (message = readSheet(text, { fileName: "a.yml" }).problems[0]?.message ?? ""))).toBeLessThan(
      1000,
    );
    expect(message).toBe("This YAML is too large to be a schedule. Paste only the list of sessions.");
  });

  it("goes down no hundred thousand levels, whatever they are made of", () => {
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    for (const text of [
      deep("[", "]"),
      "[".repeat(100_000),
      deep('{"date":', "}"),
      `- date: ${deep("[", "]")}\n  title: x\n- date: y\n  title: z`,
    ]) {
      const sheet = readSheet(text, { fileName: "a.json" });
      expect(sheet.rows).toEqual([]);
      expect(sheet.problems[0]?.message).toMatch(/too large|deeper/);
    }
  });
});
