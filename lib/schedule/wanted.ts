import type { ResourceKind, Slot } from "@/lib/progress/schema";
import { kindOf, matchKeyOf } from "@/lib/resources/rules";
import type { SessionFormat } from "@/lib/schedule/schema";
import { clockLength } from "@/lib/time/durations";
import type { LocalDate } from "@/lib/time/zones";
import { Continuations } from "@/lib/transfer/continues";
import type { ReadResource, ReadSession } from "@/lib/transfer/schema";

/** A resource as a file names it, once however often it does. `minutes` null means the file does not say. */
export interface WantedResource {
  key: string;
  title: string;
  url: string | null;
  minutes: number | null;
  kind: ResourceKind;
}

export interface WantedUse {
  key: string;
  slot: Slot;
  /** Counts from 0 in each slot. */
  position: number;
  /** The file's words where they differ from the resource's title, else empty. */
  label: string;
  /** Undefined leaves it as it is; a schedule file has no word for it. */
  optional?: boolean;
}

export interface WantedSession {
  date: LocalDate;
  title: string;
  format: SessionFormat | null;
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
 */
export function wantedOf(sessions: readonly ReadSession[]): Wanted {
  const byDate = sessions.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const earlier = new Continuations<ReadResource>();
  const named = byDate.map((session) => {
    const found = session.resources.map((read) => ({ key: keyOf(read, earlier), read }));
    earlier.addSession(session.resources);
    return found;
  });
  const resources = new Map<string, WantedResource>();
  for (const { key, read } of named.flat()) {
    const known = resources.get(key);
    if (!known) resources.set(key, { ...plain(read), key, kind: kindOf(read.url) });
    else known.minutes ??= read.minutes;
  }
  return {
    sessions: byDate.map(({ date, title, format }, index) => ({
      date,
      title,
      format,
      uses: usesOf(named[index] ?? [], resources),
    })),
    resources,
  };
}

function keyOf(read: ReadResource, earlier: Continuations<ReadResource>): string {
  const goesOn = read.url === null && read.minutes === null ? earlier.find(read.title) : null;
  return matchKeyOf(goesOn ?? read);
}

function plain(read: ReadResource): Pick<ReadResource, "title" | "url" | "minutes"> {
  return { title: read.title, url: read.url, minutes: read.minutes };
}

/** The uses of one session. What a slot names twice is one use, with both wordings. */
function usesOf(named: readonly Named[], resources: ReadonlyMap<string, WantedResource>): WantedUse[] {
  const wordings = new Map<string, { slot: Slot; key: string; words: string[] }>();
  for (const { key, read } of named) {
    const place = `${read.slot} ${key}`;
    const words = wordsOf(read, resources.get(key));
    const known = wordings.get(place);
    if (!known) wordings.set(place, { slot: read.slot, key, words: [words] });
    else if (!known.words.includes(words)) known.words.push(words);
  }
  const counts = new Map<Slot, number>();
  return [...wordings.values()].map(({ slot, key, words }) => {
    const position = counts.get(slot) ?? 0;
    counts.set(slot, position + 1);
    const label = words.join(", ");
    return { key, slot, position, label: label === resources.get(key)?.title ? "" : label };
  });
}

/** The words of one mention, with its length where that is not the resource's, so that nothing written is lost. */
function wordsOf(read: ReadResource, resource: WantedResource | undefined): string {
  const differs = read.minutes !== null && read.minutes !== resource?.minutes;
  return differs && read.minutes !== null ? `${read.title} ${clockLength(read.minutes)}` : read.title;
}
