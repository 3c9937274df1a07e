import { connection } from "next/server";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { authOptions } from "@/lib/auth/options";
import type { Actor, Ctx } from "@/lib/core/context";
import { systemContext } from "@/lib/db/context";

/** Who makes this request, by its sign-in cookie; asked once a request. */
export const currentActor = cache(async (): Promise<Actor> => {
  // A build tries to make pages ahead; it has neither settings nor anybody who asks, and stops here.
  await connection();
  const session = await getServerSession(authOptions());
  return session ? { kind: "person", ...session.person } : { kind: "anonymous" };
});

/** The context of this request, for pages. */
export async function requestContext(): Promise<Ctx> {
  return systemContext(await currentActor());
}
