import { isWebUrl } from "@/lib/core/text";
import type { ResourceKind, Slot } from "@/lib/progress/schema";
import { kindOf } from "@/lib/resources/rules";
import { isLinkWord, readCell, readTitleCell } from "@/lib/transfer/cell";
import { type ColumnRole, MAX_PROSE, MAX_TITLE, type ReadResource, type ReadSession } from "@/lib/transfer/schema";
import type { SheetFormat } from "@/lib/transfer/sheet";
import { short } from "@/lib/transfer/text";
import type { Column } from "@/lib/transfer/understand/columns";
import { formatIn, formatOfTitle, isNoFormat, stateIn, takeCancelled } from "@/lib/transfer/understand/formats";
import { sessionLength } from "@/lib/transfer/understand/lengths";
import { isPlainName, titleRank } from "@/lib/transfer/understand/names";
import { isNobody, namesIn } from "@/lib/transfer/understand/people";
import { readTimes } from "@/lib/transfer/understand/times";

/** A session without its date. */
export type Content = Omit<ReadSession, "date">;

/** Where a cell's troubles go: what stands in the way, and what is left out without doing so. */
export interface Say {
  problem(column: string | null, message: string): void;
  left(column: string | null, message: string): void;
}

const SLOTS: readonly Slot[] = ["before", "session", "after", "deep_dive"];
const MAX_PRESENTERS = 100;
const [SHORTEST, LONGEST] = [5, 1440];

/** What the name of a column says about the links in it, where they do not say it themselves. */
const KIND_NAMES: readonly (readonly [RegExp, ResourceKind])[] = [
  [/^(?:to )?(?:videos?|watch|lecture videos?|viewing)\b/, "video"],
  [/^papers?\b/, "paper"],
  [/^(?:notebooks?|colab)\b/, "notebook"],
  [
    /^(?:homeworks?|hw|assignments?|exercises?|problem sets?|psets?|aufgaben?|hausaufgaben?|devoirs?|tareas?)\b/,
    "task",
  ],
];
const A_LINK = /!?(?<!\\)\[([^\]\n]*)\]\(\s*<?(https?:\/\/[^\s<>]+?)>?\s*\)/gi;

/** Reads the cells of one row but for its date. */
export class ContentReader {
  private readonly byRole = new Map<ColumnRole, Column[]>();

  constructor(
    columns: readonly Column[],
    private readonly format: SheetFormat,
  ) {
    for (const column of columns) this.byRole.set(column.role, [...this.of(column.role), column]);
    this.of("session").sort((a, b) => titleRank(a.key) - titleRank(b.key) || a.index - b.index);
    this.of("time").sort((a, b) => endRank(a.key) - endRank(b.key) || a.index - b.index);
  }

  of(role: ColumnRole): Column[] {
    return this.byRole.get(role) ?? [];
  }

  read(cells: readonly string[], say: Say): Content {
    const cell = ({ index }: Column) => cells[index] ?? "";
    const resources: ReadResource[] = [];
    const below: string[] = [];
    let written = { title: "", asWritten: false };
    for (const slot of SLOTS) {
      if (slot === "session") written = this.title(cell, resources, below, say);
      else for (const column of this.of(slot)) this.slot(slot, column, cell(column), resources, say);
    }
    const { title, cancelled } = written.asWritten ? { ...written, cancelled: false } : takeCancelled(written.title);
    const format = this.formatOf(cell, title, say);
    const content: Content = { title: format.title, format: format.format, resources };
    if (title.length > MAX_TITLE) {
      say.problem(this.of("session")[0]?.name ?? null, `This title is longer than ${MAX_TITLE} characters.`);
    }
    this.times(cell, content, say);
    this.presenters(cell, content, say);
    this.prose(cell, content, below, say);
    this.recording(cell, content, say);
    const [state] = this.of("state");
    if (state) content.cancelled = cancelled || this.isCancelled(cell(state), state, say);
    else if (cancelled) content.cancelled = true;
    return content;
  }

  /** The resources of a slot's cell, added to those of its session. */
  slot(slot: Slot, column: Column, text: string, resources: ReadResource[], say: Say): void {
    if (text === "") return;
    const read = readCell(text);
    for (const message of read.problems) say.problem(column.name, message);
    const kind = KIND_NAMES.find(([name]) => name.test(column.key))?.[1];
    for (const resource of read.resources) resources.push(ofKind({ slot, ...resource }, kind));
  }

  /** The words of the title columns make the title; only the links in them are resources. */
  private title(
    cell: (column: Column) => string,
    resources: ReadResource[],
    below: string[],
    say: Say,
  ): { title: string; asWritten: boolean } {
    const titles: string[] = [];
    let asWritten = false;
    for (const column of this.of("session")) {
      const text = cell(column);
      if (text === "") continue;
      const read = readTitleCell(text);
      for (const message of read.problems) say.problem(column.name, message);
      for (const resource of read.resources) resources.push({ slot: "session", ...resource });
      asWritten ||= read.asWritten;
      const title = read.asWritten ? read.title : this.firstLine(text, read.title, below);
      if (title !== "" && !titles.includes(title)) titles.push(title);
    }
    const telling = titles.filter((title) => !isLinkWord(title));
    return { title: (telling.length > 0 ? telling : titles).join(": "), asWritten };
  }

  /** Of several lines the first is the title where all of them are too long for one, or were written as a list. */
  private firstLine(text: string, title: string, below: string[]): string {
    if (!text.includes("\n") || (this.format !== "list" && title.length <= MAX_TITLE)) return title;
    const lines = text.split("\n");
    const first = lines.findIndex(hasWords);
    for (const line of lines.slice(first + 1)) if (hasWords(line)) below.push(line);
    return first === -1 ? title : readTitleCell(lines[first] ?? "").title;
  }

