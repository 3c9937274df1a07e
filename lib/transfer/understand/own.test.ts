import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSchedule } from "@/lib/transfer/read";
import type { ReadSession } from "@/lib/transfer/schema";

function read(sessions: unknown) {
  return readSchedule(JSON.stringify({ convene: 1, sessions }), { today: "2026-11-24" });
}

const SESSION: ReadSession = {
  date: "2026-09-01",
  title: "Sets",
  format: "workshop",
  resources: [
    {
      slot: "before",
      title: "Rings",
      url: "https://e.org/a",
      minutes: 18,
      optional: true,
      kind: "video",
      author: "Ada",
      part: { from: null, to: 600 },
      label: "Rings, again",
      stopPoints: [300],
    },
    { slot: "after", title: "Draw", url: null, minutes: null },
  ],
  startsAt: "11:00",
  lengthMinutes: 90,
  presenters: ["Ada"],
  notes: "Bring paper",
  materials: "",
  recordingUrl: "",
  cancelled: false,
};

describe("Convene's own JSON", () => {
  it("is read as it is, by date", () => {
    const later = { date: "2026-09-08", title: "", format: null, resources: [] };
    expect(read([later, SESSION])).toEqual({
      sessions: [SESSION, later],
      problems: [],
      leftOut: [],
      questions: [],
      columns: [],
      format: "json",
    });
  });

  it("may have a byte order mark or a fence around it, and come as bytes", () => {
    const text = JSON.stringify({ convene: 1, sessions: [SESSION] });
    for (const form of [`\uFEFF${text}`, `\`\`\`json\n${text}\n\`\`\``, new TextEncoder().encode(text)]) {
      expect(readSchedule(form, { today: "2026-11-24" }).sessions).toEqual([SESSION]);
    }
  });

  it.each([
    [{ date: "2026-02-30" }, "sessions.0.date"],
    [{ title: "x".repeat(201) }, "sessions.0.title"],
    [{ title: "a\u0000b" }, "sessions.0.title"],
    [{ format: "exam" }, "sessions.0.format"],
    [{ startsAt: "25:00" }, "sessions.0.startsAt"],
    [{ recordingUrl: "javascript:alert(1)" }, "sessions.0.recordingUrl"],
    [{ resources: [{ slot: "before", title: "a", url: "data:x", minutes: null }] }, "sessions.0.resources.0.url"],
    [{ resources: [{ slot: "later", title: "a", url: null, minutes: null }] }, "sessions.0.resources.0.slot"],
    [{ resources: [{ slot: "before", title: "a", url: null, minutes: -1 }] }, "sessions.0.resources.0.minutes"],
  ])("says which field is wrong: %j", (wrong, path) => {
    const { problems, sessions } = read([{ ...SESSION, ...wrong }]);
    expect(problems).toMatchObject([{ row: 1, column: path }]);
    expect(sessions).toEqual([]);
  });

  it("has one session at a time, and at least one", () => {
    expect(read([SESSION, SESSION]).problems).toEqual([
      { row: 2, column: "sessions.1.date", message: "2026-09-01 is already in session 1." },
    ]);
    expect(read([SESSION, { ...SESSION, startsAt: "12:00" }]).problems).toEqual([]);
    expect(read([]).problems).toMatchObject([{ column: "sessions" }]);
  });

  it("may know more than Convene does, which is left out", () => {
    expect(read([{ ...SESSION, mood: "good" }])).toMatchObject({
      problems: [],
      leftOut: [{ row: 1, column: "sessions.0.mood" }],
    });
  });

  it("never throws, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (sessions) => {
        expect(read(sessions).format).toBe("json");
      }),
    );
  });
});
