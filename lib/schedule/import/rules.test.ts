import { describe, expect, it } from "vitest";
import { change } from "@/lib/schedule/changes";
import { bothOrders, changeWords, dayWords, mailedWords, questionWords, textOfFile } from "@/lib/schedule/import/rules";
import { changeKind } from "@/lib/schedule/schema";
import { decode, wholeCharacters } from "@/lib/transfer/formats/decode";

const LIMIT = 1000;
/** Of UTF-8 and of both kinds of UTF-16. */
const MARKS = [Buffer.of(0xef, 0xbb, 0xbf), Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff), Buffer.of(0xff, 0xfe)];

function file(name: string, bytes: string | number[]) {
  return { name, bytes: typeof bytes === "string" ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes) };
}

describe("a file that is dropped on the import", () => {
  it("is read as UTF-8, or as UTF-16 where it says so", () => {
    expect(textOfFile(file("a.csv", "Größe,Tag"), LIMIT)).toEqual({ text: "Größe,Tag" });
    expect(textOfFile(file("a.txt", [0xff, 0xfe, 0x41, 0, 0xe4, 0]), LIMIT)).toEqual({ text: "Aä" });
    expect(textOfFile(file("a.txt", [0xfe, 0xff, 0, 0x41, 0, 0xe4]), LIMIT)).toEqual({ text: "Aä" });
  });

  it.each([
    [
      "plan.xlsx",
      [0x50, 0x4b, 0x03, 0x04, 1],
      "“plan.xlsx” is a spreadsheet file. Copy its cells and paste them here, or save it as CSV.",
    ],
    [
      "plan",
      [0xd0, 0xcf, 0x11, 0xe0, 1],
      "“plan” is a spreadsheet file. Copy its cells and paste them here, or save it as CSV.",
    ],
    ["plan.pdf", [0x25, 0x50, 0x44, 0x46, 1], "“plan.pdf” is a PDF. Copy its table and paste it here."],
    [
      "old.csv",
      [0x47, 0x72, 0xf6, 0xdf, 0x65],
      "“old.csv” is no UTF-8 text. Save it as “CSV UTF-8” and choose it again.",
    ],
  ])("is refused with what to do instead: %s", (name, bytes, refused) => {
    expect(textOfFile(file(name, bytes), LIMIT)).toEqual({ refused });
  });

  it("is the text that the server makes of its bytes", () => {
    const text = "Date,Session\r\n2026-10-01,Größe 😀";
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    const forms = [Buffer.from(text), little, big, Buffer.from("a\ud800bcdefghijklmnop", "utf16le")];
    for (const bytes of [...forms, ...forms.map((form, at) => Buffer.concat([MARKS[at] ?? Buffer.of(), form]))]) {
      expect(textOfFile({ name: "a.txt", bytes }, LIMIT).refused).toBeUndefined();
      const read = textOfFile({ name: "a.txt", bytes }, LIMIT);
      expect(decode(bytes).text).toBe(wholeCharacters("text" in read ? read.text : ""));
    }
    expect(textOfFile({ name: "a.txt", bytes: little }, LIMIT)).toEqual({ text });
    expect(textOfFile({ name: "a.txt", bytes: big }, LIMIT)).toEqual({ text });
  });

  it("is refused when it is too large, whatever it is", () => {
    const large = textOfFile({ name: "a.csv", bytes: new Uint8Array(5 * 1024 * 1024 + 1) }, 5 * 1024 * 1024);
    expect(large.refused).toBe("“a.csv” is larger than 5 MB; a schedule is a few kilobytes. It was not read.");
  });
});

describe("a date", () => {
  it("has its year where that is another than today's", () => {
    expect(dayWords("2026-12-03", "2026-11-16")).toBe("Thu 3 Dec");
    expect(dayWords("2024-09-17", "2026-11-16")).toBe("Tue 17 Sep 2024");
    const moved = change("moved", "2026-11-12", "Maps", "2024-11-05", "2026-11-12");
    expect(changeWords(moved, "2026-11-01")).toBe("Move “Maps” here from Tue 5 Nov 2024");
  });
});

describe("who mails are for", () => {
  it("is told by roles, with those who switched them off", () => {
    const someone = (role: "learner" | "follower" | "organizer") => {
      return { memberId: "m", name: "Ada", role, suppressed: null };
    };
    const people = [someone("organizer"), someone("learner"), someone("follower"), someone("learner")];
    expect(mailedWords({ people, off: 1 })).toEqual({
      to: "2 learners, 1 follower and 1 organizer",
      off: "1 person gets none: they switched it off.",
    });
    expect(mailedWords({ people: [], off: 2 }).to).toBe("nobody");
  });
});

describe("a question about the dates", () => {
  it("shows both dates that the words may mean", () => {
    expect(bothOrders("03/04")).toEqual({ dayFirst: "3 Apr", monthFirst: "4 Mar" });
    expect(bothOrders("Tue 1.2.")).toEqual({ dayFirst: "1 Feb", monthFirst: "2 Jan" });
    expect(bothOrders("13/04")).toBeNull();
    expect(bothOrders("soon")).toBeNull();
  });

  it("says which row it is about", () => {
    expect(questionWords({ kind: "day_first", row: 3, example: "03/04" })).toBe(
      "Is the day or the month first in “03/04” (row 3)?",
    );
  });
});

describe("a line of the import in words", () => {
  it.each([
    [change("added", "2024-11-12", ""), "New open date"],
    [
      change("moved", "2024-11-12", "Probability", "2024-11-05", "2024-11-12"),
      "Move “Probability” here from Tue 5 Nov",
    ],
    [change("retitled", "2024-11-12", "", "Maps", ""), "Make “Maps” an open date"],
    [change("changed_time", "2024-11-12", "Maps", "11:00", "12:00"), "Start “Maps” at 12:00 instead of 11:00"],
    [change("changed_session_length", "2024-11-12", "Maps", "60", "90"), "Make “Maps” 1 h 30 min long instead of 1 h"],
    [
      change("changed_notes", "2024-11-12", "Maps", null, "notes: Bring dice."),
      "Change the notes from nothing to “Bring dice.” for “Maps”",
    ],
    [change("resource_added", "2024-11-12", "Odds", null, "deep_dive"), "Add “Odds”, as a deep dive"],
    [
      change("resource_moved", "2024-11-12", "Odds", "2024-11-05 before", "2024-11-12 after"),
      "Move “Odds” here, after, from Tue 5 Nov, before",
    ],
    [
      change("resource_changed", "2024-11-12", "Odds", "required", "optional"),
      "Change from required to optional for “Odds”",
    ],
    [
      change("resource_changed", "2024-11-12", "Odds", "author: Ada", "author: Grace"),
      "Change the author from “Ada” to “Grace” for “Odds”",
    ],
    [
      change("changed_notes", "2024-11-12", "Maps", "pin: moves with the others", "pin: keeps its date"),
      "Change the pin from “moves with the others” to “keeps its date” for “Maps”",
    ],
    [change("changed_length", "2024-11-12", "Odds", null, "0h20"), "Note that “Odds” takes 0h20"],
  ])("%j", (line, words) => {
    expect(changeWords(line, "2024-09-01")).toBe(words);
  });

  it("has words for every kind", () => {
    for (const kind of changeKind.options) {
      const words = changeWords(change(kind, "2024-11-12", "Maps", "2024-11-05", "2024-11-12"), "2024-09-01");
      expect(words, kind).toMatch(/^[A-Z].+/);
    }
  });
});
