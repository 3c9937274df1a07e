import type { PrepLine, WeeklyPrepProps } from "@/emails/weekly-prep";
import { isWebUrl } from "@/lib/core/text";
import { formatName, plainName } from "@/lib/notices/rules";
import { inOrder, isSettled, minutesLeft, prepLeft, prepTotal, startWith } from "@/lib/progress/rules";
import type { PrepUse } from "@/lib/progress/schema";
import { playerOf } from "@/lib/progress/watching/rules";
import { topicOf } from "@/lib/schedule/rules";
import { clockPoint, minutesInWords } from "@/lib/time/durations";
import { longDate, shortDate, timeForReader } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

/** Cells of the minute bar in a text; a mail program wraps at some seventy characters. */
const BAR_CELLS = 48;

export interface PrepData {
  cohort: { title: string; timezone: string; place: string; meetingUrl: string };
  session: { date: LocalDate; startsAt: Date; title: string; format: string | null };
  /** Every use of the session with the reader's progress. */
  uses: readonly PrepUse[];
  readerZone: string | null;
  role: "follower" | "learner" | "organizer";
  /** The organizer's own words for this kind of mail. */
  opening: string;
  weekUrl: string;
  chooseUrl: string;
  /** Where the reader marks a resource as done from the mail; null for a reader who marks nothing. */
  markUrl: (resourceId: string) => string | null;
}

/** The weekly prep for one reader, in words. An open date, a week without a session and a reader who is ready get a short one. */
export function weeklyPrepOf(data: PrepData): WeeklyPrepProps {
  const { session, uses } = data;
  const before = inOrder(uses.filter((use) => use.slot === "before"));
  const meets = meetsAt(session);
  const left = prepLeft(before);
  const ready = left.minutes === 0 && left.unknown === 0;
  const deepDive = meets ? [] : uses.filter((use) => use.slot === "deep_dive");
  return {
    subject: `${shortDate(session.date)}: ${subjectOf(data, before)}`,
    when: whenOf(data),
    heading: headingOf(data),
    opening: data.opening,
    summary: summaryOf(data, before),
    bar: ready ? null : minuteBar(before, BAR_CELLS),
    prep: ready ? [] : linesOf(before, data),
    deepDive: linesOf(deepDive, { ...data, markUrl: () => null }),
    weekUrl: data.weekUrl,
    meetingUrl: meets ? linkOrNull(data.cohort.meetingUrl) : null,
    footer: whyOf(data),
  };
}

/** Why somebody gets the notices of a cohort, and where they choose. */
export function whyOf({
  cohort,
  role,
  chooseUrl,
}: Pick<PrepData, "role" | "chooseUrl"> & { cohort: { title: string } }) {
  const as = role === "organizer" ? "an organizer" : `a ${role}`;
  return { why: `You get this because you are ${as} in ${cohort.title}.`, chooseUrl };
}

/** `Tuesday 22 October, 11:00 Chicago (18:00 for you), room 219a or video link`; a date alone when nobody meets. */
export function whenOf({
  cohort,
  session,
  readerZone,
}: Pick<PrepData, "session" | "readerZone"> & { cohort: PrepData["cohort"] }): string {
  if (!meetsAt(session)) return longDate(session.date);
  const where = [cohort.place, linkOrNull(cohort.meetingUrl) ? "video link" : ""].filter(Boolean).join(" or ");
  const time = timeForReader(session.startsAt, cohort.timezone, readerZone);
  return [longDate(session.date), time, where].filter(Boolean).join(", ");
}

/** What a session asks for beforehand, for somebody who has done nothing yet. */
export function askedFor(uses: readonly PrepUse[]): string {
  const total = prepTotal(uses);
  if (total.minutes === 0 && total.unknown === 0) return "There is nothing to prepare for it.";
  return `It takes ${amount(total)} to prepare.`;
}

function meetsAt(session: { title: string; format: string | null }): boolean {
  return session.format !== "no_session" && !(session.title === "" && session.format === null);
}

function headingOf({ session, uses }: PrepData): string {
  const format = formatName(session.format);
  const topic = topicOf({ title: session.title, uses }) ?? session.title;
  return format && topic && format !== topic ? `${format}: ${topic}` : plainName(session);
}

