import { tookPlace } from "@/lib/cohorts/clone/dates/rules";
import type { CloneFlag } from "@/lib/cohorts/clone/schema";
import { datesIn, peopleIn, recordingsIn, weekdaysIn } from "@/lib/cohorts/clone/texts/rules";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { dayAndMonth } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

/** What texts are searched for. */
export interface Suspects {
  /** People of the last term. */
  names: readonly string[];
  /** Whether the next term meets on another weekday, so that weekdays in texts are wrong. */
  otherWeekday: boolean;
  /** The addresses of the last term's recordings. */
  recordings: readonly string[];
}

/** What a text that comes along says of the last term. */
export function textFlags(where: string, text: string, { names, otherWeekday, recordings }: Suspects): CloneFlag[] {
  const [dates, people] = [datesIn(text), peopleIn(text, names)];
  const weekdays = otherWeekday ? weekdaysIn(text) : [];
  return [
    ...flag(where, dates, "names a date of the last term"),
    ...flag(where, weekdays, "names a weekday, and the new cohort meets on another"),
    ...flag(where, people, "names somebody of the last term"),
    ...flag(where, recordingsIn(text, recordings), "links to a recording of the last term"),
  ];
}

/** What to look at in a session that comes along to `date`; what it must not take along is named too. */
export function sessionFlags(session: ScheduleSession, date: LocalDate, suspects: Suspects): CloneFlag[] {
  const where = `“${sessionName(session)}” on ${dayAndMonth(date)}`;
  const { title, notes, materials, presenters, recordingUrl } = session;
  const written = `${notes}\n${materials}`;
  const [people, links] = [peopleIn(written, suspects.names), recordingsIn(written, suspects.recordings)];
  const kept = keepsNotes(session, suspects) ? [notes, materials] : [];
  return [
    ...(tookPlace(session) ? [] : flag(where, [title], "is a week without a session of the last term")),
    ...textFlags(where, title, suspects),
    ...kept.flatMap((text) => textFlags(`${where}, notes`, text, suspects)),
    ...session.uses.flatMap(({ label }) => textFlags(`${where}, a resource`, label, suspects)),
    ...flag(`${where}, notes`, people, "names somebody, so the notes and materials stay with the last term"),
    ...flag(`${where}, notes`, links, "links to a recording, so the notes and materials stay with the last term"),
    ...flag(where, presenters, "presented it in the last term; nobody is named now"),
    ...flag(where, recordingUrl ? [recordingUrl] : [], "is the recording of the last term and stays there"),
  ];
}

/** Notes and materials come along unless they name people or link to a recording of them. */
export function keepsNotes(session: ScheduleSession, { names, recordings }: Suspects): boolean {
  const written = `${session.notes}\n${session.materials}`;
  return peopleIn(written, names).length === 0 && recordingsIn(written, recordings).length === 0;
}

/** One flag for all that was found in one place, or none. */
export function flag(where: string, found: readonly string[], why: string): CloneFlag[] {
  return found.length === 0 ? [] : [{ where, text: found.join(", "), why }];
}
