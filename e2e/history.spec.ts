import { readFile } from "node:fs/promises";
import { makeSession, makeUse } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";

const today = () => dateIn(new Date(), "America/Chicago");

test("a late joiner sees the shortest ways to be ready, settles what they know, and can take it back", async ({
  as,
  cohort,
  db,
}) => {
  const earlier = await makeSession(db, cohort, addDays(today(), -5), { title: "Chance" });
  await makeUse(db, cohort, earlier, { title: "Dice", minutes: 23 });
  await makeUse(db, cohort, earlier, { title: "More dice", minutes: 40, slot: "deep_dive" });
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/catch-up`);
  const ways = page.getByRole("navigation", { name: "Ways to catch up" });
  await expect(ways.getByRole("link", { name: /^All that was required so far: 3 h 10 min/ })).toBeVisible();
  await expect(ways.getByRole("link", { name: /^Only \w+day: 2 h 47 min/ })).toBeVisible();
  await expect(page.getByText("May be skipped: 40 min in 1 thing")).toBeVisible();

  await page.getByRole("button", { name: "Skip it, I know this: Dice" }).click();
  await expect(page.getByText("“Dice” is marked as skipped.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Dice", exact: true })).toBeHidden();
  expect(await db.progress.findMany({ where: { memberId } })).toMatchObject([{ state: "skipped" }]);
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByRole("link", { name: "Dice", exact: true })).toBeVisible();

  await ways.getByRole("link", { name: /^Only/ }).click();
  await expect(page.getByRole("heading", { name: /^Only \w+day$/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Dice", exact: true })).toBeHidden();
});

test("a learner reads their term, with what an organizer marked and why, and takes it along as a file", async ({
  as,
  cohort,
  db,
}) => {
  const { page, memberId } = await as("learner");
  const grace = await as("organizer");
  await db.person.update({ where: { id: grace.personId }, data: { name: "Grace" } });
  const [calculus, mine] = [cohort.resources[1] ?? "", { memberId, cohortId: cohort.id }];
  const by = { source: "organizer" as const, markedById: grace.personId, reason: "watched in the lab" };
  await db.progress.create({ data: { ...mine, resourceId: calculus, state: "done", ...by } });
  await db.note.create({ data: { id: crypto.randomUUID(), ...mine, resourceId: calculus, body: "=the chain rule" } });

  await page.goto(`/c/${cohort.slug}/week`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "My term" }).click();
  await expect(page.getByRole("img", { name: "Backpropagation: 10 of 167 min done" })).toBeVisible();
  await page.getByText("What you did").click();
  await expect(page.getByText(/^Grace marked it done on \d+ \w+: watched in the lab$/)).toBeVisible();
  const weeks = page.getByRole("table", { name: "Minutes a week" });
  await expect(weeks.getByRole("row").last().getByText("10 min").first()).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "As a table (CSV)" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${cohort.slug}-my-progress.csv`);
  const text = await readFile(await file.path(), "utf8");
  expect(text).toContain("Backpropagation calculus");
  expect(text).toContain("'=the chain rule");
  const json = await page.request.get(`/c/${cohort.slug}/progress/export/my-progress.json`);
  expect(await json.json()).toMatchObject({ notes: [{ text: "=the chain rule" }], progress: [{ markedBy: "Grace" }] });
  const other = await as("learner");
  const theirs = await other.page.request.get(`/c/${cohort.slug}/progress/export/my-progress.json`);
  expect(await theirs.json()).toMatchObject({ notes: [], progress: [] });
});
