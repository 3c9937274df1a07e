import { createHash } from "node:crypto";
import type { Feed } from "@/lib/calendar/queries";
import { type FeedQuery, feedQuery } from "@/lib/calendar/schema";
import { AppError } from "@/lib/core/errors";

/**
 * Answers a GET or HEAD for a calendar. Whatever address leads to none says the same, so that nobody learns which were
 * calendars once; nothing here is logged but the name of an error, since the address is a secret.
 */
export async function serveFeed(request: Request, load: (query: FeedQuery) => Promise<Feed>): Promise<Response> {
  const query = feedQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return plain(400, "“alarm” is minutes, 0 to 10080; “session” is a session's id.");
  try {
    return answer(request, await load(query.data));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return plain(404, "There is no such calendar.");
    console.error("calendar failed:", error instanceof Error ? error.name : typeof error);
    return plain(503, "The calendar cannot be read just now.");
  }
}

function answer(request: Request, { filename, body }: Feed): Response {
  const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = { etag, "cache-control": "private, max-age=300" };
  if (isKnown(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, {
    headers: {
      ...headers,
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": `inline; filename="${filename}"`,
    },
  });
}

/** Whether the reader has it already (RFC 9110, 13.1.2: compared weakly). */
function isKnown(header: string | null, etag: string): boolean {
  const tags = header?.split(",").map((tag) => tag.trim()) ?? [];
  return tags.some((tag) => tag === "*" || tag.replace(/^W\//, "") === etag.replace(/^W\//, ""));
}

function plain(status: number, words: string): Response {
  return new Response(`${words}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
