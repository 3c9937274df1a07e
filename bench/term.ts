import { randomBytes, randomUUID } from "node:crypto";
import type { Client } from "pg";
import { hashToken } from "@/lib/auth/tokens";

/** A cohort of its own with a whole term in it, for what is measured on the organizer's pages. */

export interface Term {
  slug: string;
  cohortId: string;
  /** The request header of each signed-in organizer. */
  cookies: string[];
}

/** Makes a cohort with weekly sessions that use so many resources between them, and organizers who are signed in. */
export async function makeTerm(
  db: Client,
  size: { sessions: number; resources: number; organizers: number },
): Promise<Term> {
  const [cohortId, slug] = [randomUUID(), `bench-${randomBytes(4).toString("hex")}`];
  await db.query(
    `INSERT INTO cohort (id, slug, title, timezone, weekday, starts_at, state)
     VALUES ($1, $2, 'A measured term', 'America/Chicago', 2, '11:00', 'running')`,
    [cohortId, slug],
  );
  await db.query(
    `INSERT INTO session (id, cohort_id, date, title, format, state)
     SELECT gen_random_uuid(), $1, date '2030-01-01' + 7 * n, 'Session number ' || n, 'discussion', 'published'
       FROM generate_series(1, $2::int) AS n`,
    [cohortId, size.sessions],
  );
  await db.query(
    `INSERT INTO resource (id, cohort_id, kind, title, url, match_key, minutes)
     SELECT gen_random_uuid(), $1, 'video', 'A video of a usual title, number ' || n, 'https://example.org/' || n,
            'https://example.org/' || n, 5 + n % 60
       FROM generate_series(1, $2::int) AS n`,
    [cohortId, size.resources],
  );
  await db.query(
    `INSERT INTO use (id, cohort_id, session_id, resource_id, slot, position)
     SELECT gen_random_uuid(), $1, s.id, r.id, (ARRAY['before', 'after', 'deep_dive'])[1 + r.n % 3]::"Slot", r.n
       FROM (SELECT id, row_number() OVER (ORDER BY match_key) AS n FROM resource WHERE cohort_id = $1) r
       JOIN (SELECT id, row_number() OVER (ORDER BY date) AS n FROM session WHERE cohort_id = $1) s
         ON s.n = 1 + r.n % $2::int`,
    [cohortId, size.sessions],
  );
  const cookies: string[] = [];
  for (let index = 0; index < size.organizers; index += 1) {
    const [personId, cookie] = [randomUUID(), randomBytes(32).toString("base64url")];
    await db.query("INSERT INTO person (id, email, name) VALUES ($1, $2, $3)", [
      personId,
      `${personId}@example.org`,
      `Organizer ${index + 1}`,
    ]);
    await db.query(
      "INSERT INTO member (id, cohort_id, person_id, role, state) VALUES ($1, $2, $3, 'organizer', 'active')",
      [randomUUID(), cohortId, personId],
    );
    await db.query(
      "INSERT INTO sign_in (id, token_hash, person_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')",
      [randomUUID(), hashToken(cookie), personId],
    );
    cookies.push(`next-auth.session-token=${cookie}`);
  }
  await db.query("ANALYZE");
  return { slug, cohortId, cookies };
}
