import { normalTitle } from "@/lib/resources/rules";
import { change, type ResourceRow } from "@/lib/schedule/changes";
import type { StandingResource, StandingSchedule } from "@/lib/schedule/match";
import type { PlanLines } from "@/lib/schedule/plan-lines";
import type { ScheduleChange } from "@/lib/schedule/schema";
import type { Wanted, WantedResource, WantedSession } from "@/lib/schedule/wanted";
import { clockLength, clockPoint } from "@/lib/time/durations";
import type { LocalDate } from "@/lib/time/zones";

/** A wanted resource and the one of the library that it is, if there is one. */
export interface ResolvedResource {
  wanted: WantedResource;
  standing: StandingResource | null;
  /** Named by what was a duplicate of `standing` and is merged into it, so that the name says nothing about it. */
  merged: boolean;
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
  const byId = new Map(standing.resources.map((resource) => [resource.id, resource]));
  const gone = new Map<string, StandingResource>();
  const titles = new Map<string, number>();
  const count = (title: string) => titles.set(title, (titles.get(title) ?? 0) + 1);
  for (const resource of standing.resources) {
    if (!correctable.has(resource.id)) continue;
    const title = normalTitle(resource.title);
    count(title);
    if (!wanted.resources.has(resource.key)) gone.set(title, resource);
  }
  // Where nothing is gone nothing can have been corrected, and no title needs to be looked at.
  if (gone.size > 0) for (const { title } of wanted.resources.values()) count(normalTitle(title));
  const resolved = new Map<string, ResolvedResource>();
  for (const [key, resource] of wanted.resources) {
    const known = byKey.get(key);
    if (known) {
      const now = mergedInto(known, byId);
      resolved.set(key, { wanted: resource, standing: now, merged: now !== known });
    } else {
      const title = gone.size > 0 ? normalTitle(resource.title) : "";
      const corrected = titles.get(title) === 2 ? gone.get(title) : undefined;
      resolved.set(key, { wanted: resource, standing: corrected ?? null, merged: false });
    }
  }
  return resolved;
}

/** What a resource is now, through however many merges; the database lets none be merged into itself. */
function mergedInto(resource: StandingResource, byId: ReadonlyMap<string, StandingResource>): StandingResource {
  let now = resource;
  for (const seen = new Set<string>(); now.mergedIntoId && !seen.has(now.id); ) {
    seen.add(now.id);
    now = byId.get(now.mergedIntoId) ?? now;
  }
  return now;
}

/** The ids of the resources that sessions use. */
export function usedIn({ sessions }: Pick<StandingSchedule, "sessions">): Set<string> {
  return new Set(sessions.flatMap(({ uses }) => uses.map(({ resourceId }) => resourceId)));
}

/**
 * A session with its uses under the keys that the library has for them, whatever became of the link. What the file names
 * by two links of one resource is one use.
 */
export function byKnownKeys(session: WantedSession, resolved: ReadonlyMap<string, ResolvedResource>): WantedSession {
  const uses = new Map<string, WantedSession["uses"][number]>();
  for (const use of session.uses) {
    const { standing, merged } = resolved.get(use.key) ?? { standing: null, merged: false };
    const key = standing?.key ?? use.key;
    const known = uses.get(`${use.slot} ${key}`);
    if (!known) uses.set(`${use.slot} ${key}`, { ...use, key, ...(merged ? { merged } : {}) });
  }
  return { ...session, uses: [...uses.values()] };
}

export interface PlannedResources {
  /** The id of each wanted resource by its key, and by the key that it had before a correction of its link. */
  ids: Map<string, string>;
  create: ResourceRow[];
  /** With those that only come back from among the deleted ones, should something use them. */
  update: { before: StandingResource; after: ResourceRow }[];
}

interface Options {
  newId: () => string;
  /** Who takes a length out means that it is unknown; a file that is silent about it does not. */
  clearLengths?: boolean;
  /** Where each correction becomes a line. */
  lines?: PlanLines;
  /** The date of such a line, by the resource's key. */
  dates?: ReadonlyMap<string, LocalDate>;
}

