import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import type { LocalDate } from "@/lib/time/zones";
import type { ReadResource, ReadSession } from "@/lib/transfer/schema";
import { isContinuation } from "@/lib/transfer/text";

/** A cohort's schedule as files tell it. */
export interface ScheduleToWrite {
  cohort: {
    title: string;
    timezone: string;
    /** ISO 8601, 1 is Monday. */
    weekday: number;
    startsAt: string;
    lengthMinutes: number;
    place: string;
  };
  /** Where the public page is. */
  pageUrl: string;
  sessions: readonly WrittenSession[];
  /** The public log, the newest first, with the dates on the cohort's clock. */
  changes: readonly { date: LocalDate; text: string }[];
}

/** A session as a reader of files gives it, and whether it is a draft, which a reader does not say. */
export interface WrittenSession extends ReadSession {
  draft: boolean;
}

/**
 * Sessions as a reader of files would give them, so that what is written is what is read. A field is there only where it
 * says something.
 */
export function writtenSessions(sessions: readonly ScheduleSession[]): WrittenSession[] {
  return sessions.map((session) => {
    const { date, title, format, startsAt, lengthMinutes, presenters, notes, materials, recordingUrl, state, pinned } =
      session;
    return {
      date,
      title,
      format,
      ...(startsAt === null ? {} : { startsAt }),
      ...(lengthMinutes === null ? {} : { lengthMinutes }),
      ...(state === "cancelled" ? { cancelled: true } : {}),
      ...(presenters.length === 0 ? {} : { presenters }),
      ...(notes === "" ? {} : { notes }),
      ...(materials === "" ? {} : { materials }),
      ...(recordingUrl === "" ? {} : { recordingUrl }),
      ...(pinned ? { pinned } : {}),
      resources: session.uses.map(writtenResource),
      draft: state === "draft",
    };
  });
}

function writtenResource(use: ScheduleUse): ReadResource {
  const { slot, resourceTitle, url, resourceMinutes: minutes, kind, optional, label } = use;
  const { fromSeconds, toSeconds, author, stopPoints } = use;
  // A title that reads like a continuation would be taken for one; words of its own say that it is not.
  const words =
    label === "" && url === null && minutes === null && isContinuation(resourceTitle) ? resourceTitle : label;
  return {
    slot,
    title: resourceTitle,
    url,
    minutes,
    kind,
    ...(words === "" ? {} : { label: words }),
    ...(optional ? { optional } : {}),
    ...(fromSeconds === null && toSeconds === null ? {} : { part: { from: fromSeconds, to: toSeconds } }),
    ...(author === "" ? {} : { author }),
    ...(stopPoints.length === 0 ? {} : { stopPoints }),
  };
}
