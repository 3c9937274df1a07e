import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeText, fold, type IcsCalendar, type IcsEvent, writeCalendar } from "@/lib/calendar/ics";
import { componentOf, contentLines, readWithIcalJs, readWithNodeIcal } from "@/lib/testing/calendars";

const event = (more: Partial<IcsEvent> = {}): IcsEvent => ({
  uid: "1@convene.test",
  sequence: 3,
  changedAt: new Date("2024-09-02T10:20:30.987Z"),
  status: "CONFIRMED",
  when: {
    kind: "timed",
    begins: new Date("2024-10-22T16:00:00Z"),
    ends: new Date("2024-10-22T17:00:00Z"),
    zone: "America/Chicago",
  },
  summary: "Deep learning · Backpropagation",
  description: "",
  location: "",
  url: "http://convene.test/c/fall-2024",
  alarmMinutes: null,
  ...more,
});
const calendar = (more: Partial<IcsCalendar> = {}): IcsCalendar => ({
  name: "Deep learning",
  refreshMinutes: 60,
  publisher: null,
  events: [event()],
  ...more,
});
const written = (more: Partial<IcsEvent>) => writeCalendar(calendar({ events: [event(more)] }));

describe("a calendar", () => {
  it("is an object as RFC 5545 has it, line by line", () => {
    expect(writeCalendar(calendar())).toBe(
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Convene//Convene//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Deep learning",
        "X-WR-CALNAME:Deep learning",
        "REFRESH-INTERVAL;VALUE=DURATION:PT60M",
        "X-PUBLISHED-TTL:PT60M",
        "BEGIN:VTIMEZONE",
        "TZID:America/Chicago",
        "BEGIN:DAYLIGHT",
        "DTSTART:20240310T020000",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0500",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:1@convene.test",
        "DTSTAMP:20240902T102030Z",
        "LAST-MODIFIED:20240902T102030Z",
        "SEQUENCE:3",
        "DTSTART;TZID=America/Chicago:20241022T110000",
        "DTEND;TZID=America/Chicago:20241022T120000",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "SUMMARY:Deep learning · Backpropagation",
        "URL:http://convene.test/c/fall-2024",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  });

  it("is a message with a method and an organizer only when it goes by mail", () => {
    const mailed = contentLines(
      writeCalendar(calendar({ refreshMinutes: null, publisher: { name: 'The "lab"; x', address: "c@example.org" } })),
    );
    expect(mailed).toContain("METHOD:PUBLISH");
    expect(mailed).toContain(`ORGANIZER;CN="The 'lab'; x":mailto:c@example.org`);
    expect(mailed.filter((line) => /^(REFRESH|X-PUB)/.test(line))).toEqual([]);
    expect(writeCalendar(calendar())).not.toMatch(/METHOD|ORGANIZER/);
  });

  it("without any event is an object still, which needs one part", () => {
    const body = writeCalendar(calendar({ events: [] }));
    expect(
      componentOf(body)
        .getAllSubcomponents()
        .map(({ name }) => name),
    ).toEqual(["vtimezone"]);
    expect(readWithNodeIcal(body)).toEqual([]);
  });

  it("names each zone once, with the changes that its events meet", () => {
    const inZone = (zone: string, begins: string) => event({ uid: `${zone}${begins}`, when: timed(begins, 60, zone) });
    const lines = contentLines(
      writeCalendar(
        calendar({
          events: [
            inZone("Australia/Lord_Howe", "2024-10-01T01:00:00Z"),
            inZone("Asia/Kathmandu", "2024-10-01T01:00:00Z"),
            inZone("Australia/Lord_Howe", "2025-04-08T01:00:00Z"),
          ],
        }),
      ),
    );
    expect(lines.filter((line) => /^(TZID|BEGIN:(STANDARD|DAYLIGHT)|DTSTART:|TZOFFSET)/.test(line))).toEqual([
      "TZID:Australia/Lord_Howe",
      ...["BEGIN:STANDARD", "DTSTART:20240407T020000", "TZOFFSETFROM:+1100", "TZOFFSETTO:+1030"],
      ...["BEGIN:DAYLIGHT", "DTSTART:20241006T020000", "TZOFFSETFROM:+1030", "TZOFFSETTO:+1100"],
      ...["BEGIN:STANDARD", "DTSTART:20250406T020000", "TZOFFSETFROM:+1100", "TZOFFSETTO:+1030"],
      "TZID:Asia/Kathmandu",
      ...["BEGIN:STANDARD", "DTSTART:19860101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0545"],
    ]);
  });
});

describe("an event", () => {
  it("of a whole day keeps nobody busy and ends on the next day", () => {
    const body = written({ when: { kind: "day", date: "2024-12-31" }, alarmMinutes: 60 });
    const lines = contentLines(body);
    expect(lines).toContain("DTSTART;VALUE=DATE:20241231");
    expect(lines).toContain("DTEND;VALUE=DATE:20250101");
    expect(lines).toContain("TRANSP:TRANSPARENT");
    expect(lines).not.toContain("BEGIN:VALARM");
    expect(readWithIcalJs(body)).toMatchObject([{ allDay: true, begins: "2024-12-31", ends: "2025-01-01" }]);
    expect(readWithNodeIcal(body)).toMatchObject([{ allDay: true, begins: "2024-12-31", ends: "2025-01-01" }]);
  });

  it("that is cancelled frees its hour and rings no more", () => {
    const lines = contentLines(written({ status: "CANCELLED", alarmMinutes: 60 }));
    expect(lines).toContain("TRANSP:TRANSPARENT");
    expect(lines).not.toContain("BEGIN:VALARM");
  });

  it("rings when asked to, also at its very start", () => {
    expect(contentLines(written({ alarmMinutes: 90 }))).toContain("TRIGGER:-PT90M");
    expect(contentLines(written({ alarmMinutes: 0 }))).toContain("TRIGGER:PT0M");
    expect(contentLines(written({}))).not.toContain("BEGIN:VALARM");
  });

  it.each([
    // 01:30 the first time, and an hour later the clock shows 01:30 again.
    ["America/Chicago", "2024-11-03T06:30:00Z", 60, "DTSTART:20241103T063000Z", "DTEND:20241103T073000Z"],
    ["Australia/Lord_Howe", "2025-04-05T14:45:00Z", 90, "DTSTART:20250405T144500Z", /^DTEND;TZID=.*:20250406T024500$/],
    ["Europe/Vienna", "2024-10-26T23:30:00Z", 120, /^DTSTART;TZID=.*:20241027T013000$/, "DTEND:20241027T013000Z"],
  ])("in %s at %s says a time that the clock shows twice in UTC", (zone, begins, minutes, start, end) => {
    const body = written({ when: timed(begins, minutes, zone) });
    const lines = contentLines(body).filter((line) => /^DT(START.*T\d|END)/.test(line));
    expect(lines.slice(-2)).toEqual(
      [start, end].map((line) => (typeof line === "string" ? line : expect.stringMatching(line))),
    );
    const read = {
      begins: new Date(begins).toISOString(),
      ends: new Date(Date.parse(begins) + minutes * 60_000).toISOString(),
    };
    expect(readWithIcalJs(body)).toMatchObject([read]);
    expect(readWithNodeIcal(body)).toMatchObject([read]);
  });
});

describe("text in a calendar", () => {
  const INJECTIONS = [
    "x\r\nATTENDEE:mailto:a@b.org",
    "x\nEND:VEVENT\nBEGIN:VEVENT",
    "x\rURL:https://evil.example",
    "x\u2028URL:https://evil.example",
    "x\u0085URL:https://evil.example",
    "x\v\f\0URL:https://evil.example",
    "x\\\r\n URL:https://evil.example",
    "lone \uD800 surrogate",
  ];
  it.each(INJECTIONS)("keeps %j in the property it belongs to", (evil) => {
    const mailed = calendar({
      name: evil,
      publisher: { name: evil, address: "c@example.org" },
      events: [event({ summary: evil, description: evil, location: evil, url: `https://example.org/${evil}` })],
    });
    const names = (body: string) => contentLines(body).map((line) => /^[A-Z-]*/.exec(line)?.[0]);
    const calm = {
      ...mailed,
      events: mailed.events.map((one) => ({ ...one, summary: "x", description: "x", location: "x" })),
    };
    expect(names(writeCalendar(mailed))).toEqual(names(writeCalendar(calm)));
    expect(writeCalendar(mailed)).not.toMatch(/(?<!\r)\n|\r(?!\n)|(?![\r\n])\p{Cc}/u);
    expect(readWithIcalJs(writeCalendar(mailed))).toHaveLength(1);
  });

  it("escapes what separates values", () => {
    expect(escapeText("a, b; c\\d\te\n")).toBe("a\\, b\\; c\\\\d\te\\n");
    expect(escapeText("a\r\nb\rc\u2028d\u0085e\0f")).toBe("a\\nb\\nc\\nd\\nef");
  });

  it("is folded at 75 octets and no character is torn", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const line = `SUMMARY:${escapeText(text)}`;
        const pieces = fold(line).split("\r\n");
        for (const piece of pieces) {
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(75);
          expect(piece.isWellFormed()).toBe(true);
        }
        expect(pieces.slice(1).every((piece) => piece.startsWith(" "))).toBe(true);
        expect(fold(line).replaceAll("\r\n ", "")).toBe(line);
      }),
    );
  });
});

function timed(begins: string, minutes: number, zone: string): IcsEvent["when"] {
  const start = new Date(begins);
  return { kind: "timed", begins: start, ends: new Date(start.getTime() + minutes * 60_000), zone };
}
