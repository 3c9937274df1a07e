import type { Metadata } from "next";
import { Peers } from "@/components/progress/peers";
import { WeekList } from "@/components/progress/week-list";
import { QuestionList } from "@/components/questions/question-list";
import { MemberHeader } from "@/components/shell/member-header";
import { openPage } from "@/lib/auth/pages";
import { ownMember } from "@/lib/auth/scope";
import { peersOf } from "@/lib/progress/peers/queries";
import { weekOf } from "@/lib/progress/queries";
import { questionsOf } from "@/lib/questions/queries";
import { sessionName } from "@/lib/schedule/rules";
import { daysInWords, longDate, timeForReader } from "@/lib/time/words";
import { dateIn, instantOf } from "@/lib/time/zones";

export const metadata: Metadata = { title: "This week" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** This week: what a learner has to do before the next session. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "progress.readOwn", `/c/${slug}/week`);
  const member = ownMember(scope);
  const now = ctx.now();
  const [week, peers] = await Promise.all([
    weekOf(ctx.db, scope, member.id, now),
    peersOf(ctx.db, scope, member.id, now),
  ]);
  const questions = week.session ? await questionsOf(ctx.db, scope, week.session.id, now) : null;
  const { cohort } = scope;
  return (
    <>
      <MemberHeader scope={scope} place="week" />
      <main id="main" className="mx-auto max-w-3xl space-y-8 px-4 py-8 md:py-12">
        {week.session ? (
          <>
            <div className="space-y-2">
              <p className="text-quiet">{daysInWords(dateIn(now, cohort.timezone), week.session.date)}</p>
              <h1>
                {week.session.title === "" ? "Open date" : sessionName({ title: week.session.title, uses: week.uses })}
              </h1>
              <p>
                {longDate(week.session.date)},{" "}
                {timeForReader(
                  instantOf(week.session.date, week.session.startsAt, cohort.timezone),
                  cohort.timezone,
                  member.timezone,
                )}
                {cohort.place && `, ${cohort.place}`}
                {cohort.meetingUrl && (
                  <>
                    {" "}
                    or <a href={cohort.meetingUrl}>video link</a>
                  </>
                )}
              </p>
              <p className="text-sm">
                <a href="/me#calendar">All sessions in your calendar</a>
              </p>
              {week.partners.length > 0 && <p>Your partner this month: {week.partners.join(" and ")}</p>}
            </div>
          </>
        ) : (
          <>
            <h1>No session ahead</h1>
            <p>
              Nothing is planned after today. <a href={`/c/${slug}#schedule`}>The schedule</a> shows the whole term.
            </p>
          </>
        )}
        <WeekList cohort={slug} memberId={member.id} initial={week} />
        <Peers cohort={slug} initial={peers} />
        {week.session && questions && <QuestionList cohort={slug} sessionId={week.session.id} initial={questions} />}
      </main>
    </>
  );
}
