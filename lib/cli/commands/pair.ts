import { createHash } from "node:crypto";
import { authorise, openCohort } from "@/lib/auth/scope";
import { seedOf } from "@/lib/cli/commands/pair-solve";
import { CliError, print } from "@/lib/cli/run";
import type { Ctx } from "@/lib/core/context";
import { pairsIn } from "@/lib/pairing/pairs/rules";
import { nextRound } from "@/lib/pairing/queries";
import { drawRound, pointsBetween } from "@/lib/pairing/round/rules";
import { reasonFor } from "@/lib/pairing/why/rules";
import { dateIn } from "@/lib/time/zones";

interface Options {
  cohort?: string;
  dryRun?: boolean;
  seed?: string;
  json?: boolean;
}

/**
 * Prints the groups that the next round of a cohort would have, why, and in numbers; saves nothing and tells nobody. The
 * members are named by name and lab. The same seed gives the same groups as long as nothing that counts has changed.
 */
export async function drawPairs(ctx: Ctx, { cohort, dryRun = false, seed, json = false }: Options): Promise<void> {
  if (!cohort) throw new CliError("--cohort: Name the cohort.");
  if (!dryRun) throw new CliError("--dry-run: The command line only shows a draw; say so with --dry-run.");
  const scope = await openCohort(ctx, ctx.db, cohort);
  authorise(ctx, scope, "pairing.edit");
  const chosen = seed === undefined ? seedFor(scope.cohort.id) : seedOf(seed);
  const now = ctx.now();
  const startsOn = dateIn(now, scope.cohort.timezone);
  const { number, people, input } = await nextRound(ctx.db, scope, { startsOn, seed: chosen, now });
  const drawn = drawRound(input);
  const points = pointsBetween(input);
  const person = new Map(people.map((one) => [one.id, one]));
  const named = (id: string) => person.get(id)?.name ?? "";
  const groups = drawn.groups.map((group) => ({
    members: group.map((id) => ({ id, name: named(id), lab: person.get(id)?.lab ?? "" })),
    why: reasonFor(group, input),
    points: pairsIn(group).map(([one, other]) => ({ pair: [one, other], ...points(one, other) })),
  }));
  if (json) {
    const { cost, bound, optimal, leastRepeats } = drawn;
    const repeats = drawn.repeats.length;
    print(
      JSON.stringify({
        round: number,
        seed: chosen,
        groups,
        alone: drawn.alone,
        cost,
        bound,
        optimal,
        repeats,
        leastRepeats,
      }),
    );
    return;
  }
  if (people.length === 0) return print("Nobody is there who wants a partner.");
  for (const { members, why } of groups) {
    print(`${members.map(({ name, lab }) => (lab ? `${name} (${lab})` : name)).join(" and ")}. ${why}`);
  }
  for (const id of drawn.alone) print(`${named(id)} is alone: no group may take them in.`);
  if (drawn.repeats.length > 0) {
    print(`${drawn.repeats.length} meet again; at least ${drawn.leastRepeats} must.`);
  }
}

/** The same for all rounds of a cohort, and without a pattern over cohorts. */
function seedFor(cohortId: string): number {
  return createHash("sha256").update(cohortId).digest().readUInt32BE() >>> 1;
}
