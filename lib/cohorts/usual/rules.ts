import { writeLine } from "@/lib/changes/words/rules";
import type { Cohort } from "@/lib/cohorts/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { minutesInWords } from "@/lib/time/durations";
import { weekdayName, zoneCity } from "@/lib/time/words";

const USUAL = ["timezone", "weekday", "startsAt", "lengthMinutes", "place", "meetingUrl"] as const;

/** What a cohort says for every session that says nothing itself. */
export type Usual = Pick<Cohort, (typeof USUAL)[number]>;

type Coming = Pick<ScheduleSession, "startsAt" | "lengthMinutes">;

export function isSameUsual(a: Usual, b: Usual): boolean {
  return USUAL.every((name) => a[name] === b[name]);
}

/**
 * The line of the public log for what holds from now on: `From now on we meet at 14:00 in room 12.` Null when no session
 * of those to come follows what changed. The meeting link itself is for members and is never named.
 */
export function usualLine(before: Usual, after: Usual, coming: readonly Coming[]): string | null {
  if (coming.length === 0) return null;
  const meet = [[timeWords(before, after, coming), lengthWords(before, after, coming), placeWords(before, after)]]
    .map((words) => words.filter(Boolean).join(" "))
    .concat(linkWords(before, after))
    .filter(Boolean)
    .join(", ");
  // The dates are the sessions' own, so that another weekday moves none of them.
  const day = before.weekday === after.weekday ? "" : `our usual day is ${weekdayName(after.weekday)}`;
  const says = [meet && `we meet ${meet}`, day && `${day}; the dates on the schedule stay`].filter(Boolean);
  return says.length === 0 ? null : writeLine({ kind: "usual", says: says.join(", and ") });
}

function timeWords(before: Usual, after: Usual, coming: readonly Coming[]): string {
  const zone = before.timezone === after.timezone ? "" : `${zoneCity(after.timezone)} time`;
  const follows = coming.some(({ startsAt }) => startsAt === null);
  if (follows && (zone || before.startsAt !== after.startsAt)) return `at ${after.startsAt}${zone && ` ${zone}`}`;
  return zone && `on ${zone}`;
}

function lengthWords(before: Usual, after: Usual, coming: readonly Coming[]): string {
  const follows = coming.some(({ lengthMinutes }) => lengthMinutes === null);
  if (!follows || before.lengthMinutes === after.lengthMinutes) return "";
  return `for ${minutesInWords(after.lengthMinutes)}`;
}

function placeWords(before: Usual, after: Usual): string {
  if (before.place === after.place) return "";
  const place = after.place.replace(/[\s.]+$/, "");
  if (place === "") return "without a fixed place";
  return /^(?:in|at|on|by|via|online|outdoors)\b/i.test(place) ? place : `in ${place}`;
}

function linkWords(before: Usual, after: Usual): string {
  if (before.meetingUrl === after.meetingUrl) return "";
  if (after.meetingUrl === "") return "without a meeting link";
  return before.meetingUrl === "" ? "with a meeting link" : "with a new meeting link";
}
