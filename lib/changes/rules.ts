import { readLine, type Said, writeLine } from "@/lib/changes/words/rules";

const MINUTE = 60_000;
/** How long a line can be taken back or joined with the next one before members are told, in milliseconds. */
export const HOLD = 15 * MINUTE;
/** How long members wait at most while an organizer goes on changing things. */
export const LONGEST_HOLD = 60 * MINUTE;

interface Timed {
  at: Date;
  updatedAt: Date;
}

/**
 * Whether lines that nobody was told of are still held: the newest was written or reworded less than 15 minutes ago and
 * the oldest less than an hour. Until then they are one piece of news in the making.
 */
export function areHeld(lines: readonly Timed[], now: Date): boolean {
  return lines.length > 0 && now < heldUntil(lines);
}

/** When the hold of these lines ends. */
export function heldUntil(lines: readonly Timed[]): Date {
  const newest = Math.max(...lines.map(({ updatedAt }) => updatedAt.getTime()));
  const oldest = Math.min(...lines.map(({ at }) => at.getTime()));
  return new Date(Math.min(newest + HOLD, oldest + LONGEST_HOLD));
}

export interface LogLine {
  sessionId: string | null;
  text: string;
}

/** A line that is held. `wrote` is what it said before an organizer reworded it, or null when nobody did. */
export interface HeldLine extends LogLine {
  id: string;
  wrote: string | null;
}

export interface Bundle {
  /** Held lines with their new words. */
  reword: { id: string; sessionId: string | null; text: string }[];
  /** Held lines of which nothing is left. */
  drop: string[];
  /** The new lines that stay lines of their own. */
  add: LogLine[];
}

/**
 * Joins new lines with those that are held: two moves of a session are one from the first date to the last, and what is
 * taken back while it is held leaves no line. An organizer's own words are never changed; a line of theirs goes when what it
 * told is taken back.
 */
export function bundleLines(held: readonly HeldLine[], news: readonly LogLine[]): Bundle {
  const lines = held.map((line) => ({ ...line, said: readLine(line.wrote ?? line.text) as Said | null, gone: false }));
  const add: LogLine[] = [];
  const changed = new Set<string>();
  for (const { sessionId, text } of news) {
    let rest: Said | null = readLine(text);
    const known = rest !== null;
    for (const line of inTurn(lines, rest)) {
      if (rest === null || line.said === null || line.gone) continue;
      const joined = isAboutTheSame(line, line.said, { sessionId }, rest) ? join(line.said, rest) : null;
      if (joined === null) continue;
      if (joined.first === null) line.gone = true;
      else if (writeLine(joined.first) !== writeLine(line.said)) {
        // What an organizer has put into other words can go, but it is not ours to rewrite.
        if (line.wrote !== null) continue;
        Object.assign(line, {
          said: joined.first,
          text: writeLine(joined.first),
          sessionId: sessionId ?? line.sessionId,
        });
        changed.add(line.id);
      }
      rest = joined.second;
    }
    if (!known) add.push({ sessionId, text });
    else if (rest !== null) add.push({ sessionId, text: writeLine(rest) });
  }
  return {
    reword: lines
      .filter((line) => !line.gone && changed.has(line.id))
      .map(({ id, sessionId, text }) => ({ id, sessionId, text })),
    drop: lines.filter(({ gone }) => gone).map(({ id }) => id),
    add,
  };
}

/** The newest first; what a line takes back before what it adds to. */
function inTurn<L extends { said: Said | null }>(lines: readonly L[], second: Said | null): L[] {
  const isTakenBack = ({ said }: L) =>
    said?.kind === "resources" && second?.kind === "resources" && said.added !== second.added;
  const newest = lines.toReversed();
  return [...newest.filter(isTakenBack), ...newest.filter((line) => !isTakenBack(line))];
}

type About = Pick<LogLine, "sessionId">;

