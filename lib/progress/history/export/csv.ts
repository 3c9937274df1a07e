import type { Batch, QuestionEntry } from "@/lib/progress/history/export/schema";
import { guardFormulaCell } from "@/lib/transfer/text";

const COLUMNS = [
  "What",
  "When",
  "Session",
  "Title",
  "Link",
  "Said",
  "From second",
  "To second",
  "Minutes",
  "By",
  "Text",
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/** The first line of a history as CSV (RFC 4180). Excel takes UTF-8 for something else without the byte order mark. */
export function csvHead(): string {
  return `\uFEFF${COLUMNS.join(",")}\r\n`;
}

/** Lines of a history: one for each resource, range, day, note, question, answer and choice. No cell begins as a formula does. */
export function csvLines(batch: Batch): string {
  return rowsOf(batch)
    .map((row) => `${COLUMNS.map((name) => cell(row[name])).join(",")}\r\n`)
    .join("");
}

function rowsOf(batch: Batch): Row[] {
  switch (batch.kind) {
    case "progress":
      return batch.rows.flatMap((row) => {
        const on = { Title: row.title, Link: row.url };
        const said: Row = { What: "progress", ...on, When: row.doneAt ?? row.updatedAt, Said: row.state };
        const by = { Minutes: row.minutesTaken, By: row.markedBy || row.source, Text: row.reason };
        return [
          { ...said, ...by, "From second": row.stoppedAt },
          ...row.watched.map(([from, to]) => ({ What: "watched", ...on, "From second": from, "To second": to })),
        ];
      });
    case "days":
      return batch.rows.map(({ day, seconds }) => ({ What: "day", When: day, Minutes: (seconds / 60).toFixed(1) }));
    case "notes":
      return batch.rows.map(({ title, url, at, text, createdAt }) => {
        return { What: "note", When: createdAt, Title: title, Link: url, "From second": at, Text: text };
      });
    case "questions":
      return batch.rows.map((row) => {
        const on = { Session: row.session, Title: row.title, Link: row.url, "From second": row.at };
        return { What: "question", When: row.createdAt, ...on, Said: fateOf(row), Text: row.text };
      });
    case "answers":
      return batch.rows.map(({ session, sessionTitle, answer, updatedAt }) => {
        return { What: "answer", When: updatedAt, Session: session, Title: sessionTitle, Said: answer };
      });
    case "visibility":
      return batch.rows.map(({ chosen, cohort }) => {
        const said = chosen ?? `as the cohort has it: ${cohort}`;
        return { What: "choice", Title: "Who sees your progress", Said: said };
      });
  }
}

/** What became of a question. */
function fateOf({ withdrawn, answeredAt }: QuestionEntry): string {
  if (withdrawn === "asker") return "taken back";
  if (withdrawn === "organizer") return "taken away by an organizer";
  return answeredAt ? "answered" : "open";
}

function cell(value: string | number | null | undefined): string {
  const safe = guardFormulaCell(String(value ?? ""));
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
