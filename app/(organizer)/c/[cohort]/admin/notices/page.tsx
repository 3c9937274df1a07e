import type { Metadata } from "next";
import { OutgoingList } from "@/components/notices/outgoing-list";
import { PrepPreview } from "@/components/notices/prep-preview";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { membersOf } from "@/lib/members/queries";
import { outgoingNotices, planNotices } from "@/lib/notices/queries";
import { scheduleOf } from "@/lib/schedule/queries";
import { isOver, sessionName } from "@/lib/schedule/rules";
import { shortDate, timeForReader } from "@/lib/time/words";
import { addDays, dateIn } from "@/lib/time/zones";

export const metadata: Metadata = { title: "Notices" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** The mail desk: the next prep mail as anyone gets it, what is planned, what went out. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "notice.list", `/c/${slug}/admin/notices`);
  const { cohort } = scope;
  const today = dateIn(ctx.now(), cohort.timezone);
  const [sessions, members, planned, outgoing] = await Promise.all([
    scheduleOf(ctx.db, scope),
    membersOf(ctx.db, scope),
    planNotices(ctx.db, scope, today, addDays(today, 120), ctx.now()),
    outgoingNotices(ctx.db, scope),
  ]);
  const coming = sessions.filter((session) => session.state === "published" && !isOver(session, cohort, ctx.now()));
  const readers = members.filter(({ role, state }) => role !== "follower" && state === "active");
  return (
    <AdminFrame scope={scope} room="/notices" title="Notices">
      <section aria-labelledby="preview" className="space-y-4">
        <h2 id="preview">The weekly prep</h2>
        {coming.length > 0 ? (
          <PrepPreview
            cohort={slug}
            sessions={coming.map((session) => ({
              id: session.id,
              name: `${shortDate(session.date)}: ${sessionName(session)}`,
            }))}
            members={readers.map(({ id, name, role }) => ({
              id,
              name: role === "organizer" ? `${name} (organizer)` : name,
            }))}
          />
        ) : (
          <p>No published session is ahead, so there is nothing to prepare.</p>
        )}
      </section>
      <section aria-labelledby="planned" className="space-y-3">
        <h2 id="planned">What will go out</h2>
        {planned.length === 0 && <p>Nothing in the next four months. Publish sessions, and their mails are planned.</p>}
        <ul className="max-w-2xl">
          {planned.map((notice) => (
            <li key={notice.sessionId ?? notice.kind} className="flex flex-wrap gap-x-4 border-b border-line py-1.5">
              <span className="w-56">
                {shortDate(dateIn(new Date(notice.dueAt), cohort.timezone))},{" "}
                {timeForReader(new Date(notice.dueAt), cohort.timezone, null)}
              </span>
              <span className="grow">
                {notice.session ? `for ${shortDate(notice.session)}: ${notice.title}` : notice.title}
              </span>
              <span className="text-quiet">to {notice.recipients}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="outgoing" className="space-y-3">
        <h2 id="outgoing">What went out</h2>
        <OutgoingList cohort={slug} initial={outgoing} />
      </section>
    </AdminFrame>
  );
}
