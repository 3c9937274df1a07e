import { getDb } from "@/lib/db/client";

export const dynamic = "force-dynamic";

/** For machines: 200 when this process can answer and reach its database, else 503. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    await getDb().$queryRaw`SELECT 1`;
    return Response.json({ status: "ok" }, { headers });
  } catch {
    return Response.json({ status: "no database" }, { status: 503, headers });
  }
}
