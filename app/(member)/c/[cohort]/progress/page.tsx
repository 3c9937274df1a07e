import type { Metadata } from "next";
import { TermRoom } from "@/components/progress/term-room";
import { MemberHeader } from "@/components/shell/member-header";
import { openPage } from "@/lib/auth/pages";
import { ownMember } from "@/lib/auth/scope";
import { historyFor } from "@/lib/progress/history/queries";

export const metadata: Metadata = { title: "My term" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** My term: what somebody did of each session, in which weeks, and all of it as a file. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "progress.readOwn", `/c/${slug}/progress`);
  const memberId = ownMember(scope).id;
  const history = await historyFor(ctx.db, scope, memberId, ctx.now());
  return (
    <>
      <MemberHeader scope={scope} place="progress" />
      <main id="main" className="mx-auto max-w-3xl space-y-10 px-4 py-8 md:py-12">
        <div className="space-y-2">
          <h1>My term</h1>
          <p className="max-w-prose">
            What you have done, session by session and week by week. <a href="/me#visibility">What others see of it</a>{" "}
            is your choice.
          </p>
        </div>
        <TermRoom cohort={slug} memberId={memberId} initial={history} />
        <section aria-labelledby="export" className="space-y-2">
          <h2 id="export">Take it with you</h2>
          <p className="max-w-prose">
            Everything you did here: what you marked and watched, your notes, your questions with those you took back,
            whether you said you come, and who may see it.
          </p>
          <p className="flex flex-wrap gap-x-6 gap-y-2">
            <a href={`/c/${slug}/progress/export/my-progress.csv`}>As a table (CSV)</a>
            <a href={`/c/${slug}/progress/export/my-progress.json`}>For programs (JSON)</a>
          </p>
        </section>
      </main>
    </>
  );
}
