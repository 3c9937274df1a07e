import type { ScheduleChange } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";
import { minutesInWords } from "@/lib/time/durations";
import { type Binary, binaryOf, textOfBytes } from "@/lib/transfer/formats/bytes";
import type { ColumnRole, ImportMailed, ReadColumn, ReadQuestion } from "@/lib/transfer/schema";

/** `Tue 22 Oct`, with its year where that is not the one of `today`. */
export function dayWords(date: string, today: string): string {
  const words = shortDay(date);
  return words === date || date.slice(0, 4) === today.slice(0, 4) ? words : `${words} ${date.slice(0, 4)}`;
}

/** Two sessions that would be on one date, in words. */
export function clashWords(
  { date, names: [one, other] }: { date: string; names: [string, string] },
  today: string,
): string {
  return `${dayWords(date, today)} would have two sessions at one time, “${one}” and “${other}”.`;
}

/** Who mails are for, by their roles, and how many switched them off: `3 learners and 1 follower`. */
export function mailedWords({ people, off }: Pick<ImportMailed, "people" | "off">): { to: string; off: string } {
  const counts = ["learner", "follower", "organizer"].map((role) => {
    const count = people.filter((one) => one.role === role).length;
    return count === 0 ? "" : `${count} ${role}${count === 1 ? "" : "s"}`;
  });
  const some = counts.filter((words) => words !== "");
  const to = some.length > 1 ? `${some.slice(0, -1).join(", ")} and ${some.at(-1)}` : (some[0] ?? "nobody");
  return {
    to,
    off: off === 1 ? "1 person gets none: they switched it off." : `${off} people get none: they switched it off.`,
  };
}

/** What only the organizer can tell, as a question. */
export function questionWords(question: ReadQuestion): string {
  switch (question.kind) {
    case "day_first":
      return `Is the day or the month first in “${question.example}” (row ${question.row})?`;
    case "year":
      return `In which year is “${question.example}” (row ${question.row})?`;
    case "first_date":
      return `On which date does week 1 meet? Row ${question.row} only says “${question.example}”.`;
  }
}

/** Both dates that words like `03/04` may mean, day first and month first; null where they are not of that form. */
export function bothOrders(example: string): { dayFirst: string; monthFirst: string } | null {
  const [, one, other] = /(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})(?!\d)/.exec(example)?.map(Number) ?? [];
  if (!one || !other || one > 12 || other > 12) return null;
  // Any leap year; only day and month are shown.
  const words = (month: number, day: number) =>
    shortDay(`2024-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`).replace(/^\w+ /, "");
  return { dayFirst: words(other, one), monthFirst: words(one, other) };
}

/** What a column can be, as an organizer chooses it. */
export const ROLE_NAMES: Readonly<Record<ColumnRole, string>> = {
  date: "Date",
  month: "Month",
  day: "Day of the month",
  week: "Number of the week",
  time: "Time of day",
  length: "Length of the session",
  session: "Title, and links for in the session",
  before: "Before the session",
  after: "After the session",
  deep_dive: "Deep dive",
  presenters: "Who presents",
  notes: "Notes",
  materials: "Materials",
  recording: "Recording",
  format: "Format",
  state: "Whether it is cancelled",
  leave_out: "Leave it out",
};

export const BECAUSE: Readonly<Record<ReadColumn["because"], string>> = {
  name: "by its name",
  content: "by what is in it",
  choice: "because you said so",
};

const SLOT_WORDS: Readonly<Record<string, string>> = {
  before: "before",
  session: "in the session",
  after: "after",
  deep_dive: "as a deep dive",
};

