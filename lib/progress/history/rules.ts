import type { History, HistorySession, HistoryUse, HistoryWeek, Source } from "@/lib/progress/history/schema";
import { type AskedOf, askedParts, type Done, type Lengths, secondsLeft } from "@/lib/progress/parts/rules";
import { overlapAll, secondsOf } from "@/lib/progress/ranges/rules";
import { minutesOfPart } from "@/lib/schedule/rules";
import { addDays, type LocalDate, weekdayOf } from "@/lib/time/zones";

/** More weeks than this are not drawn; a term has fifteen. */
const MOST_WEEKS = 80;

/** What a member did of one resource, and who or what said so. Days are in the cohort's zone. */
export interface DoneResource extends Done, Lengths {
  resourceId: string;
  stoppedAt: number | null;
  source: Source;
  doneOn: LocalDate | null;
  minutesTaken: number | null;
  markedBy: string;
  reason: string;
}

/** A published session as it uses resources. */
export interface TermSession extends Pick<HistorySession, "id" | "date" | "title"> {
  uses: (Pick<HistoryUse, "resourceId" | "slot" | "title" | "optional"> & AskedOf & { minutes: number | null })[];
}

/** Everything that a member's history is made of; `today` is the last day of it. */
export interface HistoryData {
  sessions: readonly TermSession[];
  progress: readonly DoneResource[];
  days: readonly { day: LocalDate; seconds: number }[];
  today: LocalDate;
}

/** The term at a glance and the minutes of each week. */
export function historyOf({ sessions, progress, days, today }: HistoryData): History {
  const done = new Map(progress.map((row) => [row.resourceId, row]));
  const asked = Map.groupBy(
    sessions.flatMap(({ uses }) => uses),
    ({ resourceId }) => resourceId,
  );
  const byHand = progress.map((row) => ({ day: row.doneOn, seconds: secondsByHand(row, asked.get(row.resourceId)) }));
  return {
    sessions: sessions.map((session) => ({
      ...session,
      uses: session.uses.map((use) => shownUse(use, done.get(use.resourceId))),
    })),
    weeks: weeksOf(days, byHand, [...sessions.map(({ date }) => date), today], today),
    unknown: byHand.filter(({ seconds }) => seconds === null).length,
  };
}

function shownUse(
  { from, to, minutes: whole, ...use }: TermSession["uses"][number],
  row: DoneResource | undefined,
): HistoryUse {
  const minutes = minutesOfPart(whole, from, to);
  if (!row) {
    const nothing = { stoppedAt: null, source: null, doneOn: null, minutesTaken: null, markedBy: "", reason: "" };
    return { ...use, minutes, filled: 0, state: "todo", ...nothing };
  }
  const { stoppedAt, source, doneOn, minutesTaken, markedBy, reason, state } = row;
  const parts = askedParts([{ from, to }], { minutes: whole, lengthSeconds: row.lengthSeconds });
  const seen = parts ? secondsOf(overlapAll(row.watched, parts)) / Math.max(1, secondsOf(parts)) : 0;
  const filled = state === "done" ? 1 : Math.min(1, seen);
  return { ...use, minutes, filled, state, stoppedAt, source, doneOn, minutesTaken, markedBy, reason };
}

/**
 * Seconds that something took which a member did elsewhere: what was marked done by hand took as long as they said, else
 * as long as what the term asks of it, in both cases without what was watched here, which counts on its own days. 0 for
 * what the player saw, null when its length is unknown.
 */
export function secondsByHand(row: DoneResource, asked: readonly AskedOf[] | undefined): number | null {
  if (row.state !== "done" || row.source === "player") return 0;
  if (row.minutesTaken !== null) return Math.max(0, row.minutesTaken * 60 - secondsOf(row.watched));
  const parts = askedParts(asked ?? [{ from: null, to: null }], row);
  return parts && secondsLeft(parts, row.watched);
}

function weeksOf(
  watched: HistoryData["days"],
  byHand: readonly { day: LocalDate | null; seconds: number | null }[],
  dates: readonly LocalDate[],
  today: LocalDate,
): HistoryWeek[] {
  const hand = byHand.flatMap(({ day, seconds }) => (day && seconds ? [{ day, seconds }] : []));
  const active = [...watched, ...hand].map(({ day }) => mondayOf(day));
  const [all, last] = [[...active, ...dates.map(mondayOf)].sort(), [...active, mondayOf(today)].sort().at(-1)];
  const weeks: HistoryWeek[] = [];
  const sum = (rows: HistoryData["days"], monday: LocalDate) =>
    Math.round(rows.reduce((total, { day, seconds }) => (mondayOf(day) === monday ? total + seconds : total), 0) / 60);
  let monday = last ?? mondayOf(today);
  const first = all[0] ?? monday;
  while (monday >= first && weeks.length < MOST_WEEKS) {
    weeks.unshift({ monday, watched: sum(watched, monday), byHand: sum(hand, monday) });
    monday = addDays(monday, -7);
  }
  return weeks;
}

/** The Monday of the week that a day is in. */
export function mondayOf(day: LocalDate): LocalDate {
  return addDays(day, 1 - weekdayOf(day));
}
