import Link from "next/link";
import { Header, NavLink } from "@/components/shell/header";
import { buttonClass } from "@/components/ui/button";
import { requestContext } from "@/lib/auth/actor";
import { type CohortListItem, cohortsFor } from "@/lib/cohorts/queries";
import { zoneCity } from "@/lib/time/words";

// Who is asking decides what it lists.
export const dynamic = "force-dynamic";

/** The home page: one's own cohorts first, then those that are open. */
export default async function Page() {
  const ctx = await requestContext();
  const cohorts = await cohortsFor(ctx.db, ctx.actor);
  const { actor } = ctx;
  return (
    <>
      <Header title="Convene" href="/">
        {actor.kind === "person" ? (
          <NavLink href="/me">{actor.name || "My account"}</NavLink>
        ) : (
          <NavLink href="/sign-in">Sign in</NavLink>
        )}
      </Header>
      <main id="main" className="mx-auto max-w-3xl space-y-8 px-4 py-12">
        <div className="space-y-3">
          <h1>People who teach themselves something together</h1>
          <p className="text-quiet">Videos and readings before each session, a partner to talk to, a session a week.</p>
        </div>
        {cohorts.length > 0 ? (
          <ul className="border-t border-line">
            {cohorts.map((cohort) => (
              <CohortLine key={cohort.slug} cohort={cohort} />
            ))}
          </ul>
        ) : (
          <p>No cohort is open yet.</p>
        )}
        {actor.kind === "person" && actor.mayCreateCohorts && (
          <Link href="/cohorts/new" className={buttonClass("plain")}>
            Create a cohort
          </Link>
        )}
      </main>
    </>
  );
}

function CohortLine({ cohort }: { cohort: CohortListItem }) {
  const home =
    cohort.role === "organizer"
      ? `/c/${cohort.slug}/admin`
      : cohort.role === "learner"
        ? `/c/${cohort.slug}/week`
        : null;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line py-4">
      <Link href={`/c/${cohort.slug}`} prefetch={false} className="font-serif text-xl">
        {cohort.title}
      </Link>
      <span className="text-sm text-quiet">
        {cohort.state === "open" ? "open to join" : cohort.state}, {zoneCity(cohort.timezone)} time
        {cohort.demo && ", a demo"}
      </span>
      {home && (
        <Link href={home} prefetch={false} className="ml-auto">
          {cohort.role === "organizer" ? "Organize" : "My week"}
        </Link>
      )}
    </li>
  );
}
