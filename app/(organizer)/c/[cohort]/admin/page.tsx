import type { Metadata } from "next";
import Link from "next/link";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { membersOf } from "@/lib/members/queries";
import { scheduleOf } from "@/lib/schedule/queries";
import { nextSession, sessionName } from "@/lib/schedule/rules";
import { daysInWords, longDate } from "@/lib/time/words";
import { dateIn } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Organize" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** The organizer's first look: where the term stands and what to do next. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "session.edit", `/c/${slug}/admin`);
  const { cohort } = scope;
  const [sessions, members] = await Promise.all([scheduleOf(ctx.db, scope), membersOf(ctx.db, scope)]);
  const next = nextSession(sessions, ctx.now(), cohort);
  const drafts = sessions.filter(({ state }) => state === "draft").length;
  const learners = members.filter(({ role, state }) => role === "learner" && state === "active").length;
  const base = `/c/${slug}/admin`;
  const steps = [
    sessions.length === 0 && { href: `${base}/import`, words: "Paste the schedule you have" },
    sessions.length === 0 && { href: `${base}/shape#term`, words: "Or add the dates of the term, to fill later" },
    drafts > 0 && {
      href: `${base}/schedule`,
      words: `Publish ${drafts === 1 ? "the draft session" : `${drafts} draft sessions`}`,
    },
    cohort.state === "draft" && {
      href: `${base}/settings`,
      words: "Open the cohort, so that people can see it and join",
    },
    members.length <= 1 &&
      cohort.state !== "draft" && { href: `/c/${slug}`, words: "Send people the link of the public page" },
  ].filter((step) => step !== false);
  return (
    <AdminFrame scope={scope} room="" title={cohort.title}>
      {steps.length > 0 && (
        <section aria-labelledby="steps" className="space-y-2">
          <h2 id="steps">What to do next</h2>
          <ol className="list-decimal space-y-1 pl-5">
            {steps.map(({ href, words }) => (
              <li key={words}>
                <Link href={href}>{words}</Link>
              </li>
            ))}
          </ol>
        </section>
      )}
      <dl className="grid max-w-3xl grid-cols-2 gap-6 sm:grid-cols-4">
        <Figure name="State" value={cohort.state} />
        <Figure name="Sessions" value={String(sessions.length)} />
        <Figure name="Active learners" value={String(learners)} />
        <Figure name="Drafts" value={String(drafts)} />
      </dl>
      {next && (
        <section aria-labelledby="next" className="space-y-2">
          <h2 id="next">Next session {daysInWords(dateIn(ctx.now(), cohort.timezone), next.date)}</h2>
          <p>
            {longDate(next.date)}: <Link href={`${base}/schedule/${next.id}`}>{sessionName(next)}</Link>.{" "}
            <Link href={`${base}/notices`}>See the mail about it</Link>.
          </p>
        </section>
      )}
      {cohort.demo && (
        <p>
          This cohort is a demo with invented people. <Link href={`${base}/settings`}>Remove it</Link> when you have
          seen it.
        </p>
      )}
    </AdminFrame>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-quiet">{name}</dt>
      <dd className="font-serif text-2xl">{value}</dd>
    </div>
  );
}
