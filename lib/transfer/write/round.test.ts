import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { line } from "@/lib/core/text";
import { resourceKind } from "@/lib/progress/schema";
import { matchKeyOf } from "@/lib/resources/rules";
import type { SessionRow } from "@/lib/schedule/changes";
import type { StandingResource, StandingSchedule, StandingSession } from "@/lib/schedule/match";
import { isEmptyPlan, planSchedule } from "@/lib/schedule/plan";
import { type ScheduleSession, SLOTS, sessionFormat } from "@/lib/schedule/schema";
import { NOTHING } from "@/lib/schedule/testing/memory";
import { wantedOf } from "@/lib/schedule/wanted";
import { readSchedule } from "@/lib/transfer/read";
import type { ReadSession } from "@/lib/transfer/schema";
import { type FileFormat, writeSchedule } from "@/lib/transfer/write/files";
import { type ScheduleToWrite, writtenSessions } from "@/lib/transfer/write/of";

const COHORT = {
  title: "Reading papers",
  timezone: "America/Chicago",
  weekday: 2,
  startsAt: "11:00",
  lengthMinutes: 60,
  place: "Room 219a",
};

/** What titles, names and labels are made of: everything that means something to one reader or another. */
const BITS =
  "Proofs|Sets and maps|Backpropagation|Cont.|Backpropagation Cont.|(continued)|optional|Optional:|(optional)|0h18|2 h 25 min|12:30|2024-10-08|Oct. 8|Week 3|90|until 38:00|0:00 to 38:00|stop at 3:00|by Ada|(video)|Paper:|as written|(as written)|“|”|[|]|](|)|(|[a](https://e.org/a)|https://e.org/x|<br>|<table>|\\|*|**|_|`|'|''|\"|=|=1+1|+|-|- |@|#|&|&amp;|$|{{|}}|;|,|, |/|:|?|!|…|–|é|ß|🙂|👩‍🔬|שלום|مرحبا|No session|Discussion|Cancelled:|Date|Notes|Session| | | \u00a0|  |a|B|1|2|10".split(
    "|",
  );
const bits = fc.array(fc.constantFrom(...BITS, "|"), { minLength: 1, maxLength: 7 }).map((parts) => parts.join(""));
const anything = fc.oneof({ weight: 4, arbitrary: bits }, fc.string({ unit: "grapheme", maxLength: 25 }));

function words(max: number) {
  const allowed = line(max, { required: "Something." });
  return anything.map((text) => text.trim()).filter((text) => allowed.safeParse(text).success);
}

/** Of these some go on with others, by their words alone. */
const CONTINUED = ["Backpropagation", "Backpropagation Cont.", "Sets and maps", "Sets (continued)", "Proofs"] as const;
const title = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...CONTINUED) }, { weight: 2, arbitrary: words(300) });

const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .array(fc.constantFrom(..."()[]|<>{}*_,;.!?=&#'\"\\ %aZ/“é".split(""), "%20", "%28"), { maxLength: 9 })
    .map((parts) => `https://e.org/${parts.join("").trim()}`),
  fc.integer({ min: 1, max: 9 }).map((number) => `https://youtu.be/AAAAAAAAAA${number}`),
);
const seconds = fc.integer({ min: 1, max: 20_000 });

const resource = fc.record({
  title,
  url: fc.option(url, { freq: 2 }),
  minutes: fc.option(fc.integer({ min: 1, max: 6000 }), { freq: 2 }),
  kind: fc.constantFrom(...resourceKind.options),
  author: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, words(200)),
  stopPoints: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([]) },
    fc.uniqueArray(seconds, { maxLength: 4 }).map((points) => points.sort((a, b) => a - b)),
  ),
});

const use = fc.record({
  resource: fc.nat(),
  slot: fc.constantFrom(...SLOTS),
  label: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, title),
  optional: fc.boolean(),
  part: fc.option(
    fc.oneof(
      fc.tuple(fc.option(fc.nat(9000)), fc.integer({ min: 9001, max: 90_000 })),
      fc.tuple(fc.nat(9000), fc.constant(null)),
    ),
  ),
});

const prose = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc
    .array(fc.oneof(anything, fc.constantFrom("\r", "\v", "\t- a", "")), { minLength: 1, maxLength: 4 })
    .map((lines) => lines.join("\n").replaceAll("\0", "").toWellFormed()),
);

