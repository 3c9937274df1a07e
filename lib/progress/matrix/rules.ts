import type { Matrix, MatrixMember, MatrixResource, Story } from "@/lib/progress/matrix/schema";
import type { ProgressState } from "@/lib/progress/schema";

/** What one character of a row says: the state, and of what was started how many tenths were watched, 1 to 9. */
export interface Cell {
  state: ProgressState;
  tenths: number;
}

/**
 * The character of a cell. Tenths are rounded down but never to nothing, and only the member or an organizer says that
 * the last one is done.
 */
export function codeOf({ state, tenths }: Cell): string {
  if (state === "done") return "d";
  if (state === "skipped") return "s";
  if (state === "started") return String(Math.min(9, Math.max(1, Math.floor(tenths))));
  return ".";
}

/** What a character says; one that is not known, or is missing, is to do. */
export function cellOf(code: string | undefined): Cell {
  if (code === "d") return { state: "done", tenths: 10 };
  if (code === "s") return { state: "skipped", tenths: 0 };
  const tenths = code === undefined ? Number.NaN : "123456789".indexOf(code) + 1;
  return tenths > 0 ? { state: "started", tenths } : { state: "todo", tenths: 0 };
}

const STATE_WORDS: Record<ProgressState, string> = {
  todo: "to do",
  started: "started",
  done: "done",
  skipped: "skipped",
};

export function stateInWords(state: ProgressState): string {
  return STATE_WORDS[state];
}

/** A cell as a screen reader says it: `started, about 40 %`. The lowest step may also be of unknown length. */
export function cellInWords(code: string | undefined): string {
  const { state, tenths } = cellOf(code);
  return state === "started" && tenths > 1 ? `started, about ${tenths * 10} %` : STATE_WORDS[state];
}

/** What is there after a second answer: rows that changed take the place of the ones before, new ones come behind. */
export function merged(before: Matrix, answer: Matrix): Matrix {
  if (answer.whole) return answer;
  const changed = new Map(answer.members.map((member) => [member.id, member]));
  const members = before.members.map((member) => {
    const now = changed.get(member.id);
    changed.delete(member.id);
    return now && !sameMember(member, now) ? now : member;
  });
  const same = changed.size === 0 && members.every((member, at) => member === before.members[at]);
  return {
    ...before,
    asOf: answer.asOf,
    count: answer.count,
    members: same ? before.members : [...members, ...changed.values()],
  };
}

function sameMember(a: MatrixMember, b: MatrixMember): boolean {
  return (Object.keys(a) as (keyof MatrixMember)[]).every((name) => a[name] === b[name]);
}

export type Order = "name" | "lab" | "done" | "seen";
export const ORDERS = ["name", "lab", "done", "seen"] as const;

/** What of the matrix is looked at; empty words and null are everything. */
export interface View {
  words: string;
  /** A session: only the columns that it uses. */
  session: string | null;
  lab: string | null;
  /** Only members with a cell of this state in the columns that are shown. */
  state: ProgressState | null;
  /** Only members who have something required before the next session still open. */
  unready: boolean;
  order: Order;
}

export const EVERYTHING: View = { words: "", session: null, lab: null, state: null, unready: false, order: "name" };

export interface Column {
  resource: MatrixResource;
  /** Its place in a row's string. */
  at: number;
  /** The session under whose date it stands, and whether it is the first one there. */
  session: string;
  opens: boolean;
}

export interface Arranged {
  columns: Column[];
  members: MatrixMember[];
}

/** The columns and rows of a view. A week shows all that its session uses, also what an earlier one used first. */
export function arrange(matrix: Pick<Matrix, "resources" | "members">, view: View): Arranged {
  const columns = columnsOf(matrix.resources, view.session);
  const words = view.words.trim().toLocaleLowerCase();
  const shown = matrix.members.filter(
    ({ name, lab, cells, ready }) =>
      (words === "" || name.toLocaleLowerCase().includes(words)) &&
      (view.lab === null || lab === view.lab) &&
      (view.state === null || columns.some(({ at }) => cellOf(cells[at]).state === view.state)) &&
      !(view.unready && ready),
  );
  return { columns, members: shown.sort(comparing(view.order, columns)) };
}

function columnsOf(resources: readonly MatrixResource[], session: string | null): Column[] {
  const columns: Column[] = [];
  for (const [at, resource] of resources.entries()) {
    const use = session === null ? resource.uses[0] : resource.uses.find((one) => one.session === session);
    if (use) columns.push({ resource, at, session: use.session, opens: columns.at(-1)?.session !== use.session });
  }
  return columns;
}

function isOpen(code: string | undefined): boolean {
  const { state } = cellOf(code);
  return state === "todo" || state === "started";
}

function comparing(order: Order, columns: readonly Column[]): (a: MatrixMember, b: MatrixMember) => number {
  const byName = (a: MatrixMember, b: MatrixMember) =>
    NAMES.compare(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));
  if (order === "lab") return (a, b) => NAMES.compare(a.lab, b.lab) || byName(a, b);
  // An instant in ISO 8601 of one zone sorts as text; who was never seen comes first.
  if (order === "seen") return (a, b) => compareText(a.seen ?? "", b.seen ?? "") || byName(a, b);
  if (order === "done") {
    const done = new Map<string, number>();
    const count = (member: MatrixMember) => {
      const known = done.get(member.id) ?? settledIn(member.cells, columns);
      done.set(member.id, known);
      return known;
    };
    return (a, b) => count(a) - count(b) || byName(a, b);
  }
  return byName;
}

const NAMES = new Intl.Collator("en", { sensitivity: "base", numeric: true });

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** How many of the columns are done or skipped. */
export function settledIn(cells: string, columns: readonly Pick<Column, "at">[]): number {
  return columns.filter(({ at }) => !isOpen(cells[at])).length;
}

/** The labs that members have named, in order. */
export function labsOf(members: readonly Pick<MatrixMember, "lab">[]): string[] {
  return [...new Set(members.map(({ lab }) => lab))].filter((lab) => lab !== "").sort(NAMES.compare);
}

/** Who or what said so, in words: `by hand`, `by an organizer, Ana`. */
export function howInWords({ how, markedBy }: Pick<Story, "how" | "markedBy">): string {
  switch (how) {
    case "organizer":
      return markedBy ? `by an organizer, ${markedBy}` : "by an organizer";
    case "player":
      return "by the player";
    case "mail":
      return "from the mail";
    case "demo":
      return "by the demo";
    case "member":
      return "by hand";
    case null:
      return "by nobody yet";
  }
}

/** What is watched of how much, in whole percent; null when either is unknown. */
export function watchedPercent({
  watchedSeconds,
  askedSeconds,
}: Pick<Story, "watchedSeconds" | "askedSeconds">): number | null {
  if (!askedSeconds || watchedSeconds === 0) return null;
  return Math.min(100, Math.floor((watchedSeconds * 100) / askedSeconds));
}
