import type { Page } from "@playwright/test";
import { expect, type TestCohort, test } from "./fixtures";

test.setTimeout(120_000);

/** Opens what is read elsewhere and comes back so many minutes later. */
async function readFor(page: Page, cohort: TestCohort, minutes: number): Promise<void> {
  await page.context().route("https://videos.example.org/**", (route) => route.fulfill({ body: "An article." }));
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Backpropagation calculus", exact: true }).click();
  await (await opened).close();
  await page.evaluate(
    ([key, ms]) => {
      const at = Number(sessionStorage.getItem(String(key))?.split(" ")[1]);
      sessionStorage.setItem(String(key), `at ${at - Number(ms)}`);
      window.dispatchEvent(new Event("focus"));
    },
    [`opened ${cohort.resources[1]}`, minutes * 60_000],
  );
}

test("whoever opens an article has started it, and is asked once on return how long it took", async ({
  as,
  cohort,
  db,
}) => {
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  await readFor(page, cohort, 0);
  await expect.poll(() => db.progress.findMany({ where: { memberId } })).toMatchObject([{ state: "started" }]);
  await expect(page.getByText(/Took you about/), "a short look is not worth a question").toHaveCount(0);

  await readFor(page, cohort, 17);
  await page.getByRole("button", { name: "Done, 17 min: Backpropagation calculus" }).click();
  await expect(page.getByLabel("Done: Backpropagation calculus")).toBeChecked();
  await expect(page.getByText("It took you 17 min.")).toBeVisible();
  await expect(page.getByText(/Took you about/)).toHaveCount(0);
  // The line that had the focus is gone.
  await expect(page.locator(":focus")).toHaveText("Backpropagation calculus");
  await expect
    .poll(() => db.progress.findMany({ where: { memberId } }))
    .toMatchObject([{ state: "done", source: "member", minutesTaken: 17 }]);
});

test("the number can be corrected, is never beyond sense, and Not yet is for good", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  await readFor(page, cohort, 600);
  await expect(page.getByText("Took you about 30 min?")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Not yet: Backpropagation calculus" }).click();
  await expect(page.getByText(/Took you about/)).toHaveCount(0);
  await expect(page.locator(":focus")).toHaveText("Backpropagation calculus");
  await readFor(page, cohort, 20);
  await expect(page.getByText(/Took you about/)).toHaveCount(0);

  await page.evaluate(() => localStorage.clear());
  await readFor(page, cohort, 20);
  await page.getByRole("button", { name: "Change: Backpropagation calculus" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Change: Backpropagation calculus" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByLabel("It took me, in minutes: Backpropagation calculus").fill("12");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => db.progress.findMany({ where: { memberId } }))
    .toMatchObject([{ state: "done", minutesTaken: 12 }]);
});
