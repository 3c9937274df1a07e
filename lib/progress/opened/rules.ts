const MINUTE = 60_000;
/** Whoever was away for less has had a look and no more. */
const AT_LEAST = MINUTE;
/** The most that is suggested for something of unknown length. */
const LONGEST = 240;
/** The most that is suggested otherwise, in lengths of the thing: a long absence was not all reading. */
const LENGTHS = 3;

/**
 * How long something that was opened elsewhere may have taken somebody who was away for `ms`, in whole minutes; null when
 * they were away for less than a minute. Only a suggestion: they may say otherwise.
 */
export function minutesAway(ms: number, lengthMinutes: number | null): number | null {
  if (ms < AT_LEAST) return null;
  const most = lengthMinutes === null ? LONGEST : LENGTHS * lengthMinutes;
  return Math.max(1, Math.min(most, Math.round(ms / MINUTE)));
}

/** What a browser remembers of a link that was opened: when, in milliseconds since 1970, or what was suggested on return. */
export type Opened = { at: number } | { minutes: number };

/** Writes it as text for the browser's storage. */
export function writeOpened(opened: Opened): string {
  return "at" in opened ? `at ${Math.round(opened.at)}` : `minutes ${opened.minutes}`;
}

/** Reads such a text; null for none and for one that something else wrote. */
export function readOpened(text: string | null): Opened | null {
  const [, what, number] = /^(at|minutes) (\d{1,15})$/.exec(text ?? "") ?? [];
  if (!what || !number) return null;
  return what === "at" ? { at: Number(number) } : { minutes: Number(number) };
}
