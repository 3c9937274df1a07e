import type { Choices } from "@/lib/transfer/formats/testing/inputs";
import { readSchedule } from "@/lib/transfer/read";
import { type ColumnRole, readSchedule as report } from "@/lib/transfer/schema";
import type { Understanding } from "@/lib/transfer/understand/schedule";

const COLUMNS: readonly Readonly<Record<string, ColumnRole>>[] = [
  {},
  { topic: "session", date: "notes" },
  { "column 2": "date" },
];

function oneOf<T>(choices: Choices, all: readonly T[]): T | undefined {
  return all[choices.below(all.length)];
}

/** What may be known beside a text: a cohort with or without a term, and whatever an organizer said. */
function knownBeside(choices: Choices): Understanding {
  const term = choices.below(2) === 0 ? { from: "2026-09-01", to: "2026-12-15", termWeekdays: [2, 4] } : {};
  return {
    today: "2026-11-24",
    weekday: oneOf(choices, [undefined, 1, 2, 7]),
    year: oneOf(choices, [undefined, undefined, 2024, 1900, 2200]),
    dayFirst: oneOf(choices, [undefined, true, false]),
    firstDate: oneOf(choices, [undefined, "2026-09-03", "9999-12-28"]),
    fileName: oneOf(choices, [undefined, "2024Fall-1.csv", "x.tsv", "plan.yml", "plan.json"]),
    columns: oneOf(choices, COLUMNS),
    ...term,
  };
}

/**
 * Understands a text as a cohort's schedule, whatever else is known of it. Returns what is wrong with the answer, or
 * null; throws what is thrown.
 */
export function understandHostile(text: string, choices: Choices): string | null {
  const read = readSchedule(text, knownBeside(choices));
  const parsed = report.safeParse(read);
  if (!parsed.success) return `the answer is no schedule: ${parsed.error.issues[0]?.path.join(".")}`;
  const { sessions, problems, questions, leftOut } = read;
  if (questions.length > 0 && sessions.length > 0) return "there are sessions beside an open question";
  if (sessions.length + problems.length + questions.length + leftOut.length === 0) return "nothing is said of it";
  if ([...problems, ...leftOut].some(({ message }) => message === "")) return "a message has no words";
  const places = sessions.map(({ date, startsAt }) => `${date} ${startsAt ?? ""}`);
  return places.every((place, at) => at === 0 || (places[at - 1] ?? "") <= place) ? null : "sessions are out of order";
}
