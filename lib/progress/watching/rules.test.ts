import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlapAll, type Range, secondsOf } from "@/lib/progress/ranges/rules";
import {
  afterReport,
  askedOf,
  beginAt,
  playerOf,
  shareSeen,
  sourcesOf,
  type Wanted,
  type WatchedRow,
} from "@/lib/progress/watching/rules";

const NOW = Date.parse("2024-10-19T14:00:00Z");
const WHOLE: Wanted = { parts: [], doneAtPercent: 90 };
const range = fc.tuple(fc.nat(130), fc.nat(130)).map(([a, b]): Range => [Math.min(a, b), Math.max(a, b) + 1]);

const report = (lengths: fc.Arbitrary<number>) =>
  fc.record({
    ranges: fc.array(range, { minLength: 1, maxLength: 5 }),
    lengthSeconds: lengths,
    stoppedAt: fc.nat(140),
    // Also moments that are still to come by our clock.
    moment: fc.integer({ min: -5, max: 2 }).map((minutes) => new Date(NOW + minutes * 60_000).toISOString()),
  });
type Report = Parameters<typeof afterReport>[1];

const rowAfter = (reports: readonly Report[], wanted = WHOLE, start: WatchedRow | null = null) =>
  reports.reduce((row, next) => afterReport(row, next, wanted, NOW).row, start);

const once = (ranges: Range[], fields: Partial<Report> = {}): Report => ({
  ranges,
  lengthSeconds: 100,
  stoppedAt: ranges.at(-1)?.[1] ?? 0,
  moment: "2024-10-19T13:59:00.000Z",
  ...fields,
});

describe("reports of a player", () => {
  it("give the same row in any order and however often each comes", () =>
    fc.assert(
      fc.property(
        fc
          .tuple(
            fc
              .integer({ min: 1, max: 120 })
              .chain((length) => fc.array(report(fc.constant(length)), { minLength: 1, maxLength: 6 })),
            fc.array(range, { maxLength: 3 }),
          )
          .chain(([reports, parts]) =>
            fc.tuple(
              fc.constant(reports),
              fc.shuffledSubarray(reports, { minLength: reports.length }),
              fc.array(fc.constantFrom(...reports)),
              fc.constant(parts),
            ),
          ),
        ([reports, shuffled, again, parts]) => {
          const wanted = { parts: parts.map(([from, to]) => ({ from, to })), doneAtPercent: 90 };
          expect(rowAfter([...shuffled, ...again], wanted)).toEqual(rowAfter(reports, wanted));
        },
      ),
    ));

  it("that disagree about the length still give the same ranges, length and place, none above the longest", () =>
    fc.assert(
      fc.property(
        fc
          .array(report(fc.integer({ min: 1, max: 120 })), { minLength: 1, maxLength: 6 })
          .chain((reports) =>
            fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
          ),
        ([reports, shuffled]) => {
          const [a, b] = [rowAfter(reports), rowAfter(shuffled)];
          expect({ ...b, state: "" }).toEqual({ ...a, state: "" });
          expect(a?.watched.at(-1)?.[1] ?? 0).toBeLessThanOrEqual(a?.lengthSeconds ?? 0);
          expect(a?.stoppedAt ?? 0).toBeLessThanOrEqual(a?.lengthSeconds ?? 0);
        },
      ),
    ));

  it("count each second as new once", () =>
    fc.assert(
      fc.property(fc.array(report(fc.constant(100)), { maxLength: 6 }), (reports) => {
        let row: WatchedRow | null = null;
        let fresh = 0;
        for (const next of reports) {
          const result = afterReport(row, next, WHOLE, NOW);
          fresh += result.newSeconds;
          row = result.row;
        }
        expect(fresh).toBe(secondsOf(row?.watched ?? []));
      }),
    ));

  it("resume at the newest place, and a device whose clock is ahead does not win for ever", () => {
    const ahead = once([[0, 10]], { moment: "2030-01-01T00:00:00.000Z", stoppedAt: 10 });
    const later = once([[10, 30]], { moment: "2024-10-19T14:05:00.000Z", stoppedAt: 30 });
    const row = afterReport(null, ahead, WHOLE, NOW).row;
    expect(row.stoppedMoment).toBe(NOW);
    expect(afterReport(row, later, WHOLE, NOW + 600_000).row.stoppedAt).toBe(30);
    // Rewinding moves the place back, at the same moment the larger one stands.
    expect(rowAfter([later, once([[3, 5]], { moment: "2024-10-19T14:00:00.000Z", stoppedAt: 5 })])?.stoppedAt).toBe(30);
  });
});

