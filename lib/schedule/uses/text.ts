import { kindOf } from "@/lib/resources/rules";
import { usesIn } from "@/lib/schedule/rules";
import type { ScheduleUse } from "@/lib/schedule/schema";
import { type CellResource, writeCell } from "@/lib/transfer/cell";
import { isContinuation } from "@/lib/transfer/text";

/** One use as a cell names it, with all that a cell has words for. */
export function asCell(use: ScheduleUse): CellResource {
  const { url, kind, author, stopPoints, label, optional } = use;
  const { fromSeconds: from, toSeconds: to } = use;
  const part = from === null && to === null ? {} : { part: { from, to } };
  const marks = { ...(optional ? { optional } : {}), ...part };
  // A continuation is written as the organizer wrote it, without the link and length of what it goes on with.
  if (label !== "" && isContinuation(label)) return { title: label, url: null, minutes: null, ...marks };
  return {
    title: use.resourceTitle,
    url,
    minutes: use.resourceMinutes,
    ...marks,
    ...(label !== "" && label !== use.resourceTitle ? { label } : {}),
    ...(kind === kindOf(url, use.resourceTitle) ? {} : { kind }),
    ...(author === "" ? {} : { author }),
    ...(stopPoints.length > 0 ? { stopPoints } : {}),
  };
}

/** One use as a line of the schedule's grid: `[title 0h18](https://…) (optional)`, or its words. */
export function writeUse(use: ScheduleUse): string {
  return writeCell([asCell(use)]);
}

/** All that one slot holds, a use a line. */
export function writeSlot(uses: readonly ScheduleUse[], slot: ScheduleUse["slot"]): string {
  return usesIn(uses, slot).map(writeUse).join("\n");
}
