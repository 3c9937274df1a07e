import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { PrismaClient } from "@/lib/db/generated/client";
import { makeSession } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, type TestCohort, test } from "./fixtures";

const TITLE = "Backpropagation in code";

/** The library has the first of the cohort's videos a second time, for the session after the next one. */
async function addDuplicate(db: PrismaClient, cohort: TestCohort): Promise<{ id: string; sessionId: string }> {
  const id = randomUUID();
  const sessionId = await makeSession(db, cohort, addDays(dateIn(new Date(), "America/Chicago"), 9), {
    title: "Optimisers",
  });
  const row = { id, cohortId: cohort.id, kind: "video" as const, title: `${TITLE}!`, minutes: 140 };
  await db.resource.create({ data: { ...row, url: `https://mirror.example.org/${id}`, matchKey: id } });
  await db.use.create({
    data: { id: randomUUID(), cohortId: cohort.id, sessionId, resourceId: id, slot: "before", position: 0 },
  });
  return { id, sessionId };
}

const rowOf = (page: Page, title: string) => page.getByRole("row", { name: new RegExp(title) });

test("an organizer merges a duplicate, and the learner who had ticked it sees one thing that is done", async ({
  as,
  cohort,
  db,
}) => {
  const [learner, organizer] = [await as("learner"), await as("organizer")];
  const { id: duplicate, sessionId } = await addDuplicate(db, cohort);
  await db.use.create({
    data: {
      id: randomUUID(),
      cohortId: cohort.id,
      sessionId: cohort.sessionId,
      resourceId: duplicate,
      slot: "before",
      position: 9,
    },
  });
  await learner.page.goto(`/c/${cohort.slug}/week`);
  await learner.page.getByLabel(`Done: ${TITLE}!`).check();
  await expect.poll(() => db.progress.count({ where: { memberId: learner.memberId, state: "done" } })).toBe(1);

  const { page } = organizer;
  await page.goto(`/c/${cohort.slug}/admin`);
  await page.getByRole("link", { name: "Resources" }).click();
  await expect(rowOf(page, `${TITLE}!`)).toContainText("1 of 1");
  await page.getByRole("button", { name: "Look at likely duplicates" }).click();
  const group = page.getByRole("group", { name: /The same title, different links/ });
  await group.getByRole("radio", { name: /videos\.example\.org/ }).check();
  await page.getByRole("button", { name: `Merge into “${TITLE}”` }).click();
  await expect(page.getByText(`Merged into “${TITLE}”, which 1 learner has finished.`)).toBeVisible();
  await expect(rowOf(page, TITLE)).toHaveCount(1);
  await expect(rowOf(page, TITLE)).toContainText("1 of 1");

  // A tick that was still on its way, for the one that is gone, lands on what is left.
  const late = await learner.context.request.put(`/api/cohorts/${cohort.slug}/progress/${duplicate}`, {
    headers: { origin: new URL(learner.page.url()).origin },
    data: { state: "done" },
  });
  expect(await late.json()).toMatchObject({ resourceId: cohort.resources[2], state: "done" });
  await learner.page.reload();
  await expect(learner.page.getByLabel(new RegExp(`^Done: ${TITLE}`))).toHaveCount(1);
  await expect(learner.page.getByLabel(`Done: ${TITLE}`)).toBeChecked();
  const uses = await db.use.findMany({ where: { sessionId: { in: [cohort.sessionId, sessionId] } } });
  expect(uses.filter(({ resourceId }) => resourceId === cohort.resources[2]).length).toBe(2);
  expect(uses.some(({ resourceId }) => resourceId === duplicate)).toBe(false);
});

test("good places to stop are typed as times, and the learner sees them and says how long it took", async ({
  as,
  cohort,
}) => {
  const [learner, organizer] = [await as("learner"), await as("organizer")];
  const { page } = organizer;
  await page.goto(`/c/${cohort.slug}/admin/resources`);
  await page.getByRole("link", { name: `Edit ${TITLE}` }).click();
  const stops = page.getByLabel("Good places to stop");
  await stops.fill("38, 1:01:00");
  await expect(page.getByText("Write 38 as 38:00, in minutes and seconds.")).toBeVisible();
  await stops.fill("1:01:00 and 38:00");
  await page.getByLabel("Author").fill("Andrej");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(stops).toHaveValue("38:00, 1:01:00");

  await learner.page.goto(`/c/${cohort.slug}/week`);
  await expect(learner.page.getByText("38:00 and 1:01:00 are good places to stop")).toBeVisible();
  await expect(learner.page.getByRole("button", { name: /^Say how long/ })).toHaveCount(0);
  await learner.page.getByLabel(`Done: ${TITLE}`).check();
  await learner.page.getByRole("button", { name: `Say how long it took: ${TITLE}` }).click();
  await learner.page.keyboard.type("a while");
  await learner.page.keyboard.press("Enter");
  await expect(learner.page.getByText("Enter whole minutes.")).toBeVisible();
  await learner.page.getByLabel(/^It took me/).fill("170");
  await learner.page.keyboard.press("Enter");
  await expect(learner.page.getByText("It took you 2 h 50 min.")).toBeVisible();
  await expect(learner.page.getByRole("button", { name: `Change: ${TITLE}` })).toBeFocused();

  await page.goto(`/c/${cohort.slug}/admin/resources`);
  await expect(rowOf(page, TITLE)).toContainText("took 2 h 50 min, 1 report");
  await expect(rowOf(page, TITLE)).toContainText("38:00 and 1:01:00 are good places to stop");
  await expect(rowOf(page, "Backpropagation calculus")).toContainText("no reports");
});

