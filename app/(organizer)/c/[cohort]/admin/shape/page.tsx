import type { Metadata } from "next";
import Link from "next/link";
import { KINDS } from "@/components/schedule/shape-choice";
import { ShapeRoom } from "@/components/schedule/shape-room";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { breaksOf } from "@/lib/schedule/breaks/queries";
import { scheduleOf } from "@/lib/schedule/queries";
import { addDays, dateIn, weekdayOf } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Shape the term" };

interface Props {
  params: Promise<{ cohort: string }>;
  /** `from` is the session to begin with, `do` the operation. */
  searchParams: Promise<{ from?: string | string[]; do?: string | string[] }>;
}

/** Push back, swap, split and the like, the breaks, and the dates of a whole term. */
export default async function Page({ params, searchParams }: Props) {
  const { cohort: slug } = await params;
  const { from, do: what } = await searchParams;
  const { ctx, scope } = await openPage(slug, "session.edit", `/c/${slug}/admin/shape`);
  const [sessions, breaks] = await Promise.all([scheduleOf(ctx.db, scope), breaksOf(ctx.db, scope)]);
  const today = dateIn(ctx.now(), scope.cohort.timezone);
  const last = sessions.at(-1)?.date;
  const after = last && last >= today ? addDays(last, 1) : today;
  const firstDate = addDays(after, (scope.cohort.weekday - weekdayOf(after) + 7) % 7);
  const initial = {
    from: typeof from === "string" ? from : undefined,
    kind: KINDS.find(([kind]) => kind === what)?.[0],
  };
  return (
    <AdminFrame scope={scope} room="/schedule" title="Shape the term">
      <p>
        <Link href={`/c/${slug}/admin/schedule`}>Back to the schedule</Link>
      </p>
      <ShapeRoom
        // Another link into this room begins anew.
        key={`${initial.from} ${initial.kind}`}
        cohort={slug}
        sessions={sessions}
        breaks={breaks}
        today={today}
        initial={initial}
        term={{ firstDate, startsAt: scope.cohort.startsAt }}
      />
    </AdminFrame>
  );
}
