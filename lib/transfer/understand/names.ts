import type { ColumnRole } from "@/lib/transfer/schema";

/**
 * What the name of a column says it is, in English, German, French and Spanish; words without accents. The first role
 * with a phrase in the name wins, so that "optional reading" is a deep dive and "session notes" are notes.
 */
const PHRASES: readonly (readonly [ColumnRole, string])[] = [
  [
    "recording",
    "recording, recordings, recorded, aufzeichnung, aufzeichnungen, aufnahme, mitschnitt, enregistrement, enregistrements, replay, grabacion, grabaciones",
  ],
  [
    "deep_dive",
    "deep dive, deep dives, deepdive, optional, further, extra, extras, additional, supplementary, supplemental, supplement, bonus, going deeper, go deeper, vertiefung, weiterfuhrend, weiterfuhrende, weiterfuhrendes, zusatz, zusatzlich, freiwillig, optionnel, facultatif, complement, complements, aller plus loin, approfondissement, opcional, adicional, complementario, complementaria, profundizar, profundizacion",
  ],
  ["length", "length, duration, dauer, lange, duree, duracion, minutes, minuten, mins, how long"],
  [
    "after",
    "after, afterwards, homework, homeworks, hw, assignment, assignments, exercise, exercises, problem set, problem sets, pset, psets, follow up, followup, to do, todo, nachher, danach, nach, nachbereitung, hausaufgabe, hausaufgaben, aufgabe, aufgaben, ubung, ubungen, apres, devoir, devoirs, exercice, exercices, despues, tarea, tareas, deberes, ejercicio, ejercicios",
  ],
  [
    "before",
    "before, prior, pre, pre class, pre work, prework, preclass, prep, prepare, preparation, preparations, preparatory, reading, readings, read, to read, watch, to watch, viewing, video, videos, paper, papers, resource, resources, link, links, literature, vorher, vor, davor, vorbereitung, lekture, lesen, literatur, ressourcen, avant, lectures a faire, a lire, a voir, antes, previo, preparacion, lectura, lecturas, leer, ver, recursos, enlaces",
  ],
  [
    "materials",
    "materials, material, slides, slide, slide deck, deck, handout, handouts, code, notebook, notebooks, colab, files, folien, unterlagen, materialien, skript, diapos, diapositives, supports, support, materiel, documents, materiales, diapositivas",
  ],
  [
    "presenters",
    "presenter, presenters, presenting, presented by, speaker, speakers, lead, leads, leader, leaders, led by, instructor, instructors, lecturer, lecturers, teacher, teachers, facilitator, facilitators, host, hosts, moderator, moderators, who, referent, referentin, referenten, vortragende, vortragender, dozent, dozentin, leitung, moderation, wer, intervenant, intervenante, intervenants, presentateur, presentatrice, animateur, animatrice, orateur, qui, presentador, presentadora, ponente, ponentes, docente, profesor, profesora, quien",
  ],
  [
    "notes",
    "notes, note, comment, comments, detail, details, description, remark, remarks, info, information, notizen, notiz, anmerkung, anmerkungen, bemerkung, bemerkungen, kommentar, kommentare, beschreibung, hinweis, hinweise, remarque, remarques, commentaire, commentaires, notas, nota, comentario, comentarios, observaciones, descripcion, detalles",
  ],
  [
    "time",
    "time, times, start time, starts, hour, hours, uhrzeit, zeit, beginn, heure, heures, horaire, hora, horas, horario",
  ],
  ["format", "format, type, session type, art, typ, formato, tipo"],
  ["state", "state, status, zustand, estado, etat, statut"],
  ["date", "date, dates, datum, fecha, fechas, when, wann, quand, cuando, termin"],
  ["month", "month, monat, mois, mes"],
  ["week", "week, weeks, wk, week no, week nr, week number, woche, semaine, semana"],
  ["day", "day, days, weekday, day of week, dow, tag, wochentag, jour, dia"],
  [
    "session",
    "session, sessions, topic, topics, title, titles, lecture, lectures, subject, subjects, theme, themes, meeting, class, module, unit, event, summary, agenda, content, contents, what, activity, thema, themen, titel, sitzung, treffen, veranstaltung, vorlesung, inhalt, inhalte, sujet, sujets, titre, seance, seances, cours, contenu, tema, temas, titulo, sesion, sesiones, clase, clases, contenido",
  ],
];

/** Names that hold a telling word and mean something else. */
const OTHERWISE = /\b(due|deadline|abgabe|abgabetermin|vencimiento|entrega|office|id|uid|email|e mail)\b/;
/** French for readings, where the other columns are French too. */
const FRENCH =
  /^(avant|apres|seance|seances|sujet|sujets|titre|semaine|duree|intervenant|heure|theme|themes|mois|jour)$/;
/** Of several columns for the title, these come first; the subject follows them: "Journal club: Attention". */
const KIND_OF_SESSION = /^(session|sessions|lecture|meeting|class|module|unit|event|sitzung|seance|sesion|clase)\b/;

const EXACT = new Map<string, ColumnRole>();
const WITHIN: (readonly [ColumnRole, RegExp])[] = [];
for (const [role, list] of PHRASES) {
  const phrases = list.split(", ");
  for (const phrase of phrases) if (!EXACT.has(phrase)) EXACT.set(phrase, role);
  WITHIN.push([role, new RegExp(`(?:^| )(?:${phrases.join("|")})(?: |$)`)]);
}

/**
 * The name of a column in the form that is equal for equal names: small letters without accents, words apart by single
 * spaces. Choices of columns are kept under it.
 */
export function columnKey(name: string): string {
  return name
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What a column is by its name among the names of all, or null when the name does not tell. Names are keys. */
export function roleOfName(key: string, all: readonly string[]): ColumnRole | null {
  if (key === "" || key.length > 60 || OTHERWISE.test(key)) return null;
  if (/^lectures?$/.test(key) && all.some((other) => FRENCH.test(other))) return "before";
  return EXACT.get(key) ?? WITHIN.find(([, phrases]) => phrases.test(key))?.[0] ?? null;
}

/** Whether a name says no more than the role it stands for, so that nobody needs to read it again. */
export function isPlainName(key: string, role: ColumnRole): boolean {
  return EXACT.get(key) === role;
}

/** The order in which several columns make one title. */
export function titleRank(key: string): number {
  return KIND_OF_SESSION.test(key) ? 0 : 1;
}