/** A line of an import in words, under the heading of its date; other dates have their year where it is not today's. */
export function changeWords({ kind, title, from, to }: ScheduleChange, today: string): string {
  const it = title ? `“${title}”` : "the open date";
  switch (kind) {
    case "added":
      return title ? `New session ${it}` : "New open date";
    case "removed":
      return `Take out ${it}`;
    case "moved":
      return `Move ${it} here from ${dayWords(from ?? "", today)}`;
    case "retitled":
      if (!to) return `Make “${from}” an open date`;
      return from ? `Call “${from}” now “${to}”` : `Call the open date “${to}”`;
    case "published":
      return `Publish ${it}`;
    case "cancelled":
      return `Cancel ${it}`;
    case "revived":
      return `Hold ${it} after all`;
    case "changed_time":
      return `Start ${it} at ${to ?? "its usual time"} instead of ${from ?? "its usual time"}`;
    case "changed_session_length":
      return `Make ${it} ${minutesInWords(Number(to))} long instead of ${minutesInWords(Number(from))}`;
    case "changed_format":
      return `Make ${it} ${formatWords(to)} instead of ${formatWords(from)}`;
    case "changed_presenters":
      return `Have ${it} presented by ${to ?? "nobody"} instead of ${from ?? "nobody"}`;
    case "changed_notes":
      return `Change ${becomes(from, to)} for ${it}`;
    case "resource_added":
      return `Add ${it}, ${slotWords(to)}`;
    case "resource_removed":
      return `Take out ${it}, ${slotWords(from)}`;
    case "resource_moved":
      return `Move ${it} here, ${slotWords(to)}, from ${placeWords(from, today)}`;
    case "resource_retitled":
      return `Call “${from ?? ""}” now “${to ?? ""}”`;
    case "resource_relinked":
      return `Link ${it} to ${to ?? "nothing"} instead of ${from ?? "nothing"}`;
    case "resource_changed":
      return `Change ${becomes(from, to)} for ${it}`;
    case "changed_length":
      return from ? `Correct the length of ${it} from ${from} to ${to ?? "unknown"}` : `Note that ${it} takes ${to}`;
    case "reordered":
      return `Put what ${it} uses in another order`;
  }
}

function formatWords(format: string | null): string {
  return format === null ? "of no format" : `a ${format.replaceAll("_", " ")}`;
}

function slotWords(place: string | null): string {
  const slot = place?.split(" ").at(-1) ?? "";
  return SLOT_WORDS[slot] ?? slot;
}

function placeWords(place: string | null, today: string): string {
  const [date = "", slot = ""] = (place ?? "").split(" ");
  return slot === "" ? slotWords(date) : `${dayWords(date, today)}, ${slotWords(slot)}`;
}

/** `author: Ada` and `author: Grace` as one: `the author from “Ada” to “Grace”`; `optional` and `required` as they are. */
function becomes(from: string | null, to: string | null): string {
  const name = /^([a-z]+): /.exec(from ?? to ?? "")?.[1];
  if (!name) return `from ${from} to ${to}`;
  const words = (value: string | null) => (value === null ? "nothing" : `“${value.slice(name.length + 2)}”`);
  return `the ${name} from ${words(from)} to ${words(to)}`;
}

const INSTEAD: Readonly<Record<Binary, string>> = {
  office: "is a spreadsheet file. Copy its cells and paste them here, or save it as CSV.",
  old_office: "is a spreadsheet file. Copy its cells and paste them here, or save it as CSV.",
  pdf: "is a PDF. Copy its table and paste it here.",
  compressed: "is compressed. Unpack it first.",
};

/** The text of a file that was dropped or chosen, just as the server reads its bytes, or why there is none. */
export function textOfFile(
  { name, bytes }: { name: string; bytes: Uint8Array },
  maxBytes: number,
): { text: string; refused?: undefined } | { refused: string } {
  if (bytes.byteLength > maxBytes) {
    const most = Math.round(maxBytes / 1024 / 1024);
    return { refused: `“${name}” is larger than ${most} MB; a schedule is a few kilobytes. It was not read.` };
  }
  const binary = binaryOf(bytes) ?? (/\.(xlsx?|xlsm|ods|numbers)$/i.test(name) ? "office" : null);
  if (binary) return { refused: `“${name}” ${INSTEAD[binary]}` };
  const text = textOfBytes(bytes)?.replace(/^\uFEFF/, "") ?? null;
  if (text !== null) return { text };
  return { refused: `“${name}” is no UTF-8 text. Save it as “CSV UTF-8” and choose it again.` };
}