test("two organizers edit one resource: the second is shown what stands now and nothing is overwritten", async ({
  as,
  cohort,
  db,
}) => {
  const [first, second] = [await as("organizer"), await as("organizer")];
  const id = cohort.resources[0] ?? "";
  for (const { page } of [first, second]) await page.goto(`/c/${cohort.slug}/admin/resources/${id}`);
  await first.page.getByLabel("Title").fill("What is it doing, slowly?");
  await first.page.getByRole("button", { name: "Save" }).click();
  await expect(first.page.getByText("Saved.")).toBeVisible();

  await second.page.getByLabel("Title").fill("What is it doing, quickly?");
  await second.page.getByLabel("Author").fill("Grant");
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByText("yours: What is it doing, quickly?")).toBeVisible();
  await expect(second.page.getByText("now: What is it doing, slowly?")).toBeVisible();
  const row = () => db.resource.findUniqueOrThrow({ where: { id } });
  expect(await row()).toMatchObject({ title: "What is it doing, slowly?", author: "" });
  await second.page.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByText("Saved.")).toBeVisible();
  expect(await row()).toMatchObject({ title: "What is it doing, quickly?", author: "Grant" });
});

test("a link that another resource has leads to a merge, and what cannot be removed says why", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  const { id: duplicate } = await addDuplicate(db, cohort);
  await db.resource.update({
    where: { id: duplicate },
    data: { url: "https://e.org/one", matchKey: "https://e.org/one", author: "Andrej" },
  });
  const id = cohort.resources[2] ?? "";
  await page.goto(`/c/${cohort.slug}/admin/resources/${id}`);
  await page.getByRole("button", { name: "Remove from the library" }).click();
  await expect(page.getByText("The schedule uses it once. Take it out there first.")).toBeVisible();
  await page.getByLabel("Link", { exact: true }).fill("http://www.e.org/one/");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Are these two the same thing?")).toBeVisible();
  await page.getByRole("button", { name: `Keep this one, “${TITLE}”` }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await db.resource.findUniqueOrThrow({ where: { id } })).toMatchObject({
    url: "http://www.e.org/one/",
    matchKey: "https://e.org/one",
    author: "Andrej",
  });
  expect(await db.resource.findUniqueOrThrow({ where: { id: duplicate } })).toMatchObject({ mergedIntoId: id });
});

test("the library is found through by words, kind, use and broken links, which can be asked again", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  const [first = "", second = ""] = cohort.resources;
  const { url } = await db.resource.findUniqueOrThrow({ where: { id: second } });
  const check = { cohortId: cohort.id, url: url ?? "", checkedAt: new Date(Date.now() - 3_600_000) };
  const broken = { ...check, state: "broken" as const, problem: "404 Not Found", failures: 2 };
  await db.linkCheck.upsert({
    where: { resourceId: second },
    create: { resourceId: second, ...broken },
    update: broken,
  });
  await db.resource.update({ where: { id: first }, data: { kind: "paper" } });
  await db.use.deleteMany({ where: { resourceId: first } });
  await page.goto(`/c/${cohort.slug}/admin/resources`);
  const count = page.getByRole("status").filter({ hasText: /resources?$/ });
  await expect(count).toHaveText("3 resources");
  await expect(rowOf(page, "Backpropagation calculus")).toContainText("broken: 404 Not Found");

  await page.getByLabel("Find").fill("calculus back");
  await expect(count).toHaveText("1 of 3 resources");
  await page.getByLabel("Find").fill("nothing like it");
  await expect(page.getByText("Nothing is like that.")).toBeVisible();
  await page.getByLabel("Find").fill("");
  await page.getByLabel("Kind").selectOption("Paper");
  await expect(rowOf(page, "What is backpropagation really doing")).toContainText("not used");
  await expect(count).toHaveText("1 of 3 resources");
  await page.getByLabel("Kind").selectOption("All kinds");
  await page.getByLabel("Show").selectOption("Not used");
  await expect(count).toHaveText("1 of 3 resources");
  await page.getByLabel("Show").selectOption("Links that do not work");
  await expect(rowOf(page, "Backpropagation calculus")).toBeVisible();
  await expect(count).toHaveText("1 of 3 resources");
  await page.getByLabel("Show").selectOption("Everything");
  await page.getByLabel("Order").selectOption("Longest first");
  await expect(page.getByRole("row").nth(1)).toContainText(TITLE);

  await page.getByRole("button", { name: "Check all links now" }).click();
  await expect(page.getByText(/to be asked, some each minute\./)).toBeVisible();
  const { checkedAt } = await db.linkCheck.findUniqueOrThrow({ where: { resourceId: second } });
  expect(checkedAt.getTime(), "due at once, or asked already").not.toBe(check.checkedAt.getTime());
});

test("everything in the library can be done by keyboard", async ({ as, cohort, db }) => {
  const { page } = await as("organizer");
  await addDuplicate(db, cohort);
  await page.goto(`/c/${cohort.slug}/admin/resources`);
  const reach = async (name: string | RegExp, role: "button" | "radio" | "link" = "button") => {
    const target = page.getByRole(role, { name }).first();
    for (let i = 0; i < 60 && !(await target.evaluate((node) => node === document.activeElement)); i += 1) {
      await page.keyboard.press("Tab");
    }
    await expect(target).toBeFocused();
  };
  await reach("Look at likely duplicates");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Likely duplicates" })).toBeFocused();
  await reach(/videos\.example\.org|mirror\.example\.org/, "radio");
  await reach(/^Merge into/);
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Merged into/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Likely duplicates" })).toBeFocused();
  await reach("Close");
  await page.keyboard.press("Enter");
  await reach(new RegExp(`^Edit ${TITLE}`), "link");
  await page.keyboard.press("Enter");
  await page.getByLabel("Author").focus();
  await page.keyboard.type("Andrej");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();
});
