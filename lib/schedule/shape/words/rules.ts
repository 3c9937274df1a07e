import type { PlannedChange } from "@/lib/schedule/changes";
import { changesBetween, knownToAll } from "@/lib/schedule/edit/rules";
import { changeLines, type Line } from "@/lib/schedule/lines";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { breakOn, isFixed, latestDate, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import type { ShapeDraft } from "@/lib/schedule/shape/plan/rules";
import { stepsOf } from "@/lib/schedule/shape/ripple/rules";
import { daysLater } from "@/lib/time/days";
import { dayAndMonth } from "@/lib/time/words";
import { daysBetween, type LocalDate } from "@/lib/time/zones";

/** So many moved sessions are told one by one; more are one sentence. */
const ONE_BY_ONE = 2;

/** The lines of the public log: one sentence for many sessions that move together, with those that stay. */
export function shapeLines(world: ShapeWorld, draft: ShapeDraft): Line[] {
  const changes = changesBetween(knownToAll(world.sessions), knownToAll(draft.after), world.cohort).filter(
    ({ kind, sessionId }) => kind.startsWith("resource_") || !draft.told.has(sessionId ?? ""),
  );
  const together = changes.filter(
    ({ kind, visible, sessionId }) => kind === "moved" && visible && draft.move?.ripple.moves.has(sessionId ?? ""),
  );
  const rest = together.length > ONE_BY_ONE ? changes.filter((change) => !together.includes(change)) : changes;
  const sentence = together.length > ONE_BY_ONE ? [inOneSentence(world, draft, together)] : [];
  return [...draft.own, ...sentence, ...changeLines(rest, { first: false, published: [] })];
}

function inOneSentence(world: ShapeWorld, draft: ShapeDraft, changes: readonly PlannedChange[]): Line {
  const sorted = changes.toSorted((a, b) => ((a.from ?? "") < (b.from ?? "") ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const all = draft.move && !stepsOf(draft.move.by).minimal;
  const name = first?.title ? `“${first.name ?? first.title}”` : `the open date ${dayAndMonth(first?.from ?? "")}`;
  const who = all ? `Everything from ${name} on moves` : `${upper(name)} and the ${sorted.length - 1} after it move`;
  const range = [first, last].map((one) => `${dayAndMonth(one?.from ?? "")} to ${dayAndMonth(one?.to ?? "")}`);
  const stays = passed(world, draft)
    .filter(({ pinned, state }) => pinned && state === "published")
    .map((session) => ` “${sessionName(session)}” stays on ${dayAndMonth(session.date)}.`);
  const text = `${who} ${draft.move?.way ?? "back"}${weeksInWords(sorted)}: ${range.join(" … ")}.`;
  return { sessionId: null, text: [text, ...stays].join("") };
}

/** What the organizer should know before it is done. */
export function shapeNotes(world: ShapeWorld, draft: ShapeDraft): string[] {
  const moves = draft.move?.ripple.moves ?? new Map<string, LocalDate>();
  const moving = world.sessions.filter(({ id }) => moves.has(id));
  const over = moving.filter(({ date }) => date < world.today);
  const end = latestDate(world.sessions) ?? "";
  const beyond = [...moves.values()].filter((date) => date > end).length;
  return [
    ...draft.notes,
    ...skippedBreaks(world, moving, moves),
    ...passed(world, draft).map(stayNote),
    ...(over.length > 0
      ? [count(over.length, "session that is over already moves too.", "sessions that are over already move too.")]
      : []),
    ...(beyond > 0
      ? [`${count(beyond, "session now lies", "sessions now lie")} after the last planned date, ${dayAndMonth(end)}.`]
      : []),
  ];
}

/** The sessions that keep their dates while others pass by. */
function passed(world: ShapeWorld, draft: ShapeDraft): ScheduleSession[] {
  const moves = draft.move?.ripple.moves ?? new Map<string, LocalDate>();
  const dates = world.sessions.flatMap(({ id, date }) => {
    const to = moves.get(id);
    return to === undefined ? [] : [date, to];
  });
  const [from, to] = [dates.toSorted()[0] ?? "", dates.toSorted().at(-1) ?? ""];
  return world.sessions.filter((session) => isFixed(session) && from <= session.date && session.date <= to);
}

function stayNote(session: ScheduleSession): string {
  const date = dayAndMonth(session.date);
  if (session.state === "cancelled") return `“${sessionName(session)}” stays on ${date}: it is cancelled.`;
  if (session.pinned) return `“${sessionName(session)}” stays on ${date}: it is pinned.`;
  return `${date} stays without a session.`;
}

function skippedBreaks(
  { breaks }: ShapeWorld,
  moving: readonly ScheduleSession[],
  moves: ReadonlyMap<string, LocalDate>,
): string[] {
  const skipped = new Map<string, LocalDate>();
  for (const { id, date } of moving) {
    const to = moves.get(id) ?? date;
    const [from, until] = date < to ? [date, to] : [to, date];
    for (let day = daysLater(from, 7); day < until; day = daysLater(day, 7)) {
      const pause = breakOn(breaks, day);
      if (pause) skipped.set(`${pause.title} (${dayAndMonth(day)})`, day);
    }
  }
  return [...skipped].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([name]) => `${name} is skipped.`);
}

/** " a week" or " 3 weeks" when all move as far; nothing when they do not. */
function weeksInWords(changes: readonly PlannedChange[]): string {
  const days = new Set(changes.map(({ from, to }) => Math.abs(daysBetween(from ?? "", to ?? ""))));
  const [only] = days;
  if (days.size !== 1 || only === undefined || only % 7 !== 0) return "";
  return only === 7 ? " a week" : ` ${only / 7} weeks`;
}

function count(number: number, one: string, many: string): string {
  return number === 1 ? `One ${one}` : `${number} ${many}`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
