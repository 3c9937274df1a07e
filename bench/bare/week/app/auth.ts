import { createHash } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { signInByCookie } from "@/lib/auth/queries";
import { getDb } from "@/lib/db/client";

/** next-auth as its documentation shows it, with sign-ins in the same table and found by the same statement. */

declare module "next-auth" {
  interface Session {
    personId?: string;
  }
}

const adapter: Adapter = {
  async getSessionAndUser(sessionToken) {
    const hash = createHash("sha256").update(sessionToken).digest("hex");
    const row = await signInByCookie(getDb(), hash, new Date());
    if (!row) return null;
    const user: AdapterUser = { id: row.personId, email: row.email, name: row.name, emailVerified: null };
    return { user, session: { sessionToken, userId: row.personId, expires: row.expiresAt } };
  },
  updateSession: async () => null,
  createVerificationToken: async () => null,
  useVerificationToken: async () => null,
};

export const authOptions: NextAuthOptions = {
  secret: process.env.AUTH_SECRET,
  adapter,
  session: { strategy: "database", maxAge: 30 * 86_400, updateAge: 30 * 86_400 },
  providers: [],
  callbacks: { session: ({ session, user }) => ({ ...session, personId: user.id }) },
};
