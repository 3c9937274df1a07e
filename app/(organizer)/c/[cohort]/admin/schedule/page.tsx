import type { Metadata } from "next";
import { dateAfter } from "@/components/schedule/grid/days";
import { ScheduleGrid } from "@/components/schedule/grid/schedule-grid";
import { SessionList } from "@/components/schedule/session-list";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { breaksOf } from "@/lib/schedule/breaks/queries";
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
  const [sessions, breaks] = await Promise.all([scheduleOf(ctx.db, scope), breaksOf(ctx.db, scope)]);
  const today = dateIn(ctx.now(), scope.cohort.timezone);
  const last = sessions.at(-1)?.date ?? addDays(today, -7);
  const nextDate = dateAfter(last, breaks) ?? today;
  return (
    <AdminFrame scope={scope} room="/schedule" title="Schedule" wide>
      <SessionList cohort={slug} initial={sessions} nextDate={nextDate} />
      <ScheduleGrid cohort={slug} initial={sessions} nextDate={nextDate} />
    </AdminFrame>
  );
}
