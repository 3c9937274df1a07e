import { stateInWords } from "@/lib/progress/matrix/rules";
import { type ProgressState, progressState } from "@/lib/progress/schema";
import { minutesInWords } from "@/lib/time/durations";

/** An act on a member's progress, as far as the audit log says what it was. */
export interface Act {
  action: string;
  before: unknown;
  after: unknown;
}

/** What an act was, behind the name of who did it, and why when that was said. */
export function markInWords({ action, after }: Act): { what: string; reason: string } {
  const said = fieldsOf(after);
  const state = stateIn(after);
  switch (action) {
    case "progress.marked":
      return {
        what: `${VERBS[String(said.source)] ?? "marked it as"} ${state ? stateInWords(state) : "something"}`,
        reason: "",
      };
    case "progress.overridden":
      return { what: `set it to ${state ? stateInWords(state) : "something"}`, reason: String(said.reason ?? "") };
    case "progress.minutes_reported": {
      const took = typeof said.minutes === "number" ? minutesInWords(said.minutes) : null;
      return { what: took ? `said it took ${took}` : "took back how long it took", reason: "" };
    }
    default:
      return { what: (action.split(".")[1] ?? action).replaceAll("_", " "), reason: "" };
  }
}

const VERBS: Record<string, string> = {
  player: "watched, which made it",
  mail: "marked it from the mail as",
};

/**
 * What the member said last themselves, of acts that come one after the other: what an organizer set since does not count.
 * Without any word of theirs, what the first organizer found.
 */
export function ownStateOf(acts: readonly Act[]): ProgressState {
  let found: ProgressState = "todo";
  for (const { action, before, after } of acts.toReversed()) {
    if (action === "progress.marked") return stateIn(after) ?? found;
    if (action === "progress.overridden") found = stateIn(before) ?? found;
  }
  return found;
}

function stateIn(said: unknown): ProgressState | null {
  return progressState.safeParse(fieldsOf(said).state).data ?? null;
}

function fieldsOf(said: unknown): Record<string, unknown> {
  return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
}