  private formatOf(cell: (column: Column) => string, title: string, say: Say): Pick<Content, "title" | "format"> {
    const [column] = this.of("format");
    const words = column ? cell(column) : "";
    const format = formatIn(words);
    if (!column || words === "") return { title, format: formatOfTitle(title) };
    if (isNoFormat(words)) return { title, format: null };
    if (!format) say.left(column.name, `“${short(words)}” is no format that Convene has.`);
    // Convene's own column of formats has one for open dates too; what others write there is all they say.
    const named = title === "" && column.key !== "format" ? words : title;
    return { title: named, format: format ?? formatOfTitle(named) };
  }

  private times(cell: (column: Column) => string, content: Content, say: Say): void {
    const columns = this.of("time");
    const [first] = columns;
    const text = columns
      .map(cell)
      .filter((one) => one !== "")
      .join(" – ");
    const times = readTimes(text, true);
    if (first) content.startsAt = times?.from ?? null;
    if (first && text !== "") {
      if (!times) say.left(first.name, `“${short(text)}” is not a time of day.`);
      else if (/^(?:utc|gmt|z)$/i.test(times.rest)) {
        content.startsAt = null;
        say.left(first.name, `“${short(text)}” is on another clock than the cohort's and is not kept.`);
      } else if (times.rest !== "") say.left(first.name, `“${short(times.rest)}” beside the time is not kept.`);
    }
    const [length] = this.of("length");
    const words = length ? cell(length) : "";
    const minutes = sessionLength(words);
    const fits = minutes !== null && minutes >= SHORTEST && minutes <= LONGEST;
    if (length && words !== "" && !fits) say.left(length.name, `“${short(words)}” is not the length of a session.`);
    if (fits) content.lengthMinutes = minutes;
    else if (times?.minutes) content.lengthMinutes = times.minutes;
    else if (length) content.lengthMinutes = null;
  }

  private presenters(cell: (column: Column) => string, content: Content, say: Say): void {
    const columns = this.of("presenters");
    if (columns.length === 0) return;
    const names: string[] = [];
    for (const column of columns) {
      const text = cell(column);
      const tooMany = () => say.problem(column.name, `This names more than ${MAX_PRESENTERS} people.`);
      if (text.length > MAX_PRESENTERS * 250) {
        tooMany();
        continue;
      }
      const linked = text.replace(A_LINK, "$1");
      if (linked !== text) say.left(column.name, `The links in “${short(text)}” are not kept.`);
      for (const { name, asWritten } of namesIn(linked)) {
        if (names.length === MAX_PRESENTERS) {
          tooMany();
          break;
        }
        if (asWritten) names.push(name);
        else if (isNobody(name)) say.left(column.name, `“${name}” is nobody's name.`);
        else if (/\p{L}/u.test(name) && !names.includes(name)) names.push(name);
      }
    }
    content.presenters = names;
  }

  private prose(cell: (column: Column) => string, content: Content, below: string[], say: Say): void {
    for (const field of ["notes", "materials"] as const) {
      const columns = this.of(field);
      const more = field === "notes" && below.length > 0 ? [below.join("\n")] : [];
      if (columns.length + more.length === 0) continue;
      const texts = columns.flatMap((column) => {
        const text = cell(column);
        const alone = field === "notes" ? isPlainName(column.key, field) : columns.length === 1;
        return text === "" ? [] : [alone || !column.named ? text : `${column.name}: ${text}`];
      });
      content[field] = [...more, ...texts].join("\n\n");
      if ((content[field]?.length ?? 0) > MAX_PROSE) {
        say.problem(columns[0]?.name ?? null, `This is longer than ${MAX_PROSE.toLocaleString("en")} characters.`);
      }
    }
  }

  private recording(cell: (column: Column) => string, content: Content, say: Say): void {
    const [column] = this.of("recording");
    if (!column) return;
    const text = cell(column);
    // An address may end in a full stop when nothing stands beside it.
    if (/^\S+$/.test(text) && isWebUrl(text)) {
      content.recordingUrl = text;
      return;
    }
    const links = [...text.matchAll(A_LINK)].map((match) => match[2] ?? "");
    const [bare] = links.length > 0 ? [] : (/https?:\/\/[^\s<>]+/i.exec(text) ?? []);
    const url = links[0] ?? bare?.replace(/[.,;]$/, "") ?? "";
    content.recordingUrl = isWebUrl(url) ? url : "";
    const rest =
      links.length > 0 ? text.replace(A_LINK, (_, label, link) => (link === url ? "" : label)) : text.replace(url, "");
    if (/[\p{L}\p{N}]/u.test(rest)) say.left(column.name, `“${short(rest)}” is not kept beside the recording's link.`);
  }

  private isCancelled(text: string, column: Column, say: Say): boolean {
    const state = stateIn(text);
    if (text !== "" && !state) say.left(column.name, `“${short(text)}” is no state that Convene has.`);
    return state === "cancelled";
  }
}

/** What the column says of a page or a document that says nothing else; a document may be an exercise, too. */
function ofKind(resource: ReadResource, kind: ResourceKind | undefined): ReadResource {
  if (!kind || resource.kind || !resource.url) return resource;
  const known = kindOf(resource.url, resource.title);
  return known === "article" || (known === "paper" && kind === "task") ? { ...resource, kind } : resource;
}

/** Whether there are words beside the links. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(A_LINK, ""));
}

function endRank(key: string): number {
  return /\b(?:end|ends|until|bis|ende|fin)\b/.test(key) ? 1 : 0;
}
