import type { PrismaClient } from "@/lib/db/generated/client";
import { makeMember, makeSession } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, type TestCohort, test } from "./fixtures";

async function writeLines(db: PrismaClient, cohort: TestCohort, texts: readonly string[]): Promise<void> {
  const now = Date.now();
  await db.change.createMany({
    data: texts.map((text, age) => ({
      ...{ id: crypto.randomUUID(), cohortId: cohort.id, text },
      ...{ at: new Date(now - age * 60_000), updatedAt: new Date(now - age * 60_000) },
    })),
  });
}

test("an organizer rewords a line of the log and makes two lines one, and the public page says so", async ({
  as,
  cohort,
  db,
  page: visitor,
}) => {
  const { page } = await as("organizer");
  await writeLines(db, cohort, [
    "“Chains” moved from 22 Oct to 29 Oct.",
    "“Chance” moved from 15 Oct to 22 Oct.",
    "Added “Dice” to 15 Oct.",
  ]);
  await page.goto(`/c/${cohort.slug}/admin/changes`);

  await page.getByRole("button", { name: "Reword: Added “Dice” to 15 Oct." }).click();
  const words = page.getByLabel("In your words");
  await expect(words).toBeFocused();
  await words.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Say what changed.")).toBeVisible();
  await words.fill("Bring dice on 15 Oct.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Reword: Bring dice on 15 Oct." })).toBeFocused();

  await page.getByRole("checkbox", { name: "“Chains” moved" }).check();
  await page.getByRole("checkbox", { name: "“Chance” moved" }).check();
  const together = page.getByLabel("2 lines as one");
  await expect(together).toHaveValue("“Chance” moved from 15 Oct to 22 Oct. “Chains” moved from 22 Oct to 29 Oct.");
  await together.fill("Everything is a week later.");
  await page.getByRole("button", { name: "Make them one" }).click();
  await expect(page.getByText("2 lines are one now.")).toBeFocused();

  const changes = visitor.getByRole("region", { name: "Changes" }).getByRole("listitem");
  await expect
    .poll(
      async () => {
        await visitor.goto(`/c/${cohort.slug}`);
        return (await changes.allTextContents()).map((text) => text.replace(/^\d+ \w+: /, ""));
      },
      { timeout: 5000 },
    )
    .toEqual(["Everything is a week later.", "Bring dice on 15 Oct."]);

  await page.getByRole("button", { name: "Take off the page: Bring dice on 15 Oct." }).click();
  await expect(page.getByText("The line is off the page.")).toBeFocused();
  await page.getByText("Taken off the page: 2").click();
  await page.getByRole("button", { name: "Put back: Bring dice on 15 Oct." }).click();
  await expect(page.getByRole("checkbox", { name: "Bring dice" })).toBeVisible();
});

test("a line that somebody else reworded is shown as it stands, and one chooses", async ({ as, cohort, db }) => {
  const [first, second] = [await as("organizer"), await as("organizer")];
  await writeLines(db, cohort, ["“Chance” moved from 15 Oct to 22 Oct."]);
  for (const { page } of [first, second]) {
    await page.goto(`/c/${cohort.slug}/admin/changes`);
    await page.getByRole("button", { name: "Reword" }).click();
  }
  await first.page.getByLabel("In your words").fill("Chance is later.");
  await first.page.getByRole("button", { name: "Save" }).click();
  await expect(first.page.getByText("Saved. The public page shows it within two seconds.")).toBeVisible();
  await second.page.getByLabel("In your words").fill("Chance is a week later.");
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByText("What stands now")).toBeVisible();
  await expect(second.page.getByRole("status").filter({ hasText: "What stands now" })).toContainText(
    "Chance is later.",
  );
  await second.page.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByRole("checkbox", { name: "Chance is a week later." })).toBeVisible();
});

test("another usual time and place are told on the public page, and the mail about them is planned", async ({
  as,
  cohort,
  page: visitor,
}) => {
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/settings`);
  await page.getByLabel("Time", { exact: true }).fill("14:00");
  await page.getByLabel("Place").fill("room 12");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const line = "From now on we meet at 14:00 in room 12";
  const changes = visitor.getByRole("region", { name: "Changes" });
  await expect
    .poll(
      async () => {
        await visitor.goto(`/c/${cohort.slug}`);
        return changes.getByText(line).count();
      },
      { timeout: 15_000 },
    )
    .toBe(1);
  await page.goto(`/c/${cohort.slug}/admin/notices`);
  await expect(page.getByText(line)).toBeVisible();
});

test("before publishing one sees what members will see, read, and get, and then that is what happens", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  await makeMember(db, cohort, { role: "follower" });
  const date = addDays(dateIn(new Date(), "America/Chicago"), 30);
  await makeSession(db, cohort, date, { title: "Chains", state: "draft" });
  await page.goto(`/c/${cohort.slug}/admin/schedule`);
  const callout = page.getByRole("status").filter({ hasText: "One session is a draft" });
  await expect(callout).toContainText(/Members will see.*Chains/);
  await expect(callout).toContainText(/The log will say.*Added “Chains” on/);
  await expect(callout).toContainText(/a mail about it to 2 people, unless you undo it before\./);
  await expect(callout).toContainText(/the prep for Chains to 1 person\./);
  const line = await callout.getByText(/^Added “Chains” on/).textContent();
  await page.getByRole("button", { name: "Publish it" }).click();
  await expect(callout).toHaveCount(0);
  await page.goto(`/c/${cohort.slug}/admin/changes`);
  await expect(page.getByText(line ?? "")).toBeVisible();
  await page.goto(`/c/${cohort.slug}/admin/notices`);
  await expect(page.getByText(`${line}`.replace(/\.$/, ""))).toBeVisible();
});
