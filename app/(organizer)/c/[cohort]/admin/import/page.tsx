import type { Metadata } from "next";
import { ExportSection } from "@/components/schedule/export-links";
import { ImportForm } from "@/components/schedule/import-form";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { hasPublished } from "@/lib/schedule/import/queries";
import { MAX_BYTES } from "@/lib/transfer/schema";

export const metadata: Metadata = { title: "Import" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** Bring the schedule you already have, or its next state. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "schedule.import", `/c/${slug}/admin/import`);
  return (
    <AdminFrame scope={scope} room="/import" title="Import a schedule">
      <ImportForm cohort={slug} defaultPublish={await hasPublished(ctx.db, scope)} maxBytes={MAX_BYTES} />
      <ExportSection cohort={slug} />
    </AdminFrame>
  );
}
