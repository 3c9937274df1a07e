import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { makeSession } from "@/lib/testing/factories";
import { shortDay } from "@/lib/time/days";
import { addDays, dateIn, toDateColumn } from "@/lib/time/zones";
import { expect, type TestCohort, test } from "./fixtures";

const inDays = (days: number) => addDays(dateIn(new Date(), "America/Chicago"), days);

async function openGrid(page: Page, cohort: TestCohort): Promise<Locator> {
  await page.goto(`/c/${cohort.slug}/admin/schedule`);
  const grid = page.getByRole("grid", { name: "Schedule" });
  await expect(page.locator("[role=grid][data-ready]")).toBeVisible();
  return grid;
}

const cell = (grid: Locator, row: string, column: string) =>
  grid
    .getByRole("row")
    .filter({ has: grid.page().locator('[data-cell="title"]', { hasText: row }) })
    .locator(`[data-cell="${column}"]`);

async function pasteInto(target: Locator, data: Record<string, string>): Promise<void> {
  await target.evaluate((element, contents) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(contents)) clipboardData.setData(type, text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);
}

test("an organizer edits the term by keyboard alone, sees that it is saved, and takes it back", async ({
  as,
  cohort,
  db,
}) => {
  await makeSession(db, cohort, inDays(9), { title: "Attention" });
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  await cell(grid, "Backpropagation", "title").click();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: /^Session,/ })).toHaveValue("Backpropagation");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Gradients");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  expect((await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).title).toBe("Gradients");

  await expect(cell(grid, "Attention", "title"), "Enter goes on to the next row").toBeFocused();
  await page.keyboard.type("Heads");
  await page.keyboard.press("Escape");
  await expect(cell(grid, "Attention", "title")).toContainText("Attention");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("12:30");
  await page.keyboard.press("Tab");
  await expect(cell(grid, "Attention", "startsAt")).toHaveText("12:30");
  await expect(cell(grid, "Attention", "title")).toBeFocused();

  await expect(page.getByRole("status").filter({ hasText: "Saved. Time" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(cell(grid, "Attention", "startsAt")).toHaveText("");
  await expect(page.getByRole("status").filter({ hasText: "Taken back" })).toBeVisible();
  await page.keyboard.press("Control+Shift+z");
  await expect(cell(grid, "Attention", "startsAt")).toHaveText("12:30");
  await page.keyboard.press("Tab");
  await expect(grid.locator(":focus"), "Tab leads out of the grid").toHaveCount(0);

  await page.reload();
  await expect(cell(grid, "Gradients", "title")).toBeVisible();
});

test("a block from a spreadsheet is pasted over the grid, with its links, and makes new sessions where it is longer", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  await cell(grid, "Backpropagation", "title").click();
  await pasteInto(cell(grid, "Backpropagation", "title"), {
    "text/plain": "lost\tlost",
    "text/html": `<table><tr><td>Gradients</td><td>Workshop</td><td><a href="https://example.org/g">On gradients</a><br>Bring paper</td></tr>
      <tr><td>Attention</td><td>Discussion</td><td></td></tr></table>`,
  });
  await expect(page.getByRole("status").filter({ hasText: "Saved. Pasted 6 cells." })).toBeVisible();
  const sessions = await db.session.findMany({
    where: { cohortId: cohort.id },
    orderBy: { date: "asc" },
    include: { uses: { include: { resource: true }, orderBy: { position: "asc" } } },
  });
  expect(
    sessions.map(({ title, format, state, uses }) => [title, format, state, uses.map((use) => use.resource.title)]),
  ).toEqual([
    ["Gradients", "workshop", "published", ["On gradients", "Bring paper"]],
    ["Attention", "discussion", "draft", []],
  ]);

  await cell(grid, "Gradients", "date").click();
  await pasteInto(cell(grid, "Gradients", "date"), { "text/plain": "the 40th of May\n2031-01-07" });
  await expect(page.getByText("Nothing was pasted. Row 1: Date: “the 40th of May” is no date.")).toBeVisible();
  await expect(cell(grid, "Attention", "date")).not.toContainText("7 Jan");
});

test("a resource is dragged to another week and a session to another date, and a learner's tick stays", async ({
  as,
  cohort,
  db,
}) => {
  const attention = await makeSession(db, cohort, inDays(9), { title: "Attention" });
  const learner = await as("learner");
  const resourceId = cohort.resources[1] ?? "";
  await db.progress.create({
    data: { memberId: learner.memberId, resourceId, cohortId: cohort.id, state: "done" },
  });
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  const chip = grid.getByText("Backpropagation calculus");
  await chip.dragTo(cell(grid, "Attention", "deep_dive").locator(".grid-slot"));
  await expect(cell(grid, "Attention", "deep_dive")).toContainText("Backpropagation calculus");
  await expect(page.getByRole("status").filter({ hasText: "Saved. Moved “Backpropagation calculus”" })).toBeVisible();
  const use = await db.use.findFirstOrThrow({ where: { cohortId: cohort.id, resourceId } });
  expect([use.sessionId, use.slot]).toEqual([attention, "deep_dive"]);

  const dates = async () =>
    (await db.session.findMany({ where: { cohortId: cohort.id }, orderBy: { date: "asc" } })).map(({ title }) => title);
  expect(await dates()).toEqual(["Backpropagation", "Attention"]);
  await grid.getByRole("button", { name: /^Drag .*Attention/ }).dragTo(cell(grid, "Backpropagation", "title"));
  await expect(page.getByRole("status").filter({ hasText: "exchanged their dates" })).toBeVisible();
  expect(await dates()).toEqual(["Attention", "Backpropagation"]);
  expect(await db.progress.findFirst({ where: { memberId: learner.memberId, resourceId } })).toMatchObject({
    state: "done",
  });
});

