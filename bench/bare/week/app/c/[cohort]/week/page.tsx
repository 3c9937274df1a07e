import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { Top, TopLink } from "@/bench/bare/shell/top";
import { findCohort } from "@/lib/auth/queries";
import { getDb } from "@/lib/db/client";
import { peersOf } from "@/lib/progress/peers/queries";
import { weekOf } from "@/lib/progress/queries";
import type { PrepUse } from "@/lib/progress/schema";
import { questionsOf } from "@/lib/questions/queries";
import { authOptions } from "../../../auth";

/**
 * The baseline of *This week*: what somebody would write who needs this one page. Equal: the sign-in check by next-auth,
 * the same statements on the same Prisma client, the words, elements and classes that arrive, in about as many bytes.
 * Not equal: no components but the ones here, nothing for the browser to hydrate, no React Query, no policy table, no
 * dates in words by Temporal, no content security policy; and all of it under `next start`, not behind a server of ours.
 */
export const metadata = { title: "This week" };

export default async function Page({ params }: { params: Promise<{ cohort: string }> }) {
  const { cohort: slug } = await params;
  const session = await getServerSession(authOptions);
  if (!session?.personId) redirect("/sign-in");
  const db = getDb();
  const row = await findCohort(db, slug, session.personId);
  if (!row?.member) notFound();
  const { member, ...cohort } = row;
  const now = new Date();
  const scope = { cohort, member, standing: member.role, may: () => false };
  const [week, peers] = await Promise.all([weekOf(db, scope, member.id, now), peersOf(db, scope, member.id, now)]);
  if (!week.session) notFound();
  const { questions } = await questionsOf(db, scope, week.session.id, now);
  const date = new Date(`${week.session.date}T00:00:00Z`);
  const before = week.uses.filter((use) => use.slot === "before");
  const left = `${sum(before.filter((use) => use.state !== "done"))} of ${sum(before)} min left`;
  return (
    <>
      <Top title={cohort.title} href={`/c/${slug}`}>
        <TopLink href={`/c/${slug}/week`} current>
          My week
        </TopLink>
        <TopLink href={`/c/${slug}#schedule`}>Schedule</TopLink>
        <TopLink href="/me">Account</TopLink>
      </Top>
      <main id="main" className="mx-auto max-w-3xl space-y-8 px-4 py-8 md:py-12">
        <div className="space-y-2">
          <p className="text-quiet">in {Math.ceil((date.getTime() - now.getTime()) / 86_400_000)} days</p>
          <h1>{week.session.title}</h1>
          <p>
            {date.toUTCString().slice(0, 11)}, {week.session.startsAt} {cohort.timezone}, {cohort.place} or{" "}
            <a href={cohort.meetingUrl}>video link</a>
          </p>
          {week.partners.length > 0 && <p>Your partner this month: {week.partners.join(" and ")}</p>}
        </div>
        <div className="space-y-10">
          <section aria-labelledby="before" className="space-y-4">
            <h2 id="before">Before the session</h2>
            <p aria-live="polite" className="text-lg">
              {left}
            </p>
            <Bar uses={before} label={left} />
            <Rows uses={before} />
          </section>
          <Slot title="In the session" uses={week.uses.filter((use) => use.slot === "session")} />
          <Slot title="Still open from earlier" uses={week.earlier} />
          <Slot title="Deep dive" uses={week.uses.filter((use) => use.slot === "deep_dive")} />
          <Slot title="After the session" uses={week.uses.filter((use) => use.slot === "after")} />
        </div>
        <section aria-labelledby="peers" className="space-y-3">
          <h2 id="peers">How the others are getting on</h2>
          {peers.partners.map((partner) => (
            <p key={partner.name}>
              {partner.name} has done {partner.uses.filter((use) => use.state === "done").length} of {before.length}.
            </p>
          ))}
          <ul className="border-t border-line">
            {peers.resources.map((resource) => (
              <li
                key={resource.resourceId}
                className="flex flex-wrap items-baseline justify-between gap-x-6 border-b border-line py-2"
              >
                <span className="min-w-0">{resource.title}</span>
                <span className="text-sm text-quiet">
                  {resource.done} of {peers.counted} have finished it
                </span>
              </li>
            ))}
          </ul>
          <p className="text-sm text-quiet">
            Each of you chooses what the others see. <a href="/me#visibility">Choose what they see of you</a>
          </p>
        </section>
        <section aria-labelledby="questions" className="space-y-4">
          <h2 id="questions">Questions for the session</h2>
          <ol className="border-t border-line">
            {questions.map((question) => (
              <li key={question.id} className="space-y-1 border-b border-line py-3">
                <p className="max-w-prose whitespace-pre-wrap">{question.body}</p>
                <p className="text-sm text-quiet">{question.who}</p>
              </li>
            ))}
          </ol>
          <form className="space-y-3">
            <label htmlFor="ask" className="block text-sm font-medium">
              What confused you?
            </label>
            <textarea
              id="ask"
              rows={3}
              className="block min-h-11 w-full rounded-sm border border-quiet bg-raised px-3 py-2 text-base text-ink"
            />
            <button
              type="submit"
              className="inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-sm border border-line bg-raised px-4 text-[0.9375rem] font-medium"
            >
              Ask it in the session
            </button>
          </form>
        </section>
      </main>
    </>
  );
}

function sum(uses: readonly PrepUse[]): number {
  return uses.reduce((minutes, use) => minutes + (use.minutes ?? 0), 0);
}

function Slot({ title, uses }: { title: string; uses: readonly PrepUse[] }) {
  if (uses.length === 0) return null;
  return (
    <section className="space-y-2">
      <h2>{title}</h2>
      <Rows uses={uses} />
    </section>
  );
}

function Bar({ uses, label }: { uses: readonly PrepUse[]; label: string }) {
  let x = 0;
  return (
    <svg viewBox="0 0 600 14" preserveAspectRatio="none" className="block h-3.5 w-full" role="img" aria-label={label}>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="6" className="fill-line" />
      </pattern>
      {uses.map((use) => {
        const width = ((use.minutes ?? 8) / Math.max(1, sum(uses))) * 600;
        const left = x;
        x += width;
        return (
          <g key={use.resourceId}>
            <rect
              x={left + 0.5}
              y={0.5}
              width={width}
              height={13}
              fill="none"
              className="stroke-quiet"
              strokeWidth={1}
            />
            {use.state === "done" && <rect x={left} y={0} width={width} height={14} className="fill-accent" />}
          </g>
        );
      })}
    </svg>
  );
}

function Rows({ uses }: { uses: readonly PrepUse[] }) {
  return (
    <ul className="border-t border-line">
      {uses.map((use) => (
        <li key={`${use.slot}-${use.resourceId}`} className="flex items-start gap-3 border-b border-line py-3">
          <label className="-m-2 flex cursor-pointer p-2">
            <input
              type="checkbox"
              className="mt-0.5 size-5 accent-accent"
              defaultChecked={use.state === "done"}
              aria-label={`Done: ${use.title}`}
            />
          </label>
          <div className="min-w-0 grow">
            {use.url ? (
              <a href={use.url} rel="noreferrer" target="_blank" className="font-medium">
                {use.title}
              </a>
            ) : (
              <span className="font-medium">{use.title}</span>
            )}
            {(use.optional || use.state === "started") && (
              <span className="block text-sm text-quiet">{use.optional ? "optional" : "started"}</span>
            )}
          </div>
          <span className="whitespace-nowrap text-quiet">
            {use.minutes === null ? "length unknown" : `${use.minutes} min`}
          </span>
        </li>
      ))}
    </ul>
  );
}