describe("what a player makes of a state", () => {
  it("is started with the first second, and done with 90 % of what is asked", () => {
    expect(rowAfter([once([[0, 1]])])?.state).toBe("started");
    expect(rowAfter([once([[0, 89]])])?.state).toBe("started");
    expect(rowAfter([once([[0, 90]])])?.state).toBe("done");
    expect(
      rowAfter(
        [
          once([
            [0, 50],
            [60, 100],
          ]),
        ],
        { parts: [], doneAtPercent: 90 },
      )?.state,
    ).toBe("done");
  });

  it("is not done by skipping to the end", () => {
    expect(rowAfter([once([[0, 2]]), once([[98, 100]], { stoppedAt: 100 })])?.state).toBe("started");
  });

  it("asks for the part that sessions ask for, and for the whole when one does or none uses it", () => {
    const part = { from: 0, to: 38 };
    expect(askedOf([part], 100)).toEqual([[0, 38]]);
    expect(askedOf([part, { from: 50, to: null }], 100)).toEqual([
      [0, 38],
      [50, 100],
    ]);
    expect(askedOf([part, { from: 0, to: null }], 100)).toEqual([[0, 100]]);
    expect(askedOf([], 100)).toEqual([[0, 100]]);
    expect(askedOf([{ from: 500, to: 600 }], 100)).toEqual([[0, 100]]);
    expect(rowAfter([once([[0, 36]])], { parts: [part], doneAtPercent: 90 })?.state).toBe("done");
    expect(rowAfter([once([[50, 100]])], { parts: [part], doneAtPercent: 90 })?.state).toBe("started");
    expect(rowAfter([once([[0, 50]])], { parts: [], doneAtPercent: 50 })?.state).toBe("done");
  });

  it("leaves what is done, and a tick that was taken back by hand until something new was seen", () => {
    const done = rowAfter([once([[0, 95]])]);
    expect(done?.state).toBe("done");
    const unticked: WatchedRow = { ...(done as WatchedRow), state: "todo" };
    expect(rowAfter([once([[0, 95]])], WHOLE, unticked)?.state).toBe("todo");
    expect(rowAfter([once([[95, 96]])], WHOLE, unticked)?.state).toBe("done");
    const skipped: WatchedRow = { ...(rowAfter([once([[0, 5]])]) as WatchedRow), state: "skipped" };
    expect(rowAfter([once([[0, 5]])], WHOLE, skipped)?.state).toBe("skipped");
    expect(rowAfter([once([[5, 6]])], WHOLE, skipped)?.state).toBe("started");
    expect(rowAfter([once([[0, 10]])], WHOLE, { ...skipped, state: "done" })?.state).toBe("done");
  });

  it("leaves what an organizer set and why until so much was watched that it is done, in whatever order that is told", () =>
    fc.assert(
      fc.property(
        fc
          .array(report(fc.constant(100)), { minLength: 1, maxLength: 8 })
          .chain((reports) =>
            fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
          ),
        fc.constantFrom<WatchedRow["state"]>("todo", "started", "skipped"),
        ([reports, shuffled], state) => {
          const start = {
            ...(rowAfter([once([[0, 5]])]) as WatchedRow),
            state,
            markedBy: "Grace",
            reason: "Seen in class.",
          };
          const row = rowAfter(reports, WHOLE, start) as WatchedRow;
          expect(rowAfter(shuffled, WHOLE, start)).toEqual(row);
          const isNew = secondsOf(row.watched) > secondsOf(start.watched);
          if (secondsOf(row.watched) >= 90) expect(row).toMatchObject({ state: "done", markedBy: "", reason: "" });
          else {
            const moved = state === "todo" && isNew ? "started" : state;
            expect(row).toMatchObject({ state: moved, markedBy: "Grace", reason: "Seen in class." });
          }
        },
      ),
      // Both what is done in the end and what is not come up often enough in this many.
      { numRuns: 200 },
    ));

  it("is not done by one second more of what was all watched when an organizer said that it is not", () => {
    const watched = rowAfter([once([[0, 95]])]) as WatchedRow;
    for (const [state, then] of [
      ["skipped", "skipped"],
      ["todo", "started"],
    ] as const) {
      const set: WatchedRow = { ...watched, state, markedBy: "Grace", reason: "It has a new second half." };
      expect(rowAfter([once([[95, 96]]), once([[96, 97]])], WHOLE, set)).toMatchObject({
        state: then,
        reason: set.reason,
      });
    }
  });

  it("never says that more was seen than is asked", () =>
    fc.assert(
      fc.property(fc.array(range), fc.array(range), fc.integer({ min: 1, max: 120 }), (watched, parts, length) => {
        const asked = askedOf(
          parts.map(([from, to]) => ({ from, to })),
          length,
        );
        expect(shareSeen(watched, asked)).toBeLessThanOrEqual(1);
        expect(secondsOf(overlapAll(watched, asked))).toBeLessThanOrEqual(length);
      }),
    ));
});

