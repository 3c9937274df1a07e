import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ResourceEditor } from "@/components/resources/resource-editor";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { env } from "@/lib/config/env";
import { datesIn, whyNotAsked } from "@/lib/resources/page/rules";
import { libraryOf } from "@/lib/resources/queries";

export const metadata: Metadata = { title: "Resource" };

interface Props {
  params: Promise<{ cohort: string; resource: string }>;
}

/** One resource, as its organizer edits it. */
export default async function Page({ params }: Props) {
  const { cohort: slug, resource: id } = await params;
  const { ctx, scope } = await openPage(slug, "resource.list", `/c/${slug}/admin/resources/${id}`);
  const { learners, resources } = await libraryOf(ctx.db, scope);
  const resource = resources.find((one) => one.id === id);
  if (!resource) notFound();
  return (
    <AdminFrame scope={scope} room="/resources" title={resource.title}>
      <p>
        <a href={`/c/${slug}/admin/resources`}>All resources</a>
      </p>
      <ResourceEditor
        key={id}
        cohort={slug}
        resource={resource}
        learners={learners}
        others={resources.filter((one) => one.id !== id)}
        dates={datesIn([resource])}
        notAsked={whyNotAsked(scope.cohort, env().CONVENE_LINK_CHECK)}
      />
    </AdminFrame>
  );
}
