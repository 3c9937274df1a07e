import { FORMAT_NAMES, formatOf } from "@/lib/schedule/rules";
import type { SessionFormat } from "@/lib/schedule/schema";
import { bareWord } from "@/lib/transfer/months";

/** What people call the formats, beside the names that Convene has for them. */
const WORDS: readonly (readonly [SessionFormat, string])[] = [
  [
    "presentation",
    "lecture, talk, seminar, presentations, vortrag, vorlesung, expose, presentacion, charla, conference",
  ],
  ["discussion", "discussions, q&a, debate, diskussion, besprechung, discusion"],
  [
    "journal_club",
    "journal-club, journalclub, paper discussion, reading group, paper, lesekreis, club de lecture, club de lectura",
  ],
  [
    "workshop",
    "workshops, lab, hands-on, hands on, tutorial, exercise, practice, ubung, praktikum, atelier, travaux pratiques, tp, taller, practica",
  ],
  ["project", "projects, project work, hackathon, demo, projekt, projektarbeit, projet, proyecto"],
  ["social", "party, social event, get-together, dinner, lunch, stammtisch, soiree, fiesta"],
];

const FORMATS = new Map<string, SessionFormat>();
for (const [format, words] of WORDS) for (const word of words.split(", ")) FORMATS.set(word, format);
for (const [format, name] of Object.entries(FORMAT_NAMES)) FORMATS.set(name.toLowerCase(), format as SessionFormat);

/** Says in so many words that nobody meets. */
const NOBODY_MEETS =
  /\bno (?:class|classes|session|sessions|meeting|meetings|lecture|seminar)\b|\bkeine? (?:sitzung|treffen|termin|unterricht|vorlesung)\b|\b(?:f[aä]llt aus|entf[aä]llt)\b|\bpas de (?:cours|s[eé]ance|r[eé]union)\b|\b(?:sin|no hay) (?:clase|clases|sesi[oó]n|reuni[oó]n)\b/i;
/** The whole title is a reason not to meet. */
const DAY_OFF =
  /^(?:(?:public |bank |national )?holidays?|(?:(?:spring|fall|autumn|summer|winter|thanksgiving|christmas|easter|mid-?term|semester|term|new year(?:['’]?s)?) )?(?:break|recess|vacation)|thanksgiving(?: (?:day|week|holiday))?|reading week|day off|off|cancell?ed|ferien|feiertag|frei|urlaub|\p{L}*ferien|vacances|f[eé]ri[eé]|cong[eé]|festivo|feriado|vacaciones)(?:\s*[(,–—-].*)?$/iu;
const CANCELLED = /^\W{0,3}cancell?ed\b\W{0,3}\s*/i;

const STATES = new Map<string, "draft" | "published" | "cancelled">([
  ...["draft", "entwurf", "brouillon", "borrador", "tentative", "planned"].map((word) => [word, "draft"] as const),
  ...["published", "public", "confirmed", "on", "ok", "done", "veroffentlicht", "publie", "publicado"].map(
    (word) => [word, "published"] as const,
  ),
  ...["cancelled", "canceled", "abgesagt", "annule", "annulee", "cancelado", "cancelada"].map(
    (word) => [word, "cancelled"] as const,
  ),
]);

/** The format that a cell of a column of formats names, or null when it is no word for one. */
export function formatIn(text: string): SessionFormat | null {
  const word = bareWord(text.trim());
  return FORMATS.get(word) ?? (isNoSession(text) ? "no_session" : null);
}

/** Whether a cell of a column of formats says that the session has none. */
export function isNoFormat(text: string): boolean {
  return /^none$/i.test(text.trim());
}

/** The state that a cell of a column of states names. */
export function stateIn(text: string): "draft" | "published" | "cancelled" | null {
  return STATES.get(bareWord(text.trim())) ?? null;
}

/** What a title says about its format; null for an open date. */
export function formatOfTitle(title: string): SessionFormat | null {
  return isNoSession(title) ? "no_session" : formatOf(title);
}

/** Whether a title says that nobody meets: "No class", "Thanksgiving (no meeting)", "Spring break". */
export function isNoSession(title: string): boolean {
  const words = title.trim();
  return words.length < 120 && (NOBODY_MEETS.test(words) || DAY_OFF.test(words));
}

/**
 * Takes the word off a title that starts with it: "CANCELED: Python". Alone, or with a reason behind it, it is no
 * cancelled session but a date without one.
 */
export function takeCancelled(title: string): { title: string; cancelled: boolean } {
  const lead = CANCELLED.exec(title)?.[0];
  const rest = lead === undefined ? "" : title.slice(lead.length);
  if (lead === undefined || rest === "" || /\($/.test(lead.trim())) return { title, cancelled: false };
  return /^(?:due|because|for|as|since|today|wegen)\b/i.test(rest)
    ? { title, cancelled: false }
    : { title: rest, cancelled: true };
}
