import type { Metadata } from "next";
import { CohortForm } from "@/components/cohorts/cohort-form";
import { RemoveDemo } from "@/components/cohorts/remove-demo";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { cohortOf } from "@/lib/cohorts/queries";

export const metadata: Metadata = { title: "Settings" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** A cohort's settings and state. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { scope } = await openPage(slug, "cohort.edit", `/c/${slug}/admin/settings`);
  return (
    <AdminFrame scope={scope} room="/settings" title="Settings">
      <CohortForm cohort={cohortOf(scope)} zones={Intl.supportedValuesOf("timeZone")} />
      {scope.cohort.demo && <RemoveDemo cohort={slug} />}
    </AdminFrame>
  );
}
