import type { ScheduleSession, ScheduleUse, SessionFormat } from "@/lib/schedule/schema";
import { instantOf, type LocalTime } from "@/lib/time/zones";

/** What a session takes from its cohort when it says nothing itself. */
export interface CohortTimes {
  timezone: string;
  startsAt: LocalTime;
  lengthMinutes: number;
}

type Timed = Pick<ScheduleSession, "date" | "startsAt" | "lengthMinutes">;

/** The session's time of day on the cohort's clock, `HH:MM`. */
export function timeOf(session: Pick<Timed, "startsAt">, cohort: Pick<CohortTimes, "startsAt">): LocalTime {
  return session.startsAt ?? cohort.startsAt;
}

/** The instant a session begins. */
export function beginsAt(session: Pick<Timed, "date" | "startsAt">, cohort: CohortTimes): Date {
  return instantOf(session.date, timeOf(session, cohort), cohort.timezone);
}

/** The instant a session is over: its start and its length later, whatever the clocks do meanwhile. */
export function endsAt(session: Timed, cohort: CohortTimes): Date {
  return new Date(beginsAt(session, cohort).getTime() + (session.lengthMinutes ?? cohort.lengthMinutes) * 60_000);
}

export function isOver(session: Timed, cohort: CohortTimes, now: Date): boolean {
  return endsAt(session, cohort).getTime() <= now.getTime();
}

/**
 * The next session people meet for: the earliest published one that is not over. A date marked "no session" is not
 * one; an open date is. Null when the term is over or nothing is published.
 */
export function nextSession<S extends Timed & Pick<ScheduleSession, "state" | "format">>(
  sessions: readonly S[],
  now: Date,
  cohort: CohortTimes,
): S | null {
  let next: S | null = null;
  for (const session of sessions) {
    if (session.state !== "published" || session.format === "no_session" || isOver(session, cohort, now)) continue;
    if (!next || beginsAt(session, cohort) < beginsAt(next, cohort)) next = session;
  }
  return next;
}

/** Minutes of the part of a resource that is asked for, from `from` to `to` seconds; null when they are not known. */
export function minutesOfPart(whole: number | null, from: number | null, to: number | null): number | null {
  if (to !== null) return Math.ceil((to - (from ?? 0)) / 60);
  return whole === null ? null : Math.max(1, whole - Math.floor((from ?? 0) / 60));
}

/** The uses of one slot in the order of the schedule. */
export function usesIn<U extends Pick<ScheduleUse, "slot">>(uses: readonly U[], slot: ScheduleUse["slot"]): U[] {
  return uses.filter((use) => use.slot === slot);
}

/** The formats in words. */
export const FORMAT_NAMES: Readonly<Record<SessionFormat, string>> = {
  presentation: "Presentation",
  discussion: "Discussion",
  journal_club: "Journal club",
  workshop: "Workshop",
  project: "Project",
  social: "Social",
  no_session: "No session",
};

const FORMAT_WORDS: readonly (readonly [SessionFormat, RegExp])[] = [
  ["no_session", /^no (session|meeting|class)\b/i],
  ["journal_club", /\bjournal club\b/i],
  ["workshop", /\bworkshop\b/i],
  ["discussion", /\bdiscussion\b/i],
  ["project", /\bprojects?\b/i],
  ["social", /^social\b/i],
];

/** What a session's title says about its format; null for an open date, presentation where no word says more. */
export function formatOf(title: string): SessionFormat | null {
  if (title.trim() === "") return null;
  return FORMAT_WORDS.find(([, words]) => words.test(title.trim()))?.[0] ?? "presentation";
}

/** A session title that says no more than its format does, such as "Discussion". */
export function isGenericTitle(title: string): boolean {
  return /^(|discussion|journal club|workshop|projects?|social|no session.*)$/i.test(title.trim());
}

interface Topic {
  slot: ScheduleUse["slot"];
  title: string;
  minutes?: number | null;
  optional?: boolean;
}

/**
 * What a session is about when its title says no more than its format ("Discussion"): the longest required thing
 * before it, the last of several that are as long. Null when the title says it, or nothing does.
 */
export function topicOf(session: { title: string; uses: readonly Topic[] }): string | null {
  if (session.title === "" || !isGenericTitle(session.title) || /^no session/i.test(session.title)) return null;
  const before = session.uses.filter((use) => use.slot === "before" && !use.optional);
  const longest = Math.max(...before.map((use) => use.minutes ?? 0));
  return before.findLast((use) => (use.minutes ?? 0) === longest)?.title ?? null;
}

/** A session in a few words: "Discussion: Bigram Language Model", "Python: Application", "open date". */
export function sessionName(session: { title: string; uses: readonly Topic[] }): string {
  if (session.title === "") return "open date";
  const topic = topicOf(session);
  return topic ? `${session.title}: ${topic}` : session.title;
}
