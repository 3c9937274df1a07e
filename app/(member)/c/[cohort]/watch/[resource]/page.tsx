import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { WatchRoom } from "@/components/progress/player/watch-room";
import { MemberHeader } from "@/components/shell/member-header";
import { openPage } from "@/lib/auth/pages";
import { ownMember } from "@/lib/auth/scope";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/core/errors";
import { watchingOf } from "@/lib/progress/watching/queries";
import { sourcesOf } from "@/lib/progress/watching/rules";
import { minutesInWords } from "@/lib/time/durations";

interface Props {
  params: Promise<{ cohort: string; resource: string }>;
}

/** The resource of the address as its member sees it; the page and its title ask once. */
const load = cache(async (slug: string, resourceId: string) => {
  const { ctx, scope } = await openPage(slug, "progress.readOwn", `/c/${slug}/watch/${resourceId}`);
  if (!z.uuid().safeParse(resourceId).success) notFound();
  const member = ownMember(scope);
  const asked = { resourceId, secure: env().CONVENE_URL.startsWith("https:") };
  try {
    return { scope, member, watching: await watchingOf(ctx.db, scope, member.id, asked, ctx.now()) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cohort, resource } = await params;
  return { title: (await load(cohort, resource)).watching.title };
}

/** One resource to watch on our own page; nothing of another site is in it until the member plays it. */
export default async function Page({ params }: Props) {
  const { cohort: slug, resource } = await params;
  const { scope, member, watching } = await load(slug, resource);
  const { url, minutes, player, title } = watching;
  return (
    <>
      {/* The server lets this page have any of the players; here it says which one it is. */}
      <meta httpEquiv="Content-Security-Policy" content={sourcesOf(player)} />
      <MemberHeader scope={scope} place="week" />
      <main id="main" className="mx-auto max-w-3xl space-y-6 px-4 py-8 md:py-12">
        <div className="space-y-2">
          <p>
            <a href={`/c/${slug}/week`}>This week</a>
          </p>
          <h1>{title}</h1>
          <p className="text-quiet">{minutes === null ? "Length unknown" : minutesInWords(minutes)}</p>
        </div>
        {!player && (
          <p>This does not play here. {url ? "Open it, come back and tick it." : "Tick it when it is done."}</p>
        )}
        <WatchRoom cohort={slug} memberId={member.id} initial={watching} />
        {player && url && (
          <p>
            <a href={url} target="_blank" rel="noreferrer">
              Open on {new URL(url).hostname.replace(/^www\./, "")}
            </a>
          </p>
        )}
      </main>
    </>
  );
}
