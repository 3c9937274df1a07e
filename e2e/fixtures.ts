import { randomBytes, randomUUID } from "node:crypto";
import os from "node:os";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { hashToken } from "@/lib/auth/tokens";
import { createDb } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import { type MailCohort, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { Inbox } from "./inbox";

export { expect };

export type RoleName = "follower" | "learner" | "organizer";

export interface TestCohort extends MailCohort {
  title: string;
  /** The session that comes next, two days from now, with three videos: 12, 10 and 145 minutes. */
  sessionId: string;
  resources: readonly string[];
}

export interface SignedIn {
  page: Page;
  context: BrowserContext;
  address: string;
  memberId: string;
  personId: string;
}

interface Fixtures {
  db: PrismaClient;
  inbox: Inbox;
  /** A running cohort of this test's own; gone with everything in it when the test ends. */
  cohort: TestCohort;
  /** A browser that is signed in as a new member of the cohort. */
  as: (role: RoleName) => Promise<SignedIn>;
  /** Signs a person in on a new browser. */
  signedIn: (personId: string) => Promise<{ page: Page; context: BrowserContext }>;
  noComplaints: undefined;
}

/** What a browser says that no page may cause. A request that a test itself cuts off is not one. */
const EXPECTED = /Failed to load resource|net::ERR_/;

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  db: async ({}, use) => {
    const db = createDb(process.env.DATABASE_URL ?? "", 3);
    await use(db);
    await db.$disconnect();
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  inbox: async ({}, use) => use(new Inbox()),
  cohort: async ({ db }, use) => {
    const title = `Cohort ${randomUUID().slice(0, 6)}`;
    const cohort = await makeCohort(db, { title });
    const sessionId = await makeSession(db, cohort, addDays(dateIn(new Date(), "America/Chicago"), 2), {
      title: "Backpropagation",
    });
    const resources = [
      await makeUse(db, cohort, sessionId, { title: "What is backpropagation really doing?", minutes: 12 }),
      await makeUse(db, cohort, sessionId, { title: "Backpropagation calculus", minutes: 10 }),
      await makeUse(db, cohort, sessionId, { title: "Backpropagation in code", minutes: 145 }),
    ];
    await use({ ...cohort, title, sessionId, resources });
    await db.cohort.delete({ where: { id: cohort.id } });
  },
  signedIn: async ({ browser, db, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (personId) => {
      const cookie = randomBytes(24).toString("base64url");
      const expiresAt = new Date(Date.now() + 3_600_000);
      await db.signIn.create({ data: { id: randomUUID(), tokenHash: hashToken(cookie), personId, expiresAt } });
      const context = await browser.newContext();
      contexts.push(context);
      await context.addCookies([
        { name: "next-auth.session-token", value: cookie, url: baseURL ?? "", httpOnly: true, sameSite: "Lax" },
      ]);
      const page = await context.newPage();
      listen(page);
      return { page, context };
    });
    for (const context of contexts) await context.close();
  },
  as: async ({ db, cohort, signedIn }, use) => {
    const people: string[] = [];
    await use(async (role) => {
      const { id: memberId, personId, address } = await makeMember(db, cohort, { role, name: `A ${role}` });
      people.push(personId);
      return { ...(await signedIn(personId)), address, memberId, personId };
    });
    await db.person.deleteMany({ where: { id: { in: people } } });
  },
  noComplaints: [
    async ({ page }, use) => {
      listen(page);
      await use(undefined);
      expect(complaints.get(page) ?? [], "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

const complaints = new WeakMap<Page, string[]>();

// A page that complains to the console fails its test: a blocked script, a broken hydration, an exception.
function listen(page: Page): void {
  const said: string[] = [];
  complaints.set(page, said);
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
}

/** Waits until the sign-up form of a public page, whose scripts come with the first touch, answers by itself. */
export async function wakeForm(page: Page): Promise<void> {
  await page.getByLabel("E-mail address").focus();
  await expect(page.locator("form[data-ready]")).toBeVisible();
}

/** How many times longer everything takes on a machine with more to do than it has processors: none of the server's doing. */
export function busyness(): number {
  return Math.max(1, (os.loadavg()[0] ?? 1) / os.availableParallelism());
}
