import type { Metadata } from "next";
import { MemberTable } from "@/components/members/member-table";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { membersOf } from "@/lib/members/queries";

export const metadata: Metadata = { title: "Members" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** Who is in the cohort. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "member.list", `/c/${slug}/admin/members`);
  const members = await membersOf(ctx.db, scope);
  return (
    <AdminFrame scope={scope} room="/members" title="Members">
      {members.length <= 1 && (
        <p>
          Nobody else is here yet. Send people the link of <a href={`/c/${slug}`}>the public page</a>; they join there.
        </p>
      )}
      <MemberTable cohort={slug} initial={members} />
    </AdminFrame>
  );
}
