import type { Metadata } from "next";
import { ScheduleGrid } from "@/components/schedule/grid/schedule-grid";
import { SessionList } from "@/components/schedule/session-list";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { scheduleOf } from "@/lib/schedule/queries";
import { addDays, dateIn } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Schedule" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** The schedule: as a list with what is a draft, and as a grid to shape it in. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "session.edit", `/c/${slug}/admin/schedule`);
  const sessions = await scheduleOf(ctx.db, scope);
  const last = sessions.at(-1)?.date;
  const nextDate = last ? addDays(last, 7) : dateIn(ctx.now(), scope.cohort.timezone);
  return (
    <AdminFrame scope={scope} room="/schedule" title="Schedule" wide>
      <SessionList cohort={slug} initial={sessions} nextDate={nextDate} />
      <ScheduleGrid cohort={slug} initial={sessions} nextDate={nextDate} />
    </AdminFrame>
  );
}
