/**
 * What a pair costs, in points that a person can read; lower is better. Every term is a whole number, and what is not
 * known counts as the middle: nobody is better off for keeping something to themselves.
 */

/** What the draw knows of a member. */
export interface Pairable {
  readonly id: string;
  /** Lab or affiliation; empty when not told. */
  readonly lab: string;
  /** Words of their interests and of what they want from the cohort; see `wordsOf`. */
  readonly words: readonly string[];
  /** 1 new to it, 2 some experience, 3 much; null when not told. */
  readonly level: number | null;
  /** Half hours of the week, 0 to 335 from Monday 00:00 UTC, in which they are free; empty when not told. */
  readonly free: readonly number[];
  readonly meets: "either" | "in_person" | "remote";
  /** Share from 0 to 1 of what was required so far that they have done; null before anything was. */
  readonly done: number | null;
  /** In how many trios they have sat. */
  readonly trios: number;
}

export interface Taste {
  readonly labs: "mix" | "same" | "any";
  readonly levels: "near" | "apart" | "any";
}

export const TERMS = ["repeat", "lab", "words", "level", "hours", "place", "pace"] as const;
export type Term = (typeof TERMS)[number];
export type Points = Readonly<Record<Term, number>>;

/** More than all other terms of a hundred pairs together, so that nobody meets again while there is a way without. */
const REPEAT = 1_000_000;
/** What a seat in a trio costs for each time that a member sat in one more often than those who did least. */
export const TRIO_AGAIN = 10_000;

/** The terms of a pair. `ago` is how many rounds ago they were last in one group, 1 for the last round; null for never. */
export function pointsOf(one: Pairable, other: Pairable, ago: number | null, taste: Taste): Points {
  return {
    repeat: ago === null ? 0 : Math.round(REPEAT * (1 + 2 ** (1 - ago))),
    lab: labPoints(one.lab, other.lab, taste.labs),
    words: 15 - 5 * Math.min(3, shared(one.words, other.words).length),
    level: levelPoints(one.level, other.level, taste.levels),
    hours: hourPoints(one.free, other.free),
    place: one.meets !== "either" && other.meets !== "either" && one.meets !== other.meets ? 25 : 0,
    pace: one.done === null || other.done === null ? 0 : Math.round(15 * Math.abs(one.done - other.done)),
  };
}

export function sumOf(points: Points): number {
  return TERMS.reduce((sum, term) => sum + points[term], 0);
}

function labPoints(one: string, other: string, labs: Taste["labs"]): number {
  if (labs === "any") return 0;
  const [left, right] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
  if (left === "" || right === "") return 10;
  return (left === right) === (labs === "same") ? 0 : 20;
}

function levelPoints(one: number | null, other: number | null, levels: Taste["levels"]): number {
  if (levels === "any") return 0;
  if (one === null || other === null) return 8;
  const apart = Math.abs(one - other);
  return 8 * (levels === "near" ? apart : 2 - apart);
}

/** Ten points for each hour a week that is missing to three. */
function hourPoints(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return 15;
  return 5 * Math.max(0, 6 - sharedHalfHours(one, other).length);
}

/** Half hours of the week in which both are free, in their order. */
export function sharedHalfHours(one: readonly number[], other: readonly number[]): number[] {
  const theirs = new Set(other);
  return [...new Set(one)].filter((half) => theirs.has(half)).sort((a, b) => a - b);
}

export function shared(one: readonly string[], other: readonly string[]): string[] {
  const theirs = new Set(other);
  return [...new Set(one)].filter((word) => theirs.has(word)).sort();
}

const EVERYDAY = new Set(
  "about also and better build building cohort course from have improve into learn learning like more others people session some that their them there these they this understand want what with work would your".split(
    " ",
  ),
);

/** The telling words of a text, in lower case: four letters or more, and not such as everybody writes. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}+#-]{2,}/gu) ?? [];
  return [...new Set(words.filter((word) => word.length > 3 && !EVERYDAY.has(word)))].sort();
}
