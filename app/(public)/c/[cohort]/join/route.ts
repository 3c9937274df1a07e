import { boundRequest } from "@/lib/api/guard";
import { answer } from "@/lib/api/server";
import { env } from "@/lib/config/env";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ cohort: string }>;
}

/**
 * The sign-up form as a browser sends it without our scripts: the same procedure, and a page instead of JSON for an
 * answer. What is wrong is said by its code only, since an address has no place in a URL.
 */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { cohort } = await params;
  try {
    const form = await (await boundRequest(request, 64 * 1024)).formData();
    const { follow, ...fields } = Object.fromEntries(form);
    const headers = new Headers(request.headers);
    headers.set("content-type", "application/json");
    headers.delete("content-length");
    const url = new URL(`/api/cohorts/${encodeURIComponent(cohort)}/sign-ups`, request.url);
    const body = JSON.stringify({ ...fields, role: follow ? "follower" : "learner" });
    const response = await answer(new Request(url, { method: "POST", headers, body }));
    return to(response.ok ? "" : `?problem=${(await response.json()).code}`);
  } catch {
    return to("?problem=malformed");
  }
}

function to(query: string): Response {
  return new Response(null, { status: 303, headers: { location: `${env().CONVENE_URL}/join/sent${query}` } });
}
