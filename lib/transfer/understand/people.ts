import { quoted, unquoted } from "@/lib/transfer/understand/marks";

/** A name in a cell of presenters, and whether it stands in “…”, to be taken as it is written. */
interface WrittenName {
  name: string;
  asWritten: boolean;
}

const NAMES_APART = /[;,&\n]|\s\/\s|(?<=\s)(?:and|und|et|y)(?=\s)/;
/** No name in “…” is longer, so that marks that close nowhere are not looked for again and again. */
const PARTS = /“(?:[^”\\]|\\.){0,500}”|[^“]+|“/g;
/** Words that say that nobody is known yet. */
const NOBODY = /^(?:tb[ac]|tbd|n\/?a|none|nobody|open|offen|\?+)$/i;

/**
 * The names that a cell of presenters holds, apart by semicolons, or where there is none by commas, line breaks, "and" and
 * "&". A name may hold a comma where semicolons part them, and anything in “…”.
 */
export function namesIn(text: string): WrittenName[] {
  const parts = text.match(PARTS) ?? [];
  const isWhole = (part: string) => part.length > 1 && part.startsWith("“");
  const apart = parts.some((part) => !isWhole(part) && part.includes(";")) ? /;/ : NAMES_APART;
  const pieces = [""];
  for (const part of parts) {
    const [first = "", ...others] = isWhole(part) ? [part] : part.split(apart);
    pieces[pieces.length - 1] += first;
    // Not all at once: there can be more of them than a call takes.
    for (const other of others) pieces.push(other);
  }
  return pieces.flatMap((piece): WrittenName[] => {
    const asWritten = unquoted(piece.trim());
    if (asWritten !== null) return asWritten.trim() === "" ? [] : [{ name: asWritten, asWritten: true }];
    const name = piece.replace(/[*\s]+/g, " ").trim();
    return /^[\s,]*$/.test(name) ? [] : [{ name, asWritten: false }];
  });
}

/** Whether words in the place of a name say that there is none yet: `TBD`. */
export function isNobody(name: string): boolean {
  return NOBODY.test(name);
}

/** A cell of presenters that `namesIn` reads as these names; those that it would change stand in “…”. */
export function writeNames(names: readonly string[]): string {
  const written = names.map((name) => {
    const read = namesIn(`${name};`);
    const plain = read.length === 1 && read[0]?.name === name && !read[0].asWritten;
    return plain && !isNobody(name) && /\p{L}/u.test(name) && !/[“”[\]]/.test(name) ? name : quoted(name);
  });
  // Without a semicolon a comma would part a name, and the same name twice would be one.
  if (new Set(names).size < names.length) return names.map(quoted).join("; ");
  const joined = written.join("; ");
  const read = namesIn(joined);
  const same = read.length === names.length && read.every(({ name }, index) => name === names[index]);
  return same ? joined : names.map(quoted).join("; ");
}