const session = fc.record({
  day: fc.nat(120),
  startsAt: fc.option(fc.constantFrom("09:00", "11:00", "14:30"), { freq: 3 }),
  lengthMinutes: fc.option(fc.integer({ min: 5, max: 1440 }), { freq: 3 }),
  title: fc.oneof(fc.constantFrom("", "Discussion", "No Session (holiday)"), words(200)),
  format: fc.option(fc.constantFrom(...sessionFormat.options), { freq: 6 }),
  state: fc.constantFrom("published" as const, "published" as const, "draft" as const, "cancelled" as const),
  notes: prose,
  materials: prose,
  recordingUrl: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, url),
  presenters: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.array(words(120), { maxLength: 3 })),
  pinned: fc.boolean(),
  uses: fc.array(use, { maxLength: 4 }),
});

interface Generated {
  standing: StandingSchedule;
  file: ScheduleToWrite;
}

/** A schedule as it could stand, and as it is written. */
const schedule = fc
  .tuple(fc.array(resource, { minLength: 1, maxLength: 6 }), fc.array(session, { minLength: 1, maxLength: 4 }))
  .map(([resources, sessions]): Generated => {
    const library = new Map<string, StandingResource>();
    for (const one of resources) {
      const key = matchKeyOf(one);
      const id = `r${library.size}`;
      if (!library.has(key)) library.set(key, { id, key, ...one, version: 1, deleted: false, mergedIntoId: null });
    }
    const all = [...library.values()];
    const taken = new Set<string>();
    const rows = sessions
      .filter(({ day, startsAt, state }) => {
        const place = `${day} ${startsAt}`;
        if (state === "cancelled") return true;
        return !taken.has(place) && taken.add(place);
      })
      .toSorted((a, b) => a.day - b.day || (a.startsAt ?? "").localeCompare(b.startsAt ?? ""))
      .map(({ day, uses, ...fields }, index) => {
        const used = new Set<string>();
        const id = `s${index}`;
        return {
          ...fields,
          id,
          date: new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10),
          version: 1,
          uses: SLOTS.flatMap((slot) =>
            uses
              .filter((one) => one.slot === slot)
              .flatMap((one, position) => {
                const of = all[one.resource % all.length];
                if (!of || used.has(`${slot} ${of.id}`)) return [];
                used.add(`${slot} ${of.id}`);
                const [fromSeconds, toSeconds] = one.part ?? [null, null];
                return [{ ...one, id: `${id} ${slot} ${position}`, position, of, fromSeconds, toSeconds }];
              }),
          ),
        };
      });
    return { standing: standingOf(all, rows), file: fileOf(rows) };
  });

type Row = Omit<ScheduleSession, "uses"> & {
  uses: (Omit<StandingSession["uses"][number], "sessionId" | "resourceId"> & { of: StandingResource })[];
};

function standingOf(resources: StandingResource[], rows: readonly Row[]): StandingSchedule {
  return {
    resources,
    sessions: rows.map((row) => ({
      ...row,
      bare: row.title + row.notes + row.materials + row.recordingUrl === "" && row.presenters.length === 0,
      uses: row.uses.map(({ of, ...one }) => ({ ...one, sessionId: row.id, resourceId: of.id })),
    })),
  };
}

function fileOf(rows: readonly Row[]): ScheduleToWrite {
  const sessions = rows.map(
    (row): ScheduleSession => ({
      ...row,
      uses: row.uses.map(({ of, label, ...one }) => ({
        ...one,
        label,
        resourceId: of.id,
        title: label || of.title,
        resourceTitle: of.title,
        url: of.url,
        kind: of.kind,
        minutes: of.minutes,
        resourceMinutes: of.minutes,
        author: of.author,
        stopPoints: of.stopPoints,
      })),
    }),
  );
  return { cohort: COHORT, pageUrl: "https://c.example.org/c/x", sessions: writtenSessions(sessions), changes: [] };
}

