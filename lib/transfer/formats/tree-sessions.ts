import { namesDay } from "@/lib/transfer/formats/dates";
import { isNothing, plainName, type Tree, type TreeMap } from "@/lib/transfer/formats/tree";

/** A map that one goes through to come to a session. */
export interface Around {
  map: TreeMap;
  /** The value of it that one goes into. */
  via: Tree;
  /** The name of the list that it is an item of, when it is one: a week among `weeks`. */
  item: string | null;
  parent: Around | null;
}

export interface Found {
  item: TreeMap;
  around: Around | null;
  /** The name of the list. */
  list: string;
}

/** Lists at the same place of every parent, `weeks/[]/sessions/[]`, are one. */
interface Group {
  path: string;
  found: Found[];
  score: number;
}

const DATES = new Set("date dates day when start starts starttime startdate datetime begins month".split(" "));
const WEEKS = new Set("week wk weeks number no num nr session lecture".split(" "));
const TITLES = new Set(
  "title topic topics name subject theme session lecture lesson event summary content module".split(" "),
);
const SESSION_LISTS =
  /^(?:sessions?|schedule|lectures?|class(?:es)?|meetings?|weeks?|days?|events?|calendar|lessons?|program(?:me)?|agenda|timetable|syllabus|topics?)$/;
const OTHER_LISTS =
  /^(?:readings?|resources?|links?|videos?|materials?|assignments?|homeworks?|before|after|prep|references?|books?|textbooks?|staff|people|instructors?|authors?|tas|speakers?|presenters?|nav|menu)$/;

/**
 * The maps that are sessions: of all lists of maps in the tree those with the most names that sessions have, and, of the
 * weeks or modules around them, those without any session inside, since they say something too. Empty when no list looks
 * like sessions.
 */
export function findSessions(root: Tree): { sessions: Found[]; bare: Found[] } {
  const groups = new Map<string, Group>();
  visit(root, { path: "", name: "", around: null }, groups);
  const best = [...groups.values()].reduce<Group | null>(
    (chosen, next) => (next.score > (chosen?.score ?? 0) ? next : chosen),
    null,
  );
  if (!best) return { sessions: [], bare: [] };
  const busy = new Set<TreeMap>();
  for (const { around } of best.found) for (let at = around; at; at = at.parent) busy.add(at.map);
  const outer = [...groups.values()].filter(({ path }) => path !== best.path && best.path.startsWith(`${path}/`));
  return { sessions: best.found, bare: outer.flatMap(({ found }) => found.filter(({ item }) => !busy.has(item))) };
}

interface Place {
  path: string;
  name: string;
  around: Around | null;
}

function visit(tree: Tree, place: Place, groups: Map<string, Group>): void {
  if (tree.kind === "scalar") return;
  if (tree.kind === "list") {
    for (const item of tree.items) {
      if (item.kind === "map" && item.entries.length === 1 && isKeyed(item)) visitKeyed(item, place, groups);
      else if (item.kind === "map") addItem(item, place, groups);
      else visit(item, { ...place, path: `${place.path}/[]` }, groups);
    }
  } else if (isKeyed(tree)) visitKeyed(tree, place, groups);
  else visitEntries(tree, null, place, groups);
}

function addItem(item: TreeMap, place: Place, groups: Map<string, Group>): void {
  const path = `${place.path}/[]`;
  const group = groups.get(path) ?? { path, found: [], score: 0 };
  groups.set(path, group);
  group.found.push({ item, around: place.around, list: place.name });
  group.score += scoreOf(item, plainName(place.name), place.path === "");
  visitEntries(item, place.name, { ...place, path }, groups);
}

function visitEntries(map: TreeMap, item: string | null, place: Place, groups: Map<string, Group>): void {
  for (const { name, value } of map.entries) {
    if (value.kind === "scalar") continue;
    const around: Around = { map, via: value, item, parent: place.around };
    visit(value, { path: `${place.path}/${plainName(name)}`, name, around }, groups);
  }
}

/** Maps whose names are dates or numbered weeks: each is an item, and its name says when. */
function isKeyed(map: TreeMap): boolean {
  return map.entries.length > 0 && map.entries.every(({ name }) => /\d/.test(name) && namesDay(name) !== null);
}

function visitKeyed(map: TreeMap, place: Place, groups: Map<string, Group>): void {
  for (const { name, value, line } of map.entries) {
    const when = { name: namesDay(name) ?? "date", value: { kind: "scalar", line, text: name } as const, line };
    const around: Around = { map, via: value, item: null, parent: place.around };
    if (value.kind === "map") {
      addItem({ kind: "map", line, entries: [when, ...value.entries] }, { ...place, around }, groups);
    } else if (value.kind === "list" && value.items.some(({ kind }) => kind === "map")) {
      const item: TreeMap = { kind: "map", line, entries: [when] };
      const inside: Around = { map: item, via: value, item: place.name || when.name, parent: around };
      visit(value, { ...place, around: inside }, groups);
    } else {
      const entries = isNothing(value) ? [when] : [when, { name: "title", value, line }];
      addItem({ kind: "map", line, entries }, place, groups);
    }
  }
}

function scoreOf(item: TreeMap, list: string, isRoot: boolean): number {
  const names = new Set(item.entries.map(({ name }) => plainName(name)));
  const has = (known: ReadonlySet<string>) => [...names].some((name) => known.has(name));
  const dated = has(DATES);
  let score = (dated ? 3 : 0) + (has(WEEKS) ? 2 : 0) + (has(TITLES) ? 1 : 0);
  if (isRoot) score += 4;
  if (SESSION_LISTS.test(list)) score += 2;
  else if (!dated && (names.has("url") || names.has("link") || names.has("href"))) score -= 4;
  if (OTHER_LISTS.test(list)) score -= 5;
  if (names.has("email") || names.has("photo") || names.has("office")) score -= 4;
  return score;
}
