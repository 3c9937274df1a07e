import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { halfHoursInUtc } from "@/lib/pairing/hours/rules";
import { lockedTogether } from "@/lib/pairing/kept/rules";
import type { Pair } from "@/lib/pairing/pairs/rules";
import type { RoundInput } from "@/lib/pairing/round/rules";
import { wordsOf } from "@/lib/pairing/score/rules";
import { type LocalDate, toDateColumn } from "@/lib/time/zones";

/** A member who is to be drawn, as organizers see them. */
export interface Drawable {
  id: string;
  name: string;
  lab: string;
}

/** All that the draw of a cohort's next round needs, and who they are. */
export interface NextRound {
  number: number;
  input: RoundInput;
  people: Drawable[];
}

interface Row {
  id: string;
  name: string;
  lab: string;
  purpose: string;
  zone: string;
  interests: string | null;
  level: number | null;
  meets: "either" | "in_person" | "remote" | null;
  free: number[] | null;
  done: number | null;
  trios: number;
}

/**
 * What there is to draw from on `startsOn`: everyone who takes part, wants a partner and is not paused then; who met whom;
 * rules and wishes. Drafts of rounds are not counted. Wishes are in it, so none of it may leave the server as it is.
 */
export async function nextRound(
  db: Db,
  scope: CohortScope,
  asked: { startsOn: LocalDate; seed: number; now: Date },
): Promise<NextRound> {
  const { id: cohortId } = scope.cohort;
  const [rows, met, forbidden, keep, wishes, setting, past] = await Promise.all([
    drawable(db, cohortId, asked.startsOn, asked.now),
    metBefore(db, cohortId),
    forbiddenPairs(db, cohortId),
    db.pairingRule.findMany({ where: { cohortId, kind: "keep" }, orderBy: [{ createdAt: "asc" }, { oneId: "asc" }] }),
    wishedBoth(db, cohortId),
    db.pairingSetting.findUnique({ where: { cohortId } }),
    db.round.aggregate({ where: { cohortId, state: { not: "draft" } }, _max: { number: true }, _count: true }),
  ]);
  const number = (past._max.number ?? 0) + 1;
  const here = new Set(rows.map(({ id }) => id));
  const present = ([one, other]: Pair): boolean => here.has(one) && here.has(other);
  const never = forbidden.filter(present);
  const wanted: Pair[] = [...keep.map(({ oneId, otherId }): Pair => [oneId, otherId]), ...wishes];
  return {
    number,
    people: rows.map(({ id, name, lab }) => ({ id, name, lab })),
    input: {
      members: rows.map((row) => ({
        id: row.id,
        lab: row.lab,
        words: wordsOf(`${row.purpose} ${row.interests ?? ""}`),
        level: row.level,
        free: halfHoursInUtc(row.free ?? [], row.zone, asked.startsOn),
        meets: row.meets ?? "either",
        done: row.done,
        trios: row.trios,
      })),
      met: met.filter(({ pair }) => present(pair)).map(({ pair, round }) => ({ pair, ago: number - round })),
      never,
      locked: lockedTogether(wanted.filter(present), never),
      taste: { labs: setting?.labs ?? "mix", levels: setting?.levels ?? "near" },
      before: past._count,
      seed: asked.seed,
    },
  };
}

