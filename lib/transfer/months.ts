const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;

/**
 * The number of a month, 1 to 12, from its English name, its first three letters or more with or without a dot
 * (`Sept.`, `Oct`), or its number. Null when it is none of these.
 */
export function monthNumber(text: string): number | null {
  const word = text.trim().toLowerCase().replace(/\.$/, "");
  if (/^\d{1,2}$/.test(word)) {
    const number = Number(word);
    return number >= 1 && number <= 12 ? number : null;
  }
  if (!/^[a-z]{3,9}$/.test(word)) return null;
  const index = MONTHS.findIndex((month) => month.startsWith(word));
  return index === -1 ? null : index + 1;
}
