import { currentActor } from "@/lib/auth/actor";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { systemContext } from "@/lib/db/context";
import { batchesOf } from "@/lib/progress/history/export/queries";
import { HISTORY_FILES } from "@/lib/progress/history/export/rules";

/**
 * Answers a GET for everything the acting member did in a cohort as a file, written while it is read. There is no way to
 * ask for anybody else's. A cohort that is not there for who asks, and a file of another name, say the same.
 */
export async function serveOwnHistory({ cohort, file }: { cohort: string; file: string }): Promise<Response> {
  try {
    const format = isFile(file) ? HISTORY_FILES[file] : null;
    if (!format) throw notFound("file");
    const ctx = systemContext(await currentActor());
    const scope = await openCohort(ctx, ctx.db, cohort);
    authorise(ctx, scope, "progress.readOwn");
    const member = ownMember(scope);
    const { slug, title, timezone } = scope.cohort;
    const head = { cohort: { slug, title, timezone }, writtenAt: ctx.now().toISOString() };
    const text = format.write(head, batchesOf(ctx.db, scope, member.id));
    return new Response(streamOf(text), {
      headers: {
        ...HEADERS,
        "content-type": format.type,
        "content-disposition": `attachment; filename="${slug}-${file}"`,
      },
    });
  } catch (error) {
    if (error instanceof AppError) {
      return plain(error.status, error.code === "not_found" ? "There is no such file." : error.message);
    }
    console.error("own history failed:", error instanceof Error ? error.name : typeof error);
    return plain(503, "Your history cannot be read just now.");
  }
}

const HEADERS = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

function isFile(name: string): name is keyof typeof HISTORY_FILES {
  return Object.hasOwn(HISTORY_FILES, name);
}

/** What is not asked for is not read: the next batch is when there is room for it, and none is after somebody left. */
function streamOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await text.return(undefined);
    },
  });
}

function plain(status: number, words: string): Response {
  const headers = { ...HEADERS, "content-type": "text/plain; charset=utf-8" };
  return new Response(`${words}\n`, { status, headers });
}
