import { dayWords, mailedWords, questionWords } from "@/lib/schedule/import/rules";
import type { ScheduleChange } from "@/lib/schedule/schema";
import { clockLength } from "@/lib/time/durations";
import type { ImportReport, ReadProblem, ReadQuestion } from "@/lib/transfer/schema";

/** What an import found and did, into a cohort that is there or not yet. */
export type ImportOutcome = Pick<
  ImportReport,
  | "sessions"
  | "problems"
  | "changes"
  | "left"
  | "leftOut"
  | "questions"
  | "conflicts"
  | "lines"
  | "mail"
  | "mailed"
  | "today"
>;

/**
 * An import in words for a terminal: the sessions, what was not understood, what stands in the way, what changes. A dry
 * run also has the id of each line that can be left out, the lines of the public log, and who is mailed what.
 */
export function reportOf(outcome: ImportOutcome, { cohort, dryRun }: { cohort: string; dryRun: boolean }): string {
  const { sessions, problems, leftOut, questions, conflicts, today } = outcome;
  const days = sessions.map(({ date }) => dayWords(date, today));
  const width = Math.max(11, ...days.map(({ length }) => length));
  const lines = sessions.map(({ title, resources }, index) => {
    const names = resources.map(({ title: name, minutes }) => (minutes ? `${name} ${clockLength(minutes)}` : name));
    const uses = names.length > 0 ? ` (${names.join("; ")})` : "";
    return `${(days[index] ?? "").padEnd(width)} ${title || "open date"}${uses}`;
  });
  if (leftOut.length > 0) lines.push("", "Not understood, so left out:", ...leftOut.map(problemLine));
  if (problems.length > 0) lines.push("", ...problems.map(problemLine));
  if (questions.length > 0) lines.push("", ...questions.map(questionLine));
  if (problems.length + questions.length > 0) {
    const why = [counted(problems.length, "problem"), counted(questions.length, "open question")].filter(Boolean);
    lines.push("", `Nothing was saved: ${why.join(" and ")}.`);
    return lines.join("\n").trim();
  }
  lines.push("", ...changeLines(outcome, dryRun));
  if (dryRun) lines.push(...announcements(outcome));
  if (conflicts.length > 0) lines.push("", "This cannot be saved so:", ...conflicts);
  const made = outcome.changes.length - outcome.left.length;
  if (outcome.changes.length === 0) lines.push(`${cohort} is like this already; nothing to change.`);
  else if (made === 0) lines.push("", `No change for ${cohort}: all of them are left out.`);
  else {
    const count = counted(made, "change");
    lines.push("", dryRun ? `${count} for ${cohort}; nothing was saved.` : `${count} saved in ${cohort}.`);
  }
  return lines.join("\n");
}

function changeLines({ changes, left }: ImportOutcome, dryRun: boolean): string[] {
  const out = new Set(left);
  return changes.flatMap((one) => {
    if (!dryRun) return out.has(one.id) ? [] : [changeLine(one)];
    return [`${one.id}  ${out.has(one.id) ? "left out: " : ""}${changeLine(one)}`];
  });
}

function announcements({ lines, mail, mailed }: ImportOutcome): string[] {
  const log = lines.length === 0 ? ["Nothing is added to the public log."] : ["The public log:"];
  const mails = mail.length === 0 ? ["Nobody is mailed because of this."] : ["Mails:"];
  const said = mailed.flatMap((who) => [
    ...mail.filter(({ kind }) => kind === who.kind).map(({ text }) => text),
    ...who.people.map(({ name, role, suppressed }) => {
      return `  ${name}, ${role}${suppressed === null ? "" : `, whose address gets no mail (${suppressed})`}`;
    }),
    ...(who.off > 0 ? [`  ${mailedWords(who).off}`] : []),
  ]);
  return ["", ...log, ...lines.map(({ id, text }) => `${id}  ${text}`), "", ...mails, ...said];
}

function problemLine({ row, column, message }: ReadProblem): string {
  return `row ${row}${column ? `, column ${column}` : ""}: ${message}`;
}

const ANSWERS: Readonly<Record<ReadQuestion["kind"], string>> = {
  day_first: "Answer with --day-first or --month-first.",
  year: "Answer with --year.",
  first_date: "Answer with --first-date YYYY-MM-DD.",
};

function questionLine(question: ReadQuestion): string {
  const likely = question.kind === "year" ? ` Likely ${question.options.join(" or ")}.` : "";
  return `${questionWords(question)}${likely} ${ANSWERS[question.kind]}`;
}

function counted(count: number, noun: string): string {
  if (count === 0) return "";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function changeLine({ kind, date, title, from, to }: ScheduleChange): string {
  const way =
    from !== null && to !== null
      ? `: ${from || "nothing"} to ${to || "nothing"}`
      : (from ?? to)
        ? `: ${from ?? to}`
        : "";
  return `${kind.replaceAll("_", " ").padEnd(17)} ${date}  ${title || "open date"}${way}`;
}
