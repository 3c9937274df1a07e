import type { ResourceKind, Slot } from "@/lib/progress/schema";
import { kindOf, matchKeyOf } from "@/lib/resources/rules";
import type { StandingResource, StandingSchedule, StandingSession } from "@/lib/schedule/match";
import { type ScheduleUse, SLOTS, type UseInput } from "@/lib/schedule/schema";
import { asCell } from "@/lib/schedule/uses/text";
import type { WantedResource, WantedUse } from "@/lib/schedule/wanted";
import { type CellResource, readCell, writeCell } from "@/lib/transfer/cell";
import { Continuations } from "@/lib/transfer/continues";

/** The text of each slot as the session editor shows it: one resource a line, `[title 0h18](url)`. */
export type SlotTexts = Record<Slot, string>;

/** What the session editor shows for the uses of a session; `readSlots` reads it again. */
export function writeSlots(uses: readonly ScheduleUse[]): SlotTexts {
  const text = (slot: Slot) => writeCell(uses.filter((use) => use.slot === slot).map(asCell));
  return { before: text("before"), session: text("session"), after: text("after"), deep_dive: text("deep_dive") };
}

/**
 * Reads the editor's text into the uses to save. What a continuation goes on with is taken from the session's `current`
 * uses. `problems` are in plain words, by slot; with any, nothing is to be saved.
 */
export function readSlots(
  texts: SlotTexts,
  current: readonly ScheduleUse[],
): { uses: UseInput[]; problems: { slot: Slot; message: string }[] } {
  const uses: UseInput[] = [];
  const problems: { slot: Slot; message: string }[] = [];
  for (const slot of SLOTS) {
    const read = readCell(texts[slot]);
    problems.push(...read.problems.map((message) => ({ slot, message })));
    for (const [index, resource] of read.resources.entries()) {
      const twice = read.resources.findIndex((other) => matchKeyOf(other) === matchKeyOf(resource)) < index;
      if (twice) problems.push({ slot, message: `“${resource.title}” is there twice.` });
      const before = current.find((use) => use.slot === slot && sameLine(use, resource));
      const known = before && before.title !== before.resourceTitle && before.title === resource.title;
      uses.push({
        ...resource,
        ...(known
          ? { title: before.resourceTitle, url: before.url, minutes: before.resourceMinutes, label: before.title }
          : {}),
        slot,
        optional: resource.optional ?? false,
        part: resource.part ?? null,
      });
    }
  }
  return { uses, problems };
}

function sameLine(use: ScheduleUse, line: CellResource): boolean {
  if (use.title !== use.resourceTitle && use.title === line.title) return true;
  return matchKeyOf({ title: use.resourceTitle, url: use.url }) === matchKeyOf(line);
}

/**
 * What uses ask for, in the words of the database. Words that go on with a resource of an earlier session are a further
 * use of it; a use with a label leaves the resource's own title alone.
 */
export function wantedUses(
  standing: StandingSchedule,
  session: StandingSession,
  uses: readonly UseInput[],
): { uses: WantedUse[]; resources: Map<string, WantedResource> } {
  const library = new Map(standing.resources.map((resource) => [resource.key, resource]));
  const earlier = earlierResources(standing, session);
  const resources = new Map<string, WantedResource>();
  const wanted: WantedUse[] = [];
  for (const use of uses) {
    const goesOn = use.url === null && use.minutes === null && !use.label ? earlier.find(use.title) : null;
    const key = goesOn?.key ?? matchKeyOf(use);
    const known = goesOn ?? (use.label ? library.get(key) : undefined);
    const label = goesOn ? use.title : (use.label ?? "");
    const { title, url, minutes } = known ?? use;
    if (!resources.has(key)) resources.set(key, { key, title, url, minutes, ...saidOf(use, known?.kind) });
    // A slot names a resource once; the second wording of the same thing says nothing new.
    if (wanted.some((other) => other.slot === use.slot && other.key === key)) continue;
    const own = label !== "" && label !== resources.get(key)?.title ? label : "";
    wanted.push({ key, slot: use.slot, label: own, optional: use.optional, ...(use.part ? { part: use.part } : {}) });
  }
  return { uses: wanted, resources };
}

/** What a use says of its resource beside title, link and length. */
function saidOf(use: UseInput, known: ResourceKind | undefined) {
  const { kind, author, stopPoints } = use;
  return {
    kind: kind ?? known ?? kindOf(use.url, use.title),
    ...(kind ? { kindSaid: true } : {}),
    ...(author === undefined ? {} : { author }),
    ...(stopPoints ? { stopPoints } : {}),
  };
}

function earlierResources(standing: StandingSchedule, session: StandingSession): Continuations<StandingResource> {
  const byId = new Map(standing.resources.map((resource) => [resource.id, resource]));
  const earlier = new Continuations<StandingResource>();
  for (const { date, uses } of standing.sessions) {
    if (date < session.date) earlier.addSession(uses.flatMap(({ resourceId }) => byId.get(resourceId) ?? []));
  }
  return earlier;
}
