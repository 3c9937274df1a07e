import { nextTerm, weekdayLater } from "@/lib/cohorts/clone/dates/rules";
import { flag, keepsNotes, type Suspects, sessionFlags, textFlags } from "@/lib/cohorts/clone/flags/rules";
import type { CloneCohort, CloneFlag, CloneLeftOut, CloneTake } from "@/lib/cohorts/clone/schema";
import { recordingsIn } from "@/lib/cohorts/clone/texts/rules";
import type { ResourceKind } from "@/lib/progress/schema";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import { type ScheduleSession, type ScheduleUse, SLOTS } from "@/lib/schedule/schema";
import { daysLater } from "@/lib/time/days";
import { weekdayOf } from "@/lib/time/zones";

const NOTES_LEFT = "notes or materials that name somebody or link to a recording";

export interface SourceResource {
  id: string;
  kind: ResourceKind;
  title: string;
  url: string | null;
  matchKey: string;
  minutes: number | null;
  author: string;
  stopPoints: number[];
}

/** A cohort as it can be held again, and how much of it cannot. */
export interface CloneSource {
  cohort: { weekday: number; place: string; meetingUrl: string };
  sections: { title: string; body: string }[];
  sessions: ScheduleSession[];
  resources: SourceResource[];
  breaks: CohortBreak[];
  /** What organizers wrote at the head of mails, by the mail's kind in words. */
  openings: { mail: string; text: string }[];
  /** Everybody who was there. */
  names: string[];
  /** How many there are of what always stays behind, in words. */
  stays: { what: string; count: number }[];
}

export interface ClonePlan {
  weekday: number;
  sections: { title: string; body: string }[];
  sessions: (Pick<
    ScheduleSession,
    "date" | "startsAt" | "lengthMinutes" | "title" | "format" | "notes" | "materials"
  > & {
    id: string;
    was: ScheduleSession;
  })[];
  resources: SourceResource[];
  uses: (Pick<ScheduleUse, "resourceId" | "slot" | "label" | "optional" | "fromSeconds" | "toSeconds"> & {
    id: string;
    sessionId: string;
    position: number;
  })[];
  breaks: CohortBreak[];
  flags: CloneFlag[];
  leftOut: CloneLeftOut[];
}

type Asked = Pick<CloneCohort, "firstDate" | "take" | "noSessionWeeks">;

/**
 * What a cohort becomes when it is held again from `firstDate` on. Every row is new, each resource is there once, and the
 * sessions are as far from one another as they were. People and what they did stay behind, and so do presenters,
 * recordings, also in the library, and notes that name somebody or link to a recording; what may be wrong in the texts
 * that come along is flagged.
 */
export function planClone(source: CloneSource, asked: Asked, newId: () => string): ClonePlan {
  const { take } = asked;
  const { days, coming: all } = nextTerm(source.sessions, asked.firstDate, asked.noSessionWeeks);
  const dated = source.sessions.length > 0;
  const weekday = dated ? weekdayLater(source.cohort.weekday, days) : weekdayOf(asked.firstDate);
  const recordings = recordingsOf(source);
  const suspects = { names: source.names, otherWeekday: weekday !== source.cohort.weekday, recordings };
  const coming = take.sessions ? all : [];
  const sections = take.sections ? source.sections : [];
  const breaks = take.breaks && dated ? source.breaks.map((one) => later(one, days, newId())) : [];
  const library = take.resources ? source.resources : [];
  const recorded = library.filter((resource) => isRecording(resource, recordings));
  const resources = new Map(
    library
      .filter((resource) => !recorded.includes(resource))
      .map((resource) => [resource.id, { ...resource, id: newId() }]),
  );
  const sessions = coming.map(({ session, date }) => {
    const { startsAt, lengthMinutes, title, format, notes, materials } = session;
    const texts = keepsNotes(session, suspects) ? { notes, materials } : { notes: "", materials: "" };
    return { id: newId(), date, startsAt, lengthMinutes, title, format, ...texts, was: session };
  });
  return {
    weekday,
    sections,
    sessions,
    resources: [...resources.values()],
    uses: sessions.flatMap(({ id, was }) => usesOf(was, id, resources, newId)),
    breaks,
    flags: [
      ...settingFlags(source, take, suspects),
      ...sections.flatMap(({ title, body }) => textFlags(`Section “${title}”`, `${title}\n${body}`, suspects)),
      ...coming.flatMap(({ session, date }) => sessionFlags(session, date, suspects)),
      ...[...resources.values()].flatMap((resource) => textFlags(nameOf(resource), resource.title, suspects)),
      ...recorded.flatMap((resource) =>
        flag(nameOf(resource), [resource.url ?? ""], "is a recording of the last term and stays there"),
      ),
      ...breaks.flatMap(({ title, firstDay }) =>
        flag(`Break “${title}”`, [firstDay], "is a break of the last term; check the date"),
      ),
    ],
    leftOut: leftOutOf(source, asked, {
      coming: coming.map(({ session }) => session),
      recorded: recorded.length,
      suspects,
    }),
  };
}

