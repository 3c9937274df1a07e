import type { Metadata } from "next";
import { ProgressRooms } from "@/components/progress/progress-rooms";
import { QuietList } from "@/components/progress/quiet/quiet-list";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { quietOf } from "@/lib/progress/quiet/queries";

export const metadata: Metadata = { title: "Quiet members" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** Who has become quiet. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "progress.readAll", `/c/${slug}/admin/progress/quiet`);
  const quiet = await quietOf(ctx.db, scope, ctx.now());
  const { title, timezone } = scope.cohort;
  return (
    <AdminFrame scope={scope} room="/progress" title="Quiet members">
      <ProgressRooms cohort={slug} room="/quiet" />
      <QuietList cohort={slug} title={title} timezone={timezone} initial={quiet} />
    </AdminFrame>
  );
}
