import { serveOwnHistory } from "@/lib/progress/history/export/serve";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ cohort: string; file: string }>;
}

/** Everything one did in a cohort as a file: `my-progress.csv` or `my-progress.json`. */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  return serveOwnHistory(await params);
}
