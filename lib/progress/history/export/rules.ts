import { csvHead, csvLines } from "@/lib/progress/history/export/csv";
import type { Batch, ExportHead } from "@/lib/progress/history/export/schema";

/** The files in which one's own history comes. */
export const HISTORY_FILES = {
  "my-progress.csv": { type: "text/csv; charset=utf-8; header=present", write: csvText },
  "my-progress.json": { type: "application/json", write: jsonText },
} as const;

const KINDS = [
  "progress",
  "days",
  "notes",
  "questions",
  "answers",
  "visibility",
] as const satisfies readonly Batch["kind"][];

/** A history as CSV, piece by piece. */
async function* csvText(_head: ExportHead, batches: AsyncIterable<Batch>): AsyncGenerator<string> {
  yield csvHead();
  for await (const batch of batches) {
    const lines = csvLines(batch);
    if (lines !== "") yield lines;
  }
}

/** A history as one JSON object, piece by piece: the head, then a list of every kind, also where it is empty. */
async function* jsonText(head: ExportHead, batches: AsyncIterable<Batch>): AsyncGenerator<string> {
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, "");
  let at = -1;
  let isFirst = true;
  for await (const { kind, rows } of batches) {
    // Kinds come in their order; one that had nothing was passed over.
    while (at < KINDS.indexOf(kind)) {
      yield `${at < 0 ? "" : "\n  ]"},\n  "${KINDS[at + 1]}": [`;
      at += 1;
      isFirst = true;
    }
    for (const row of rows) {
      yield `${isFirst ? "" : ","}\n    ${JSON.stringify(row)}`;
      isFirst = false;
    }
  }
  for (; at + 1 < KINDS.length; at += 1) yield `${at < 0 ? "" : "\n  ]"},\n  "${KINDS[at + 1]}": [`;
  yield "\n  ]\n}\n";
}
