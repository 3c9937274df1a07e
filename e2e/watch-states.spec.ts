import { expect, test } from "./fixtures";
import { open, pauseAndSee, playsTo, progressIn, serveVideo } from "./watching";

test("what is watched can be skipped, begun and done on its page, each taken back, as on this week", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context, memberId } = await as("learner");
  const week = await context.newPage();
  const [resourceId = ""] = cohort.resources;
  const title = "What is backpropagation really doing?";
  await db.resource.update({ where: { id: resourceId }, data: { url: "https://www.youtube.com/watch?v=Ilg3gGewQ5U" } });
  const says = () => progressIn(db, memberId, resourceId);
  await open(page, cohort, resourceId);
  await page.getByRole("button", { name: "Skip", exact: true }).press("Enter");
  await expect(page.getByText("skipped", { exact: true })).toBeVisible();
  await expect.poll(says).toMatchObject({ state: "skipped", source: "member" });
  await week.goto(`/c/${cohort.slug}/week`);
  await expect(week.getByText("155 of 167 min left").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("skipped", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Done")).not.toBeChecked();
  await page.getByRole("button", { name: "Do not skip" }).press("Enter");
  await expect(page.getByText("skipped", { exact: true })).toBeHidden();
  await expect.poll(says).toMatchObject({ state: "todo", source: "member" });

  // The other page says it, and this one hears of it by itself.
  await week.getByRole("button", { name: `Skip: ${title}`, exact: true }).click();
  await expect(page.getByText("skipped", { exact: true })).toBeVisible();
  await page.getByLabel("Done").check();
  await expect(page.getByRole("button", { name: /kip/ })).toBeHidden();
  await expect.poll(says).toMatchObject({ state: "done", source: "member" });
  await db.progress.updateMany({ where: { memberId }, data: { state: "started" } });
  await expect(page.getByText("started", { exact: true })).toBeVisible();

  // Said without a connection, in a tab that is closed by then.
  await week.close();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Skip", exact: true }).click();
  await expect(page.getByText("No connection. Your tick is kept in this browser")).toBeVisible();
  await expect(page.getByText("skipped", { exact: true })).toBeVisible();
  await page.close();
  expect(await says()).toMatchObject({ state: "started" });
  await context.setOffline(false);
  await open(await context.newPage(), cohort, resourceId);
  await expect.poll(says).toMatchObject({ state: "skipped" });
});

test("what an organizer set, and why, is on the page and is not undone by a second of play, but by watching it all", async ({
  as,
  cohort,
  db,
}) => {
  test.setTimeout(120_000);
  const video = await serveVideo();
  const [learner, organizer] = [await as("learner"), await as("organizer")];
  const { page, memberId } = learner;
  const [resourceId = ""] = cohort.resources;
  await db.resource.update({ where: { id: resourceId }, data: { url: video.url, minutes: 1 } });
  const says = () => progressIn(db, memberId, resourceId);
  const why = page.getByText("A organizer marked this for you: You gave a talk on it.");
  await open(page, cohort, resourceId);
  const by = { source: "organizer", markedById: organizer.personId, reason: "You gave a talk on it." } as const;
  await db.progress.create({ data: { memberId, resourceId, cohortId: cohort.id, state: "skipped", ...by } });
  await expect(why).toBeVisible();
  await expect(page.getByText("skipped", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByLabel("Speed").selectOption("2");
  await playsTo(page, 2);
  const { stopped, ...row } = await pauseAndSee(page, db, memberId, resourceId);
  expect(row).toMatchObject({ state: "skipped", source: "organizer", stoppedAt: stopped });
  expect(row.watched[0]).toEqual([0, expect.any(Number)]);
  await expect(why).toBeVisible();
  await expect(page.getByText("skipped", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByLabel("Done")).toBeChecked({ timeout: 60_000 });
  await expect(why).toBeHidden();
  expect(await says()).toMatchObject({ state: "done", source: "player" });
  video.close();
});
