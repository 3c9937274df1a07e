import type { Page } from "@playwright/test";
import { expect, type TestCohort, test } from "./fixtures";

test.setTimeout(120_000);

const WORDS = "The chain rule is a product of slopes.";

async function open(page: Page, cohort: TestCohort): Promise<void> {
  await page.goto(`/c/${cohort.slug}/watch/${cohort.resources[0]}`);
  await expect(page.getByRole("heading", { name: "Your notes" })).toBeVisible();
}

test("a learner keeps notes on a video that nobody else sees, changes one and puts back what was removed", async ({
  as,
  cohort,
  db,
}) => {
  const { page, memberId } = await as("learner");
  await open(page, cohort);
  await page.getByLabel("A note for yourself").fill(WORDS);
  await page.getByRole("button", { name: "Save the note" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: WORDS })).toBeVisible();
  await expect(page.getByLabel("A note for yourself")).toHaveValue("");

  await page.reload();
  await page.getByRole("button", { name: `Change: ${WORDS}` }).click();
  await page.getByLabel("Your note", { exact: true }).fill("A product of slopes.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Change: A product of slopes." })).toBeFocused();

  await page.getByRole("button", { name: "Remove: A product of slopes." }).click();
  await expect(page.getByText("Removed.")).toBeVisible();
  // The row that had the focus is gone.
  await expect(page.getByRole("button", { name: "Put it back" })).toBeFocused();
  expect(await db.note.count({ where: { memberId } })).toBe(0);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "A product of slopes." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove: A product of slopes." })).toBeFocused();

  for (const role of ["learner", "organizer"] as const) {
    const other = (await as(role)).page;
    await open(other, cohort);
    await expect(other.getByText("Looking up your notes")).toBeHidden();
    await expect(other.getByText("A product of slopes.")).toHaveCount(0);
  }
});

test("notes follow another tab within five seconds, but for the field that somebody writes in", async ({
  as,
  cohort,
  db,
}) => {
  const { page, memberId } = await as("learner");
  await open(page, cohort);
  const [id, on] = [crypto.randomUUID(), { memberId, resourceId: cohort.resources[0] ?? "", cohortId: cohort.id }];
  await expect(page.getByText("Looking up your notes")).toBeHidden();
  await db.note.create({ data: { id, ...on, body: WORDS } });
  await page.getByRole("button", { name: `Change: ${WORDS}` }).click({ timeout: 5_000 });
  await page.getByLabel("Your note", { exact: true }).fill("Half a");
  await db.note.delete({ where: { id } });
  await db.note.create({ data: { id: crypto.randomUUID(), ...on, body: "From the other tab." } });
  // The rest of the page has asked twice meanwhile, as often as the notes would have.
  for (let turn = 0; turn < 2; turn += 1) await page.waitForResponse((answer) => answer.url().endsWith("/watching"));
  await expect(page.getByLabel("Your note", { exact: true })).toHaveValue("Half a");
  await expect(page.getByText("From the other tab.")).toBeHidden();
  await page.getByRole("button", { name: "Leave it" }).click();
  await expect(page.getByText("From the other tab.")).toBeVisible({ timeout: 5_000 });
  await expect(page.getByText(WORDS)).toBeHidden();
});

test("a note that changed in another tab is shown beside one's own words, and neither is lost", async ({
  as,
  cohort,
  db,
}) => {
  const { page, memberId } = await as("learner");
  const resourceId = cohort.resources[0] ?? "";
  const id = crypto.randomUUID();
  await db.note.create({ data: { id, memberId, resourceId, cohortId: cohort.id, body: WORDS, atSeconds: 760 } });
  await open(page, cohort);
  await expect(page.getByRole("button", { name: "Play from 12:40" })).toBeVisible();
  await page.getByRole("button", { name: `Change: ${WORDS}` }).click();
  await page.getByLabel("Your note", { exact: true }).fill("Mine.");
  await db.note.update({ where: { id }, data: { body: "Theirs.", version: 2 } });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Theirs.")).toBeVisible();
  await expect(page.getByLabel("Your note", { exact: true })).toHaveValue("Mine.");
  await page.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Change: Mine." })).toBeVisible();
  expect(await db.note.findMany({ where: { id } })).toMatchObject([{ body: "Mine.", atSeconds: 760, version: 3 }]);
});

test("what was typed stays when the server cannot be reached, and is saved once when it is back", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context, memberId } = await as("learner");
  await open(page, cohort);
  await context.setOffline(true);
  await page.getByLabel("A note for yourself").fill(WORDS);
  await page.getByRole("button", { name: "Save the note" }).click();
  await expect(page.getByText("The server cannot be reached.")).toBeVisible();
  await expect(page.getByLabel("A note for yourself")).toHaveValue(WORDS);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Save the note" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: WORDS })).toBeVisible();
  expect(await db.note.count({ where: { memberId } })).toBe(1);
});
