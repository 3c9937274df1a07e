import { makeSession, makeUse } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";

test("a learner ticks a video and it stays ticked when the organizer moves it to another week", async ({
  as,
  cohort,
  db,
}) => {
  const learner = await as("learner");
  await learner.page.goto(`/c/${cohort.slug}/week`);
  await expect(learner.page.getByText("167 of 167 min left").first()).toBeVisible();
  await learner.page.getByLabel("Done: Backpropagation in code").check();
  await expect(learner.page.getByText("22 of 167 min left").first()).toBeVisible();
  await expect.poll(() => db.progress.count({ where: { memberId: learner.memberId, state: "done" } })).toBe(1);

  const organizer = await as("organizer");
  await organizer.page.goto(`/c/${cohort.slug}/admin/schedule/${cohort.sessionId}`);
  const date = organizer.page.getByLabel("Date", { exact: true });
  const moved = new Date(`${await date.inputValue()}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + 7);
  await date.fill(moved.toISOString().slice(0, 10));
  await organizer.page.getByRole("button", { name: "Save" }).click();
  await expect(organizer.page.getByText("Saved.")).toBeVisible();

  await learner.page.reload();
  await expect(learner.page.getByLabel("Done: Backpropagation in code")).toBeChecked();
  await expect(learner.page.getByText("22 of 167 min left").first()).toBeVisible();
});

test("two tabs agree, and a tick made without a connection is kept and sent when it is back", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context, memberId } = await as("learner");
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(`/c/${cohort.slug}/week`);
  await page.getByLabel("Done: Backpropagation calculus").check();
  await expect.poll(() => db.progress.count({ where: { memberId, state: "done" } })).toBe(1);
  await expect(other.getByLabel("Done: Backpropagation calculus")).toBeChecked({ timeout: 5_000 });

  await context.setOffline(true);
  await other.getByLabel("Done: What is backpropagation really doing?").check();
  await expect(other.getByText("145 of 167 min left").first()).toBeVisible();
  await expect(
    other.getByText("No connection. Your tick is kept in this browser and sent when it is back."),
  ).toBeVisible();
  expect(await db.progress.count({ where: { memberId, state: "done" } })).toBe(1);
  await context.setOffline(false);
  await expect.poll(() => db.progress.count({ where: { memberId, state: "done" } })).toBe(2);
  await expect(other.getByText("No connection.")).toBeHidden();
});

test("a tick of a tab that was closed without a connection is sent by the next one, and never as somebody else", async ({
  as,
  cohort,
  db,
}) => {
  const [{ page, context, memberId }, other] = [await as("learner"), await as("learner")];
  const marks = (id: string) =>
    db.progress.findMany({ where: { memberId: id }, select: { resourceId: true, state: true } });
  const week = `/c/${cohort.slug}/week`;
  await page.goto(week);
  await context.setOffline(true);
  const turn = async (title: string, checked: boolean) => {
    await page.getByLabel(`Done: ${title}`).click();
    await expect(page.getByLabel(`Done: ${title}`)).toBeChecked({ checked });
  };
  await turn("Backpropagation in code", true);
  await turn("Backpropagation in code", false);
  await turn("Backpropagation calculus", true);
  await expect(page.getByText("No connection. Your tick is kept in this browser")).toBeVisible();
  await page.close();
  await context.setOffline(false);

  const own = await context.cookies();
  await context.addCookies(await other.context.cookies());
  const theirs = await context.newPage();
  await theirs.goto(week);
  await theirs.getByLabel("Done: What is backpropagation really doing?").check();
  await expect.poll(() => marks(other.memberId)).toEqual([{ resourceId: cohort.resources[0], state: "done" }]);
  await theirs.close();
  expect(await marks(memberId)).toEqual([]);

  await context.addCookies(own);
  const back = await context.newPage();
  await back.goto(week);
  await expect(back.getByLabel("Done: Backpropagation calculus")).toBeChecked();
  await expect(back.getByLabel("Done: Backpropagation in code")).not.toBeChecked();
  const done = async () => (await marks(memberId)).filter(({ state }) => state === "done");
  await expect.poll(done).toEqual([{ resourceId: cohort.resources[1], state: "done" }]);
  const left = () => back.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("convene-mark")));
  await expect.poll(left).toEqual([]);
  expect(await marks(other.memberId)).toHaveLength(1);
});

test("of marks that are changed again before they are sent, the last word counts", async ({ as, cohort, db }) => {
  const { page, context, memberId } = await as("learner");
  const [resourceId = ""] = cohort.resources;
  await db.progress.create({
    data: { memberId, resourceId, cohortId: cohort.id, state: "todo", updatedAt: new Date("2024-01-01T00:00:00Z") },
  });
  await page.goto(`/c/${cohort.slug}/week`);
  const box = page.getByLabel("Done: What is backpropagation really doing?");
  await expect(box).not.toBeChecked();
  await context.setOffline(true);
  for (const checked of [true, false, true, false]) {
    await box.click();
    await expect(box).toBeChecked({ checked });
  }
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") sent.push(JSON.parse(request.postData() ?? "{}").state);
  });
  // Now they have waited, so that the server takes none that is older than what it has.
  const later = (ms: number) => {
    const now = Date.now;
    Date.now = () => now() + ms;
  };
  await page.evaluate(later, 60_000);
  await context.setOffline(false);
  await expect(page.getByText("No connection.")).toBeHidden();
  await expect.poll(() => sent).toEqual(["todo"]);
  await page.getByLabel("Done: Backpropagation calculus").check();
  await expect.poll(() => db.progress.count({ where: { memberId, state: "done" } })).toBe(1);
  expect(sent).toEqual(["todo", "done"]);
  await expect(box).not.toBeChecked();
});

test("a tick stays while the server does not answer, and is sent when it does", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  let asked = 0;
  await page.route("**/api/cohorts/*/progress/*", (route) => {
    if (route.request().method() !== "PUT") return route.fallback();
    asked += 1;
    return asked <= 3 ? route.abort("connectionrefused") : route.fallback();
  });
  await page.getByLabel("Done: Backpropagation calculus").check();
  await expect(
    page.getByText("No connection. Your tick is kept in this browser and sent when it is back."),
  ).toBeVisible();
  await expect(page.getByLabel("Done: Backpropagation calculus")).toBeChecked();
  await expect.poll(() => db.progress.count({ where: { memberId, state: "done" } }), { timeout: 20_000 }).toBe(1);
  await expect(page.getByText("No connection.")).toBeHidden();
  await expect(page.getByLabel("Done: Backpropagation calculus")).toBeChecked();
});

test("a tick that the server refuses is taken back on screen and says so", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  await db.member.update({ where: { id: memberId }, data: { role: "follower" } });
  await page.getByLabel("Done: Backpropagation calculus").click();
  await expect(page.getByText(/“Backpropagation calculus” was not saved/)).toBeVisible();
  await expect(page.getByLabel("Done: Backpropagation calculus")).not.toBeChecked();
});

test("everything on this week can be done by keyboard", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  const box = page.getByLabel("Done: What is backpropagation really doing?");
  for (let i = 0; i < 20 && !(await box.evaluate((node) => node === document.activeElement)); i += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  await expect.poll(() => db.progress.count({ where: { memberId, state: "done" } })).toBe(1);
});

test("what a closed tab could not tell any more is told from this week", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("learner");
  const [resourceId = ""] = cohort.resources;
  await page.goto("/sign-in");
  await page.evaluate(
    ([key = "", kept = ""]) => localStorage.setItem(key, kept),
    [
      `convene-watched:${memberId}:${resourceId}:closed`,
      JSON.stringify({
        cohort: cohort.slug,
        resourceId,
        ranges: [[0, 300]],
        lengthSeconds: 720,
        stoppedAt: 300,
        moment: new Date().toISOString(),
      }),
    ],
  );
  await page.goto(`/c/${cohort.slug}/week`);
  await expect(page.getByText("5 of 12 min watched, you stopped at 5:00")).toBeVisible();
  await expect(page.getByText("162 of 167 min left").first()).toBeVisible();
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("convene-watched"))),
  ).toEqual([]);
  expect(await db.progress.findFirstOrThrow({ where: { memberId } })).toMatchObject({
    state: "started",
    stoppedAt: 300,
  });
});

test("what earlier sessions asked for is still there, under its date, and can be skipped and taken back", async ({
  as,
  cohort,
  db,
}) => {
  const past = await makeSession(db, cohort, addDays(dateIn(new Date(), "America/Chicago"), -7), {
    title: "Gradients",
  });
  const resourceId = await makeUse(db, cohort, past, { title: "What is a gradient?", minutes: 20 });
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  const earlier = page.getByRole("region", { name: "Still open from earlier" });
  await expect(earlier).toContainText("20 min, when you find the time.");
  await expect(earlier.getByRole("heading", { name: /: Gradients$/ })).toBeVisible();
  const state = async () => (await db.progress.findFirst({ where: { memberId, resourceId } }))?.state;
  await earlier.getByRole("button", { name: "Skip: What is a gradient?" }).click();
  await expect(earlier).toContainText("All caught up.");
  await expect.poll(state).toBe("skipped");
  await earlier.getByRole("button", { name: "Do not skip: What is a gradient?" }).click();
  await expect(earlier).toContainText("20 min, when you find the time.");
  await expect.poll(state).toBe("todo");
});
