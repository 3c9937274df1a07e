import type { Metadata } from "next";
import { CatchUp } from "@/components/progress/catch-up";
import { MemberHeader } from "@/components/shell/member-header";
import { openPage } from "@/lib/auth/pages";
import { ownMember } from "@/lib/auth/scope";
import { catchUpFor } from "@/lib/progress/catch-up/queries";
import { daysInWords, longDate, weekdayName } from "@/lib/time/words";
import { dateIn, daysBetween, type LocalDate, weekdayOf } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Catch up" };

interface Props {
  params: Promise<{ cohort: string }>;
  searchParams: Promise<{ way?: string | string[] }>;
}

/** The shortest way to be ready for the next session, for somebody who joined late or fell behind. */
export default async function Page({ params, searchParams }: Props) {
  const { cohort: slug } = await params;
  const { way } = await searchParams;
  const { ctx, scope } = await openPage(slug, "progress.readOwn", `/c/${slug}/catch-up`);
  const memberId = ownMember(scope).id;
  const catchUp = await catchUpFor(ctx.db, scope, memberId, ctx.now());
  const today = dateIn(ctx.now(), scope.cohort.timezone);
  const { next } = catchUp;
  return (
    <>
      <MemberHeader scope={scope} place="week" />
      <main id="main" className="mx-auto max-w-3xl space-y-8 px-4 py-8 md:py-12">
        <div className="space-y-2">
          <h1>Catch up</h1>
          <p className="max-w-prose">
            {next
              ? `The next session is ${daysInWords(today, next.date)}, ${longDate(next.date)}. These are the shortest ways to be ready for it.`
              : "No session is ahead. This is what the term asked for and you have not done."}
          </p>
          <p className="text-sm">
            <a href={`/c/${slug}/week`}>My week</a>
          </p>
        </div>
        <CatchUp
          cohort={slug}
          memberId={memberId}
          initial={catchUp}
          nextDay={next && dayName(today, next.date)}
          way={way === "only" ? "only" : "all"}
        />
      </main>
    </>
  );
}

/** `Tuesday` within a week, `Tuesday 22 October` later. */
function dayName(today: LocalDate, day: LocalDate): string {
  return daysBetween(today, day) < 7 ? weekdayName(weekdayOf(day)) : longDate(day);
}
