import { FORMAT_SAYS, type Said, TEXT_SAYS, writeLine } from "@/lib/changes/words/rules";
import type { PlannedChange } from "@/lib/schedule/changes";
import { sessionFormat } from "@/lib/schedule/schema";
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

/** What a change of texts begins with, to say which it is. */
const TEXTS = ["notes", "materials", "recording"] as const;

/**
 * The lines of the public log for what an organizer did to published sessions. What belongs to one session is one
 * line where it can be; other words in notes or materials, and corrections of titles, links and lengths of resources, are
 * not news.
 */
export function changeLines(changes: readonly PlannedChange[], { first, published }: Context): Line[] {
  if (first) return published.length === 0 ? [] : [{ sessionId: null, text: opening(published) }];
  const visible = changes.filter((change) => change.visible);
  const arrived = new Set(visible.filter(({ kind }) => isNew(kind)).map(({ sessionId }) => sessionId));
  const groupOf = ({ kind, sessionId }: PlannedChange) => `${kind} ${sessionId}`;
  const groups = Map.groupBy(visible, groupOf);
  const lines: Line[] = [];
  for (const change of visible) {
    const said = saidOf(change);
    if (said) lines.push({ sessionId: said.kind === "removed" ? null : change.sessionId, text: writeLine(said) });
    if (change.kind !== "resource_added" && change.kind !== "resource_removed") continue;
    // What a new session comes with is told by the session itself.
    if (change.kind === "resource_added" && arrived.has(change.sessionId)) continue;
    const group = groups.get(groupOf(change)) ?? [];
    if (group[0] !== change) continue;
    const [added, titles] = [change.kind === "resource_added", group.map(({ title }) => title)];
    const text = writeLine({ kind: "resources", added, titles, more: 0, on: dayAndMonth(change.date) });
    lines.push({ sessionId: change.sessionId, text });
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

/** What a change says in the log; null where that is not news, or where several are told together. */
function saidOf({ kind, date, title, from, to, name }: PlannedChange): Said | null {
  const on = dayAndMonth(date);
  const about = { name: title ? (name ?? title) : null, on };
  switch (kind) {
    case "cancelled":
    case "revived":
      return { kind, ...about };
    case "changed_time":
      return { kind: "time", ...about, says: to ? `now starts at ${to}` : "starts at its usual time again" };
    case "changed_session_length": {
      const says = to ? `now lasts ${minutesInWords(Number(to))}` : "has its usual length again";
      return { kind: "length", ...about, says };
    }
    case "changed_presenters":
      return { kind: "presenters", ...about, says: to ? `is presented by ${to}` : "has no presenter now" };
    case "changed_format": {
      const format = sessionFormat.safeParse(to);
      return format.success ? { kind: "format", ...about, says: FORMAT_SAYS[format.data] } : null;
    }
    case "changed_notes": {
      const text = TEXTS.find((name) => (to ?? from ?? "").startsWith(`${name}: `));
      if (!text || (from === null) === (to === null)) return null;
      return { kind: text, ...about, says: TEXT_SAYS[text][to === null ? "gone" : "come"] };
    }
    case "added":
    case "published":
      return { kind: "added", ...about };
    case "moved":
      return { kind, name: about.name, from: dayAndMonth(from ?? date), to: on };
    case "retitled":
      return { kind, on, from, to: title };
    case "removed":
      return { kind, name: title || null, on };
    case "resource_moved": {
      const [fromDate, toSlot] = [from?.split(" ")[0] ?? date, to?.split(" ")[1] ?? ""];
      const place = SLOT_WORDS[toSlot] ?? "";
      if (fromDate === date) return { kind: "slot", title, on, place: place.replace(/^as /, "") };
      return { kind, title, from: dayAndMonth(fromDate), to: on, place };
    }
    default:
      return null;
  }
}