/** The resources to create and to correct, line by line. */
export function planResources(resolved: ReadonlyMap<string, ResolvedResource>, options: Options): PlannedResources {
  const plan: PlannedResources = { ids: new Map(), create: [], update: [] };
  const comeBack = new Map<string, StandingResource>();
  for (const [key, { wanted, standing, merged }] of resolved) {
    const id = standing?.id ?? options.newId();
    plan.ids.set(key, id);
    if (standing) plan.ids.set(standing.key, id);
    if (!standing) plan.create.push(fresh(id, wanted));
    else if (merged) {
      if (standing.deleted) comeBack.set(id, standing);
    } else {
      const after = corrected(standing, wanted, options);
      if (standing.deleted || !isSame(standing, after)) plan.update.push({ before: standing, after });
    }
  }
  const corrections = new Set(plan.update.map(({ before }) => before.id));
  for (const [id, before] of comeBack) {
    if (!corrections.has(id)) plan.update.push({ before, after: { ...rowOf(before), deleted: false } });
  }
  return plan;
}

/** The titles of the library by the resource's id: as they are, as the file has them, and as they will be. */
export interface ResourceTitles {
  before: ReadonlyMap<string, string>;
  said: ReadonlyMap<string, string>;
  after: ReadonlyMap<string, string>;
}

export function titlesOf(
  standing: Pick<StandingSchedule, "resources">,
  resolved: ReadonlyMap<string, ResolvedResource>,
  { ids, create, update }: PlannedResources,
): ResourceTitles {
  const before = new Map(standing.resources.map(({ id, title }) => [id, title]));
  const [said, after] = [new Map(before), new Map(before)];
  for (const [key, { wanted, merged }] of resolved) if (!merged) said.set(ids.get(key) ?? "", wanted.title);
  for (const { id, title } of [...create, ...update.map((one) => one.after)]) after.set(id, title);
  return { before, said, after };
}

function fresh(
  id: string,
  { key, title, url, minutes, kind, author = "", stopPoints = [] }: WantedResource,
): ResourceRow {
  return { id, key, title, url, minutes, kind, author, stopPoints: [...stopPoints], deleted: false };
}

/** A known resource with what the file says of it and nobody has left out. */
function corrected(
  standing: StandingResource,
  wanted: WantedResource,
  { lines, dates, clearLengths = false }: Options,
): ResourceRow {
  const row = { ...rowOf(standing), deleted: false };
  const date = dates?.get(standing.key) ?? dates?.get(wanted.key) ?? "";
  const take = (kind: ScheduleChange["kind"], from: string | null, to: string | null) =>
    !lines?.propose([wanted.key], change(kind, date, wanted.title, from, to)).left;
  if (standing.title !== wanted.title && take("resource_retitled", standing.title, wanted.title)) {
    row.title = wanted.title;
  }
  // An organizer's choice of kind stays as long as the link does; so does the link's own spelling.
  const relinked = standing.key !== wanted.key && take("resource_relinked", standing.url, wanted.url);
  if (relinked) Object.assign(row, { key: wanted.key, url: wanted.url, kind: wanted.kind });
  if ((wanted.minutes !== null || clearLengths) && standing.minutes !== wanted.minutes) {
    if (take("changed_length", lengthOf(standing.minutes), lengthOf(wanted.minutes))) row.minutes = wanted.minutes;
  }
  if (wanted.kindSaid && standing.kind !== wanted.kind) {
    const done = take("resource_changed", `kind: ${standing.kind}`, `kind: ${wanted.kind}`);
    row.kind = done ? wanted.kind : standing.kind;
  }
  if (wanted.author !== undefined && standing.author !== wanted.author) {
    if (take("resource_changed", said("author", standing.author), said("author", wanted.author))) {
      row.author = wanted.author;
    }
  }
  const [points, wantedPoints] = [pointsOf(standing.stopPoints), pointsOf(wanted.stopPoints ?? standing.stopPoints)];
  if (points !== wantedPoints && take("resource_changed", said("stops", points), said("stops", wantedPoints))) {
    row.stopPoints = [...(wanted.stopPoints ?? [])];
  }
  return row;
}

function rowOf({ version: _, mergedIntoId: __, ...row }: StandingResource): ResourceRow {
  return row;
}

function isSame(standing: StandingResource, row: ResourceRow): boolean {
  const { stopPoints, ...rest } = row;
  const fields = Object.keys(rest) as (keyof typeof rest)[];
  return (
    fields.every((field) => standing[field] === row[field]) && pointsOf(standing.stopPoints) === pointsOf(stopPoints)
  );
}

function lengthOf(minutes: number | null): string | null {
  return minutes === null ? null : clockLength(minutes);
}

function pointsOf(points: readonly number[]): string {
  return points.map(clockPoint).join(", ");
}

/** `author: Ada`, so that a line tells which of several things it is about. */
function said(what: string, value: string): string | null {
  return value === "" ? null : `${what}: ${value}`;
}
