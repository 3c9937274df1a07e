import type { Page } from "@playwright/test";
import { openCohort } from "@/lib/auth/scope";
import { systemContext } from "@/lib/db/context";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { makeSession } from "@/lib/testing/factories";
import { dayAndMonth } from "@/lib/time/words";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, type SignedIn, test } from "./fixtures";

const today = dateIn(new Date(), "America/Chicago");
const [SOON, LATER, FREE] = [addDays(today, 9), addDays(today, 16), addDays(today, 23)];

/** The entry of the history that says this. */
function entry(page: Page, what: string) {
  return page.getByRole("listitem").filter({ hasText: what });
}

test.describe("the history", () => {
  test.beforeEach(async ({ db, cohort }) => {
    await makeSession(db, cohort, SOON, { title: "Chance" });
    await makeSession(db, cohort, LATER, { title: "Chains" });
  });

  test("an organizer moves a session, removes another, undoes both, and does one again", async ({ as, cohort, db }) => {
    const { page } = await as("organizer");
    const schedule = () =>
      db.session
        .findMany({ where: { cohortId: cohort.id, deletedAt: null }, orderBy: { date: "asc" } })
        .then((rows) => rows.map(({ title, date }) => `${title} ${date.toISOString().slice(0, 10)}`));
    const before = await schedule();
    const [chance, chains] = await db.session.findMany({
      where: { cohortId: cohort.id, title: { in: ["Chance", "Chains"] } },
      orderBy: { date: "asc" },
    });
    await page.goto(`/c/${cohort.slug}/admin/schedule/${chance?.id}`);
    await page.getByLabel("Date", { exact: true }).fill(FREE);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.goto(`/c/${cohort.slug}/admin/schedule/${chains?.id}`);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.waitForURL(/\/admin\/schedule$/);

    await page.goto(`/c/${cohort.slug}/admin`);
    await page.getByRole("link", { name: "History" }).click();
    const moved = `moved “Chance” from ${dayAndMonth(SOON)} to ${dayAndMonth(FREE)}`;
    const removed = `removed “Chains” on ${dayAndMonth(LATER)}`;
    await expect(entry(page, removed)).toContainText("A organizer removed");
    await expect(entry(page, removed)).toContainText("30 days left");
    await entry(page, moved).getByText("Before and after").click();
    await expect(entry(page, moved).getByRole("row", { name: "Chance: date" })).toBeVisible();

    await page.getByRole("button", { name: `Undo: ${moved}` }).click();
    await expect(entry(page, moved).getByText(/^Undone by A organizer/)).toBeFocused();
    await page.getByRole("button", { name: `Undo: ${removed}` }).click();
    await expect(entry(page, removed).getByText(/^Undone by A organizer/)).toBeVisible();
    await expect.poll(schedule).toEqual(before);
    await expect(page.getByRole("button", { name: `Undo: ${removed}`, exact: true })).toHaveCount(0);

    await page.getByRole("button", { name: `Redo: undid: ${moved}` }).click();
    await expect(entry(page, `did again: ${moved}`)).toBeVisible();
    await expect.poll(schedule).toContain(`Chance ${FREE}`);
    await expect(page.getByRole("button", { name: `Undo: ${moved}`, exact: true })).toBeVisible();
  });

  test("what another organizer has changed since is not undone, and it says who and what", async ({
    as,
    cohort,
    db,
  }) => {
    const [ana, ben] = [await as("organizer"), await as("organizer")];
    await db.person.update({ where: { id: ana.personId }, data: { name: "Ana" } });
    await db.person.update({ where: { id: ben.personId }, data: { name: "Ben" } });
    const rename = async ({ personId }: SignedIn, from: string, to: string) => {
      const actor = { kind: "person" as const, personId, email: "", name: "", mayCreateCohorts: false };
      const ctx = { ...systemContext(actor), db };
      const { id, version } = await db.session.findFirstOrThrow({ where: { cohortId: cohort.id, title: from } });
      const edits = [{ sessionId: id, version, title: to }];
      await editSchedule(ctx, await openCohort(ctx, db, cohort.slug), { cohort: cohort.slug, edits });
    };
    await rename(ana, "Chance", "Luck");
    await rename(ben, "Luck", "Fate");
    await ana.page.goto(`/c/${cohort.slug}/admin/audit`);
    await ana.page.getByRole("button", { name: "Undo: renamed “Chance” to “Luck”" }).click();
    const refusal = `Ben changed the title of “Fate” on ${dayAndMonth(today)}; undo that first.`;
    await expect(ana.page.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
    expect(await db.session.count({ where: { cohortId: cohort.id, title: "Fate" } })).toBe(1);
    await ana.page.getByRole("button", { name: "Undo: renamed “Luck” to “Fate”" }).click();
    await expect(entry(ana.page, "undid: renamed “Luck” to “Fate”")).toBeVisible();
    await ana.page.getByRole("button", { name: "Undo: renamed “Chance” to “Luck”", exact: true }).click();
    await expect(entry(ana.page, "undid: renamed “Chance” to “Luck”")).toBeVisible();
    expect(await db.session.count({ where: { cohortId: cohort.id, title: "Chance" } })).toBe(1);

    await ana.page.getByLabel("Who").selectOption("Ben");
    await ana.page.getByRole("button", { name: "Show" }).click();
    await expect(ana.page.getByRole("main").getByRole("listitem")).toHaveCount(1);
    await ana.page.getByLabel("What", { exact: true }).selectOption("Settings");
    await ana.page.getByRole("button", { name: "Show" }).click();
    await expect(ana.page.getByText("Nothing of this kind was done yet.")).toBeVisible();
  });
});
