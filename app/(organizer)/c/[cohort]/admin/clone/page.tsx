import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CloneForm } from "@/components/cohorts/clone-form";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { nextName } from "@/lib/cohorts/clone/dates/rules";
import { slug as slugSchema } from "@/lib/cohorts/schema";
import { scheduleOf } from "@/lib/schedule/queries";
import { addDays, dateIn, daysBetween } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Run it again" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** A new cohort from this one, for those who may create cohorts on this server. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "cohort.clone", `/c/${slug}/admin/clone`);
  if (ctx.actor.kind !== "person" || !ctx.actor.mayCreateCohorts) notFound();
  const sessions = await scheduleOf(ctx.db, scope);
  const today = dateIn(ctx.now(), scope.cohort.timezone);
  const live = sessions.filter(({ state }) => state !== "cancelled");
  const first = live[0]?.date ?? today;
  const over = [today, live.at(-1)?.date ?? today].toSorted().at(-1) ?? today;
  const title = nextName(scope.cohort.title, ", again");
  // The same weekday after the last term is over; a term that is named after its year is held a year later.
  const [weeks, step] = [Math.floor(daysBetween(first, over) / 7) + 1, /\d{4}/.test(title) ? 52 : 1];
  const suggested = slugSchema.safeParse(nextName(slug, "-2").slice(0, 60));
  return (
    <AdminFrame scope={scope} room="/settings" title="Run it again">
      <p className="max-w-prose">
        The next term begins as this one was: the same schedule on new dates, the same library, a page of its own. No
        member and nothing of theirs comes along.
      </p>
      <CloneForm
        cohort={slug}
        suggested={{
          title: title.slice(0, 120),
          slug: suggested.success ? suggested.data : "",
          firstDate: addDays(first, 7 * step * Math.ceil(weeks / step)),
        }}
      />
    </AdminFrame>
  );
}
