import { secondsIn } from "@/lib/transfer/understand/lengths";

/** The part of a resource that is asked for, in seconds from its start; null is from the beginning, or to the end. */
export interface Part {
  from: number | null;
  to: number | null;
}

const CLOCK = /^(?:(\d{1,2}):([0-5]\d)|(\d{1,3})):([0-5]\d)$/;
const POINT = "(\\d[\\d:]*|\\d[\\d.,]* ?[a-z][a-z\\d. ]*)";
const FROM_TO = new RegExp(`^(?:from )?${POINT} ?(?:[-–—]|to|until|till|bis|à|hasta) ?${POINT}$`, "i");
const UNTIL = new RegExp(`^(?:up to|to|until|till|bis|jusqu['’]à|hasta) ${POINT}$`, "i");
const FROM = new RegExp(`^(?:from|starting at|ab|à partir de|desde) ${POINT}(?: on| onwards?| to the end)?$`, "i");
const FIRST = new RegExp(`^(?:the )?first ${POINT}$`, "i");
const LEAD = /^(?:watch|read|only|just|part:?|minutes?) +(?=\S)/i;

const STOP_LEAD =
  /^(?:good (?:places?|points?) to (?:stop|pause)|(?:good )?stop(?:s|ping)?(?: (?:points?|places?))?|pause|break)(?: at)?(?: ?:| (?=\d)) ?/i;
const STOP_TAIL =
  / (?:is|are) (?:a )?good (?:(?:places?|points?|times?) to (?:stop|pause|take a break)|stopping (?:points?|places?))$/i;
/** Nobody names more places than this. */
const MOST_STOPS = 100;

/**
 * The part that words as a whole ask for, or null: `0:00-38:00`, `from 38:00 to 1:01:00`, `from 38:00`, `until 38:00`,
 * `first 38 min`. Words without a parenthesis around them (`bare`) have an end: "from 11:00" is a time of day as well.
 */
export function partIn(text: string, bare = true): Part | null {
  const words = text.length > 120 ? "" : text.replace(LEAD, "").replace(LEAD, "");
  if (!/\d/.test(words)) return null;
  const range = FROM_TO.exec(words);
  if (range) {
    const [from, to] = [pointIn(range[1] ?? ""), pointIn(range[2] ?? "")];
    // Two bare numbers are pages, and words alone a wish; at least one place must look like one.
    const clear = /:/.test(words) || /^from /i.test(words);
    return clear && from !== null && to !== null && from < to ? { from, to } : null;
  }
  const start = bare ? undefined : FROM.exec(words)?.[1];
  if (start !== undefined) {
    const from = pointIn(start);
    return from === null ? null : { from, to: null };
  }
  const until = UNTIL.exec(words);
  const first = until ? null : FIRST.exec(words);
  const to = pointIn(until?.[1] ?? first?.[1] ?? "");
  return to === null || to === 0 ? null : { from: null, to };
}

/** The places that words as a whole call good ones to stop, in seconds and in order, or null. */
export function stopsIn(text: string): number[] | null {
  if (text.length > MOST_STOPS * 12) return null;
  const lead = STOP_LEAD.exec(text)?.[0] ?? "";
  const tail = lead ? "" : (STOP_TAIL.exec(text)?.[0] ?? "");
  if (!lead && !tail) return null;
  const stops: number[] = [];
  for (const words of text
    .slice(lead.length, text.length - tail.length)
    .split(/ *(?:[,;&]|\band\b|\bund\b|\bet\b) */)) {
    if (words === "") continue;
    const point = pointIn(words);
    if (point === null || point === 0) return null;
    stops.push(point);
  }
  return stops.length > 0 ? [...new Set(stops)].sort((a, b) => a - b) : null;
}

/** A place in a video, in seconds: `38:00`, `1:01:00`, `38 min`, `1 h 1 min`. */
export function pointIn(text: string): number | null {
  const clock = CLOCK.exec(text.trim());
  if (!clock) return /[a-z]/i.test(text) ? secondsIn(text) : null;
  const [hours, minutes] = clock[1] === undefined ? [0, Number(clock[3])] : [Number(clock[1]), Number(clock[2])];
  return hours * 3600 + minutes * 60 + Number(clock[4]);
}
