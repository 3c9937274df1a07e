import { publicFeed } from "@/lib/calendar/queries";
import { serveFeed } from "@/lib/calendar/serve";
import { systemContext } from "@/lib/db/context";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ cohort: string }>;
}

/** The calendar of a cohort, or with `?session=` one session of it, for everybody while it is public. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { cohort } = await params;
  return serveFeed(request, (query) => publicFeed(systemContext({ kind: "anonymous" }), cohort, query));
}
