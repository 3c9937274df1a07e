import { currentActor } from "@/lib/auth/actor";
import { authorise, openCohort } from "@/lib/auth/scope";
import { AppError } from "@/lib/core/errors";
import { systemContext } from "@/lib/db/context";
import { matrixFile } from "@/lib/progress/matrix/file";

/** Answers a GET for the matrix as a CSV file, for organizers; it is sent while it is read. */
export async function serveMatrix(cohort: string): Promise<Response> {
  try {
    const ctx = systemContext(await currentActor());
    const scope = await openCohort(ctx, ctx.db, cohort);
    authorise(ctx, scope, "progress.readAll");
    return new Response(await matrixFile(ctx.db, scope), {
      headers: {
        ...HEADERS,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${scope.cohort.slug}-progress.csv"`,
      },
    });
  } catch (error) {
    if (error instanceof AppError) return plain(error.status, error.message);
    console.error("matrix file failed:", error instanceof Error ? error.name : typeof error);
    return plain(503, "Progress cannot be read just now.");
  }
}

// What one address says depends on who asks.
const HEADERS = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

function plain(status: number, words: string): Response {
  const headers = { ...HEADERS, "content-type": "text/plain; charset=utf-8" };
  return new Response(`${words}\n`, { status, headers });
}
