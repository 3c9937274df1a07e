import { type PartnerProgress, type PeerResource, VISIBILITIES, type Visibility } from "@/lib/progress/peers/schema";

/**
 * Fewer people than this are not counted together: with four, one who knows three of them knows the fourth. (Small groups
 * are kept back like this in official statistics, where the least is between three and ten.)
 */
export const LEAST_COUNTED = 5;

/** Each level with what it means for the member whose progress it is, and what an organizer reads when they choose it. */
export const VISIBILITY_WORDS: Readonly<Record<Visibility, { name: string; means: string; cohort: string }>> = {
  self: {
    name: "Only me",
    means: "No other member sees anything of it, and you are in no count.",
    cohort: "Nobody: members see their own progress only",
  },
  partner: {
    name: "My partner",
    means: "Your partner sees what you have done and where you stopped. Nobody else does.",
    cohort: "Partners: each other’s, nothing of the rest",
  },
  counts: {
    name: "My partner, and counts",
    means: `The others see how many have finished something, without names, and only where at least ${LEAST_COUNTED} are counted.`,
    cohort: "Counts: partners, and how many have finished something",
  },
  names: {
    name: "Everybody, by name",
    means: "The others in the cohort see your name on what you have finished.",
    cohort: "Names: partners, counts, and who has finished something",
  },
};

/** What is said wherever somebody chooses. */
export const ORGANIZERS_SEE_ALL = "The organizers of the cohort see everybody’s progress, whatever is chosen here.";

/** Whether level `a` shows more than `b`. */
export function isLooser(a: Visibility, b: Visibility): boolean {
  return VISIBILITIES.indexOf(a) > VISIBILITIES.indexOf(b);
}

/** The level that holds for a member: the tighter of the cohort's and their own; null follows the cohort. */
export function effectiveLevel(cohort: Visibility, own: Visibility | null): Visibility {
  return own !== null && isLooser(cohort, own) ? own : cohort;
}

/** What a member may choose in a cohort: nothing looser than it. */
export function choicesIn(cohort: Visibility): Visibility[] {
  return VISIBILITIES.filter((level) => !isLooser(level, cohort));
}

/** Another member, as somebody who looks at them stands towards them. */
export interface Peer {
  id: string;
  level: Visibility;
  /** In the group of who looks. */
  isPartner: boolean;
  /** An active learner; others are in no count and no list. */
  isCounted: boolean;
  done: boolean;
}

/** What is told of one resource to who looks. */
export interface Told {
  /** Whose state is told in full. */
  partners: string[];
  /** Who is said by name to have finished. */
  named: string[];
  count: { done: number; of: number } | null;
}

/**
 * What one who looks is told of a resource; the query selects exactly this and no more. A count is given when those in it
 * of whom nothing else is told are nobody or at least `LEAST_COUNTED`, so that no subtraction leaves a few.
 */
export function toldOf(peers: readonly Peer[]): Told {
  const counted = peers.filter(({ isCounted, level }) => isCounted && !isLooser("counts", level));
  const unnamed = counted.filter((peer) => isOnlyCounted(peer)).length;
  const given = counted.length > 0 && (unnamed === 0 || unnamed >= LEAST_COUNTED);
  return {
    partners: peers.filter(({ isPartner, level }) => isPartner && !isLooser("partner", level)).map(({ id }) => id),
    named: counted.filter(({ level, done }) => level === "names" && done).map(({ id }) => id),
    count: given ? { done: counted.filter(({ done }) => done).length, of: counted.length } : null,
  };
}

/** Whether a counted member's state is told in no other way. */
export function isOnlyCounted({ level, isPartner }: Pick<Peer, "level" | "isPartner">): boolean {
  return level === "counts" && !isPartner;
}

/** How far a partner is in what is required before the session, with what they skip: `{ done: 3, of: 4 }`. */
export function partnerDone(
  partner: Pick<PartnerProgress, "uses">,
  resources: readonly PeerResource[],
): { done: number; of: number } {
  const asked = new Set(resources.filter((r) => r.slot === "before" && !r.optional).map((r) => r.resourceId));
  const states = partner.uses.filter(({ resourceId }) => asked.has(resourceId)).map(({ state }) => state);
  return { done: states.filter((state) => state === "done" || state === "skipped").length, of: states.length };
}