/** What an import of the file would change in the schedule that it was made of, or in `into`. */
function difference({ standing, file }: Generated, format: FileFormat, fileName?: string, into = standing) {
  const text = writeSchedule(format, file);
  const read = readSchedule(text, { today: "2026-09-01", weekday: 2, fileName });
  const misread = [...read.problems, ...read.leftOut, ...read.questions];
  if (misread.length > 0) expect.fail(`${JSON.stringify(misread)}\n${text}`);
  const wanted = wantedOf(read.sessions, { format: read.columns.some(({ role }) => role === "format") });
  const plan = planSchedule(into, wanted, { publish: false, cohort: COHORT, newId: () => "new" });
  return { plan, text };
}

const HEADER = "Date,Format,State,Session,Before,After,Deep Dive,Presenters,Recording";

describe("what only an export writes", () => {
  it.each<[string, string, Partial<ReadSession>]>([
    ["a table in a cell", "Discussion,,<table>,| a |,,,,", { title: "<table>" }],
    ["a title without a format", "none,,Sets,,,,,", { title: "Sets", format: null }],
    ["a number", "Social,,“12” (as written),,,,,", { title: "12" }],
    ["a title about being cancelled", "Social,,“Cancelled: why?” (as written),,,,,", { title: "Cancelled: why?" }],
    ["a formula that is none", "Social,,'=1+1,,,,,", { title: "=1+1" }],
    ["a name with a comma", 'Social,,Sets,,,,"“Lovelace, Ada”",', { presenters: ["Lovelace, Ada"] }],
    ["an address that ends in a full stop", "Social,,Sets,,,,,https://e.org/a.", { recordingUrl: "https://e.org/a." }],
  ])("is read as it is meant: %s", (_, cells, expected) => {
    const read = readSchedule(`${HEADER}\r\n2026-10-01,${cells}\r\n`, { today: "2026-09-01" });
    expect(read).toMatchObject({ problems: [], leftOut: [], format: "csv" });
    expect(read.sessions).toMatchObject([{ cancelled: false, ...expected }]);
  });

  it("takes a line without a link under a title in “…” for something in the session", () => {
    const text = `${HEADER}\n2026-10-01,,,"“Sets” (as written)\nBring a coin 0h05",,,,,`;
    const [session] = readSchedule(text, { today: "2026-09-01" }).sessions;
    expect(session).toMatchObject({
      title: "Sets",
      resources: [{ slot: "session", title: "Bring a coin", url: null, minutes: 5 }],
    });
  });

  it("has a cancelled session and the one in its place on one date, but no two that both take place", () => {
    const text = `${HEADER}\n2026-10-01,,cancelled,Sets,,,,,\n2026-10-01,,,Maps,,,,,`;
    expect(readSchedule(text, { today: "2026-09-01" })).toMatchObject({ problems: [], sessions: [{}, {}] });
    const both = readSchedule(text.replace("cancelled", ""), { today: "2026-09-01" });
    expect(both.problems).toMatchObject([{ row: 3, column: "Date", message: "2026-10-01 is already in row 2." }]);
  });
});

describe("a schedule that is exported and imported again", () => {
  it("changes nothing, whatever is in it: a thousand schedules, as CSV and as JSON", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(schedule, fc.boolean(), (generated, dropped) => {
        for (const format of ["csv", "json"] as const) {
          const { plan, text } = difference(generated, format, dropped ? `schedule.${format}` : undefined);
          if (!isEmptyPlan(plan)) expect.fail(`${JSON.stringify(plan.changes)}\n${text}`);
          expect(plan.changes).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same schedule in an empty cohort: JSON has the pins too", () => {
    fc.assert(
      fc.property(schedule, (generated) => {
        const { plan } = difference(generated, "json", undefined, NOTHING);
        const rows = [...plan.sessions.create].sort(byPlace);
        const wanted = [...generated.standing.sessions].sort(byPlace);
        expect(rows.map(({ pinned }) => pinned)).toEqual(wanted.map(({ pinned }) => pinned));
      }),
    );
  });
});

/** Sessions of one date and time are told apart by their titles as far as they have some. */
function byPlace(a: SessionRow, b: SessionRow): number {
  const [one, other] = [a, b].map(
    ({ date, startsAt, title, pinned }) => `${date} ${startsAt ?? COHORT.startsAt} ${title} ${pinned}`,
  );
  return (one ?? "") < (other ?? "") ? -1 : 1;
}
