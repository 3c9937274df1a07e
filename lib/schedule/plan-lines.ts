import { hash } from "node:crypto";
import type { PlannedChange } from "@/lib/schedule/changes";
import type { ScheduleChange } from "@/lib/schedule/schema";

/** A change that an organizer may take or leave. */
export interface PlanLine extends ScheduleChange {
  /** Follows from what the line says and what it is about, so that the same comparison gives the same ids. */
  id: string;
  /** The id of the line without which this one cannot be: that a session is added, for what is in it. */
  needs: string | null;
  left: boolean;
}

/**
 * The lines of one comparison, and which of them are left out. What a line is about is named by dates and links, never by
 * ids that were made for the comparison.
 */
export class PlanLines {
  readonly all: PlanLine[] = [];
  /** What is done, as the public log tells it. */
  readonly news: PlannedChange[] = [];
  private readonly leave: ReadonlySet<string>;

  constructor(leave: Iterable<string> = []) {
    this.leave = new Set(leave);
  }

  /** Adds a line about the thing that `subject` names. A line that needs one that is left out is left out with it. */
  propose(subject: readonly string[], said: ScheduleChange, needs: PlanLine | null = null): PlanLine {
    // Where a resource moves from has another date as soon as that session itself has moved.
    const from = said.kind === "resource_moved" ? null : said.from;
    const id = shortHash([said.kind, ...subject, from, said.to]);
    const left = this.leave.has(id) || needs?.left === true;
    const line = { ...said, id, needs: needs?.id ?? null, left };
    this.all.push(line);
    return line;
  }

  tell(line: ScheduleChange, about: Omit<PlannedChange, keyof ScheduleChange> & Partial<ScheduleChange>): void {
    const { kind, date, title, from, to } = line;
    this.news.push({ kind, date, title, from, to, ...about });
  }
}

/** Equal for equal values, 96 bits long. */
export function shortHash(value: unknown): string {
  return hash("sha256", JSON.stringify(value), "base64url").slice(0, 16);
}