function isAboutTheSame(a: About, first: Said, b: About, second: Said): boolean {
  // A resource that moves is told of at the session it goes to.
  if (first.kind === "resource_moved" && second.kind === "resource_moved") return first.title === second.title;
  if (a.sessionId !== null && b.sessionId !== null) return a.sessionId === b.sessionId;
  if (first.kind === "usual" && second.kind === "usual") return true;
  // A session that is gone is known by its words only.
  const [here, gone] = first.kind === "removed" ? [second, first] : [first, second];
  if (here.kind !== "added" || gone.kind !== "removed") return false;
  return here.on === gone.on && (here.name === gone.name || here.name?.startsWith(`${gone.name}: `) === true);
}

interface Joined {
  /** What the earlier line says now; null when nothing is left of it. */
  first: Said | null;
  /** What is left for the later one to say. */
  second: Said | null;
}

/** What two lines about one thing say together, the second one later; null when each is news of its own. */
function join(first: Said, second: Said): Joined | null {
  if (first.kind === "resources" && second.kind === "resources") return joinResources(first, second);
  if (first.kind === "added") return joinAdded(first, second);
  const taken = { first: null, second: null };
  switch (second.kind) {
    case "added":
      return first.kind === "removed" ? taken : null;
    case "moved":
      if (first.kind !== "moved" || first.to !== second.from) return null;
      return first.from === second.to ? taken : { first: { ...second, from: first.from }, second: null };
    case "retitled":
      // From an open date nobody can tell any more what was there before it.
      if (first.kind !== "retitled" || first.from === null) return null;
      if (second.from !== null && first.to !== second.from) return null;
      return first.from === second.to ? taken : { first: { ...second, from: first.from }, second: null };
    case "cancelled":
    case "revived":
      if (first.kind !== "cancelled" && first.kind !== "revived") return null;
      return first.kind === second.kind ? { first: second, second: null } : taken;
    case "time":
    case "length":
    case "presenters":
    case "format":
    case "usual":
      return first.kind === second.kind ? { first: second, second: null } : null;
    case "notes":
    case "materials":
    case "recording":
      if (first.kind !== second.kind) return null;
      return first.says === second.says ? { first: second, second: null } : taken;
    case "resource_moved":
      if (first.kind !== "resource_moved" || first.to !== second.from) return null;
      return first.from === second.to ? taken : { first: { ...second, from: first.from }, second: null };
    case "slot":
      return first.kind === "slot" && first.title === second.title ? { first: second, second: null } : null;
    default:
      return null;
  }
}

/** A session that is new is told as it is by now; what it comes with is told by itself. */
function joinAdded(first: Extract<Said, { kind: "added" }>, second: Said): Joined | null {
  switch (second.kind) {
    case "moved":
      if (first.on !== second.from) return null;
      return { first: { ...first, name: second.name, on: second.to }, second: null };
    case "retitled":
      return { first: { ...first, name: second.to || null }, second: null };
    case "removed":
      return { first: null, second: null };
    case "added":
      return { first: second, second: null };
    case "time":
    case "length":
    case "presenters":
    case "format":
    case "notes":
    case "materials":
    case "recording":
    case "resources":
    case "slot":
      return { first, second: null };
    default:
      return null;
  }
}

type Resources = Extract<Said, { kind: "resources" }>;

function joinResources(first: Resources, second: Resources): Joined | null {
  if (first.added === second.added) {
    const more = second.titles.filter((title) => !first.titles.includes(title));
    return { first: { ...second, titles: [...first.titles, ...more], more: first.more + second.more }, second: null };
  }
  // Which ones a number stands for nobody knows any more.
  if (first.more + second.more > 0) return null;
  const left = first.titles.filter((title) => !second.titles.includes(title));
  const rest = second.titles.filter((title) => !first.titles.includes(title));
  if (left.length === first.titles.length) return null;
  return {
    first: left.length > 0 ? { ...first, titles: left, on: second.on } : null,
    second: rest.length > 0 ? { ...second, titles: rest } : null,
  };
}

/** Several lines as the sentences of one. */
export function joinTexts(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => (/[.!?…]$/u.test(text) ? text : `${text}.`))
    .join(" ");
}
