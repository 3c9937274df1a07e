import { answer } from "@/lib/api/server";
import { env } from "@/lib/config/env";

export const dynamic = "force-dynamic";

/**
 * The address in a mail's List-Unsubscribe header, opened by a person instead of a mail program: leads to the page
 * with the button and changes nothing. The token moves into the fragment, where no log keeps it.
 */
export function GET(request: Request): Response {
  const token = new URL(request.url).searchParams.get("t") ?? "";
  return new Response(null, {
    status: 303,
    headers: { location: `${env().CONVENE_URL}/unsubscribe#${encodeURIComponent(token)}`, "cache-control": "no-store" },
  });
}

/** One click in a mail program (RFC 8058). */
export const POST = answer;