/** Who is to be drawn, with the share of what was required so far that they have done. */
function drawable(db: Db, cohortId: string, startsOn: LocalDate, now: Date): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    WITH required AS MATERIALIZED (
      SELECT DISTINCT use.resource_id AS id
        FROM session JOIN use ON use.session_id = session.id AND use.slot = 'before' AND NOT use.optional
        JOIN resource ON resource.id = use.resource_id AND resource.deleted_at IS NULL
       WHERE session.cohort_id = ${cohortId}::uuid AND session.state = 'published' AND session.deleted_at IS NULL
         AND session.date <= ${now}::date
    )
    SELECT m.id, coalesce(nullif(person.name, ''), split_part(person.email, '@', 1)) AS name, m.lab, m.purpose,
           coalesce(m.timezone, person.timezone, cohort.timezone) AS zone,
           p.interests, p.level, p.meets::text AS meets, p.free,
           (SELECT count(*) FROM progress
             WHERE progress.member_id = m.id AND progress.state = 'done' AND progress.resource_id IN (SELECT id FROM required)
           )::float8 / nullif((SELECT count(*) FROM required), 0) AS done,
           (SELECT count(*) FROM pair_group_member mine
              JOIN round ON round.id = mine.round_id AND round.state <> 'draft'
             WHERE mine.member_id = m.id
               AND (SELECT count(*) FROM pair_group_member all_of WHERE all_of.group_id = mine.group_id) > 2)::int AS trios
      FROM member m
      JOIN cohort ON cohort.id = m.cohort_id
      JOIN person ON person.id = m.person_id
      LEFT JOIN pairing_profile p ON p.member_id = m.id
     WHERE m.cohort_id = ${cohortId}::uuid AND m.state = 'active' AND m.role <> 'follower' AND m.wants_partner
       AND (m.paused_until IS NULL OR m.paused_until <= ${toDateColumn(startsOn)}::date)
     ORDER BY m.id`;
}

/**
 * Pairs who were in one group of a published round, and the number of the last one. Two of whom one said that they did
 * not meet, and neither that they did, have still to meet.
 */
async function metBefore(db: Db, cohortId: string): Promise<{ pair: Pair; round: number }[]> {
  const rows = await db.$queryRaw<{ one: string; other: string; round: number }[]>`
    SELECT a.member_id AS one, b.member_id AS other, max(round.number)::int AS round
      FROM round
      JOIN pair_group_member a ON a.round_id = round.id
      JOIN pair_group_member b ON b.group_id = a.group_id AND b.member_id > a.member_id
     WHERE round.cohort_id = ${cohortId}::uuid AND round.state <> 'draft'
       AND (NOT EXISTS (SELECT FROM pairing_check c WHERE c.group_id = a.group_id AND c.answer IN ('no', 'silent'))
            OR EXISTS (SELECT FROM pairing_check c WHERE c.group_id = a.group_id AND c.answer = 'yes'))
     GROUP BY a.member_id, b.member_id`;
  return rows.map(({ one, other, round }) => ({ pair: [one, other], round }));
}

/** Pairs whom a rule of the organizers or a wish of either keeps apart; whose it was is not told. */
async function forbiddenPairs(db: Db, cohortId: string): Promise<Pair[]> {
  const rows = await db.$queryRaw<{ one: string; other: string }[]>`
    SELECT one_id AS one, other_id AS other FROM pairing_rule WHERE cohort_id = ${cohortId}::uuid AND kind = 'never'
     UNION
    SELECT least(member_id, other_id), greatest(member_id, other_id)
      FROM pairing_wish WHERE cohort_id = ${cohortId}::uuid AND kind = 'never'`;
  return rows.map(({ one, other }) => [one, other]);
}

/** Pairs of whom each wishes for the other, the first to have done so first. */
async function wishedBoth(db: Db, cohortId: string): Promise<Pair[]> {
  const rows = await db.$queryRaw<{ one: string; other: string }[]>`
    SELECT mine.member_id AS one, mine.other_id AS other
      FROM pairing_wish mine
      JOIN pairing_wish theirs ON theirs.member_id = mine.other_id AND theirs.other_id = mine.member_id
     WHERE mine.cohort_id = ${cohortId}::uuid AND mine.member_id < mine.other_id
       AND mine.kind <> 'never' AND theirs.kind <> 'never'
     ORDER BY greatest(mine.created_at, theirs.created_at), mine.member_id, mine.other_id`;
  return rows.map(({ one, other }) => [one, other]);
}
