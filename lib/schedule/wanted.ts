import { byStart } from "@/lib/core/lists";
import type { ResourceKind, Slot } from "@/lib/progress/schema";
import { kindOf, matchKeyOf } from "@/lib/resources/rules";
import { clockLength } from "@/lib/time/durations";
import { Continuations } from "@/lib/transfer/continues";
import type { ReadResource, ReadSession } from "@/lib/transfer/schema";

/** A resource as a file names it, once however often it does. `minutes` null means the file does not say. */
export interface WantedResource {
  key: string;
  title: string;
  url: string | null;
  minutes: number | null;
  /** What its link says, or the file. */
  kind: ResourceKind;
  /** Whether the file says the kind. */
  kindSaid?: boolean;
  author?: string;
  /** In seconds from the start. */
  stopPoints?: readonly number[];
}

/** In the order of its slot. */
export interface WantedUse {
  key: string;
  slot: Slot;
  /** The file's words where they differ from the resource's title, else empty. */
  label: string;
  /** Undefined leaves it as it is. */
  optional?: boolean;
  /** The part that is asked for, in seconds from the start, null is the end; undefined leaves it as it is. */
  part?: { from: number | null; to: number | null };
  /** Named by a duplicate that is merged into this resource by now; without words of its own, what stands stays. */
  merged?: boolean;
}

/** What is not there leaves what stands as it is. */
export interface WantedSession extends Omit<ReadSession, "resources"> {
  /** Whether the file says the format in words of its own, beside the title. */
  formatSaid?: boolean;
  uses: WantedUse[];
}

export interface Wanted {
  sessions: WantedSession[];
  resources: Map<string, WantedResource>;
}

interface Named {
  key: string;
  read: ReadResource;
}

/**
 * What a read schedule asks for, in the words of the database: each resource once, under the title and length of its
 * first mention; a continuation as a further use of the resource it goes on with, so that its progress stays one.
 * `said.format`: the file has words for the format, so that they count against the one that stands.
 */
export function wantedOf(sessions: readonly ReadSession[], said: { format?: boolean } = {}): Wanted {
  const inTurn = sessions.toSorted(byStart);
  const earlier = new Continuations<ReadResource>();
  const named = inTurn.map((session) => {
    const found = session.resources.map((read) => ({ key: keyOf(read, earlier), read }));
    earlier.addSession(session.resources);
    return found;
  });
  const resources = new Map<string, WantedResource>();
  for (const { key, read } of named.flat()) {
    const known = resources.get(key);
    if (known) addTo(known, read);
    else resources.set(key, resourceOf(key, read));
  }
  return {
    sessions: inTurn.map(({ resources: _, ...session }, index) => ({
      ...session,
      ...(said.format ? { formatSaid: true } : {}),
      uses: usesOf(named[index] ?? [], resources),
    })),
    resources,
  };
}

function keyOf(read: ReadResource, earlier: Continuations<ReadResource>): string {
  // With words of its own for this use, the title is the resource's, whatever it says.
  const goesOn = read.url === null && read.minutes === null && !read.label ? earlier.find(read.title) : null;
  return matchKeyOf(goesOn ?? read);
}

function resourceOf(key: string, { title, url, minutes, kind, author, stopPoints }: ReadResource): WantedResource {
  return {
    key,
    title,
    url,
    minutes,
    kind: kind ?? kindOf(url, title),
    ...(kind ? { kindSaid: true } : {}),
    ...(author === undefined ? {} : { author }),
    ...(stopPoints ? { stopPoints } : {}),
  };
}

/** What a later mention says and no earlier one did. */
function addTo(known: WantedResource, read: ReadResource): void {
  known.minutes ??= read.minutes;
  if (read.kind && !known.kindSaid) Object.assign(known, { kind: read.kind, kindSaid: true });
  if (known.author === undefined && read.author !== undefined) known.author = read.author;
  if (!known.stopPoints && read.stopPoints) known.stopPoints = read.stopPoints;
}

interface Wording {
  slot: Slot;
  key: string;
  words: string[];
  read: ReadResource;
}

/** The uses of one session. What a slot names twice is one use, with both wordings. */
function usesOf(named: readonly Named[], resources: ReadonlyMap<string, WantedResource>): WantedUse[] {
  const wordings = new Map<string, Wording>();
  for (const { key, read } of named) {
    const place = `${read.slot} ${key}`;
    const words = wordsOf(read, resources.get(key));
    const known = wordings.get(place);
    if (!known) wordings.set(place, { slot: read.slot, key, words: [words], read });
    else if (!known.words.includes(words)) known.words.push(words);
  }
  return [...wordings.values()].map(({ slot, key, words, read: { optional, part } }) => {
    const label = words.join(", ");
    return {
      key,
      slot,
      label: label === resources.get(key)?.title ? "" : label,
      ...(optional === undefined ? {} : { optional }),
      ...(part ? { part } : {}),
    };
  });
}

/** The words of one mention, with its length where that is not the resource's, so that nothing written is lost. */
function wordsOf(read: ReadResource, resource: WantedResource | undefined): string {
  if (read.label) return read.label;
  const differs = read.minutes !== null && read.minutes !== resource?.minutes;
  return differs && read.minutes !== null ? `${read.title} ${clockLength(read.minutes)}` : read.title;
}
