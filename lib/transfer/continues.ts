import { normalTitle } from "@/lib/resources/rules";
import type { ReadResource, ReadSession } from "@/lib/transfer/schema";
import { continuedTitle, isContinuation } from "@/lib/transfer/text";

/** Something that a later session may go on with. */
export interface Earlier {
  title: string;
}

const SMALL_WORDS = new Set("a an and for how in is it of on or the this to what with".split(" "));
// Beyond this many resources back, words in common are chance.
const WINDOW = 1000;

/**
 * Finds which earlier resource a continuation goes on with: the same title first, whatever its distance; else the one
 * with most of the continuation's words, at least half of them, the nearest earlier session first.
 */
export class Continuations<R extends Earlier> {
  private readonly exact = new Map<string, R>();
  private readonly recent: { resource: R; words: ReadonlySet<string> }[] = [];
  private readonly sessionEnds: number[] = [];
  private waiting: (readonly R[])[] = [];

  /** Adds the resources of the next session; those that are continuations themselves are no beginning. */
  addSession(resources: readonly R[]): void {
    if (resources.length > 0) this.waiting.push(resources);
  }

  // Most schedules have few continuations or none; words are only taken apart when one asks.
  private index(): void {
    for (const resources of this.waiting) {
      const before = this.recent.length;
      for (const resource of resources) {
        if (isContinuation(resource.title)) continue;
        this.exact.set(normalTitle(resource.title), resource);
        this.recent.push({ resource, words: wordsOf(resource.title) });
      }
      if (this.recent.length > before) this.sessionEnds.push(this.recent.length);
    }
    this.waiting = [];
  }

  /** The resource that `title` goes on with, or null when it is no continuation or nothing earlier fits. */
  find(title: string): R | null {
    if (!isContinuation(title)) return null;
    this.index();
    const base = continuedTitle(title);
    const same = this.exact.get(normalTitle(base));
    if (same) return same;
    const wanted = wordsOf(base);
    if (wanted.size === 0) return null;
    let best: { resource: R; common: number } | null = null;
    for (const [from, to] of this.sessionsBackwards()) {
      let nearest: { resource: R; common: number; words: number } | null = null;
      for (const { resource, words } of this.recent.slice(from, to)) {
        let common = 0;
        for (const word of wanted) if (words.has(word)) common += 1;
        if (common === 0 || common * 2 < wanted.size) continue;
        // Of two in one session that share as many words, the one with fewer others is meant.
        const closer = common === nearest?.common && words.size < nearest.words;
        if (!nearest || common > nearest.common || closer) nearest = { resource, common, words: words.size };
      }
      if (nearest && (!best || nearest.common > best.common)) best = nearest;
    }
    return best?.resource ?? null;
  }

  private *sessionsBackwards(): Generator<[number, number]> {
    for (let index = this.sessionEnds.length - 1; index >= 0; index -= 1) {
      const [from, to] = [this.sessionEnds[index - 1] ?? 0, this.sessionEnds[index] ?? 0];
      if (this.recent.length - from > WINDOW) return;
      yield [from, to];
    }
  }
}

/** Marks the resources that go on with one of an earlier session ("Backpropagation Cont."). */
export function withContinuations(sessions: readonly ReadSession[]): ReadSession[] {
  const earlier = new Continuations<ReadResource>();
  return sessions.map((session) => {
    const resources = session.resources.map((resource) => {
      const { title, url, minutes, label } = resource;
      const goesOn = url === null && minutes === null && !label ? earlier.find(title) : null;
      return goesOn ? { ...resource, continues: goesOn.title } : resource;
    });
    earlier.addSession(session.resources);
    return { ...session, resources };
  });
}

function wordsOf(title: string): Set<string> {
  const words = normalTitle(title)
    .split(" ")
    .filter((word) => word !== "" && !SMALL_WORDS.has(word));
  return new Set(words.map(singular));
}

/** Makes singular and plural the same ("transformers", "classes", "studies"); not a stemmer, and its output no word. */
function singular(word: string): string {
  if (word.length < 4) return word;
  const bare = /(ss|us|is)$/.test(word) ? word : word.replace(/s$/, "");
  return bare.replace(/e$/, "").replace(/y$/, "i");
}
