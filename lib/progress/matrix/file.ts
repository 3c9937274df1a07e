import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { csvHead, csvLine } from "@/lib/progress/matrix/csv";
import { csvLines, csvPlan } from "@/lib/progress/matrix/queries";

/** So many members are read at once: a few hundred kilobytes, whatever the size of the cohort. */
const PAGE = 250;

/**
 * The matrix as a file, read page by page as fast as it is taken; only the ids of the members are there from the
 * beginning. Between two pages no connection is held, so a slow reader keeps nobody waiting.
 */
export async function matrixFile(db: Db, scope: CohortScope): Promise<ReadableStream<Uint8Array>> {
  const { columns, members } = await csvPlan(db, scope);
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(csvHead(columns)));
      },
      async pull(controller) {
        while (at < members.length) {
          const page = members.slice(at, at + PAGE);
          at += PAGE;
          const lines = await csvLines(db, scope, page);
          // A pull that brings nothing is the last one, so a page whose members have all left is passed over.
          if (lines.length === 0) continue;
          return controller.enqueue(encoder.encode(lines.map(csvLine).join("")));
        }
        controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
