import { currentActor } from "@/lib/auth/actor";
import { authorise, openCohort } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { systemContext } from "@/lib/db/context";
import { formatOfFile, mediaType, writeSchedule } from "@/lib/transfer/write/files";
import { scheduleToWrite } from "@/lib/transfer/write/queries";

/**
 * Answers a GET or HEAD for a schedule as a file. Everybody gets what the public page shows, an organizer too, so that a
 * file that is passed on holds no draft by accident; `?drafts=1` is for organizers and refused to others. A cohort that is
 * not there for who asks, and a file of another name, say the same.
 */
export async function serveSchedule(
  request: Request,
  { cohort, file }: { cohort: string; file: string },
): Promise<Response> {
  try {
    const format = formatOfFile(file);
    if (!format) throw notFound("file");
    const ctx = systemContext(await currentActor());
    const scope = await openCohort(ctx, ctx.db, cohort);
    authorise(ctx, scope, "schedule.export");
    const drafts = new URL(request.url).searchParams.get("drafts") === "1";
    if (drafts) authorise(ctx, scope, "session.edit");
    const body = writeSchedule(format, await scheduleToWrite(ctx.db, scope, { drafts }));
    return new Response(body, {
      headers: {
        ...HEADERS,
        "content-type": mediaType(format),
        "content-disposition": `attachment; filename="${scope.cohort.slug}-${file}"`,
      },
    });
  } catch (error) {
    if (error instanceof AppError) {
      const words = error.code === "not_found" ? "There is no such schedule." : error.message;
      return plain(error.status, words);
    }
    console.error("export failed:", error instanceof Error ? error.name : typeof error);
    return plain(503, "The schedule cannot be read just now.");
  }
}

// What one address says depends on who asks.
const HEADERS = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

function plain(status: number, words: string): Response {
  const headers = { ...HEADERS, "content-type": "text/plain; charset=utf-8" };
  return new Response(`${words}\n`, { status, headers });
}
