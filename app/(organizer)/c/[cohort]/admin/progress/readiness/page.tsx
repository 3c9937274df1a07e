import type { Metadata } from "next";
import { ProgressRooms } from "@/components/progress/progress-rooms";
import { ReadinessRoom } from "@/components/progress/readiness/readiness-room";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { readinessOf, sessionsToPrepare } from "@/lib/progress/readiness/queries";

export const metadata: Metadata = { title: "Readiness" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** Whether the room is ready for the next session. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "progress.readAll", `/c/${slug}/admin/progress/readiness`);
  const [readiness, sessions] = await Promise.all([
    readinessOf(ctx.db, scope, null, ctx.now()),
    sessionsToPrepare(ctx.db, scope),
  ]);
  return (
    <AdminFrame scope={scope} room="/progress" title="Readiness">
      <ProgressRooms cohort={slug} room="/readiness" />
      <ReadinessRoom cohort={slug} sessions={sessions} initial={readiness} />
    </AdminFrame>
  );
}
