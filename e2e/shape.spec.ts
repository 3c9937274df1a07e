import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { makeSession } from "@/lib/testing/factories";
import { daysLater, shortDay } from "@/lib/time/days";
import { fromDateColumn, weekdayOf } from "@/lib/time/zones";
import { expect, type TestCohort, test } from "./fixtures";

type Db = Parameters<typeof makeSession>[0];

/** Adds sessions to the fixture's one, so many weeks after it, and answers the date of any week. */
async function termOf(db: Db, cohort: TestCohort, sessions: readonly (readonly [number, string])[]) {
  const { date } = await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } });
  const week = (number: number) => daysLater(fromDateColumn(date), number * 7);
  const ids: Record<string, string> = { Backpropagation: cohort.sessionId };
  for (const [number, title] of sessions) {
    ids[title] = await makeSession(db, cohort, week(number), { title, format: title ? "discussion" : null });
  }
  return { week, ids };
}

const datesIn = async (db: Db, cohort: TestCohort) =>
  (
    await db.session.findMany({
      where: { cohortId: cohort.id, deletedAt: null },
      orderBy: [{ date: "asc" }, { title: "asc" }],
    })
  ).map(({ date, title, state }) => [fromDateColumn(date), title, state]);

async function axe(page: Page, width: number) {
  await page.setViewportSize({ width, height: 900 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

const preview = (page: Page) => page.getByRole("table", { name: "Before and after" });

test("an organizer pushes everything back a week past a break and a pinned session, tells everybody, and takes it back", async ({
  as,
  cohort,
  db,
  page: visitor,
}) => {
  test.setTimeout(120_000);
  const { week, ids } = await termOf(db, cohort, [
    [1, "Bigrams"],
    [2, "Guest lecture"],
    [4, "Perceptrons"],
  ]);
  await db.session.update({ where: { id: ids["Guest lecture"] ?? "" }, data: { pinned: true } });
  const stood = await datesIn(db, cohort);
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/shape?from=${cohort.sessionId}`);

  const add = page.getByRole("form", { name: "Add a break" });
  await add.getByLabel("What the break is").fill("Book fair");
  await add.getByRole("button", { name: "Add the break" }).click();
  await expect(add.getByText("Enter a date as YYYY-MM-DD.").first()).toBeVisible();
  await add.getByLabel("First day").fill(week(3));
  await add.getByRole("button", { name: "Add the break" }).click();
  await expect(page.getByRole("button", { name: "Change Book fair" })).toBeVisible();

  await page.getByLabel("Say on the date that becomes free").check();
  await page.getByLabel("Why there is no session").fill("symposium");
  const row = (name: string) => preview(page).getByRole("row", { name });
  await expect(row("No session: symposium")).toContainText(shortDay(week(0)));
  await expect(row("Backpropagation")).toContainText(`${shortDay(week(0))}${shortDay(week(1))}moves a week later`);
  await expect(row("Bigrams")).toContainText(`${shortDay(week(1))}${shortDay(week(4))}moves 3 weeks later`);
  await expect(row("Guest lecture")).toContainText("stays, pinned");
  await expect(row("Book fair")).toContainText("break");
  await expect(row("Perceptrons")).toContainText(`${shortDay(week(4))}${shortDay(week(5))}`);
  await expect(page.getByText(/^Book fair \(.*\) is skipped\.$/)).toBeVisible();
  expect(await datesIn(db, cohort), "nothing is saved by looking").toEqual(stood);
  for (const width of [360, 1440]) await axe(page, width);

  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await datesIn(db, cohort)).toEqual([
    [week(0), "No session: symposium", "published"],
    [week(1), "Backpropagation", "published"],
    [week(2), "Guest lecture", "published"],
    [week(4), "Bigrams", "published"],
    [week(5), "Perceptrons", "published"],
  ]);
  const said = /Everything from “Backpropagation” on moves back: .* “Guest lecture” stays on /;
  await expect(async () => {
    await visitor.goto(`/c/${cohort.slug}`);
    await expect(visitor.getByRole("row", { name: shortDay(week(1)) })).toContainText("Backpropagation");
    await expect(visitor.getByText(said).first()).toBeVisible();
  }).toPass({ timeout: 8000 });

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  expect(await datesIn(db, cohort)).toEqual(stood);
});

test("what somebody else changed meanwhile is shown before anything moves", async ({ as, cohort, db }) => {
  const { week } = await termOf(db, cohort, [[1, "Bigrams"]]);
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/shape?from=${cohort.sessionId}`);
  await expect(preview(page).getByRole("row", { name: "Bigrams" })).toContainText(shortDay(week(2)));
  await db.session.update({
    where: { id: cohort.sessionId },
    data: { title: "Backpropagation, slowly", version: { increment: 1 } },
  });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("The schedule has changed since this was shown.")).toBeVisible();
  await expect(preview(page).getByRole("row", { name: "Backpropagation, slowly" })).toBeVisible();
  expect((await datesIn(db, cohort)).map(([date]) => date)).toEqual([week(0), week(1)]);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect((await datesIn(db, cohort)).map(([date]) => date)).toEqual([week(1), week(2)]);
});

test("an organizer swaps two sessions, cancels one, and has another held later, with the keyboard alone", async ({
  as,
  cohort,
  db,
}) => {
  const { week, ids } = await termOf(db, cohort, [
    [1, "Bigrams"],
    [2, ""],
    [3, "Perceptrons"],
  ]);
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/shape?do=swap&from=${cohort.sessionId}`);
  await page.getByLabel("The other one").selectOption(ids.Bigrams ?? "");
  await expect(page.getByRole("button", { name: "Apply" })).toBeEnabled();
  await page.getByLabel("The other one").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Apply" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  expect((await datesIn(db, cohort)).slice(0, 2)).toEqual([
    [week(0), "Bigrams", "published"],
    [week(1), "Backpropagation", "published"],
  ]);

  await page.getByRole("button", { name: "Do something else" }).click();
  await page.getByLabel("What to do").selectOption("cancel");
  await page.getByLabel("Which session").selectOption(ids.Perceptrons ?? "");
  await expect(preview(page).getByRole("row", { name: "Perceptrons" })).toContainText("is cancelled");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: "Do something else" }).click();
  await expect(page.getByText("Nothing would change.")).toBeVisible();

  await page.getByLabel("Which session").selectOption(cohort.sessionId);
  await page.getByLabel(/^Hold it later/).check();
  await page.getByLabel("Why there is no session").fill("The room is closed");
  await expect(preview(page).getByRole("row", { name: "No session: The room is closed" })).toBeVisible();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await datesIn(db, cohort)).toEqual([
    [week(0), "Bigrams", "published"],
    [week(1), "No session: The room is closed", "published"],
    [week(2), "Backpropagation", "published"],
    [week(3), "Perceptrons", "cancelled"],
  ]);
});

test("an organizer splits a session in two and lets a video go on in the next one", async ({ as, cohort, db }) => {
  const { week } = await termOf(db, cohort, [[1, "Bigrams"]]);
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/shape?do=split&from=${cohort.sessionId}`);
  await page.getByLabel("Backpropagation in code").check();
  await expect(preview(page).getByRole("row", { name: "Backpropagation cont." })).toContainText(shortDay(week(1)));
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await datesIn(db, cohort)).toEqual([
    [week(0), "Backpropagation", "published"],
    [week(1), "Backpropagation cont.", "published"],
    [week(2), "Bigrams", "published"],
  ]);
  await page.getByRole("button", { name: "Do something else" }).click();
  await page.getByLabel("What to do").selectOption("continue");
  await page.getByLabel("What goes on").selectOption({ label: "Backpropagation calculus" });
  await page.getByLabel("From where").fill("soon");
  await expect(page.getByText("Say where to go on like 38:00 or 1:57:00.")).toBeVisible();
  await page.getByLabel("From where").fill("6:30");
  await expect(page.getByText(/^“Backpropagation calculus cont\.” comes first before the session on /)).toBeVisible();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const uses = await db.use.findMany({
    where: { session: { cohortId: cohort.id, title: "Backpropagation cont." } },
    orderBy: { position: "asc" },
  });
  expect(uses.map(({ label, fromSeconds, resourceId }) => [label, fromSeconds, resourceId])).toEqual([
    ["Backpropagation calculus cont.", 390, cohort.resources[1]],
    ["", null, cohort.resources[2]],
  ]);
});