function subjectOf({ session, uses }: PrepData, before: readonly PrepUse[]): string {
  if (!meetsAt(session)) {
    return session.format === "no_session" ? noSession(session.title) : "open date";
  }
  const [left, total] = [prepLeft(before), prepTotal(before)];
  const name = topicOf({ title: session.title, uses }) ?? plainName(session);
  if (total.minutes === 0 && total.unknown === 0) return `${name}. Nothing to prepare`;
  if (left.minutes === 0 && left.unknown === 0) return `${name}. You are ready`;
  if (total.minutes === 0) return `${name}. ${things(left.unknown)} to prepare`;
  return `${name}. ${left.minutes} of ${total.minutes} min left${left.unknown > 0 ? `, and ${things(left.unknown)}` : ""}`;
}

function noSession(title: string): string {
  return title && title.toLowerCase() !== "no session" ? `no session (${title})` : "no session";
}

function summaryOf({ session }: PrepData, before: readonly PrepUse[]): string {
  const [left, total] = [prepLeft(before), prepTotal(before)];
  const asked = total.minutes > 0 || total.unknown > 0;
  const ready = left.minutes === 0 && left.unknown === 0;
  if (!meetsAt(session) && !asked) {
    return session.format === "no_session" ? "There is no session this week." : "Nothing is planned for this date yet.";
  }
  if (!asked) return "There is nothing to prepare for this session.";
  const what = meetsAt(session) ? "Before the session" : "There is no session this week. To do";
  if (ready) return `${what}: ${amount(total)}. You have done everything.`;
  return `${what}: ${amount(total)}, ${left.minutes === 0 ? things(left.unknown) : amount(left, true)} left for you`;
}

function amount({ minutes, unknown }: { minutes: number; unknown: number }, bare = false): string {
  const extra = unknown > 0 ? `${things(unknown)} of unknown length` : "";
  if (minutes === 0) return extra;
  return [bare ? String(minutes) : `${minutes} min`, extra].filter(Boolean).join(" and ");
}

function things(count: number): string {
  return count === 1 ? "1 thing" : `${count} things`;
}

function linesOf(uses: readonly PrepUse[], { markUrl, weekUrl }: Pick<PrepData, "markUrl" | "weekUrl">): PrepLine[] {
  const first = startWith(uses);
  const next = uses.find((use) => !use.optional && use.slot === "before" && use.state === "todo");
  return uses.map((use) => ({
    mark: isSettled(use) ? "done" : use.state === "started" ? "at" : use === next ? "next" : "",
    title: use.title,
    // What plays on our page leads there, where it is remembered.
    url: playerOf(use.url) ? weekUrl.replace(/week$/, `watch/${use.resourceId}`) : linkOrNull(use.url ?? ""),
    length: use.minutes === null ? "length unknown" : minutesInWords(use.minutes),
    note: [
      use === first ? "start here" : "",
      use.state === "started" && use.stoppedAt ? `you stopped at ${clockPoint(use.stoppedAt)}` : "",
      use.state === "skipped" ? "skipped" : "",
      use.optional ? "optional" : "",
    ]
      .filter(Boolean)
      .join(", "),
    markUrl: isSettled(use) ? null : markUrl(use.resourceId),
    first: use === first,
  }));
}

/**
 * The minute bar as text: each required thing as wide as it is long, `=` for what is behind the reader and `.` for what
 * is ahead, `?` where the length is unknown.
 */
export function minuteBar(uses: readonly PrepUse[], cells: number): { text: string; says: string } | null {
  const required = uses.filter((use) => !use.optional);
  const total = required.reduce((sum, use) => sum + (use.minutes ?? 0), 0);
  if (total === 0) return null;
  const segments = required.map((use) => {
    if (use.minutes === null) return "?";
    const width = Math.max(1, Math.round((use.minutes / total) * cells));
    const open = use.minutes === 0 ? 0 : (minutesLeft(use) ?? 0) / use.minutes;
    // Something left shows as at least one open cell, so that a bar is full only when all is done.
    const ahead = open > 0 ? Math.max(1, Math.round(open * width)) : 0;
    return "=".repeat(width - ahead) + ".".repeat(ahead);
  });
  const [left, asked] = [prepLeft(uses), prepTotal(uses)];
  return { text: `[${segments.join("|")}]`, says: `${asked.minutes - left.minutes} of ${asked.minutes} minutes done` };
}

function linkOrNull(url: string): string | null {
  return isWebUrl(url) ? url : null;
}
