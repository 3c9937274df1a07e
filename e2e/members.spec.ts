import { expect, test, wakeForm } from "./fixtures";

test("an organizer sees who is in the cohort and how far, and makes a learner an organizer", async ({
  as,
  cohort,
  db,
}) => {
  const [organizer, learner] = [await as("organizer"), await as("learner")];
  await organizer.page.goto(`/c/${cohort.slug}/admin/members`);
  const row = organizer.page.getByRole("row", { name: learner.address });
  await expect(row).toContainText("0 of 3");
  await row.getByLabel("Role of A learner").selectOption("organizer");
  await expect
    .poll(async () => (await db.member.findUniqueOrThrow({ where: { id: learner.memberId } })).role)
    .toBe("organizer");
  await learner.page.goto(`/c/${cohort.slug}/admin`);
  await expect(learner.page.getByRole("heading", { name: cohort.title })).toBeVisible();
});

test("a role that was taken away is gone on the next request", async ({ as, cohort, db }) => {
  const { page, memberId } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/members`);
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
  await db.member.update({ where: { id: memberId }, data: { role: "learner" } });
  expect((await page.goto(`/c/${cohort.slug}/admin/members`))?.status()).toBe(404);
});

test("signing up says what is wrong at the field and loses nothing that was entered", async ({ page, cohort }) => {
  await page.goto(`/c/${cohort.slug}`);
  await wakeForm(page);
  await page.getByLabel("E-mail address").fill("not an address");
  await page.getByLabel("Lab or affiliation").fill("Analytical Engines");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByText("Enter one e-mail address, like ada@example.org.")).toBeVisible();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await expect(page.getByLabel("Lab or affiliation")).toHaveValue("Analytical Engines");
  await page.route("**/sign-ups", (route) => route.abort());
  await page.getByLabel("E-mail address").fill("ada@example.org");
  await page.getByLabel("Name").fill("Ada");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(
    page.getByText("The server cannot be reached. What you entered is still here; try again."),
  ).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue("ada@example.org");
});
