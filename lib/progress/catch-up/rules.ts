import type { CatchUp, CatchUpItem, CatchUpPath, SkipReason } from "@/lib/progress/catch-up/schema";
import { askedParts, type Done, isBehind, type Lengths, secondsLeft } from "@/lib/progress/parts/rules";
import type { Slot } from "@/lib/progress/schema";

/** A use by the next session or an earlier one that took place, with what the member has done of its resource. */
export interface CatchUpUse
  extends Pick<CatchUpItem, "resourceId" | "title" | "url" | "kind" | "plays">,
    Lengths,
    Omit<Done, "watched"> {
  watched: Done["watched"];
  /** The date of the session. */
  date: string;
  /** Whether it is the next session's. */
  isNext: boolean;
  slot: Slot;
  optional: boolean;
  from: number | null;
  to: number | null;
}

/**
 * The ways to be ready for the next session, from the uses in the order of the schedule. Each resource is there once, with
 * the union of what is asked of it and still open, less what was watched; what is settled is not there. Required is what stands before
 * a session and is not optional. What the next session asks for comes last, so that it is fresh, also where an earlier one
 * asked for it first.
 */
export function catchUpOf(
  uses: readonly CatchUpUse[],
  doneAtPercent: number,
): Pick<CatchUp, "only" | "all" | "skippable"> {
  const required = uses.filter(isRequired);
  const needed = new Set(required.map(({ resourceId }) => resourceId));
  // Of the next session's own uses the rest is still to come; it is on This week.
  const extra = uses.filter(
    (use) => !needed.has(use.resourceId) && (!use.isNext || (use.slot === "before" && use.optional)),
  );
  return {
    only: pathOf(
      required.filter(({ isNext }) => isNext),
      doneAtPercent,
    ),
    all: pathOf(required, doneAtPercent),
    skippable: pathOf(extra, doneAtPercent),
  };
}

function isRequired({ slot, optional }: CatchUpUse): boolean {
  return slot === "before" && !optional;
}

function pathOf(uses: readonly CatchUpUse[], doneAtPercent: number): CatchUpPath {
  const byResource = Map.groupBy(uses, ({ resourceId }) => resourceId);
  const found = [...byResource.values()].flatMap((group) => itemOf(group, doneAtPercent) ?? []);
  // The next session's order is its own, not that of who asked first.
  const last = uses.filter(({ isNext }) => isNext).map(({ resourceId }) => resourceId);
  const items = [
    ...found.filter(({ forNext }) => !forNext),
    ...found.filter(({ forNext }) => forNext).sort((a, b) => last.indexOf(a.resourceId) - last.indexOf(b.resourceId)),
  ];
  return {
    minutes: items.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
    unknown: items.filter(({ minutes }) => minutes === null).length,
    items,
  };
}

function itemOf(group: readonly CatchUpUse[], doneAtPercent: number): CatchUpItem | null {
  const open = group.filter((use) => !isBehind(askedParts([use], use), use, doneAtPercent));
  const [first] = open;
  if (!first) return null;
  const asked = askedParts(open, first);
  const { resourceId, title, url, kind, plays, state, date } = first;
  return {
    ...{ resourceId, title, url, kind, plays, state, date },
    minutes: asked && Math.ceil(secondsLeft(asked, first.watched) / 60),
    forNext: open.some(({ isNext }) => isNext),
    skip: skipOf(first),
  };
}

function skipOf(use: CatchUpUse): SkipReason | null {
  if (isRequired(use)) return null;
  return use.optional || use.slot === "before" ? "optional" : use.slot;
}
