import type { Recorded } from "@/lib/audit/acts/rules";
import { quoted, type Told } from "@/lib/audit/words/schedule/rules";

/** What an organizer does to a member's progress is no act of that member. */
export const OVERRIDDEN = "progress.overridden";

/** That an organizer marked something in a member's stead, what stood there before, and why. */
export function tellOverride(
  { before, after }: Pick<Recorded, "before" | "after">,
  resource: string,
  member: string,
): Told {
  const [from, to] = [saidIn(before), saidIn(after)];
  const thing = resource ? quoted(resource) : "something that is gone";
  return {
    what: `marked ${thing} as ${stateIn(to)} for ${member || "a member who is gone"}`,
    details: [
      { what: "state", before: stateIn(from), after: stateIn(to) },
      { what: "reason", before: String(from.reason ?? "") || null, after: String(to.reason ?? "") || null },
    ],
  };
}

function saidIn(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function stateIn({ state }: Record<string, unknown>): string {
  return state === "todo" ? "to do" : String(state);
}
