import type { PlannedChange } from "@/lib/schedule/changes";
import { minutesInWords } from "@/lib/time/durations";
import { dayAndMonth } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

export interface Line {
  sessionId: string | null;
  text: string;
}

interface Context {
  /** Nothing was published before, so that the whole schedule is the news. */
  first: boolean;
  /** The sessions that are published afterwards. */
  published: readonly { date: LocalDate }[];
}

const SLOT_WORDS: Record<string, string> = {
  before: "before the session",
  session: "in the session",
  after: "after the session",
  deep_dive: "as a deep dive",
};

/**
 * The lines of the public log for what an organizer did to published sessions. What belongs to one session is one
 * line where it can be; corrections of titles, links and lengths of resources are not news.
 */
export function changeLines(changes: readonly PlannedChange[], { first, published }: Context): Line[] {
  if (first) return published.length === 0 ? [] : [{ sessionId: null, text: opening(published) }];
  const visible = changes.filter((change) => change.visible);
  const added = new Set(visible.filter(({ kind }) => isNew(kind)).map(({ sessionId }) => sessionId));
  const groupOf = ({ kind, sessionId }: PlannedChange) => `${kind} ${sessionId}`;
  const groups = Map.groupBy(visible, groupOf);
  const lines: Line[] = [];
  for (const change of visible) {
    const text = sessionLine(change);
    if (text) lines.push({ sessionId: change.kind === "removed" ? null : change.sessionId, text });
    if (change.kind !== "resource_added" && change.kind !== "resource_removed") continue;
    // What a new session comes with is told by the session itself.
    if (change.kind === "resource_added" && added.has(change.sessionId)) continue;
    const group = groups.get(groupOf(change)) ?? [];
    if (group[0] !== change) continue;
    lines.push({
      sessionId: change.sessionId,
      text: resourcesLine(
        change,
        group.map(({ title }) => title),
      ),
    });
  }
  return lines;
}

function isNew(kind: PlannedChange["kind"]): boolean {
  return kind === "added" || kind === "published";
}

function opening(published: readonly { date: LocalDate }[]): string {
  const dates = published.map(({ date }) => date).sort();
  const [from, to] = [dates[0] ?? "", dates.at(-1) ?? ""];
  if (dates.length === 1) return `The first session is published: ${dayAndMonth(from)}.`;
  return `The schedule is published: ${dates.length} dates from ${dayAndMonth(from)} to ${dayAndMonth(to)}.`;
}

function sessionLine({ kind, date, title, from, to, name }: PlannedChange): string | null {
  const session = title ? `${quoted(name ?? title)} on ${dayAndMonth(date)}` : `The open date ${dayAndMonth(date)}`;
  switch (kind) {
    case "cancelled":
      return `${session} is cancelled.`;
    case "revived":
      return `${session} is on again.`;
    case "changed_time":
      return to ? `${session} now starts at ${to}.` : `${session} starts at its usual time again.`;
    case "changed_session_length":
      return to ? `${session} now lasts ${minutesInWords(Number(to))}.` : `${session} has its usual length again.`;
    case "changed_presenters":
      return to ? `${session} is presented by ${to}.` : `${session} has no presenter now.`;
    case "added":
    case "published":
      return title
        ? `Added ${quoted(name ?? title)} on ${dayAndMonth(date)}.`
        : `Added ${dayAndMonth(date)} as an open date.`;
    case "moved":
      return `${title ? quoted(name ?? title) : "The open date"} moved from ${dayAndMonth(from ?? date)} to ${dayAndMonth(date)}.`;
    case "retitled":
      if (!title) return `${dayAndMonth(date)} is an open date again.`;
      return from
        ? `${dayAndMonth(date)}: ${quoted(from)} is now ${quoted(title)}.`
        : `${dayAndMonth(date)} is now ${quoted(title)}.`;
    case "removed":
      return title
        ? `Took ${quoted(title)} on ${dayAndMonth(date)} out of the schedule.`
        : `Took the open date ${dayAndMonth(date)} out.`;
    case "resource_moved": {
      const [fromDate, toSlot] = [from?.split(" ")[0] ?? date, to?.split(" ")[1] ?? ""];
      const place = SLOT_WORDS[toSlot] ?? "";
      if (fromDate === date) return `${quoted(title)} on ${dayAndMonth(date)} is now ${place.replace(/^as /, "")}.`;
      return `${quoted(title)} moved from ${dayAndMonth(fromDate)} to ${dayAndMonth(date)}, ${place}.`;
    }
    default:
      return null;
  }
}

function resourcesLine({ kind, date }: { kind: string; date: LocalDate }, titles: readonly string[]): string {
  const shown = titles.slice(0, 3).map(quoted);
  if (titles.length > 3) shown.push(`${titles.length - 3} more`);
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : (shown[0] ?? "");
  return kind === "resource_added"
    ? `Added ${list} to ${dayAndMonth(date)}.`
    : `Took ${list} out of ${dayAndMonth(date)}.`;
}

function quoted(text: string): string {
  return `“${text}”`;
}
