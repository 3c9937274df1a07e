import document from "@/lib/api/openapi.json" with { type: "json" };

// The same for everyone and for as long as this build runs.
export const dynamic = "force-static";

/** The API described for other programs, as generated from the contract. */
export function GET(): Response {
  return new Response(JSON.stringify(document), {
    headers: { "content-type": "application/vnd.oai.openapi+json;version=3.1", "cache-control": "public, max-age=300" },
  });
}
