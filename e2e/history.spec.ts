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

test("whoever opens an article from the way to catch up has started it, and says on return how long it took", async ({
  as,
  cohort,
  db,
}) => {
  const earlier = await makeSession(db, cohort, addDays(today(), -5), { title: "Chance" });
  const dice = await makeUse(db, cohort, earlier, { title: "Dice", minutes: 23 });
  const { page, memberId } = await as("learner");
  await page.context().route("https://videos.example.org/**", (route) => route.fulfill({ body: "An article." }));
  await page.goto(`/c/${cohort.slug}/catch-up`);
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Dice", exact: true }).click();
  await (await opened).close();
  await expect
    .poll(() => db.progress.findMany({ where: { memberId } }))
    .toMatchObject([{ resourceId: dice, state: "started" }]);
  await expect(page.getByText(/^for [\w ]+, started$/)).toBeVisible();
  await page.evaluate((key) => {
    const at = Number(sessionStorage.getItem(key)?.split(" ")[1]);
    sessionStorage.setItem(key, `at ${at - 17 * 60_000}`);
    window.dispatchEvent(new Event("focus"));
  }, `opened ${dice}`);
  await page.getByRole("button", { name: "Done, 17 min: Dice" }).click();
  await expect(page.getByText("“Dice” is marked as done.")).toBeVisible();
  await expect(page.locator(":focus")).toContainText("“Dice” is marked as done.");
  await expect(page.getByRole("link", { name: "Dice", exact: true })).toBeHidden();
  await expect
    .poll(() => db.progress.findMany({ where: { memberId } }))
    .toMatchObject([{ state: "done", source: "member", minutesTaken: 17 }]);
});

test("what is settled on the way to catch up without a connection is sent when it is back, also from another page", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/catch-up`);
  await page.getByRole("button", { name: "Skip it, I know this: What is backpropagation really doing?" }).click();
  await expect(page.getByText(/is marked as skipped/)).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Done: Backpropagation calculus" }).click();
  await expect(
    page.getByText("No connection. What you said of “Backpropagation calculus” is kept in this browser"),
  ).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const term = await context.newPage();
  await term.goto(`/c/${cohort.slug}/progress`);
  await expect(term.getByRole("img", { name: "Backpropagation: 10 of 167 min done" })).toBeVisible();
  expect(await db.progress.findMany({ where: { memberId, state: "done" } })).toMatchObject([
    { resourceId: cohort.resources[1], source: "member" },
  ]);
});

test("My term follows a tick in another tab within five seconds, without a reload", async ({ as, cohort }) => {
  const { page, context } = await as("learner");
  const week = await context.newPage();
  await page.goto(`/c/${cohort.slug}/progress`);
  await week.goto(`/c/${cohort.slug}/week`);
  const bar = page.getByRole("img", { name: /^Backpropagation: / });
  await expect(bar).toHaveAccessibleName("Backpropagation: 0 of 167 min done");
  await page.getByText("What you did").click();
  await week.getByLabel("Done: Backpropagation calculus").check();
  await expect(bar).toHaveAccessibleName("Backpropagation: 10 of 167 min done", { timeout: 5_000 });
  await expect(page.getByText(/^done on \d+ \w+$/), "the table stays open").toBeVisible();
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
