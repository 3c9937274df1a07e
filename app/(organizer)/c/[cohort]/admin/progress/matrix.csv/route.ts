import { serveMatrix } from "@/lib/progress/matrix/serve";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ cohort: string }>;
}

/** Who has done what, as a CSV file for the cohort's organizers. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { cohort } = await params;
  return serveMatrix(cohort);
}
