import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { notFound } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { type ClaimedLink, KNOWN_LINKS } from "@/lib/resources/links/queries";
import type { LinkVerdict } from "@/lib/resources/links/rules";
import type { CheckLinks } from "@/lib/resources/schema";

/** A link that an organizer wants asked is not asked more often than this, in milliseconds. */
const NOT_BEFORE = 10 * 60_000;

/**
 * Takes links that are due, at most `limit` and one of each host, also across workers. A claim is a promise to ask within
 * seconds: a link that nothing is written about, since there was no verdict or the worker died, is due again in an hour.
 */
export async function claimLinks(ctx: Ctx, limit: number): Promise<ClaimedLink[]> {
  const now = ctx.now();
  const rows = await inTransaction(ctx, async (tx) => {
    // One claim after the other: two at once would not see that they take the same host.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('link check', 0))`;
    return tx.$queryRaw<(Omit<ClaimedLink, "known"> & LinkVerdict & { same: boolean })[]>`
      WITH known AS (${KNOWN_LINKS}),
      busy AS (
        -- What was claimed in the last half minute: its claim is when it is due, less the hour.
        SELECT host FROM known
         WHERE checked_at + every - interval '1 hour' BETWEEN ${now}::timestamptz - interval '30 seconds' AND ${now}
      ), due AS (
        SELECT DISTINCT ON (host) *
          FROM known
         WHERE (checked_at IS NULL OR checked_at <= ${now}::timestamptz - every)
           AND NOT EXISTS (SELECT FROM busy WHERE busy.host = known.host)
         ORDER BY host, checked_at NULLS FIRST, id
      ), chosen AS (
        SELECT * FROM due ORDER BY checked_at NULLS FIRST, id LIMIT ${limit}
      ), claimed AS (
        INSERT INTO link_check AS l (resource_id, cohort_id, url, state, checked_at)
        SELECT id, cohort_id, '', 'ok', ${now}::timestamptz - every + interval '1 hour' FROM chosen
        ON CONFLICT (resource_id) DO UPDATE SET checked_at = excluded.checked_at
        RETURNING l.*
      )
      SELECT c.resource_id AS "resourceId", chosen.url, chosen.host, c.checked_at AS "claimedAt",
             c.url = chosen.url AS same, c.state::text AS state, c.problem, c.failures
        FROM claimed c JOIN chosen ON chosen.id = c.resource_id`;
  });
  return rows.map(({ same, state, problem, failures, ...link }) => ({
    ...link,
    known: same ? { state, problem, failures } : null,
  }));
}

/**
 * Writes what was found out, unless the link has changed or somebody else has asked it meanwhile. Says whether it was
 * written. The resource itself stays as it is, with its version.
 */
export async function writeVerdict(ctx: Ctx, link: ClaimedLink, verdict: LinkVerdict): Promise<boolean> {
  const written = await ctx.db.$executeRaw`
    UPDATE link_check l
       SET url = r.url, state = ${verdict.state}::"LinkState", problem = ${verdict.problem},
           failures = ${verdict.failures}, checked_at = ${ctx.now()}
      FROM resource r
     WHERE l.resource_id = ${link.resourceId}::uuid AND l.checked_at = ${link.claimedAt}
       AND r.id = l.resource_id AND r.url = ${link.url} AND r.deleted_at IS NULL`;
  return written > 0;
}

/**
 * Makes links due, one or all of a cohort: the worker asks them within minutes. What was asked in the last ten minutes
 * is left alone. Answers how many are waiting to be asked now. Throws `not_found` for a resource of another cohort.
 */
export async function markLinksDue(ctx: Ctx, scope: CohortScope, { resourceId }: CheckLinks): Promise<number> {
  authorise(ctx, scope, "resource.edit");
  const cohortId = scope.cohort.id;
  if (resourceId && !(await ctx.db.resource.findFirst({ where: { id: resourceId, cohortId, deletedAt: null } }))) {
    throw notFound("resource");
  }
  const of = resourceId ?? null;
  const lately = new Date(ctx.now().getTime() - NOT_BEFORE);
  await ctx.db.$executeRaw`
    UPDATE link_check SET checked_at = 'epoch'
     WHERE cohort_id = ${cohortId}::uuid AND checked_at < ${lately} AND checked_at > 'epoch'
       AND (${of}::uuid IS NULL OR resource_id = ${of}::uuid)`;
  const [row] = await ctx.db.$queryRaw<{ due: number }[]>`
    SELECT count(*)::int AS due FROM (${KNOWN_LINKS}) AS known
     WHERE cohort_id = ${cohortId}::uuid AND (checked_at IS NULL OR checked_at <= ${ctx.now()}::timestamptz - every)
       AND (${of}::uuid IS NULL OR id = ${of}::uuid)`;
  return row?.due ?? 0;
}
