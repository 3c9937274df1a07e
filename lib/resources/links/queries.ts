import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { LinkVerdict } from "@/lib/resources/links/rules";

/** A link that this worker asks now; `known` is what was found out about the very same link before. */
export interface ClaimedLink {
  resourceId: string;
  url: string;
  /** Whose server it is, as far as the name tells: all of YouTube's names are one. */
  host: string;
  /** When the row is asked again if nothing is written; tells whether it is still this worker's. */
  claimedAt: Date;
  known: LinkVerdict | null;
}

/**
 * The links that are asked at all: of resources that are there, in cohorts that are open or running, not in the demo.
 * `every` is how long what was found out is believed: a week, a day where something was wrong, an hour where nothing is
 * known yet.
 */
export const KNOWN_LINKS = Prisma.sql`
  SELECT r.id, r.cohort_id, r.url, l.checked_at, l.state, l.problem, l.failures, l.url AS asked_url,
         regexp_replace(
           regexp_replace(lower(substring(r.url FROM '^[a-zA-Z]+://(?:[^/?#@]*@)?([^/?#]*)')), '^(www|m|music)[.]', ''),
           '^(youtu[.]be|youtube-nocookie[.]com)$', 'youtube.com') AS host,
         CASE WHEN l.url IS DISTINCT FROM r.url THEN interval '1 hour'
              WHEN l.state = 'broken' OR (l.state = 'ok' AND l.problem <> '') THEN interval '1 day'
              ELSE interval '7 days' END AS every
    FROM resource r
    JOIN cohort c ON c.id = r.cohort_id AND c.deleted_at IS NULL AND c.state IN ('open', 'running') AND NOT c.demo
    LEFT JOIN link_check l ON l.resource_id = r.id
   WHERE r.deleted_at IS NULL AND r.url IS NOT NULL`;

/** A link that worked when it was last asked, on none of these hosts: to tell whether this machine reaches anything. */
export async function workingLink(db: Db, notOn: readonly string[]): Promise<string | null> {
  const rows = await db.$queryRaw<{ url: string }[]>`
    SELECT url FROM (${KNOWN_LINKS}) AS known
     WHERE state = 'ok' AND problem = '' AND asked_url = url AND NOT host = ANY(${[...notOn]}::text[])
     ORDER BY checked_at DESC LIMIT 1`;
  return rows[0]?.url ?? null;
}
