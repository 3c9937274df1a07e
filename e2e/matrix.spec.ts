import type { Page } from "@playwright/test";
import { makeMember, makeSession, makeUse } from "@/lib/testing/factories";
import { weekdayName } from "@/lib/time/words";
import { addDays, dateIn, weekdayOf } from "@/lib/time/zones";
import { expect, type TestCohort, test } from "./fixtures";

const inDays = (days: number) => addDays(dateIn(new Date(), "America/Chicago"), days);

async function openMatrix(page: Page, cohort: TestCohort) {
  await page.goto(`/c/${cohort.slug}/admin/progress`);
  const grid = page.getByRole("grid", { name: "Progress" });
  await expect(grid).toBeVisible();
  return grid;
}

const VIDEO = "Backpropagation calculus";

test("an organizer goes through the matrix by keyboard, opens a cell's story and comes back to the cell", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  for (let n = 1; n <= 60; n += 1) {
    await makeMember(db, cohort, { name: `Learner ${String(n).padStart(2, "0")}` });
  }
  const grid = await openMatrix(page, cohort);
  await expect(grid).toHaveAttribute("aria-rowcount", "63");
  await expect(grid).toHaveAttribute("aria-colcount", "4");
  const first = grid.getByRole("gridcell", { name: "A organizer, What is backpropagation really doing?: to do" });
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const cell = (name: string) => grid.getByRole("gridcell", { name: `${name}, ${VIDEO}: to do` });
  await expect(cell("Learner 01")).toBeFocused();
  await page.keyboard.press("Control+End");
  await expect(grid.getByRole("gridcell", { name: "Learner 60, Backpropagation in code: to do" })).toBeFocused();
  expect(await grid.getByRole("row").count(), "only what is on the screen is drawn").toBeLessThan(55);
  await page.keyboard.press("PageUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("Control+Home");
  await expect(first).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const story = page.getByRole("complementary", { name: "The story of a cell" });
  await expect(story.getByRole("heading", { name: VIDEO })).toBeFocused();
  await expect(story).toContainText("to do, by nobody yet");
  await page.keyboard.press("Escape");
  await expect(story).toHaveCount(0);
  await expect(cell("A organizer")).toBeFocused();
});

test("a week, words, a state and who is not ready narrow the matrix", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("organizer");
  const ada = await makeMember(db, cohort, { name: "Ada" });
  await makeMember(db, cohort, { name: "Bea" });
  const later = await makeSession(db, cohort, inDays(9), { title: "Attention" });
  await makeUse(db, cohort, later, { title: "Attention in pictures", minutes: 20 });
  for (const member of [ada.id, memberId]) {
    for (const resourceId of cohort.resources) {
      const data = { memberId: member, resourceId, cohortId: cohort.id, state: "done" as const };
      await db.progress.create({ data });
    }
  }
  const grid = await openMatrix(page, cohort);
  await expect(page.getByText("3 members", { exact: true })).toBeVisible();
  await page.getByLabel(`Not ready for ${weekdayName(weekdayOf(inDays(2)))}`).check();
  await expect(page.getByText("1 of 3 members")).toBeVisible();
  await expect(grid.getByRole("rowheader", { name: "Bea" })).toBeVisible();
  await expect(grid.getByRole("rowheader", { name: "Ada" })).toHaveCount(0);
  await page.getByLabel(/^Not ready/).uncheck();
  const week = page.getByLabel("Week").getByRole("option", { name: "Attention" });
  await page.getByLabel("Week").selectOption((await week.getAttribute("value")) ?? "none");
  await expect(grid).toHaveAttribute("aria-colcount", "2");
  await page.getByLabel("Week").selectOption("");
  await page.getByLabel("With something").selectOption("done");
  await expect(page.getByText("2 of 3 members")).toBeVisible();
  await page.getByLabel("Find").fill("ada");
  await expect(page.getByText("1 of 3 members")).toBeVisible();
  await page.getByLabel("Find").fill("nobody of that name");
  await expect(page.getByText("Nobody is like that.")).toBeVisible();
});

