import type { Metadata } from "next";
import { MatrixRoom } from "@/components/progress/matrix/matrix-room";
import { ProgressRooms } from "@/components/progress/progress-rooms";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { matrixOf } from "@/lib/progress/matrix/queries";

export const metadata: Metadata = { title: "Progress" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** Who has done what: members by resources. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "progress.readAll", `/c/${slug}/admin/progress`);
  const matrix = await matrixOf(ctx.db, scope, {}, ctx.now());
  return (
    <AdminFrame scope={scope} room="/progress" title="Progress" wide>
      <ProgressRooms cohort={slug} room="" />
      <MatrixRoom cohort={slug} initial={matrix} />
    </AdminFrame>
  );
}
