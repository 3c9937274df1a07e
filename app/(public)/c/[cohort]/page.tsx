import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CohortPage } from "@/components/cohorts/cohort-page";
import { openCohort } from "@/lib/auth/scope";
import { calendarOf } from "@/lib/calendar/queries";
import { changesOf, cohortOf, sectionsOf } from "@/lib/cohorts/queries";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/core/errors";
import { systemContext } from "@/lib/db/context";
import { scheduleOf } from "@/lib/schedule/queries";

interface Props {
  params: Promise<{ cohort: string }>;
}

// It shows what a stranger may see, whoever asks; the web process keeps it whole until the cohort changes.
export const dynamic = "force-dynamic";

const load = cache(async (slug: string) => {
  const ctx = systemContext({ kind: "anonymous" });
  try {
    return { ctx, scope: await openCohort(ctx, ctx.db, slug) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope } = await load((await params).cohort);
  const { title } = scope.cohort;
  return { title, description: `${title}: the schedule, how to prepare, and how to join.` };
}

export default async function Page({ params }: Props) {
  const { ctx, scope } = await load((await params).cohort);
  const [sections, sessions, changes, { publicUrl }] = await Promise.all([
    sectionsOf(ctx.db, scope),
    scheduleOf(ctx.db, scope),
    changesOf(ctx.db, scope, 20),
    calendarOf(ctx.db, scope),
  ]);
  return (
    <CohortPage
      cohort={cohortOf(scope)}
      sections={sections}
      sessions={sessions}
      changes={changes}
      calendar={{ feedUrl: publicUrl, site: env().CONVENE_URL }}
      now={ctx.now()}
    />
  );
}
