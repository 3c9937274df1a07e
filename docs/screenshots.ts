import { randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { openCohort } from "@/lib/auth/scope";
import { hashToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { getDb } from "@/lib/db/client";
import { systemContext } from "@/lib/db/context";
import { weekOf } from "@/lib/progress/queries";
import { prepLeft } from "@/lib/progress/rules";

/**
 * Makes the pictures of the README from the demo of a running site: `npm run screenshots` with the settings of that site.
 * It signs in as one of the demo's learners, and as its organizer, for as long as it takes.
 */

const folder = path.join(import.meta.dirname, "images");
const { CONVENE_URL } = env();

const db = getDb();
const ctx = systemContext({ kind: "cli" });
const scope = await openCohort(ctx, db, "demo");

interface Cookie {
  value: string;
  end: () => Promise<unknown>;
}

async function cookieOf(personId: string): Promise<Cookie> {
  const [id, value] = [randomUUID(), randomBytes(24).toString("base64url")];
  const expiresAt = new Date(Date.now() + 600_000);
  await db.signIn.create({ data: { id, tokenHash: hashToken(value), personId, expiresAt } });
  return { value, end: () => db.signIn.delete({ where: { id } }) };
}

async function organizerCookie(): Promise<Cookie> {
  const where = { cohortId: scope.cohort.id, role: "organizer", state: "active" } as const;
  const { personId } = await db.member.findFirstOrThrow({ where, orderBy: { joinedAt: "asc" } });
  return cookieOf(personId);
}

async function learnerCookie(): Promise<Cookie> {
  const learners = await db.member.findMany({
    where: { cohortId: scope.cohort.id, role: "learner", state: "active" },
    orderBy: { joinedAt: "asc" },
  });
  // Somebody in the middle of it shows more than somebody who is ready.
  const weeks = await Promise.all(
    learners.map(async (learner) => ({ learner, week: await weekOf(db, scope, learner.id, ctx.now()) })),
  );
  const learner =
    weeks.find(
      ({ week: { uses } }) => prepLeft(uses).minutes > 0 && uses.some(({ watchedMinutes }) => watchedMinutes > 0),
    )?.learner ?? learners[0];
  if (!learner) throw new Error("The demo has no learners.");
  return cookieOf(learner.personId);
}

/** Puts two pages side by side, light and dark, into one picture. */
async function sideBySide(page: Page, pictures: readonly Buffer[], file: string): Promise<void> {
  const images = pictures.map(
    (picture) => `<img width="640" src="data:image/png;base64,${picture.toString("base64")}">`,
  );
  await page.setViewportSize({ width: 1312, height: 660 });
  await page.setContent(
    `<body style="margin:0;padding:10px;display:flex;gap:12px;background:#cfc8b8">${images.join("")}</body>`,
  );
  await page.screenshot({ path: path.join(folder, file) });
}

/** One page as it looks to whoever has the cookie. */
async function picture(
  browser: Browser,
  cookie: Cookie,
  { path: where, colorScheme, ready }: { path: string; colorScheme: "light" | "dark"; ready?: string },
): Promise<Buffer> {
  const viewport = { width: 1280, height: 1280 };
  const context = await browser.newContext({ colorScheme, viewport, timezoneId: "America/Chicago" });
  await context.addCookies([{ name: "next-auth.session-token", value: cookie.value, url: CONVENE_URL }]);
  const page = await context.newPage();
  // A page that follows asks again and again, so a quiet network says nothing about it.
  if (ready) {
    await page.goto(CONVENE_URL + where);
    await page.locator(ready).waitFor();
  } else await page.goto(CONVENE_URL + where, { waitUntil: "networkidle" });
  const taken = await page.screenshot();
  await context.close();
  return taken;
}

const cookies = { learner: await learnerCookie(), organizer: await organizerCookie() };
const browser = await chromium.launch({
  executablePath: process.env.CONVENE_CHROMIUM || undefined,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const front = [
    await picture(browser, cookies.learner, { path: "/c/demo", colorScheme: "light" }),
    await picture(browser, cookies.learner, { path: "/c/demo/week", colorScheme: "dark" }),
  ];
  await sideBySide(await browser.newPage(), front, "convene.png");
  const matrix: Buffer[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const where = { path: "/c/demo/admin/progress", colorScheme, ready: "[role=grid][data-ready]" };
    matrix.push(await picture(browser, cookies.organizer, where));
  }
  await sideBySide(await browser.newPage(), matrix, "matrix.png");
} finally {
  await browser.close();
  for (const { end } of Object.values(cookies)) await end();
  await db.$disconnect();
}