test("two organizers edit one row: the second sees who changed what and chooses", async ({ as, cohort, db }) => {
  const [first, second] = [await as("organizer"), await as("organizer")];
  await db.person.update({ where: { id: first.personId }, data: { name: "Grace" } });
  const [one, other] = [await openGrid(first.page, cohort), await openGrid(second.page, cohort)];
  // The second looks at a page that gets no news, as one that slept.
  await second.page.route("**/api/cohorts/*/sessions", (route) => route.abort());
  await cell(one, "Backpropagation", "title").dblclick();
  await first.page.keyboard.press("Control+A");
  await first.page.keyboard.type("Backpropagation, slowly");
  await first.page.keyboard.press("Enter");
  await expect(first.page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();

  await cell(other, "Backpropagation", "title").dblclick();
  await second.page.keyboard.press("Control+A");
  await second.page.keyboard.type("Backpropagation, quickly");
  await second.page.keyboard.press("Enter");
  await expect(second.page.getByText("Grace has changed this meanwhile.")).toBeVisible();
  const row = second.page.getByRole("row", { name: /^Session/ });
  await expect(row).toContainText("Backpropagation, slowly");
  await expect(row).toContainText("Backpropagation, quickly");
  const title = async () => (await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).title;
  expect(await title()).toBe("Backpropagation, slowly");
  await second.page.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await expect(second.page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  expect(await title()).toBe("Backpropagation, quickly");
});

test("what somebody else changed while a cell is open is told, and taking theirs gives up the whole act", async ({
  as,
  cohort,
  db,
}) => {
  await makeSession(db, cohort, inDays(9), { title: "Attention" });
  const [first, second] = [await as("organizer"), await as("organizer")];
  const [one, other] = [await openGrid(first.page, cohort), await openGrid(second.page, cohort)];
  // The second has saved before, and looks at what others do every few seconds.
  await cell(other, "Attention", "startsAt").click();
  await second.page.keyboard.type("12:30");
  await second.page.keyboard.press("Enter");
  await expect(second.page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await cell(other, "Backpropagation", "title").dblclick();
  await second.page.keyboard.type(", quickly");

  await cell(one, "Backpropagation", "startsAt").click();
  await first.page.keyboard.type("09:00");
  await first.page.keyboard.press("Enter");
  await expect(first.page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(
    other.getByRole("row").filter({ hasText: "09:00" }),
    "the open page follows while the cell is open",
  ).toBeVisible();
  await second.page.keyboard.press("Enter");
  await expect(second.page.getByText("has changed this meanwhile.")).toBeVisible();
  await second.page.getByRole("button", { name: "Take theirs" }).click();
  await expect(cell(other, "Backpropagation", "title")).not.toContainText("quickly");
  expect(await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).toMatchObject({
    title: "Backpropagation",
    startsAt: "09:00",
  });
});

test("what cannot reach the server waits on the page and is saved when it can", async ({ as, cohort, db }) => {
  const { page, context } = await as("organizer");
  const grid = await openGrid(page, cohort);
  await context.setOffline(true);
  await cell(grid, "Backpropagation", "title").dblclick();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Written in a tunnel");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await expect(cell(grid, "Written in a tunnel", "title")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  expect((await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).title).toBe("Written in a tunnel");
});

test("several sessions are ticked, published, pinned and removed at once", async ({ as, cohort, db }) => {
  await makeSession(db, cohort, inDays(9), { title: "Attention", state: "draft" });
  await makeSession(db, cohort, inDays(16), { title: "Transformers", state: "draft" });
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  await grid.getByRole("checkbox", { name: /Attention/ }).check();
  await grid.getByRole("checkbox", { name: /Transformers/ }).click({ modifiers: ["Shift"] });
  const ticked = page.getByRole("region", { name: "Ticked sessions" });
  await ticked.getByRole("button", { name: "Publish" }).click();
  const asked = page.getByRole("status").filter({ hasText: "Publish these 2 sessions?" });
  await expect(asked.getByText("Members will see")).toBeVisible();
  await expect(asked.getByText("Attention")).not.toHaveCount(0);
  expect(await db.session.count({ where: { cohortId: cohort.id, state: "draft" } })).toBe(2);
  await asked.getByRole("button", { name: "Publish" }).click();
  await expect(cell(grid, "Transformers", "state")).toHaveText("Published");
  await ticked.getByRole("button", { name: "Pin" }).click();
  await expect(grid.getByText("pinned")).toHaveCount(2);
  await ticked.getByRole("button", { name: "Remove" }).click();
  await expect(grid.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(grid.getByRole("row")).toHaveCount(4);
  expect(
    await db.session.count({ where: { cohortId: cohort.id, deletedAt: null, state: "published", pinned: true } }),
  ).toBe(2);
});

test("an undo while the change is still being saved waits for it and then takes it back", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  const gate = Promise.withResolvers<void>();
  await page.route("**/sessions/edit", async (route) => {
    await gate.promise;
    await route.continue();
  });
  await cell(grid, "Backpropagation", "startsAt").click();
  await page.keyboard.type("1pm");
  await page.keyboard.press("Enter");
  await expect(cell(grid, "Backpropagation", "startsAt")).toHaveText("13:00");
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("status").filter({ hasText: "Saving, then taking it back" })).toBeVisible();
  gate.resolve();
  await expect(page.getByRole("status").filter({ hasText: "Taken back" })).toBeVisible();
  await expect(cell(grid, "Backpropagation", "startsAt")).toHaveText("");
  expect((await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).startsAt).toBeNull();
  expect(await db.audit.count({ where: { cohortId: cohort.id, action: "schedule.edited" } }), "it was saved").toBe(1);
});

test("ticked sessions are dragged together, a pinned one stays, and a new one is outside of a break", async ({
  as,
  cohort,
  db,
}) => {
  const titles = ["Attention", "Heads", "Scaling"];
  for (const [index, title] of titles.entries()) await makeSession(db, cohort, inDays(9 + index * 7), { title });
  const [firstDay, lastDay] = [toDateColumn(inDays(28)), toDateColumn(inDays(31))];
  await db.break.create({ data: { id: randomUUID(), cohortId: cohort.id, title: "Fair", firstDay, lastDay } });
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  const order = async () =>
    (await db.session.findMany({ where: { cohortId: cohort.id }, orderBy: { date: "asc" } })).map(({ title }) => title);
  await grid.getByRole("checkbox", { name: /Backpropagation/ }).check();
  await grid.getByRole("checkbox", { name: /Attention/ }).check();
  await grid.getByRole("button", { name: /^Drag .*Backpropagation/ }).dragTo(cell(grid, "Heads", "title"));
  await expect(page.getByRole("status").filter({ hasText: "Saved. Moved 2 sessions to other dates." })).toBeVisible();
  expect(await order()).toEqual(["Heads", "Scaling", "Backpropagation", "Attention"]);

  await page.getByRole("button", { name: "Untick" }).click();
  await grid.getByRole("checkbox", { name: /Scaling/ }).check();
  await page.getByRole("region", { name: "Ticked sessions" }).getByRole("button", { name: "Pin" }).click();
  await expect(grid.getByText("pinned")).toBeVisible();
  await grid.getByRole("button", { name: /^Drag .*Heads/ }).dragTo(cell(grid, "Scaling", "title"));
  await expect(page.getByText(/“Scaling” on .* is pinned\. Unpin it first, or choose another one\./)).toBeVisible();
  expect(await order()).toEqual(["Heads", "Scaling", "Backpropagation", "Attention"]);

  await page.getByRole("button", { name: "Add a session" }).click();
  await expect(grid.getByRole("row")).toHaveCount(6);
  await expect(grid.locator('[data-cell="date"]').last(), "the break is passed over").toHaveText(shortDay(inDays(37)));
});

test("what publishing shows follows the grid, also when a pasted block says that it is published", async ({
  as,
  cohort,
  db,
}) => {
  const attention = await makeSession(db, cohort, inDays(9), { title: "Attention", state: "draft" });
  const { page } = await as("organizer");
  const grid = await openGrid(page, cohort);
  const drafts = page.getByRole("status").filter({ hasText: "One session is a draft" });
  await expect(drafts.getByText("Members will see")).toBeVisible();
  await cell(grid, "Attention", "date").click();
  await pasteInto(cell(grid, "Attention", "date"), { "text/plain": inDays(10) });
  await expect(drafts).toContainText(`${shortDay(inDays(10))}: Attention`);

  await cell(grid, "Attention", "presenters").click();
  await pasteInto(cell(grid, "Attention", "presenters"), { "text/plain": "Ana\tPublished" });
  const asked = page.getByRole("status").filter({ hasText: "Publish this session?" });
  await expect(asked.getByText("Members will see")).toBeVisible();
  const stands = () => db.session.findUniqueOrThrow({ where: { id: attention }, include: { presenters: true } });
  expect(await stands()).toMatchObject({ state: "draft", presenters: [{ name: "Ana" }] });
  await asked.getByRole("button", { name: "Publish" }).click();
  await expect(cell(grid, "Attention", "state")).toHaveText("Published");
});
