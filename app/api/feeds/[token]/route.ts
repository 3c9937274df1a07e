import { secretFeed } from "@/lib/calendar/queries";
import { serveFeed } from "@/lib/calendar/serve";
import { systemContext } from "@/lib/db/context";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ token: string }>;
}

/** A calendar behind a secret address: a person's own, or a cohort's. Whoever knows the address may read it. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const token = (await params).token.replace(/\.ics$/, "");
  return serveFeed(request, (query) => secretFeed(systemContext({ kind: "anonymous" }), token, query));
}
