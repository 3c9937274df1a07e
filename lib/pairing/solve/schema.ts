import { z } from "zod";
import { FORBIDDEN, placeOf, uniformCosts } from "@/lib/pairing/costs/rules";
import type { Problem } from "@/lib/pairing/solve/rules";

const name = z.string().min(1, "A member needs a name.").max(200);
const pair = z.tuple([name, name]);

/** A file for `convene pair solve`: who is to be paired, what the pairs cost, and which must not be. */
export const pairingFile = z.strictObject({
  members: z.array(name).max(5000, "At most 5,000 members."),
  cost: z.array(z.tuple([name, name, z.number().min(-1e9).max(1e9)])).default([]),
  /** Of the pairs that `cost` does not name. */
  defaultCost: z.number().min(-1e9).max(1e9).default(0),
  forbidden: z.array(pair).default([]),
  /** Groups that stay as they are. */
  locked: z.array(z.array(name).min(2).max(3)).default([]),
});
export type PairingFile = z.infer<typeof pairingFile>;

/**
 * What such a file asks. A pair that is named twice must cost the same both times.
 * @throws RangeError that says which entry is wrong.
 */
export function problemOf(file: PairingFile, seed: number): Problem {
  const { members } = file;
  const place = new Map(members.map((member, index) => [member, index]));
  const twice = members.find((member, index) => place.get(member) !== index);
  if (twice !== undefined) throw new RangeError(`members: “${twice}” is there twice.`);
  const costs = uniformCosts(members.length, file.defaultCost);
  const placeIn = (one: string, other: string, entry: string): number => {
    for (const member of [one, other]) {
      if (!place.has(member)) throw new RangeError(`${entry}: “${member}” is not one of the members.`);
    }
    if (one === other) throw new RangeError(`${entry}: “${one}” cannot be paired with “${one}”.`);
    return placeOf(members.length, place.get(one) ?? 0, place.get(other) ?? 0);
  };
  const named = new Set<number>();
  for (const [index, [one, other, cost]] of file.cost.entries()) {
    const at = placeIn(one, other, `cost.${index}`);
    if (named.has(at) && costs.values[at] !== cost) {
      throw new RangeError(`cost.${index}: the pair of “${one}” and “${other}” has two costs.`);
    }
    named.add(at);
    costs.values[at] = cost;
  }
  for (const [index, [one, other]] of file.forbidden.entries()) {
    costs.values[placeIn(one, other, `forbidden.${index}`)] = FORBIDDEN;
  }
  const seated = new Set<string>();
  for (const [index, group] of file.locked.entries()) {
    for (const member of group) {
      if (!place.has(member)) throw new RangeError(`locked.${index}: “${member}” is not one of the members.`);
      if (seated.has(member)) throw new RangeError(`locked.${index}: “${member}” is locked twice.`);
      seated.add(member);
    }
  }
  return { members, costs, locked: file.locked, seed };
}
