import { clockPoint } from "@/lib/time/durations";

/** Good places to stop in a resource, in seconds from its start: in order, each once. */
export type Stops = number[];

/** Further into a resource than this nobody stops: a hundred hours, in seconds. */
export const LAST_STOP = 360_000;

const POINT = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/;

/**
 * Reads `38:00, 1:01:00` as people write it, with commas, semicolons, spaces or “and” between. `problem` says in words
 * what is no time on the clock of a player; with one, nothing is to be saved.
 */
export function readStops(text: string): { stops: Stops; problem: string | null } {
  const words = text.split(/[\s,;]+|\band\b/i).filter((word) => word !== "");
  const stops: Stops = [];
  for (const word of words) {
    const seconds = pointOf(word);
    if (seconds === null) return { stops: [], problem: problemOf(word) };
    stops.push(seconds);
  }
  return { stops: inOrder(stops), problem: null };
}

/** `38:00, 1:01:00`; `readStops` reads it again. */
export function writeStops(stops: readonly number[]): string {
  return stops.map(clockPoint).join(", ");
}

/** `38:00 and 1:01:00 are good places to stop`; empty when there are none. */
export function stopsInWords(stops: readonly number[]): string {
  const points = stops.map(clockPoint);
  const last = points.pop();
  if (last === undefined) return "";
  return points.length === 0
    ? `${last} is a good place to stop`
    : `${points.join(", ")} and ${last} are good places to stop`;
}

/** Each once, in order. */
export function inOrder(stops: readonly number[]): Stops {
  return [...new Set(stops)].sort((a, b) => a - b);
}

/** The first stop that is not before the end of a resource of that many minutes; null when all are, or nobody knows. */
export function stopBeyond(stops: readonly number[], minutes: number | null): number | null {
  if (minutes === null) return null;
  return stops.find((stop) => stop >= minutes * 60) ?? null;
}

function pointOf(word: string): number | null {
  const match = POINT.exec(word);
  if (!match) return null;
  const [hours, minutes, seconds] = [match[1] ?? 0, match[2], match[3]].map(Number);
  // `1:75:00` is a slip; `75:00` is how a player without hours shows it.
  if (match[1] !== undefined && (minutes ?? 0) > 59) return null;
  const all = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return all > 0 && all < LAST_STOP ? all : null;
}

function problemOf(word: string): string {
  const shown = word.length > 20 ? `${word.slice(0, 20)}…` : word;
  return /^\d{1,3}$/.test(word)
    ? `Write ${word} as ${word}:00, in minutes and seconds.`
    : `“${shown}” is no place in a video. Write places like 38:00 or 1:01:00.`;
}
