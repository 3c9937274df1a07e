import { bareWord } from "@/lib/transfer/months";

/** Weekdays from Monday on, in English, German, French and Spanish, with the short forms that are no start of a name. */
const NAMES: readonly (readonly string[])[] = [
  ["monday", "mondays", "montag", "montags", "lundi", "lunes", "mo"],
  ["tuesday", "tuesdays", "dienstag", "dienstags", "mardi", "martes", "tu", "di"],
  ["wednesday", "wednesdays", "weds", "mittwoch", "mittwochs", "mercredi", "miercoles", "mi"],
  ["thursday", "thursdays", "donnerstag", "donnerstags", "jeudi", "jueves", "th", "do"],
  ["friday", "fridays", "freitag", "freitags", "vendredi", "viernes", "fr"],
  ["saturday", "saturdays", "samstag", "samstags", "samedi", "sabado", "sa"],
  ["sunday", "sundays", "sonntag", "sonntags", "dimanche", "domingo", "so"],
];

const WEEKDAYS = new Map<string, number>();
for (const [index, names] of NAMES.entries()) {
  for (const name of names) {
    WEEKDAYS.set(name, index + 1);
    for (let length = 3; length < name.length; length += 1) WEEKDAYS.set(name.slice(0, length), index + 1);
  }
}
// March in three of the languages, and Tuesday in the other two.
WEEKDAYS.delete("mar");

/** The ISO number of a weekday, 1 for Monday to 7, from its name or a short form (`Tue.`, `Di`, `mié`). Null otherwise. */
export function weekdayOfWord(word: string): number | null {
  return WEEKDAYS.get(bareWord(word)) ?? null;
}
