import { byStart } from "@/lib/core/lists";
import { withContinuations } from "@/lib/transfer/continues";
import {
  type ColumnRole,
  MAX_PER_CELL,
  type ReadColumn,
  type ReadResource,
  type ReadSchedule,
  type ReadSession,
} from "@/lib/transfer/schema";
import type { Sheet } from "@/lib/transfer/sheet";
import { restoreFormulaCell } from "@/lib/transfer/text";
import { type Calendar, type Dated, datesOf } from "@/lib/transfer/understand/calendar";
import { type Column, columnsOf, MOST_COLUMNS } from "@/lib/transfer/understand/columns";
import { ContentReader } from "@/lib/transfer/understand/content";
import { partsOf } from "@/lib/transfer/understand/header";
import { Findings, quote } from "@/lib/transfer/understand/left";
import { type FoundSession, RowReader } from "@/lib/transfer/understand/rows";
import { Dates } from "@/lib/transfer/understand/when";

/** What is known beside the text. */
export interface Understanding extends Calendar {
  /** What an organizer said that columns are, by `columnKey` of their names. */
  columns?: Readonly<Record<string, ColumnRole>> | undefined;
}

/**
 * Understands a table as a schedule: which column is what, in which notation the dates are, what each row says. Every
 * word comes out somewhere: in a session, as a problem, or among what is left out. Takes time linear in the table.
 */
export function understandSheet(sheet: Sheet, options: Understanding): ReadSchedule {
  const findings = new Findings();
  findings.problems.push(...sheet.problems);
  const { header, above, rows } = partsOf(withoutGuards(sheet));
  for (const row of above) {
    const words = row.cells.filter((cell) => cell !== "");
    if (words.length > 0) findings.at(row.row).left(null, `${quote(words.join(" "))} stands above the table.`);
  }
  const wide = [...(header ? [header] : []), ...rows].find(({ cells }) =>
    cells.slice(MOST_COLUMNS).some((cell) => cell !== ""),
  );
  if (wide) findings.at(wide.row).problem(null, `This row has something in more than ${MOST_COLUMNS} columns.`);
  const columns = columnsOf(header, rows, options.columns ?? {});
  const content = new ContentReader(columns, sheet.format);
  const firstRow = header?.row ?? rows[0]?.row ?? 1;
  const report = (sessions: ReadSession[], questions: ReadSchedule["questions"]): ReadSchedule => {
    const { problems, leftOut } = findings.inOrder();
    return { sessions, problems, leftOut, questions, columns: columns.map(asReported), format: sheet.format };
  };
  const dates = Dates.of(content);
  twoOfOne(content, firstRow, findings);
  if (!dates) {
    for (const { row, cells } of rows) for (const cell of cells) findings.leave(row, null, cell);
    if (findings.problems.length === 0) {
      findings.at(firstRow).problem(null, rows.length === 0 ? NO_ROWS : "There are no dates in this text.");
    }
    return report([], []);
  }
  const reader = new RowReader({ sheet, header, columns, content, dates, findings });
  for (const row of rows) reader.add(row);
  if (rows.length === 0 && findings.problems.length === 0) findings.at(firstRow).problem(null, NO_ROWS);
  notKept(columns, dates, firstRow, findings);
  const found = reader.sessions;
  const { dates: dated, questions } = datesOf(
    found.map(({ when }) => when),
    options,
  );
  const sessions = withDates(found, dated, dates, findings);
  if (found.length === 0 && rows.length > 0 && findings.problems.length === 0) {
    findings.at(firstRow).problem(null, "There are no dates in this text.");
  }
  return report(questions.length > 0 ? [] : sessions, questions);
}

const NO_ROWS = "There are no rows under the header.";

/** The sessions in the order of time; two on one date must differ in it, unless one is cancelled. */
function withDates(
  found: readonly FoundSession[],
  dated: readonly Dated[],
  dates: Dates,
  findings: Findings,
): ReadSession[] {
  const { name } = dates.column;
  const sessions: ReadSession[] = [];
  const taken = new Map<string, number>();
  for (const [index, { row, content }] of found.entries()) {
    const { date, problem, otherWeekday } = dated[index] ?? { date: null, problem: null, otherWeekday: false };
    const say = findings.at(row);
    if (problem !== null) say.problem(name, problem);
    if (date === null) continue;
    if (otherWeekday) say.left(name, `${date} is another weekday than this row says; the date counts.`);
    const key = `${date} ${content.startsAt ?? ""}`;
    const before = content.cancelled ? undefined : taken.get(key);
    if (before !== undefined) {
      say.problem(name, `${date} is already in row ${before}.`);
      continue;
    }
    if (!content.cancelled) taken.set(key, row);
    if (content.resources.length > MAX_PER_CELL && mostInASlot(content.resources) > MAX_PER_CELL) {
      say.problem(null, `This session names more than ${MAX_PER_CELL} resources in one place.`);
    }
    sessions.push({ date, ...content });
  }
  sessions.sort(byStart);
  return withContinuations(sessions);
}

/** Rows that go on with a session can add more than a cell may hold. */
function mostInASlot(resources: readonly ReadResource[]): number {
  const counts = new Map<string, number>();
  for (const { slot } of resources) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  return Math.max(...counts.values());
}

/** Says once for a whole column that it is left out. */
function notKept(columns: readonly Column[], dates: Dates, row: number, findings: Findings): void {
  for (const column of columns) {
    if (column.sample.length === 0) continue;
    if (column.role === "leave_out") findings.at(row).left(column.name, "This column is left out.");
    else if (dates.spare.includes(column)) {
      findings.at(row).left(column.name, `This column is not needed: the dates are in “${dates.column.name}”.`);
    }
  }
}

function twoOfOne(content: ContentReader, row: number, findings: Findings): void {
  for (const role of ["date", "month", "week"] as const) {
    const chosen = content.of(role).filter(({ because }) => because === "choice");
    const second = chosen[1];
    if (second) findings.at(row).problem(second.name, `Only one column can be the ${role}.`);
  }
}

/** What an export put in front of cells so that spreadsheets do not calculate with them. */
function withoutGuards(sheet: Sheet): Sheet {
  if (sheet.format !== "csv" && sheet.format !== "tsv") return sheet;
  const rows = sheet.rows.map((row) =>
    row.cells.some((cell) => cell.startsWith("'")) ? { ...row, cells: row.cells.map(restoreFormulaCell) } : row,
  );
  return { ...sheet, rows };
}

function asReported({ index, name, role, because, sample }: Column): ReadColumn {
  return { index, name, role, because, sample };
}
