import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { PrismaClient } from "@/lib/db/generated/client";
import { expect, type TestCohort, test } from "./fixtures";

const OPEN = [
  "/",
  "/sign-in",
  "/sign-in/confirm",
  "/join/confirm",
  "/join/sent",
  "/join/sent?problem=invalid",
  "/setup",
  "/unsubscribe",
  "/mark",
  "/nothing-here",
];

async function look(page: Page, path: string): Promise<void> {
  for (const [colorScheme, width] of [
    ["light", 1440],
    ["dark", 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await expect(page.locator("h1").first(), path).toBeVisible();
    const where = `${path} at ${width} px, ${colorScheme}`;
    expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      where,
    ).toEqual([]);
  }
}

test("axe finds nothing on the pages that are open to everyone, light and dark, narrow and wide", async ({
  page,
  cohort,
}) => {
  test.setTimeout(180_000);
  for (const path of [...OPEN, `/c/${cohort.slug}`]) await look(page, path);
});

test("axe finds nothing on a learner's pages", async ({ as, cohort, db }) => {
  test.setTimeout(180_000);
  const { page } = await as("learner");
  for (const room of ["week", "catch-up", "progress"]) await look(page, `/c/${cohort.slug}/${room}`);
  const [id = ""] = cohort.resources;
  await db.resource.update({ where: { id }, data: { url: "https://youtu.be/Ilg3gGewQ5U", stopPoints: [300] } });
  await look(page, `/c/${cohort.slug}/watch/${id}`);
  await look(page, "/me");
});

/** A line of the log and an act that can be undone, so that their pages have something on them. */
async function doSomething(db: PrismaClient, { id: cohortId }: TestCohort, personId: string): Promise<void> {
  const [id, section] = [crypto.randomUUID(), { title: "Welcome", body: "Hello.", position: 0 }];
  const act = { action: "section.changed", subjectKind: "section", subjectId: id, before: section };
  const after = { ...section, body: "Hello, readers." };
  await db.audit.create({ data: { id, cohortId, ...act, after, actorKind: "person", actorId: personId } });
  await db.change.create({ data: { id, cohortId, text: "“Backpropagation” moved from 22 Oct to 29 Oct." } });
}

// In parts, so that they run side by side.
for (const [part, rooms] of [
  ["the schedule", ["", "/schedule", "/schedule/[session]", "/import"]],
  ["moving sessions and running it again", ["/shape", "/clone"]],
  ["the library", ["/resources", "/resources/[resource]"]],
  ["the log and the history", ["/changes", "/audit"]],
  ["people and mail", ["/members", "/notices"]],
  ["who has done what", ["/progress"]],
  ["the page and its settings", ["/page", "/settings", "/cohorts/new"]],
] as const) {
  test(`axe finds nothing on the organizer's pages: ${part}`, async ({ as, cohort, db }) => {
    test.setTimeout(120_000);
    const { page, personId } = await as("organizer");
    await as("learner");
    await db.person.update({ where: { id: personId }, data: { mayCreateCohorts: true } });
    await doSomething(db, cohort, personId);
    for (const room of rooms) {
      const path = room.startsWith("/cohorts") ? room : `/c/${cohort.slug}/admin${room}`;
      await look(page, path.replace("[session]", cohort.sessionId).replace("[resource]", cohort.resources[0] ?? ""));
    }
  });
}
