import type { NoticeKind } from "@/lib/notices/schema";
import { FORMAT_NAMES } from "@/lib/schedule/rules";
import { sessionFormat } from "@/lib/schedule/schema";
import { addDays, daysBetween, instantOf, type LocalDate, type LocalTime } from "@/lib/time/zones";

const HOUR = 3_600_000;
/** How late a planned notice still goes, in hours; later it is expired. */
export const LATE_HOURS = 36;
/** When the weekly prep is due if the cohort chose nothing. */
export const WEEKLY_PREP_DEFAULTS = { enabled: true, leadDays: 3, localTime: "09:00" } as const;

export interface PlanCohort {
  timezone: string;
  /** The usual start, `HH:MM` in the cohort's zone. */
  startsAt: LocalTime;
}

export interface PlanSession {
  id: string;
  date: LocalDate;
  /** The session's own start, when it differs from the cohort's. */
  startsAt: LocalTime | null;
  state: "draft" | "published" | "cancelled";
}

export interface PlanSettings {
  enabled: boolean;
  /** Days before the session's date. */
  leadDays: number;
  /** Time of day in the cohort's zone. */
  localTime: LocalTime;
}

export interface Planned {
  kind: NoticeKind;
  /** The session it is about. */
  subjectKey: string;
  revision: number;
  localDate: LocalDate;
  localTime: LocalTime;
  timezone: string;
  dueAt: Date;
  /** The session's start or 36 hours after `dueAt`, whichever is first; never before `dueAt`. */
  expiresAt: Date;
  startsAt: Date;
}

/**
 * The weekly preps of a cohort whose due date lies between two dates of its calendar, both included, in the order they
 * are due. Every published session has one, an open date and a week without a session too; a draft or a cancelled one
 * has none. Nothing but the arguments decides, so the past can be asked for as well as the future.
 */
export function planOf(
  cohort: PlanCohort,
  sessions: readonly PlanSession[],
  settings: PlanSettings,
  from: LocalDate,
  to: LocalDate,
): Planned[] {
  if (!settings.enabled) return [];
  return sessions
    .filter((session) => session.state === "published")
    .map((session) => weeklyPrepOf(cohort, session, settings))
    .filter((planned) => planned.localDate >= from && planned.localDate <= to)
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.subjectKey < b.subjectKey ? -1 : 1));
}

/** The weekly prep of one session, whatever its state. */
export function weeklyPrepOf(
  cohort: PlanCohort,
  session: Omit<PlanSession, "state">,
  settings: Omit<PlanSettings, "enabled">,
): Planned {
  const localDate = addDays(session.date, -settings.leadDays);
  const dueAt = instantOf(localDate, settings.localTime, cohort.timezone);
  const startsAt = startOf(cohort, session);
  return {
    kind: "weekly_prep",
    subjectKey: session.id,
    revision: revisionOf(session.date),
    localDate,
    localTime: settings.localTime,
    timezone: cohort.timezone,
    dueAt,
    expiresAt: endOf(dueAt, startsAt),
    startsAt,
  };
}

/** When a session begins. */
export function startOf(cohort: PlanCohort, session: Pick<PlanSession, "date" | "startsAt">): Date {
  return instantOf(session.date, session.startsAt ?? cohort.startsAt, cohort.timezone);
}

/**
 * From when a notice about a session is not worth sending: 36 hours after it was due, and never after the start. One
 * that would be due only after the start ends as it is due, so it never goes.
 */
export function endOf(dueAt: Date, startsAt: Date): Date {
  const due = dueAt.getTime();
  return new Date(Math.max(due, Math.min(due + LATE_HOURS * HOUR, startsAt.getTime())));
}

/**
 * The revision of a session's notices: its date as a number of days. A session that moves to another date gets another
 * revision, so its members are told again; one that moves back has the revision it had, and nobody is told twice.
 */
export function revisionOf(date: LocalDate): number {
  return daysBetween("1970-01-01", date);
}

/** Where a planned notice stands at `now`: still to come, to be sent, or too late. */
export function standingAt(planned: Pick<Planned, "dueAt" | "expiresAt">, now: Date): "ahead" | "due" | "late" {
  if (now < planned.dueAt) return "ahead";
  return now < planned.expiresAt ? "due" : "late";
}

/** Why a delivery is suppressed, from the reason kept with the address. */
export function noMail(reason: string): string {
  return `This address gets no mail (${reason}).`;
}

/** Why nobody mails the invented people of the demo. */
export const DEMO_REASON = "it belongs to an invented person of the demo";

/** A session's format in words; an open date has none. */
export function formatName(format: string | null): string {
  const name = sessionFormat.safeParse(format);
  return name.success ? FORMAT_NAMES[name.data] : "";
}

/** What a session is called where what it uses is not at hand. */
export function plainName(session: { title: string; format: string | null }): string {
  return session.title || formatName(session.format) || "Open date";
}
