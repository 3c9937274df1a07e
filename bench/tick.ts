import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { createDb } from "@/lib/db/client";
import { type Mark, markStatement, writeMark } from "@/lib/progress/commands";
import type { Site } from "./site";
import { round, type Spread, spread } from "./statistics";
import { makeTerm } from "./term";

/**
 * A tick as the data layer writes it (the mark and its row in the audit log, through Prisma) against the same statement,
 * prepared, by `pg` alone; and against the bare upsert without a log. All of them in turn, in one process, on the same
 * rows: each client has a member of its own and ticks and unticks, so that every statement writes.
 */

const CLIENTS = [
  { clients: 1, target: 0.7 },
  { clients: 16, target: 0.5 },
] as const;
const SIZE = { sessions: 14, resources: 40, organizers: 16 };
const SECONDS = 1;

const UPSERT = `
  INSERT INTO progress AS p (member_id, resource_id, cohort_id, state, source, updated_at)
  VALUES ($1::uuid, $2::uuid, $3::uuid, $4::"ProgressState", 'member', $5)
  ON CONFLICT (member_id, resource_id) DO UPDATE
     SET state = excluded.state, source = excluded.source, updated_at = excluded.updated_at
   WHERE p.state <> excluded.state
  RETURNING p.resource_id, p.state, p.minutes_taken, p.updated_at`;

type Side = "ours" | "twin" | "sameStatement" | "upsert";
const SIDES: Side[] = ["ours", "sameStatement", "twin", "upsert"];

export async function tickFigure(site: Site, rounds: number, say: (line: string) => void) {
  const term = await makeTerm(site.db, SIZE);
  const url = site.environment.DATABASE_URL ?? "";
  const most = Math.max(...CLIENTS.map(({ clients }) => clients));
  const [prisma, pool] = [createDb(url, most), new Pool({ connectionString: url, max: most })];
  const { rows: members } = await site.db.query<{ id: string; person: string }>(
    "SELECT id, person_id AS person FROM member WHERE cohort_id = $1 ORDER BY id",
    [term.cohortId],
  );
  const { rows: resources } = await site.db.query<{ id: string }>(
    "SELECT id FROM resource WHERE cohort_id = $1 ORDER BY id",
    [term.cohortId],
  );
  const tick = async (side: Side, client: number, turn: number) => {
    const member = members[client];
    const mark: Mark = {
      memberId: member?.id ?? "",
      resourceId: resources[turn % resources.length]?.id ?? "",
      state: Math.floor(turn / resources.length) % 2 === 0 ? "done" : "todo",
      source: "member",
    };
    const actor = {
      kind: "person" as const,
      personId: member?.person ?? "",
      email: "",
      name: "",
      mayCreateCohorts: false,
    };
    const ctx = { actor, now: () => new Date(), newId: () => randomUUID() };
    if (side === "ours" || side === "twin") await writeMark(ctx, prisma, term.cohortId, mark);
    else if (side === "sameStatement") {
      const { text, values } = markStatement(ctx, term.cohortId, mark);
      await pool.query({ name: "same", text, values });
    } else {
      const values = [mark.memberId, mark.resourceId, term.cohortId, mark.state, ctx.now()];
      await pool.query({ name: "upsert", text: UPSERT, values });
    }
  };
  const turns = new Map<number, number>();
  /** Ticks a second. */
  const run = async (side: Side, clients: number): Promise<number> => {
    const begun = performance.now();
    const until = begun + SECONDS * 1000;
    let ticks = 0;
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        while (performance.now() < until) {
          const turn = turns.get(client) ?? 0;
          turns.set(client, turn + 1);
          await tick(side, client, turn);
          ticks += 1;
        }
      }),
    );
    return ticks / ((performance.now() - begun) / 1000);
  };
  try {
    const figures = [];
    for (const { clients, target } of CLIENTS) {
      say(`Ticking with ${clients} ${clients === 1 ? "client" : "clients"}.`);
      for (const side of SIDES) await run(side, clients);
      const ratios: Record<"ratio" | "control" | "toUpsert", number[]> = { ratio: [], control: [], toUpsert: [] };
      const speeds: Record<Side, number[]> = { ours: [], twin: [], sameStatement: [], upsert: [] };
      for (let turn = 0; turn < rounds; turn += 1) {
        const order = SIDES.map((_, index) => SIDES[(index + turn) % SIDES.length] ?? "ours");
        const speed: Record<Side, number> = { ours: 0, twin: 0, sameStatement: 0, upsert: 0 };
        for (const side of order) speed[side] = await run(side, clients);
        for (const side of SIDES) speeds[side].push(speed[side]);
        ratios.ratio.push(speed.ours / speed.sameStatement);
        ratios.control.push(speed.ours / speed.twin);
        ratios.toUpsert.push(speed.ours / speed.upsert);
      }
      const spreads: Record<keyof typeof ratios, Spread> = {
        ratio: spread(ratios.ratio),
        control: spread(ratios.control),
        toUpsert: spread(ratios.toUpsert),
      };
      const ticksPerSecond = Object.fromEntries(SIDES.map((side) => [side, round(spread(speeds[side]).median, 0)]));
      figures.push({ clients, target, met: spreads.ratio.median >= target, ...spreads, ticksPerSecond });
    }
    return { met: figures.every(({ met }) => met), figures };
  } finally {
    await Promise.all([prisma.$disconnect(), pool.end()]);
  }
}
