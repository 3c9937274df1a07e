import { AddSession } from "@/components/calendar/add-session";
import { Subscribe } from "@/components/calendar/subscribe";
import { SignUpForm } from "@/components/members/sign-up-form";
import { ExportLinks } from "@/components/schedule/export-links";
import { SheetFacts } from "@/components/schedule/export-sheet";
import { NextSession } from "@/components/schedule/next-session";
import { ScheduleTable } from "@/components/schedule/schedule-table";
import { Header, NavLink } from "@/components/shell/header";
import { Callout } from "@/components/ui/callout";
import { Prose } from "@/components/ui/prose";
import type { Change, Cohort, Section } from "@/lib/cohorts/schema";
import { nextSession } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { dayAndMonth, weekdayName, zoneCity } from "@/lib/time/words";
import { dateIn } from "@/lib/time/zones";

const FILES = [
  ["csv", "CSV"],
  ["md", "Markdown"],
  ["json", "JSON"],
] as const;

interface Props {
  cohort: Cohort;
  sections: readonly Section[];
  sessions: readonly ScheduleSession[];
  changes: readonly Change[];
  /** Where the cohort's calendar is, null while it is secret; and where the site is, for links from other calendars. */
  calendar: { feedUrl: string | null; site: string };
  now: Date;
}

/** The public page: the next session, the welcome, how to join, the term, what changed. */
export function CohortPage({ cohort, sections, sessions, changes, calendar, now }: Props) {
  const today = dateIn(now, cohort.timezone);
  const next = nextSession(sessions, now, cohort);
  const [welcome, ...rest] = sections;
  return (
    <>
      <Header title={cohort.title} href={`/c/${cohort.slug}`}>
        <NavLink href={`/c/${cohort.slug}/week`}>My week</NavLink>
        <NavLink href="/">All cohorts</NavLink>
      </Header>
      <main id="main" className="mx-auto max-w-6xl space-y-14 px-4 py-8 md:py-12 print:flex print:flex-col">
        <div className="space-y-3 print:-order-2">
          <h1 className="md:text-5xl">{cohort.title}</h1>
          <p className="text-quiet">
            {weekdayName(cohort.weekday)}s, {cohort.startsAt} {zoneCity(cohort.timezone)}, {cohort.lengthMinutes}{" "}
            minutes
            {cohort.place && `, ${cohort.place}`}
            {cohort.demo && " · a demo with invented people"}
          </p>
          <SheetFacts sessions={sessions} url={`${calendar.site}/c/${cohort.slug}`} today={today} />
        </div>
        <div className="grid gap-12 lg:grid-cols-[3fr_2fr]">
          <div className="space-y-12">
            {next ? (
              <div className="space-y-4 print:hidden">
                <NextSession session={next} cohort={cohort} today={today} />
                <AddSession session={next} cohort={cohort} {...calendar} />
              </div>
            ) : (
              <Callout title={sessions.length > 0 ? "The term is over" : "The schedule is being made"}>
                {sessions.length > 0
                  ? "The schedule below stays as it was."
                  : "Sign up and you will hear when it is there."}
              </Callout>
            )}
            {welcome && <SectionBlock section={welcome} />}
          </div>
          {cohort.state !== "archived" && (
            <section
              aria-labelledby="join"
              className="space-y-4 self-start border-t border-line pt-6 lg:border-t-0 lg:border-l lg:pt-0 lg:pl-10 print:hidden"
            >
              <h2 id="join">Join</h2>
              <SignUpForm cohort={cohort.slug} />
            </section>
          )}
        </div>
        {sessions.length > 0 && (
          <section aria-labelledby="schedule" className="space-y-4 print:-order-1">
            <h2 id="schedule">Schedule</h2>
            <ScheduleTable sessions={sessions} nextId={next?.id ?? null} today={today} />
            <ExportLinks cohort={cohort.slug} label="Take it with you" formats={FILES} after="or print this page" />
          </section>
        )}
        {calendar.feedUrl && sessions.length > 0 && (
          <div className="print:hidden">
            <Subscribe title={cohort.title} feedUrl={calendar.feedUrl} />
          </div>
        )}
        {rest.map((section) => (
          <SectionBlock key={section.id} section={section} />
        ))}
        {changes.length > 0 && (
          <section aria-labelledby="changes" className="space-y-3">
            <h2 id="changes">Changes</h2>
            <ul className="max-w-prose space-y-1">
              {changes.map((change) => (
                <li key={change.id}>
                  <span className="text-quiet">{dayAndMonth(dateIn(new Date(change.at), cohort.timezone))}: </span>
                  {change.text}
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </>
  );
}

function SectionBlock({ section }: { section: Section }) {
  return (
    <section className="space-y-3">
      <h2>{section.title}</h2>
      <Prose markdown={section.body} />
    </section>
  );
}
