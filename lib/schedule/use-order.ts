import type { UseRow } from "@/lib/schedule/changes";
import type { StandingUse } from "@/lib/schedule/match";

/** A use as it will be, and as it was. */
export interface Placed {
  row: UseRow;
  former: StandingUse | null;
}

/** Whether a use is where it was. */
export function stays({ row, former }: Placed): boolean {
  return former !== null && former.sessionId === row.sessionId && former.slot === row.slot;
}

/**
 * The uses of one slot in order, with their positions. The wanted ones come as the file has them, or with `keepOrder`
 * as they stood; each that is kept beside them comes after the one it stood behind. Arranging the result again changes
 * nothing, and no position is written anew while the order is what it was.
 */
export function arrange(
  slot: { wanted: readonly Placed[]; kept: readonly StandingUse[]; standing: readonly StandingUse[] },
  keepOrder: boolean,
): Placed[] {
  const order = keepOrder ? asTheyStood(slot.wanted) : [...slot.wanted];
  const kept = new Set(slot.kept);
  slot.standing.forEach((use, index) => {
    if (!kept.has(use)) return;
    const earlier = new Set(slot.standing.slice(0, index).map(({ id }) => id));
    const behind = order.findLastIndex((placed) => stays(placed) && earlier.has(placed.row.id));
    order.splice(behind + 1, 0, { row: use, former: use });
  });
  let last = -1;
  return order.map(({ row, former }) => {
    const position = former && stays({ row, former }) && former.position > last ? former.position : last + 1;
    last = position;
    return { row: { ...row, position }, former };
  });
}

/** Those that were here already in the order they had, in the places that the file has for them; new ones as they come. */
function asTheyStood(wanted: readonly Placed[]): Placed[] {
  const before = wanted.filter(stays).toSorted((a, b) => (a.former?.position ?? 0) - (b.former?.position ?? 0));
  return wanted.map((placed) => (stays(placed) ? (before.shift() ?? placed) : placed));
}
