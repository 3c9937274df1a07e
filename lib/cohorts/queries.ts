import type { CohortScope } from "@/lib/auth/scope";
import type { Change, Cohort, Section } from "@/lib/cohorts/schema";
import type { Actor } from "@/lib/core/context";
import type { Db } from "@/lib/db/client";

export function cohortOf(scope: CohortScope): Cohort {
  const { id: _, ...rest } = scope.cohort;
  return rest;
}

/** The sections of the public page in the organizer's order. */
export async function sectionsOf(db: Db, scope: CohortScope): Promise<Section[]> {
  return db.section.findMany({
    where: { cohortId: scope.cohort.id, deletedAt: null },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { id: true, title: true, body: true, position: true, version: true },
  });
}

/** The newest lines of the public log, without those that an organizer took off the page. */
export async function changesOf(db: Db, scope: CohortScope, limit: number): Promise<Change[]> {
  const rows = await db.change.findMany({
    where: { cohortId: scope.cohort.id, deletedAt: null },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
    select: { id: true, text: true, at: true },
  });
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export interface CohortListItem {
  slug: string;
  title: string;
  timezone: string;
  state: Cohort["state"];
  demo: boolean;
  /** The asking person's own role in it, if any. */
  role: "follower" | "learner" | "organizer" | null;
}

/**
 * The cohorts that somebody may know of: those that are open or running, and every one they have a seat in. Drafts are
 * listed for their organizers only.
 */
export async function cohortsFor(db: Db, actor: Actor): Promise<CohortListItem[]> {
  const personId = actor.kind === "person" ? actor.personId : null;
  return db.$queryRaw<CohortListItem[]>`
    SELECT c.slug, c.title, c.timezone, c.state::text AS state, c.demo, m.role::text AS role
      FROM cohort c
      LEFT JOIN member m ON m.cohort_id = c.id AND m.person_id = ${personId}::uuid AND m.state IN ('active', 'paused')
     WHERE c.deleted_at IS NULL
       AND (c.state IN ('open', 'running') OR (m.id IS NOT NULL AND c.state = 'archived') OR m.role = 'organizer')
     ORDER BY m.id IS NULL, c.demo, c.created_at DESC, c.slug
     LIMIT 200`;
}
