import type { Metadata } from "next";
import { LogList } from "@/components/changes/log-list";
import { AdminFrame } from "@/components/shell/admin-frame";
import { openPage } from "@/lib/auth/pages";
import { logOf } from "@/lib/changes/queries";

export const metadata: Metadata = { title: "Log" };

interface Props {
  params: Promise<{ cohort: string }>;
}

/** The public log, to be put into better words. */
export default async function Page({ params }: Props) {
  const { cohort: slug } = await params;
  const { ctx, scope } = await openPage(slug, "change.edit", `/c/${slug}/admin/changes`);
  return (
    <AdminFrame scope={scope} room="/changes" title="Log">
      <p className="max-w-prose">
        What you change after publishing writes itself here and on the <a href={`/c/${slug}#changes`}>public page</a>. A
        quarter of an hour later members get it as a mail; until then they read what you make of it here. Choose two
        lines or more to make them one.
      </p>
      <LogList cohort={slug} initial={await logOf(ctx.db, scope)} />
    </AdminFrame>
  );
}
