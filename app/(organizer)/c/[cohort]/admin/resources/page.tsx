import type { Metadata } from "next";
import { Library } from "@/components/resources/library";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { env } from "@/lib/config/env";
import { datesIn, whyNotAsked } from "@/lib/resources/page/rules";
import { libraryOf } from "@/lib/resources/queries";

export const metadata: Metadata = { title: "Resources" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** The cohort's library. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "resource.list", `/c/${slug}/admin/resources`);
  const library = await libraryOf(ctx.db, scope);
  return (
    <AdminFrame scope={scope} room="/resources" title="Resources">
      {library.resources.length === 0 ? (
        <p>
          Nothing is here yet. What <a href={`/c/${slug}/admin/schedule`}>the schedule</a> asks people to watch, read or
          do comes here by itself, once however often it is used.
        </p>
      ) : (
        <Library
          cohort={slug}
          initial={library}
          dates={datesIn(library.resources)}
          notAsked={whyNotAsked(scope.cohort, env().CONVENE_LINK_CHECK)}
        />
      )}
    </AdminFrame>
  );
}
