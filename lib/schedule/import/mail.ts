import { worthTelling } from "@/lib/notices/change/rules";
import {
  type PlanCohort,
  type Planned,
  type PlanSession,
  type PlanSettings,
  planOf,
  standingAt,
} from "@/lib/notices/rules";
import type { Line } from "@/lib/schedule/lines";
import { type CohortTimes, nextSession } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { dayAndMonth } from "@/lib/time/words";
import { addDays, dateIn, type LocalDate } from "@/lib/time/zones";

/** So many mails are told one by one; a term has fewer sessions. */
const TOLD = 60;
const ALWAYS = ["0001-01-01", "9999-12-31"] as const;

interface Around {
  cohort: PlanCohort;
  settings: PlanSettings;
  now: Date;
}

/**
 * The weekly preps that come, go or are sent at another time when a schedule goes from one state to another, in words
 * and in order of date, as of `now`: what is past is nobody's mail any more. `more` counts those that are not told.
 */
export function prepChanges(
  before: readonly PlanSession[],
  after: readonly PlanSession[],
  around: Around,
): { texts: string[]; more: number } {
  const today = dateIn(around.now, around.cohort.timezone);
  const former = new Map(before.map((session) => [session.id, session]));
  const latter = new Map(after.map((session) => [session.id, session]));
  const pairs = [...new Set([...former.keys(), ...latter.keys()])]
    .map((id) => ({ from: former.get(id), to: latter.get(id) }))
    .filter(({ from, to }) => isAhead(from, to, today) && isOtherwise(from, to))
    .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1));
  const texts = pairs
    .slice(0, TOLD)
    .flatMap(({ from, to }) => wordsOf(planned(from, around), planned(to, around), around.now) ?? []);
  return { texts, more: Math.max(0, pairs.length - TOLD) };
}

interface Prep {
  date: LocalDate;
  plan: Planned;
}

function wordsOf(from: Prep | null, to: Prep | null, now: Date): string | null {
  if (from && to && from.plan.dueAt.getTime() === to.plan.dueAt.getTime()) return null;
  const [came, comes] = [from && standingAt(from.plan, now), to && standingAt(to.plan, now)];
  if (to && comes !== "late") {
    const when = comes === "due" ? "as soon as you save" : `on ${timeOf(to.plan)}`;
    const instead = from && (came === "ahead" ? ` instead of ${timeOf(from.plan)}` : ", once more");
    return `The weekly prep for ${dayAndMonth(to.date)} goes out ${when}${instead ?? ""}`;
  }
  if (!from || came !== "ahead") return null;
  return `The weekly prep for ${dayAndMonth(from.date)} does not go out on ${timeOf(from.plan)}`;
}

function planned(session: PlanSession | undefined, { cohort, settings }: Around): Prep | null {
  const plan = session && planOf(cohort, [session], settings, ...ALWAYS)[0];
  return plan ? { date: session.date, plan } : null;
}

function timeOf({ localDate, localTime }: Planned): string {
  return `${dayAndMonth(localDate)} ${localTime}`;
}

function dateOf({ from, to }: { from: PlanSession | undefined; to: PlanSession | undefined }): LocalDate {
  return (to ?? from)?.date ?? "";
}

function isAhead(from: PlanSession | undefined, to: PlanSession | undefined, today: LocalDate): boolean {
  return (from?.date ?? "") >= today || (to?.date ?? "") >= today;
}

function isOtherwise(from: PlanSession | undefined, to: PlanSession | undefined): boolean {
  const [a, b] = [from?.state === "published" ? from : null, to?.state === "published" ? to : null];
  return a?.date !== b?.date || a?.startsAt !== b?.startsAt;
}

/**
 * How many of the lines of the public log members are mailed: none about what is over. `after` is the schedule as it will
 * be.
 */
export function mailedLines(
  lines: readonly Line[],
  after: readonly SessionAfter[],
  { cohort, now }: { cohort: CohortTimes; now: Date },
): number {
  const [yesterday, tomorrow] = [-1, 1].map((days) => addDays(dateIn(now, cohort.timezone), days));
  const rows = new Map(after.map((session) => [session.id, session]));
  const ahead = nextSession(after, now, cohort) !== null;
  const isTold = ({ sessionId, text }: Line): boolean => {
    const session = sessionId === null ? null : (rows.get(sessionId) ?? null);
    // Most are plainly ahead or plainly over, which takes no reckoning with clocks.
    if (session && session.date < (yesterday ?? "")) return false;
    if (session && session.date > (tomorrow ?? "")) return true;
    const news = { id: "", text, at: now, updatedAt: now, session: session && { ...session, deleted: false } };
    return worthTelling([news], { cohort, ahead, now }).length > 0;
  };
  return lines.filter(isTold).length;
}

type SessionAfter = Pick<ScheduleSession, "id" | "date" | "startsAt" | "lengthMinutes" | "state" | "format">;
