import { isNothing, plainName, type Tree, type TreeMap } from "@/lib/transfer/formats/tree";
import { escapeWords, markdownLink, webAddress } from "@/lib/transfer/formats/words";
import { oneLine } from "@/lib/transfer/text";
import { lengthIn } from "@/lib/transfer/understand/lengths";
import { type Marks, readMarks, writeMarks } from "@/lib/transfer/understand/marks";

const TITLES = new Set("title name text label topic description".split(" "));
const ADDRESSES = new Set(
  "url link href uri src video youtube vimeo pdf slides paper notebook notes code website web page doi recording".split(
    " ",
  ),
);
const LENGTHS = new Set("length duration minutes mins min time runtime".split(" "));
const AUTHORS = new Set("author authors by speaker speakers creator channel instructor".split(" "));
const YES = /^(?:true|yes|1)$/i;
const YES_OR_NO = /^(?:true|false|yes|no|0|1)$/i;

interface Said {
  title: string;
  urls: { name: string; url: string }[];
  marks: Marks;
  /** What no mark can say. */
  remarks: string[];
  /** Lists and maps inside. */
  further: Tree[];
}

/**
 * A map as one thing to watch or read, `[title](address) 0h18` or `[title](address) (optional; 0h18; by Ada)`, with
 * further addresses as links of their own and what else it says in the title; null where it does not name one. `linesOf`
 * reads what is inside it.
 */
export function resourceLines(map: TreeMap, linesOf: (tree: Tree) => string[]): string[] | null {
  const said = saidBy(map);
  const { title, urls, remarks } = said;
  const addressed = urls.some(({ name }) => /^(?:url|link|href|uri)$/i.test(name));
  if (title === "" && !addressed) return null;
  const more = said.further.flatMap(linesOf);
  // A description may itself be written with links.
  if (urls.length === 0 && title.includes("](")) return [escapeWords(title), ...remarks.map(escapeWords), ...more];
  const full = [title, ...(remarks.length > 0 ? [`(${remarks.join(", ")})`] : [])].join(" ").trim();
  const [first, ...others] = urls;
  return [
    `${first ? markdownLink(full || first.url, first.url) : escapeWords(full)}${behind(said.marks)}`,
    ...others.map(({ name, url }) => markdownLink(title === "" ? name : `${title} (${name})`, url)),
    ...more,
  ];
}

function saidBy(map: TreeMap): Said {
  const said: Said = { title: "", urls: [], marks: {}, remarks: [], further: [] };
  for (const { name, value } of map.entries) {
    if (isNothing(value)) continue;
    const known = plainName(name);
    if (AUTHORS.has(known)) {
      const author = authorsOf(value).join(", ");
      if (said.marks.author === undefined && author.length <= 200) said.marks.author = author;
      else said.remarks.push(author);
    } else if (value.kind === "scalar") say(said, name, oneLine(value.text));
    else said.further.push(value);
  }
  return said;
}

function say(said: Said, name: string, words: string): void {
  const known = plainName(name);
  const { marks } = said;
  const url = ADDRESSES.has(known) ? webAddress(words) : null;
  const minutes = LENGTHS.has(known) && marks.minutes === undefined ? minutesIn(words) : null;
  if (url !== null) said.urls.push({ name, url });
  else if (said.title === "" && TITLES.has(known)) said.title = words;
  else if (minutes !== null) marks.minutes = minutes;
  else if (known === "optional" && YES_OR_NO.test(words)) {
    if (YES.test(words)) marks.optional = true;
  } else if (known === "required" && YES_OR_NO.test(words)) {
    if (!YES.test(words)) marks.optional = true;
  } else {
    const kind = /^(?:type|kind|format)$/.test(known) ? readMarks(words)?.kind : undefined;
    if (kind && marks.kind === undefined) marks.kind = kind;
    else said.remarks.push(words);
  }
}

/** A number alone is minutes. */
function minutesIn(words: string): number | null {
  const bare = /^\d{1,4}(?:\.0+)?$/.test(words) ? Number(words) : 0;
  return bare > 0 ? bare : lengthIn(words);
}

function behind(marks: Marks): string {
  const words = writeMarks(marks);
  if (words === "") return "";
  return Object.keys(marks).length === 1 && marks.minutes !== undefined ? ` ${words}` : ` (${words})`;
}

function authorsOf(value: Tree): string[] {
  if (value.kind === "scalar") return [oneLine(value.text)];
  if (value.kind === "list") return value.items.flatMap(authorsOf);
  const named = value.entries.find(({ name }) => TITLES.has(plainName(name)));
  return named ? authorsOf(named.value) : value.entries.flatMap((entry) => authorsOf(entry.value));
}
