import type { Metadata } from "next";
import Link from "next/link";
import { CohortSettings } from "@/components/calendar/cohort-settings";
import { RemoveDemo } from "@/components/cohorts/remove-demo";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { calendarOf } from "@/lib/calendar/queries";
import { cohortOf } from "@/lib/cohorts/queries";

export const metadata: Metadata = { title: "Settings" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** A cohort's settings, state and calendar. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "cohort.edit", `/c/${slug}/admin/settings`);
  return (
    <AdminFrame scope={scope} room="/settings" title="Settings">
      <CohortSettings
        cohort={cohortOf(scope)}
        calendar={await calendarOf(ctx.db, scope)}
        zones={Intl.supportedValuesOf("timeZone")}
      />
      {ctx.actor.kind === "person" && ctx.actor.mayCreateCohorts && (
        <section aria-labelledby="again" className="space-y-2">
          <h2 id="again">The next term</h2>
          <p>
            <Link href={`/c/${slug}/admin/clone`}>Run it again</Link>: a new cohort with the same schedule on new dates.
          </p>
        </section>
      )}
      {scope.cohort.demo && <RemoveDemo cohort={slug} />}
    </AdminFrame>
  );
}
