import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SessionEditor } from "@/components/schedule/session-editor";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { sessionOf } from "@/lib/schedule/queries";
import { longDate } from "@/lib/time/words";

export const metadata: Metadata = { title: "Session" };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Props {
  params: Promise<{ cohort: string; session: string }>;
}

/** One session, as its organizer edits it. */
export default async function Page({ params }: Props) {
  const { cohort: slug, session: id } = await params;
  const { ctx, scope } = await openPage(slug, "session.edit", `/c/${slug}/admin/schedule/${id}`);
  const session = UUID.test(id) ? await sessionOf(ctx.db, scope, id) : null;
  if (!session) notFound();
  return (
    <AdminFrame scope={scope} room="/schedule" title={`${longDate(session.date)}: ${session.title || "open date"}`}>
      <SessionEditor cohort={slug} session={session} />
    </AdminFrame>
  );
}
