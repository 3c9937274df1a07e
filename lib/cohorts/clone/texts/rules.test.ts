import { describe, expect, it } from "vitest";
import { datesIn, peopleIn, recordingsIn, weekdaysIn } from "@/lib/cohorts/clone/texts/rules";

describe("dates in text", () => {
  it.each([
    ["We begin on 10/1.", ["10/1"]],
    ["by 11/12/24, not 11/30/2024", ["11/12/24", "11/30/2024"]],
    ["Oct 1 and Oct. 22nd, then December 3, 2024", ["Oct 1", "Oct. 22nd", "December 3, 2024"]],
    ["on 1 Oct, the 3rd of December 2024 and 24 Sept.", ["1 Oct", "3rd of December 2024", "24 Sept"]],
    ["Deep learning, Fall 2024 and spring of 2025", ["Fall 2024", "spring of 2025"]],
    ["2024-10-01 or 1.10.2024", ["2024-10-01", "1.10.2024"]],
    ["Since 2019, and again 2019", ["2019"]],
  ])("are found in “%s”", (text, dates) => {
    expect(datesIn(text)).toEqual(dates);
  });

  it.each([
    "Watch 0h18, then 1h 57 of it, from 38:00 to 1:01:00.",
    "Chapter 12 of 14; Python 3.12 or newer.",
    "[Slides](https://example.org/2024/10/01/slides) at https://example.org/fall-2024",
    "A may-be, a marching band, 24/7.",
    "Tuesdays at 11:00",
  ])("are not seen in “%s”", (text) => {
    expect(datesIn(text)).toEqual([]);
  });
});

describe("people in text", () => {
  const names = ["Grace Hopper", "Ada", "Al Kindi", ""];

  it("are found by whole name, by first name as it is written, and by address", () => {
    expect(peopleIn("GRACE HOPPER showed it, Ada and al kindi asked.", names)).toEqual([
      "Grace Hopper",
      "Ada",
      "Al Kindi",
    ]);
    expect(peopleIn("Ask Grace (grace@example.org).", names)).toEqual(["Grace", "grace@example.org"]);
  });

  it("are not seen in parts of words, in words of the language, and in links", () => {
    expect(peopleIn("Graceful adaptation, Adam, Al, with grace", names)).toEqual([]);
    expect(peopleIn("[notes](https://example.org/~Ada)", names)).toEqual([]);
  });
});

describe("recordings in text", () => {
  const recordings = ["https://example.org/rec", "https://youtu.be/abcdefghijk"];

  it.each([
    ["[Recording](https://example.org/rec)", ["https://example.org/rec"]],
    ["Watch it: http://www.example.org/rec/.", ["http://www.example.org/rec/"]],
    ["https://www.youtube.com/watch?v=abcdefghijk&t=60", ["https://www.youtube.com/watch?v=abcdefghijk&t=60"]],
    ["It is at example.org/rec, from https://example.org/rec?t=5 on", ["https://example.org/rec"]],
    ["<https://example.org/rec> and (https://example.org/rec)", ["https://example.org/rec"]],
  ])("are found in “%s”", (text, links) => {
    expect(recordingsIn(text, recordings)).toEqual(links);
  });

  it.each(["https://example.org/records", "https://youtu.be/abcdefghijl", "a recording", ""])(
    "are not seen in “%s”",
    (text) => {
      expect(recordingsIn(text, recordings)).toEqual([]);
      expect(recordingsIn(text, [])).toEqual([]);
    },
  );
});

it("finds weekdays", () => {
  expect(weekdaysIn("Tuesdays and Thursday, not sundown")).toEqual(["Tuesdays", "Thursday"]);
});
