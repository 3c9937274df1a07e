import { randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { openCohort } from "@/lib/auth/scope";
import { hashToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { getDb } from "@/lib/db/client";
import { systemContext } from "@/lib/db/context";
import { weekOf } from "@/lib/progress/queries";
import { prepLeft } from "@/lib/progress/rules";

/**
 * Makes the pictures of the README from the demo of a running site: `npm run screenshots` with the settings of that site.
 * It signs in as one of the demo's learners for as long as it takes.
 */

const folder = path.join(import.meta.dirname, "images");
const { CONVENE_URL } = env();

async function signInCookie(): Promise<{ value: string; end: () => Promise<unknown> }> {
  const db = getDb();
  const ctx = systemContext({ kind: "cli" });
  const scope = await openCohort(ctx, db, "demo");
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
  const [id, value] = [randomUUID(), randomBytes(24).toString("base64url")];
  const expiresAt = new Date(Date.now() + 600_000);
  await db.signIn.create({ data: { id, tokenHash: hashToken(value), personId: learner.personId, expiresAt } });
  return { value, end: () => db.signIn.delete({ where: { id } }) };
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

const cookie = await signInCookie();
const browser = await chromium.launch({
  executablePath: process.env.CONVENE_CHROMIUM || undefined,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const pictures: Buffer[] = [];
  for (const [colorScheme, where] of [
    ["light", "/c/demo"],
    ["dark", "/c/demo/week"],
  ] as const) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1280, height: 1280 },
      timezoneId: "America/Chicago",
    });
    await context.addCookies([{ name: "next-auth.session-token", value: cookie.value, url: CONVENE_URL }]);
    const page = await context.newPage();
    await page.goto(CONVENE_URL + where, { waitUntil: "networkidle" });
    pictures.push(await page.screenshot());
    await context.close();
  }
  await sideBySide(await browser.newPage(), pictures, "convene.png");
} finally {
  await browser.close();
  await cookie.end();
  await getDb().$disconnect();
}