describe("where a player begins", () => {
  const NEXT = "next";
  const watching = { stoppedAt: null, lengthSeconds: null, player: null, parts: [], sessionId: null };

  it("is where the member stopped, and the beginning again when that was the end", () => {
    expect(beginAt({ ...watching, stoppedAt: 38, lengthSeconds: 100 })).toEqual({ at: 38, resumes: true });
    expect(beginAt({ ...watching, stoppedAt: 99, lengthSeconds: 100 })).toEqual({ at: 0, resumes: false });
    expect(beginAt({ ...watching, stoppedAt: 0, lengthSeconds: 100 })).toEqual({ at: 0, resumes: false });
  });

  it("is where the part for the next session begins, else where the link wants to", () => {
    const part = { sessionId: NEXT, date: "2024-10-22", title: "", from: 600, to: null };
    const player = { kind: "youtube" as const, source: "Ilg3gGewQ5U", host: "youtube.com", start: 90 };
    expect(beginAt({ ...watching, player, parts: [part], sessionId: NEXT })).toEqual({ at: 600, resumes: false });
    expect(beginAt({ ...watching, player, parts: [part] })).toEqual({ at: 90, resumes: false });
    expect(beginAt(watching)).toEqual({ at: 0, resumes: false });
  });
});

describe("how a link plays", () => {
  const youtube = (source: string, start = 0) => ({ kind: "youtube", source, host: "youtube.com", start });

  it.each([
    ["https://www.youtube.com/watch?v=Ilg3gGewQ5U", youtube("Ilg3gGewQ5U")],
    ["http://youtube.com/watch?v=Ilg3gGewQ5U&t=90", youtube("Ilg3gGewQ5U", 90)],
    ["https://m.youtube.com/watch?feature=x&v=Ilg3gGewQ5U&t=1h2m3s", youtube("Ilg3gGewQ5U", 3723)],
    ["https://youtu.be/Ilg3gGewQ5U?t=38m", youtube("Ilg3gGewQ5U", 2280)],
    ["https://www.youtube.com/embed/Ilg3gGewQ5U?start=12", youtube("Ilg3gGewQ5U", 12)],
    ["https://www.youtube-nocookie.com/embed/Ilg3gGewQ5U", youtube("Ilg3gGewQ5U")],
    ["https://www.youtube.com/shorts/Ilg3gGewQ5U", youtube("Ilg3gGewQ5U")],
    ["https://www.youtube.com/live/Ilg3gGewQ5U", youtube("Ilg3gGewQ5U")],
    ["https://www.youtube.com/watch?v=Ilg3gGewQ5U&list=PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi", youtube("Ilg3gGewQ5U")],
    ["https://vimeo.com/640499893", { kind: "vimeo", source: "640499893", host: "vimeo.com", start: 0 }],
    [
      "https://vimeo.com/640499893/0123abcdef#t=15s",
      { kind: "vimeo", source: "640499893/0123abcdef", host: "vimeo.com", start: 15 },
    ],
    [
      "https://player.vimeo.com/video/640499893?h=0123abcdef",
      { kind: "vimeo", source: "640499893/0123abcdef", host: "vimeo.com", start: 0 },
    ],
    [
      "https://vimeo.com/channels/staffpicks/640499893",
      { kind: "vimeo", source: "640499893", host: "vimeo.com", start: 0 },
    ],
    [
      "https://files.example.org/a/talk.MP4?key=1#t=5",
      { kind: "video", source: "https://files.example.org/a/talk.MP4?key=1", host: "files.example.org", start: 5 },
    ],
    [
      "http://files.example.org/talk.webm",
      { kind: "video", source: "https://files.example.org/talk.webm", host: "files.example.org", start: 0 },
    ],
    [
      "https://www.example.org/episode.mp3",
      { kind: "audio", source: "https://www.example.org/episode.mp3", host: "example.org", start: 0 },
    ],
  ])("%s", (url, wanted) => expect(playerOf(url)).toEqual(wanted));

  it.each([
    "https://www.youtube.com/playlist?list=PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi",
    "https://www.youtube.com/embed/videoseries?list=PLZHQObOWTQDNU6R1",
    "https://www.youtube.com/embed/live_stream?channel=UC123",
    "https://www.youtube.com/@3blue1brown",
    "https://www.youtube.com/watch?v=short12",
    "https://youtube.com.evil.org/watch?v=Ilg3gGewQ5U",
    "https://evilyoutube.com/watch?v=Ilg3gGewQ5U",
    "https://youtube.com@evil.org/watch?v=Ilg3gGewQ5U",
    "https://vimeo.com.evil.org/640499893",
    "https://vimeo.com/640499893/%2F..%2Fsettings",
    "https://vimeo.com/about",
    "javascript:alert(1)//talk.mp4",
    "data:video/mp4;base64,AAAA.mp4",
    "ftp://files.example.org/talk.mp4",
    "https://example.org/talk.mp4.html",
    "https://example.org/?file=talk.mp4",
    "not a link",
    null,
  ])("%s does not", (url) => expect(playerOf(url)).toBeNull());

  it("keeps a file without TLS on a site without TLS, and no other", () => {
    expect(playerOf("http://127.0.0.1:8080/video.webm", false)?.source).toBe("http://127.0.0.1:8080/video.webm");
    expect(playerOf("http://youtu.be/Ilg3gGewQ5U", false)).toEqual(youtube("Ilg3gGewQ5U"));
  });

  it("needs its own server and nobody else's", () => {
    const needs = (url: string | null) => sourcesOf(playerOf(url, false));
    expect(needs("https://youtu.be/Ilg3gGewQ5U")).toBe(
      "frame-src https://www.youtube-nocookie.com; media-src 'none'; connect-src 'self'",
    );
    expect(needs("https://vimeo.com/640499893")).toBe(
      "frame-src https://player.vimeo.com; media-src 'none'; connect-src 'self' https://vimeo.com",
    );
    expect(needs("https://www.example.org/a.mp4")).toBe(
      "frame-src 'none'; media-src https://example.org https://*.example.org; connect-src 'self'",
    );
    expect(needs("http://127.0.0.1:8080/a.webm")).toBe(
      "frame-src 'none'; media-src http://127.0.0.1:8080; connect-src 'self'",
    );
    expect(needs(null)).toBe("frame-src 'none'; media-src 'none'; connect-src 'self'");
  });
});
