import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { SignIns } from "@/components/auth/sign-ins";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { PersonalCalendar } from "@/components/calendar/personal-calendar";
import { CohortCalendars } from "@/components/calendar/subscribe";
import { VisibilityChoice } from "@/components/progress/visibility-choice";
import { Header } from "@/components/shell/header";
import { MailChoices } from "@/components/subscriptions/mail-choices";
import { signInCookieName } from "@/lib/auth/cookies";
import { personPage } from "@/lib/auth/pages";
import { signInsOf } from "@/lib/auth/queries";
import { hashToken } from "@/lib/auth/tokens";
import { calendarsOf, ownCalendarOf } from "@/lib/calendar/queries";
import { cohortsFor } from "@/lib/cohorts/queries";
import { visibilitiesOf } from "@/lib/progress/peers/queries";

export const metadata: Metadata = { title: "Account" };

/** One's own account: cohorts, which mails to get, the calendar, and where one is signed in. */
export default async function Page() {
  const { ctx, person } = await personPage("/me");
  const cookie = (await cookies()).get(signInCookieName())?.value;
  const [signIns, cohorts, calendar, calendars, visibilities] = await Promise.all([
    signInsOf(ctx.db, person.personId, ctx.now(), cookie ? hashToken(cookie) : null),
    cohortsFor(ctx.db, ctx.actor),
    ownCalendarOf(ctx.db, person.personId),
    calendarsOf(ctx.db, person.personId),
    visibilitiesOf(ctx.db, person.personId),
  ]);
  const mine = cohorts.filter((cohort) => cohort.role !== null);
  return (
    <>
      <Header title="Convene" href="/" />
      <main id="main" className="mx-auto max-w-3xl space-y-10 px-4 py-8 md:py-12">
        <div className="space-y-2">
          <h1>{person.name || "Your account"}</h1>
          <p className="text-quiet">{person.email}</p>
        </div>
        <section aria-labelledby="cohorts" className="space-y-4">
          <h2 id="cohorts">Your cohorts and their mails</h2>
          {mine.length === 0 && (
            <p>
              You are in no cohort. <Link href="/">See which are open</Link>.
            </p>
          )}
          {mine.map((cohort) => (
            <MailChoices key={cohort.slug} cohort={cohort.slug} title={cohort.title} />
          ))}
        </section>
        {visibilities.length > 0 && (
          <section aria-labelledby="visibility" className="space-y-4">
            <h2 id="visibility">Who sees your progress</h2>
            {visibilities.map((own) => (
              <VisibilityChoice key={own.cohort} initial={own} />
            ))}
          </section>
        )}
        <section aria-labelledby="calendar" className="space-y-4">
          <h2 id="calendar">Calendar</h2>
          <PersonalCalendar initial={calendar} />
          <CohortCalendars calendars={calendars} />
        </section>
        <section aria-labelledby="sign-ins" className="space-y-4">
          <h2 id="sign-ins">Where you are signed in</h2>
          <SignIns initial={signIns} />
          <SignOutButton />
        </section>
      </main>
    </>
  );
}