function recordingsOf({ sessions }: CloneSource): string[] {
  return [...new Set(sessions.map(({ recordingUrl }) => recordingUrl).filter(Boolean))];
}

function isRecording({ url }: SourceResource, recordings: readonly string[]): boolean {
  return url !== null && recordingsIn(url, recordings).length > 0;
}

function nameOf({ kind, title }: SourceResource): string {
  return `${kind === "task" ? "Task" : "Resource"} “${title}”`;
}

function later({ title, firstDay, lastDay }: CohortBreak, days: number, id: string): CohortBreak {
  return { id, title, firstDay: daysLater(firstDay, days), lastDay: daysLater(lastDay, days) };
}

function usesOf(
  { uses }: ScheduleSession,
  sessionId: string,
  resources: ReadonlyMap<string, { id: string }>,
  newId: () => string,
): ClonePlan["uses"] {
  return SLOTS.flatMap((slot) =>
    uses
      .filter((use) => use.slot === slot)
      .flatMap(({ resourceId, label, optional, fromSeconds, toSeconds }) => {
        const resource = resources.get(resourceId);
        return resource ? [{ resourceId: resource.id, slot, label, optional, fromSeconds, toSeconds }] : [];
      })
      .map((use, position) => ({ ...use, id: newId(), sessionId, position })),
  );
}

function settingFlags({ cohort, openings }: CloneSource, take: CloneTake, suspects: Parameters<typeof textFlags>[2]) {
  const place = take.settings && cohort.place ? [cohort.place] : [];
  const link = take.meetingLink && cohort.meetingUrl ? [cohort.meetingUrl] : [];
  return [
    ...flag("Place", place, "is where the last term met"),
    ...flag("Meeting link", link, "is the link of the last term; whoever has it can come"),
    ...(take.settings ? openings : []).flatMap(({ mail, text }) => textFlags(`The opening of ${mail}`, text, suspects)),
  ];
}

function leftOutOf(
  source: CloneSource,
  { take }: Asked,
  { coming, recorded, suspects }: { coming: readonly ScheduleSession[]; recorded: number; suspects: Suspects },
): CloneLeftOut[] {
  const { sections, sessions, resources, breaks, cohort } = source;
  const cancelled = sessions.filter(({ state }) => state === "cancelled").length;
  const none = sessions.filter(({ state, format }) => state !== "cancelled" && format === "no_session");
  const kept = new Set(coming.map(({ id }) => id));
  const counted: [string, number][] = [
    ["sections", take.sections ? 0 : sections.length],
    ["sessions", take.sessions ? 0 : sessions.length],
    ["cancelled sessions", take.sessions ? cancelled : 0],
    ["weeks without a session", take.sessions ? none.filter(({ id }) => !kept.has(id)).length : 0],
    ["resources", take.resources ? 0 : resources.length],
    ["breaks", take.breaks ? 0 : breaks.length],
    ["presenters", coming.reduce((sum, { presenters }) => sum + presenters.length, 0)],
    ["recordings", coming.filter(({ recordingUrl }) => recordingUrl !== "").length],
    ["resources that are recordings", recorded],
    [NOTES_LEFT, coming.filter((session) => !keepsNotes(session, suspects)).length],
    ["pins that keep a session on its date", coming.filter(({ pinned }) => pinned).length],
    ...source.stays.map(({ what, count }): [string, number] => [what, count]),
  ];
  return [
    ...counted.filter(([, count]) => count > 0).map(([what, count]) => ({ what, count })),
    ...(cohort.place && !take.settings ? [{ what: "the place and other settings", count: null }] : []),
    ...(cohort.meetingUrl && !take.meetingLink ? [{ what: "the meeting link", count: null }] : []),
  ];
}
