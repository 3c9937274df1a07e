import type { Adapter, AdapterUser } from "next-auth/adapters";
import { consumeToken, openSignIn } from "@/lib/auth/commands";
import { signInByCookie } from "@/lib/auth/queries";
import { hashToken } from "@/lib/auth/tokens";
import type { Ctx } from "@/lib/core/context";
import { inTransaction } from "@/lib/db/client";
import type { Person } from "@/lib/db/generated/client";

const unused = (what: string) => (): never => {
  throw new Error(`Convene does not let next-auth ${what}.`);
};

/**
 * next-auth's door to our tables: its user is our person, its session our sign-in, its verification token our token.
 * Accounts come from signing up, never from signing in, so it creates nobody.
 */
export function createAdapter(ctx: () => Ctx, userAgent: () => string): Adapter {
  return {
    createUser: unused("create people"),
    linkAccount: unused("link accounts"),
    getUserByAccount: async () => null,
    getUser: async (id) => toUser(await ctx().db.person.findUnique({ where: { id } })),
    getUserByEmail: async (email) => toUser(await ctx().db.person.findUnique({ where: { email } })),
    async updateUser({ id, emailVerified }) {
      const data = emailVerified ? { emailVerifiedAt: emailVerified } : {};
      const user = toUser(await ctx().db.person.update({ where: { id }, data }));
      if (!user) throw new Error("The person is gone.");
      return user;
    },
    async createSession({ userId }) {
      const { cookie, expiresAt } = await inTransaction(ctx(), (tx) => openSignIn(ctx(), tx, userId, userAgent()));
      return { sessionToken: cookie, userId, expires: expiresAt };
    },
    async getSessionAndUser(sessionToken) {
      const row = await signInByCookie(ctx().db, hashToken(sessionToken), ctx().now());
      if (!row) return null;
      const user: AdapterUser & { mayCreateCohorts: boolean } = {
        id: row.personId,
        email: row.email,
        name: row.name,
        emailVerified: null,
        mayCreateCohorts: row.mayCreateCohorts,
      };
      return { user, session: { sessionToken, userId: row.personId, expires: row.expiresAt } };
    },
    // A sign-in ends when it was said to end; a page that is only looked at writes nothing.
    updateSession: async () => null,
    async deleteSession(sessionToken) {
      await ctx().db.signIn.deleteMany({ where: { tokenHash: hashToken(sessionToken) } });
    },
    // The provider's `sendVerificationRequest` stores the token together with its mail, in one transaction.
    createVerificationToken: async () => null,
    async useVerificationToken({ identifier, token }) {
      const row = await inTransaction(ctx(), (tx) => consumeToken(ctx(), tx, "sign_in", token));
      return row && row.email === identifier ? { identifier, token, expires: row.expiresAt } : null;
    },
  };
}

function toUser(person: Person | null): AdapterUser | null {
  return person && { id: person.id, email: person.email, name: person.name, emailVerified: person.emailVerifiedAt };
}
