import type { Metadata } from "next";
import { ImportForm } from "@/components/schedule/import-form";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { dateIn } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Import" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** Bring the schedule you already have. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "schedule.import", `/c/${slug}/admin/import`);
  const year = Number(dateIn(ctx.now(), scope.cohort.timezone).slice(0, 4));
  return (
    <AdminFrame scope={scope} room="/import" title="Import a schedule">
      <ImportForm cohort={slug} defaultYear={year} />
    </AdminFrame>
  );
}
