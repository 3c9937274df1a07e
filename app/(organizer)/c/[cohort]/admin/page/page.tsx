import type { Metadata } from "next";
import { SectionEditor } from "@/components/cohorts/section-editor";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { sectionsOf } from "@/lib/cohorts/queries";

export const metadata: Metadata = { title: "Public page" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** The words of the public page. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "section.edit", `/c/${slug}/admin/page`);
  const sections = await sectionsOf(ctx.db, scope);
  return (
    <AdminFrame scope={scope} room="/page" title="Public page">
      <p>
        <a href={`/c/${slug}`}>See the public page</a>. The first section stands beside the next session, the others
        below the schedule.
      </p>
      <div className="max-w-2xl space-y-10">
        {sections.map((section) => (
          <SectionEditor key={section.id} cohort={slug} section={section} />
        ))}
        <div className="space-y-2">
          <h2>Add a section</h2>
          <SectionEditor key={sections.length} cohort={slug} />
        </div>
      </div>
    </AdminFrame>
  );
}
