import fc from "fast-check";
import { keyOf, pairsIn } from "@/lib/pairing/pairs/rules";
import { type DrawnRound, drawRound, type RoundInput } from "@/lib/pairing/round/rules";
import type { Pairable } from "@/lib/pairing/score/rules";
import { seededNumbers } from "@/lib/pairing/testing/plain";

/** A member whom nothing is known of. */
export function plainMember(id: string, more: Partial<Pairable> = {}): Pairable {
  return { id, lab: "", words: [], level: null, free: [], meets: "either", done: null, trios: 0, ...more };
}

const LABS = ["Hopper", "Noether", "Curie", "Franklin", "Meitner"];
const WORDS = ["vision", "language", "protein", "robots", "weather", "speech", "theory"];

/** Members with labs, words, levels and free evening hours, as a seed decides. */
export function someMembers(count: number, seed: number): Pairable[] {
  const next = seededNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const zone = Math.floor(next() * 12) * 2;
    const free = Array.from(
      { length: 12 },
      () => 48 * Math.floor(next() * 5) + ((zone + Math.floor(next() * 10) + 16) % 48),
    );
    return plainMember(`m${String(index).padStart(3, "0")}`, {
      lab: pick(LABS),
      words: [pick(WORDS), pick(WORDS)],
      level: 1 + Math.floor(next() * 3),
      free,
      meets: pick(["either", "either", "in_person", "remote"] as const),
      done: next(),
    });
  });
}

/** A term round by round: who met whom when, and who sat in trios. */
export class Term {
  readonly lastMet = new Map<string, number>();
  readonly trios = new Map<string, number>();
  round = 0;

  constructor(private readonly seed = 1) {}

  /** Draws the next round of these members and remembers it. */
  draw(members: readonly Pairable[], more: Partial<RoundInput> = {}): DrawnRound {
    const here = members.map((member) => ({ ...member, trios: this.trios.get(member.id) ?? 0 }));
    const present = new Set(here.map(({ id }) => id));
    const met = [...this.lastMet].flatMap(([key, when]) => {
      const [one = "", other = ""] = key.split(" ");
      return present.has(one) && present.has(other) ? [{ pair: [one, other] as const, ago: this.round - when }] : [];
    });
    const taste = { labs: "mix", levels: "near" } as const;
    const drawn = drawRound({
      members: here,
      met,
      never: [],
      locked: [],
      taste,
      before: this.round,
      seed: this.seed,
      ...more,
    });
    for (const group of drawn.groups) {
      for (const pair of pairsIn(group)) this.lastMet.set(keyOf(pair), this.round);
      if (group.length > 2) for (const name of group) this.trios.set(name, (this.trios.get(name) ?? 0) + 1);
    }
    this.round++;
    return drawn;
  }
}

export const evenCount = (max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: max / 2 }).map((half) => 2 * half);
