import fc from "fast-check";
import type { ReadResource, ReadSession } from "@/lib/transfer/schema";

/** Schedule files as property tests have them: few titles and links, so that sessions and resources are mistaken easily. */

const reading = fc.record({
  title: fc.constantFrom("A", "B", "C", "Long road", "Long roads Cont.", "A Cont."),
  link: fc.option(fc.integer({ min: 1, max: 6 })),
  minutes: fc.option(fc.integer({ min: 1, max: 90 })),
  slot: fc.constantFrom("before" as const, "session" as const, "after" as const, "deep_dive" as const),
});

const session = fc.record({
  title: fc.constantFrom("", "Discussion", "Python", "Maps", "No Session"),
  readings: fc.array(reading, { maxLength: 4 }),
});

/** A file without more columns than a schedule must have, on dates three days apart. */
export const plainFile = fc.array(session, { minLength: 1, maxLength: 8 }).map((rows) =>
  rows.map(
    ({ title, readings }, index): ReadSession => ({
      date: dateOf(index * 3 + 1),
      title,
      format: formatOf(title),
      resources: readings.map(({ link, ...one }) => ({ ...one, url: link === null ? null : `https://e.org/${link}` })),
    }),
  ),
);

const COLUMNS = {
  startsAt: fc.constantFrom(null, "11:00", "12:00"),
  lengthMinutes: fc.constantFrom(null, 60, 90),
  presenters: fc.constantFrom([], ["Ada"], ["Ada", "Grace"]),
  notes: fc.constantFrom("", "Bring dice."),
  recordingUrl: fc.constantFrom("", "https://e.org/recording"),
  cancelled: fc.boolean(),
};
const moreOfReading: fc.Arbitrary<Partial<ReadResource>> = fc.record(
  {
    optional: fc.boolean(),
    kind: fc.constantFrom("video", "paper"),
    author: fc.constantFrom("", "Ada"),
    part: fc.constantFrom<ReadResource["part"][]>({ from: null, to: 600 }, { from: 60, to: 120 }),
    stopPoints: fc.constantFrom([], [60], [60, 120]),
  },
  { requiredKeys: [] },
);
const topicReading = fc.record({
  number: fc.integer({ min: 1, max: 4 }),
  slot: fc.constantFrom("before" as const, "after" as const),
  fields: moreOfReading,
});

/** A file with some of the columns that a schedule can have, the same for all of its sessions; a topic is there once. */
export const fullFile = fc
  .tuple(fc.subarray(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]), fc.integer({ min: 1, max: 7 }))
  .chain(([columns, length]) =>
    fc.tuple(
      fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: length, maxLength: length }),
      fc.shuffledSubarray([1, 4, 7, 10, 13, 16, 19, 22], { minLength: length, maxLength: length }),
      fc.array(
        fc.tuple(
          fc.record(COLUMNS).map((all) => Object.fromEntries(columns.map((column) => [column, all[column]]))),
          fc.array(topicReading, { maxLength: 3 }),
        ),
        { minLength: length, maxLength: length },
      ),
    ),
  )
  .map(([topics, days, contents]) =>
    topics.map((topic, index): ReadSession => {
      const [columns, readings] = contents[index] ?? [{}, []];
      return {
        date: dateOf(days[index] ?? 1),
        title: `Topic ${topic}`,
        format: "presentation",
        ...columns,
        resources: readings.map(({ number, slot, fields }) => ({
          slot,
          title: `Reading ${topic}.${number}`,
          url: `https://e.org/${topic}/${number}`,
          minutes: null,
          ...fields,
        })),
      };
    }),
  );

function dateOf(day: number): string {
  return `2026-10-${String(day).padStart(2, "0")}`;
}

function formatOf(title: string): ReadSession["format"] {
  return title === "" ? null : title === "No Session" ? "no_session" : "discussion";
}