test("an organizer adds the dates of a term, twice without doubling any, and takes them back", async ({
  as,
  cohort,
  db,
}) => {
  const { week } = await termOf(db, cohort, []);
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/shape`);
  const form = page.getByRole("form", { name: "Add the dates of a term" });
  const [day, other] = [weekdayOf(week(0)), (weekdayOf(week(0)) % 7) + 1];
  await expect(form.getByLabel("Weekday")).toHaveValue("2");
  // What is said appears as soon as the page listens.
  await expect
    .poll(async () => {
      await form.getByLabel("First date").fill(week(0));
      await form.getByLabel("Weekday").selectOption(String(other));
      return form.getByText(`${shortDay(week(0))} is no `).count();
    })
    .toBe(1);
  await form.getByRole("button", { name: `Begin on ${shortDay(daysLater(week(0), 1))}` }).click();
  await expect(form.getByLabel("First date")).toHaveValue(daysLater(week(0), 1));
  await expect(form.getByText(" is no ")).toHaveCount(0);
  await form.getByLabel("First date").fill(week(0));
  await form.getByRole("button", { name: "Meet on " }).click();
  await expect(form.getByLabel("Weekday")).toHaveValue(String(day));
  await form.getByLabel("How many dates").fill("99");
  await form.getByRole("button", { name: "See the dates" }).click();
  await expect(form.getByText("At most 60 dates.")).toBeVisible();
  await form.getByLabel("How many dates").fill("3");
  await form.getByRole("button", { name: "See the dates" }).click();
  await expect(form.getByText("One date is there already and stays as it is.")).toBeVisible();
  await form.getByRole("button", { name: "Add these 2 dates as drafts" }).click();
  await expect(form.getByText("Saved.")).toBeVisible();
  expect(await datesIn(db, cohort)).toEqual([
    [week(0), "Backpropagation", "published"],
    [week(1), "", "draft"],
    [week(2), "", "draft"],
  ]);
  await form.getByRole("button", { name: "See the dates" }).click();
  await expect(form.getByText("3 dates are there already and stay as they are.")).toBeVisible();
  await expect(form.getByRole("button", { name: /^Add/ })).toHaveCount(0);
});
