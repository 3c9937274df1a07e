import { normalTitle } from "@/lib/resources/rules";
import { change, type PlannedChange, type ResourceRow } from "@/lib/schedule/changes";
import type { StandingResource, StandingSchedule } from "@/lib/schedule/match";
import type { ScheduleChange } from "@/lib/schedule/schema";
import type { Wanted, WantedResource } from "@/lib/schedule/wanted";
import { clockLength } from "@/lib/time/durations";
import type { LocalDate } from "@/lib/time/zones";

/** A wanted resource and the one of the library that it is, if there is one. */
export interface ResolvedResource {
  wanted: WantedResource;
  standing: StandingResource | null;
}

/**
 * Finds the library's resource for each wanted one: the same link, or the same title of something without one. A
 * resource that was given a link, lost it, or got a better one is still the same when its title is the only such title
 * on both sides and the old link is gone; otherwise everyone would lose their tick with the correction. `correctable`
 * holds the ids of the resources that may be corrected so: all that sessions use, unless said otherwise.
 */
export function resolveResources(
  standing: StandingSchedule,
  wanted: Pick<Wanted, "resources">,
  correctable: ReadonlySet<string> = usedIn(standing),
): Map<string, ResolvedResource> {
  const byKey = new Map(standing.resources.map((resource) => [resource.key, resource]));
  const gone = single(standing.resources.filter(({ id, key }) => correctable.has(id) && !wanted.resources.has(key)));
  const titles = titleCounts([
    ...wanted.resources.values(),
    ...standing.resources.filter(({ id }) => correctable.has(id)),
  ]);
  const resolved = new Map<string, ResolvedResource>();
  for (const [key, resource] of wanted.resources) {
    const title = normalTitle(resource.title);
    const corrected = titles.get(title) === 2 ? gone.get(title) : undefined;
    resolved.set(key, { wanted: resource, standing: byKey.get(key) ?? corrected ?? null });
  }
  return resolved;
}

/** The ids of the resources that sessions use. */
export function usedIn({ sessions }: Pick<StandingSchedule, "sessions">): Set<string> {
  return new Set(sessions.flatMap(({ uses }) => uses.map(({ resourceId }) => resourceId)));
}

function single(resources: readonly StandingResource[]): Map<string, StandingResource> {
  return new Map(resources.map((resource) => [normalTitle(resource.title), resource]));
}

function titleCounts(resources: readonly { title: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { title } of resources) counts.set(normalTitle(title), (counts.get(normalTitle(title)) ?? 0) + 1);
  return counts;
}

/** The resources to create and to correct, and the id of each wanted one by its key. */
export function planResources(
  resolved: ReadonlyMap<string, ResolvedResource>,
  options: { newId: () => string; clearLengths?: boolean },
) {
  const ids = new Map<string, string>();
  const create: ResourceRow[] = [];
  const update: { before: StandingResource; after: ResourceRow }[] = [];
  for (const [key, { wanted, standing }] of resolved) {
    const id = standing?.id ?? options.newId();
    ids.set(key, id);
    if (!standing) create.push({ ...wanted, id });
    else {
      const relinked = standing.key !== wanted.key;
      // A file that is silent about a length does not say that it is unknown; an editor who takes it out does.
      const minutes = options.clearLengths ? wanted.minutes : (wanted.minutes ?? standing.minutes);
      // An organizer's choice of kind stays as long as the link does; so does the link's own spelling.
      const [url, kind] = relinked ? [wanted.url, wanted.kind] : [standing.url, standing.kind];
      const same = standing.title === wanted.title && standing.minutes === minutes && !relinked && !standing.deleted;
      if (!same)
        update.push({ before: standing, after: { id, key: wanted.key, title: wanted.title, url, minutes, kind } });
    }
  }
  return { ids, create, update };
}

/** What happens to known resources, dated by the first session that uses them. */
export function resourceChanges(
  resolved: ReadonlyMap<string, ResolvedResource>,
  sessions: readonly { date: LocalDate; uses: readonly { key: string }[] }[],
): PlannedChange[] {
  const firstDate = new Map<string, LocalDate>();
  for (const { date, uses } of sessions) for (const { key } of uses) if (!firstDate.has(key)) firstDate.set(key, date);
  return [...resolved].flatMap(([key, { wanted, standing }]) => {
    if (!standing) return [];
    const date = firstDate.get(standing.key) ?? firstDate.get(key) ?? "";
    const say = (kind: ScheduleChange["kind"], from: string | null, to: string | null): PlannedChange => ({
      ...change(kind, date, wanted.title, from, to),
      sessionId: null,
      visible: false,
    });
    const changes: PlannedChange[] = [];
    if (standing.title !== wanted.title) changes.push(say("resource_retitled", standing.title, wanted.title));
    if (standing.key !== wanted.key) changes.push(say("resource_relinked", standing.url, wanted.url));
    if (wanted.minutes !== null && standing.minutes !== wanted.minutes) {
      changes.push(say("changed_length", lengthOf(standing.minutes), lengthOf(wanted.minutes)));
    }
    return changes;
  });
}

function lengthOf(minutes: number | null): string | null {
  return minutes === null ? null : clockLength(minutes);
}
