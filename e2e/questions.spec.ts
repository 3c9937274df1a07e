import { expect, test } from "./fixtures";

/** Open pages ask every four seconds; the rest is for a slow machine. */
const LIVE = { timeout: 12_000 };

test.setTimeout(120_000);

test("what confused one learner is a question that the others see within five seconds, and can be taken back", async ({
  as,
  cohort,
}) => {
  const [ada, grace] = [await as("learner"), await as("learner")];
  for (const { page } of [ada, grace]) {
    await page.goto(`/c/${cohort.slug}/week`);
    await expect(page.getByText("No questions yet. Ask the first.")).toBeVisible();
  }
  await ada.page.getByLabel("What confused you?").fill("Why does the gradient vanish?");
  await ada.page.getByRole("button", { name: "Ask it in the session" }).click();
  await expect(ada.page.getByText("One question so far.")).toBeVisible();
  await expect(ada.page.getByLabel("What confused you?")).toHaveValue("");
  const seen = grace.page.getByRole("listitem").filter({ hasText: "Why does the gradient vanish?" });
  await expect(seen).toContainText("A learner", LIVE);
  await expect(grace.page.getByText("One question so far, add yours.")).toBeVisible();
  await expect(seen.getByRole("button"), "it is not theirs to change").toHaveCount(0);

  await ada.page.getByRole("button", { name: /^Change: Why/ }).click();
  await ada.page.getByLabel("Your question").fill("Why does the gradient vanish in deep networks?");
  await ada.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ada.page.getByRole("button", { name: /^Change: Why/ })).toBeFocused();
  await ada.page.getByRole("button", { name: /^Take it back: Why/ }).click();
  await expect(ada.page.getByRole("button", { name: "Put it back" })).toBeFocused();
  await expect(grace.page.getByText("No questions yet. Ask the first.")).toBeVisible(LIVE);
  await ada.page.getByRole("button", { name: "Put it back" }).click();
  await expect(grace.page.getByText("in deep networks?")).toBeVisible(LIVE);
});

test("an organizer says that a question is answered, and takes one away", async ({ as, cohort, db }) => {
  const learner = await as("learner");
  const asked = { cohortId: cohort.id, sessionId: cohort.sessionId, memberId: learner.memberId };
  for (const body of ["What is a Jacobian?", "Not for here."]) {
    await db.question.create({ data: { id: crypto.randomUUID(), ...asked, body } });
  }
  const { page } = await as("organizer");
  for (const one of [page, learner.page]) await one.goto(`/c/${cohort.slug}/week`);
  await page.getByRole("button", { name: "Answered: What is a Jacobian?", exact: true }).click();
  await expect(learner.page.getByText("You, answered")).toBeVisible(LIVE);
  await page.getByRole("button", { name: "Take it away: Not for here." }).click();
  await expect(learner.page.getByText("One question so far.")).toBeVisible(LIVE);
  await learner.page.getByText("Taken back in the last 30 days: 1").click();
  await expect(learner.page.getByText("An organizer took it away:")).toBeVisible();
  await expect(learner.page.getByRole("button", { name: "Put it back" })).toHaveCount(0);
});

test("a question that cannot be sent stays in the field and is asked once when the server is back", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  await expect(page.getByText("No questions yet. Ask the first.")).toBeVisible();
  await context.setOffline(true);
  await page.getByLabel("What confused you?").fill("Is anybody there?");
  await page.getByRole("button", { name: "Ask it in the session" }).click();
  await expect(page.getByText("The server cannot be reached.")).toBeVisible();
  await expect(page.getByLabel("What confused you?")).toHaveValue("Is anybody there?");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Ask it in the session" }).click();
  await expect(page.getByText("One question so far.")).toBeVisible();
  expect(await db.question.count({ where: { sessionId: cohort.sessionId } })).toBe(1);
});
