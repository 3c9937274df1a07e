import type { IcsEvent } from "@/lib/calendar/ics";
import { isWebUrl } from "@/lib/core/text";
import { beginsAt, type CohortTimes, endsAt, sessionName, usesIn } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { minutesInWords } from "@/lib/time/durations";

/** How long a calendar shows a session that was taken off the schedule, as cancelled, in days. */
export const REMOVED_DAYS = 30;
/** How often a program that subscribed should ask again, in minutes. */
export const REFRESH_MINUTES = 60;
/** Longer titles are cut; a calendar shows a few words. */
const SHORT = 40;

/** What a calendar needs to know of a cohort. */
export interface FeedCohort extends CohortTimes {
  slug: string;
  title: string;
  place: string;
  meetingUrl: string;
  version: number;
}

type FeedUse = Pick<ScheduleUse, "slot" | "title" | "url" | "minutes" | "optional">;

/** A session as a calendar shows it. */
export type FeedSession = Pick<
  ScheduleSession,
  "id" | "date" | "startsAt" | "lengthMinutes" | "title" | "format" | "state" | "version"
> & {
  uses: readonly FeedUse[];
  /** When it, its cohort or something it uses was last changed. */
  changedAt: Date;
  /** Taken off the schedule. */
  removed: boolean;
};

/** For whom a calendar is. */
export interface Audience {
  /** Where the site is, without a slash at the end. */
  site: string;
  /** Members see the meeting link, which the public page does not show. */
  member: boolean;
  /** They have a week of their own, which is where the event then leads. */
  week: boolean;
  /** Minutes before a session at which to be told. */
  alarmMinutes: number | null;
}

/**
 * A session as an event. The same session has the same UID in every calendar, and a sequence number that grows with each
 * change of it or of its cohort, so that a calendar moves the event instead of adding one.
 */
export function eventOf(session: FeedSession, cohort: FeedCohort, audience: Audience): IcsEvent {
  const cancelled = session.state === "cancelled" || session.removed;
  const meetingUrl = audience.member && isWebUrl(cohort.meetingUrl) ? cohort.meetingUrl : "";
  const title = `${shortTitle(cohort.title)} · ${eventName(session)}`;
  const meets = session.format !== "no_session";
  return {
    uid: eventUid(session.id, audience.site),
    sequence: session.version + cohort.version,
    changedAt: session.changedAt,
    status: cancelled ? "CANCELLED" : "CONFIRMED",
    when: meets
      ? { kind: "timed", begins: beginsAt(session, cohort), ends: endsAt(session, cohort), zone: cohort.timezone }
      : { kind: "day", date: session.date },
    summary: cancelled ? `Cancelled: ${title}` : title,
    description: description(session, cohort, { ...audience, meetingUrl: meets && !cancelled ? meetingUrl : "" }),
    location: meets ? cohort.place || meetingUrl : "",
    url: audience.week ? weekUrl(cohort, audience.site) : pageUrl(session, cohort, audience.site),
    alarmMinutes: audience.alarmMinutes,
  };
}

/** Unique in the world (RFC 7986, 5.3) and the same for ever: the session's id at the site's host. */
export function eventUid(sessionId: string, site: string): string {
  return `${sessionId}@${new URL(site).hostname}`;
}

/** A cohort's title as far as its first pause: "Deep learning" of "Deep learning, fall 2024". */
export function shortTitle(title: string): string {
  const [first = ""] = title.split(/[,:;(]| [-–—|] /);
  const short = first.trim() || title.trim();
  const characters = [...short];
  if (characters.length <= SHORT) return short;
  const cut = characters.slice(0, SHORT - 1).join("");
  const word = cut.lastIndexOf(" ");
  return `${word > SHORT / 2 ? cut.slice(0, word) : cut}…`;
}

/** What an event is called besides its cohort: "Discussion: Bigram Language Model", "open date", "No session (Thanksgiving)". */
export function eventName(session: Pick<FeedSession, "title" | "format" | "uses">): string {
  if (session.format !== "no_session") return sessionName(session);
  if (/\bno (session|meeting|class)\b/i.test(session.title)) return session.title;
  return session.title ? `No session (${session.title})` : "No session";
}

/** What a session asks for beforehand, in a line: `Before the session: 2 h 47 min`; empty when nothing. */
export function prepLine(uses: FeedSession["uses"]): string {
  const required = usesIn(uses, "before").filter((use) => !use.optional);
  const minutes = required.reduce((sum, use) => sum + (use.minutes ?? 0), 0);
  const unknown = required.filter((use) => use.minutes === null).length;
  const words = [
    minutes > 0 ? minutesInWords(minutes) : "",
    unknown > 0 ? `${unknown === 1 ? "1 thing" : `${unknown} things`} of unknown length` : "",
  ].filter(Boolean);
  return words.length > 0 ? `Before the session: ${words.join(" and ")}` : "";
}

/** The place of a session on the public page. */
export function pageUrl(session: Pick<FeedSession, "date">, cohort: Pick<FeedCohort, "slug">, site: string): string {
  return `${site}/c/${cohort.slug}#s-${session.date}`;
}

function weekUrl(cohort: Pick<FeedCohort, "slug">, site: string): string {
  return `${site}/c/${cohort.slug}/week`;
}

function description(session: FeedSession, cohort: FeedCohort, to: Audience & { meetingUrl: string }): string {
  if (session.removed) return `It was taken off the schedule: ${to.site}/c/${cohort.slug}`;
  const before = usesIn(session.uses, "before").map((use) => {
    const length = use.minutes === null ? "length unknown" : minutesInWords(use.minutes);
    const words = `- ${use.title} (${length}${use.optional ? ", optional" : ""})`;
    return use.url && isWebUrl(use.url) ? `${words}\n  ${use.url}` : words;
  });
  const links = [
    to.meetingUrl ? `By video: ${to.meetingUrl}` : "",
    to.week ? `My week: ${weekUrl(cohort, to.site)}` : "",
    `The schedule: ${pageUrl(session, cohort, to.site)}`,
  ];
  const blocks = [[prepLine(session.uses), ...before], links].map((lines) => lines.filter(Boolean).join("\n"));
  return blocks.filter(Boolean).join("\n\n");
}
