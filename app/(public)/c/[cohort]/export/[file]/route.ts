import { serveSchedule } from "@/lib/transfer/write/serve";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ cohort: string; file: string }>;
}

/** The schedule of a cohort as a file: `schedule.csv`, `.json`, `.md` or `.qmd`; with `?drafts=1` whole, for organizers. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  return serveSchedule(request, await params);
}
