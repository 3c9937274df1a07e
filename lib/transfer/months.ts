/** Months in English, German, French and Spanish, without accents. */
const NAMES: readonly (readonly string[])[] = [
  ["january", "januar", "janner", "janvier", "enero"],
  ["february", "februar", "feber", "fevrier", "febrero"],
  ["march", "marz", "maerz", "mars", "marzo"],
  ["april", "avril", "abril"],
  ["may", "mai", "mayo"],
  ["june", "juni", "juin", "junio"],
  ["july", "juli", "juillet", "julio"],
  ["august", "aout", "agosto"],
  ["september", "septembre", "septiembre", "setiembre"],
  ["october", "oktober", "octobre", "octubre"],
  ["november", "novembre", "noviembre"],
  ["december", "dezember", "decembre", "diciembre"],
];

/** Every start of a name from three letters on; no start is that of two months. */
const MONTHS = new Map<string, number>();
for (const [index, names] of NAMES.entries()) {
  for (const name of names) {
    for (let length = 3; length <= name.length; length += 1) {
      const start = name.slice(0, length);
      const other = MONTHS.get(start);
      // "jui" could be June or July in French; 0 keeps it from being either.
      MONTHS.set(start, other === undefined || other === index + 1 ? index + 1 : 0);
    }
  }
}

const ENGLISH = NAMES.map(([name = ""]) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);

/**
 * The number of a month, 1 to 12, from its name, its first three letters or more with or without a dot (`Sept.`, `Oct`,
 * `févr.`), or its number. Null when it is none of these.
 */
export function monthNumber(text: string): number | null {
  const word = text.trim().replace(/\.$/, "");
  if (!/^\d{1,2}$/.test(word)) return monthOfWord(word);
  const number = Number(word);
  return number >= 1 && number <= 12 ? number : null;
}

/** The number of a month from its name or the start of one. */
export function monthOfWord(word: string): number | null {
  return MONTHS.get(bareWord(word)) || null;
}

/** A month's English name. */
export function monthName(month: number): string {
  return ENGLISH[month - 1] ?? "";
}

/** A word in small letters without accents and without a dot at its end. */
export function bareWord(word: string): string {
  if (word.length > 30) return word;
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\.$/, "");
}