test("an organizer sets a cell with a reason, which is in the history, and sets it back", async ({
  as,
  cohort,
  db,
}) => {
  const [{ page }, learner] = [await as("organizer"), await as("learner")];
  const grid = await openMatrix(page, cohort);
  await grid.getByRole("gridcell", { name: `A learner, ${VIDEO}: to do` }).click();
  const story = page.getByRole("complementary", { name: "The story of a cell" });
  await story.getByRole("button", { name: "Set it" }).click();
  await expect(story.getByText("Say why, in a few words.")).toBeVisible();
  await story.getByLabel("Why").fill("Explained it to the others on Tuesday.");
  await story.getByRole("button", { name: "Set it" }).click();
  await expect(story.getByText("It is set. A learner sees it with your reason.")).toBeVisible();
  await expect(grid.getByRole("gridcell", { name: `A learner, ${VIDEO}: done` })).toBeVisible();
  await expect(story).toContainText("done, by an organizer, A organizer");
  await expect(story.getByRole("listitem")).toContainText("“Explained it to the others on Tuesday.”");
  const row = await db.progress.findFirstOrThrow({ where: { memberId: learner.memberId } });
  expect(row).toMatchObject({ state: "done", source: "organizer", reason: "Explained it to the others on Tuesday." });

  await story.getByRole("button", { name: "Set back to to do" }).click();
  await story.getByRole("button", { name: "Set it" }).click();
  await expect(grid.getByRole("gridcell", { name: `A learner, ${VIDEO}: to do` })).toBeVisible();

  await page.goto(`/c/${cohort.slug}/admin/audit`);
  const entry = page.getByRole("listitem").filter({ hasText: `marked “${VIDEO}” as done for A learner` });
  await expect(entry).toContainText("A organizer");
});

test("a cell that changed meanwhile is refused, says what it is now and keeps what was typed", async ({
  as,
  cohort,
  db,
}) => {
  const [{ page }, learner] = [await as("organizer"), await as("learner")];
  const grid = await openMatrix(page, cohort);
  await grid.getByRole("gridcell", { name: `A learner, ${VIDEO}: to do` }).click();
  const story = page.getByRole("complementary", { name: "The story of a cell" });
  await story.getByLabel("Why").fill("Was in the room.");
  // The page must not hear of it before it asks.
  await page.route("**/progress/**", (route) =>
    route.request().method() === "GET" ? route.abort() : route.fallback(),
  );
  const data = { memberId: learner.memberId, resourceId: cohort.resources[1] ?? "", cohortId: cohort.id };
  await db.progress.create({ data: { ...data, state: "skipped" } });
  await story.getByRole("button", { name: "Set it" }).click();
  await expect(story.getByText("This has changed since you looked at it.")).toBeVisible();
  await page.unroute("**/progress/**");
  await expect(story.getByText("It is skipped now")).toBeVisible();
  await expect(story.getByLabel("Why")).toHaveValue("Was in the room.");
  await story.getByRole("button", { name: "Set it" }).click();
  await expect(story.getByText("It is set.")).toBeVisible();
});

test("an open matrix follows within five seconds and keeps place, focus and story", async ({ as, cohort, db }) => {
  const [{ page }, learner] = [await as("organizer"), await as("learner")];
  for (let n = 1; n <= 60; n += 1) await makeMember(db, cohort, { name: `B ${String(n).padStart(2, "0")}` });
  const grid = await openMatrix(page, cohort);
  await grid.getByRole("gridcell", { name: `A learner, ${VIDEO}: to do` }).click();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageUp");
  const place = await grid.evaluate((element) => element.scrollTop);
  await learner.page.goto(`/c/${cohort.slug}/week`);
  const item = learner.page.getByRole("listitem").filter({ hasText: VIDEO }).first();
  await item.getByRole("checkbox").click();
  const started = Date.now();
  await expect(grid.getByRole("gridcell", { name: `A learner, ${VIDEO}: done` })).toBeVisible({ timeout: 6000 });
  expect(Date.now() - started).toBeLessThan(6000);
  await expect(grid.locator(":focus")).toHaveCount(1);
  expect(await grid.evaluate((element) => element.scrollTop)).toBe(place);
  const story = page.getByRole("complementary", { name: "The story of a cell" });
  await expect(story).toContainText("done, by hand");
});

test("the matrix comes as a file, for organizers only", async ({ as, cohort }) => {
  const [{ page }, learner] = [await as("organizer"), await as("learner")];
  await openMatrix(page, cohort);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  expect((await download).suggestedFilename()).toBe(`${cohort.slug}-progress.csv`);
  const path = `/c/${cohort.slug}/admin/progress/matrix.csv`;
  const answer = await page.request.get(path);
  expect(answer.headers()).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "cache-control": "private, no-store",
  });
  const lines = (await answer.text()).split("\r\n");
  expect(lines[0]).toContain(VIDEO);
  expect(lines[1]).toBe("A learner,,learner,active,,,");
  expect((await learner.page.request.get(path)).status()).toBe(403);
});

test("the matrix fits a narrow screen and says in words what it shows without colours", async ({ as, cohort }) => {
  const { page } = await as("organizer");
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ forcedColors: "active" });
  const grid = await openMatrix(page, cohort);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const name = await grid.getByRole("rowheader").first().boundingBox();
  expect(name?.width ?? 999).toBeLessThanOrEqual(120);
  await expect(page.getByRole("list", { name: "What the marks mean" })).toContainText("skipped");
});
