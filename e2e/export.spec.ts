import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { normalUrl } from "@/lib/resources/rules";
import { makeSession } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";

/** Clicks a link that is saved and not shown, and answers what was saved. */
async function saved(page: Page, link: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

// The factories give resources keys of their own, which no link leads to.
test.beforeEach(async ({ cohort, db }) => {
  for (const { id, url } of await db.resource.findMany({ where: { cohortId: cohort.id } })) {
    await db.resource.update({ where: { id }, data: { matchKey: normalUrl(url ?? "") ?? id } });
  }
});

test("a visitor takes the schedule along, and pasted into the import it changes nothing", async ({
  page,
  as,
  cohort,
  db,
}) => {
  await db.session.update({
    where: { id: cohort.sessionId },
    data: { notes: '=1+1, they said.\n\n- "Why?"', startsAt: "14:00", recordingUrl: "https://example.org/r?a=1,2" },
  });
  await page.goto(`/c/${cohort.slug}`);
  const csv = await saved(page, "CSV");
  expect(csv.name).toBe(`${cohort.slug}-schedule.csv`);
  expect(csv.text).toContain("[Backpropagation in code 2h25](https://videos.example.org/");
  const json = await saved(page, "JSON");
  expect(JSON.parse(json.text)).toMatchObject({ convene: 1, cohort: { title: cohort.title } });
  expect((await saved(page, "Markdown")).text).toContain(`# ${cohort.title}`);

  const organizer = (await as("organizer")).page;
  await organizer.goto(`/c/${cohort.slug}/admin/import`);
  for (const { text } of [csv, json]) {
    await organizer.getByLabel("Your schedule").fill(text);
    await organizer.getByRole("button", { name: "See what is understood" }).click();
    await expect(organizer.getByText("Nothing would change")).toBeVisible();
  }
  await organizer.getByLabel("Your schedule").fill(csv.text.replace("2h25", "2h26"));
  await organizer.getByRole("button", { name: "See what is understood" }).click();
  await expect(organizer.getByText("Nothing would change")).toHaveCount(0);
});

test("a draft is in no file but the one that an organizer asks for with drafts", async ({ page, as, cohort, db }) => {
  const date = addDays(dateIn(new Date(), "America/Chicago"), 9);
  await makeSession(db, cohort, date, { title: "A secret topic", state: "draft" });
  const path = `/c/${cohort.slug}/export/schedule`;
  const organizer = (await as("organizer")).page;
  const learner = (await as("learner")).page;
  for (const format of ["csv", "json", "md", "qmd"]) {
    for (const { request } of [page, learner, organizer]) {
      const response = await request.get(`${path}.${format}`);
      expect(response.status()).toBe(200);
      expect(await response.text()).not.toContain("A secret topic");
      expect(response.headers()).toMatchObject({
        "content-disposition": `attachment; filename="${cohort.slug}-schedule.${format}"`,
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      });
    }
  }
  for (const [{ request }, status] of [
    [page, 401],
    [learner, 403],
    [organizer, 200],
  ] as const) {
    const response = await request.get(`${path}.csv?drafts=1`);
    expect(response.status()).toBe(status);
    expect((await response.text()).includes("A secret topic")).toBe(status === 200);
  }
  await organizer.goto(`/c/${cohort.slug}/admin/import`);
  const section = organizer.getByRole("region", { name: "The schedule as a file" });
  const [download] = await Promise.all([
    organizer.waitForEvent("download"),
    section.getByText("With the drafts").locator("..").getByRole("link", { name: "Quarto" }).click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toContain("A secret topic (draft)");
});

test("a draft cohort has no file but for its organizers, and there are no files of other names", async ({
  page,
  as,
  cohort,
  db,
}) => {
  const path = `/c/${cohort.slug}/export/schedule`;
  for (const name of ["x.csv", "schedule.xlsx", "schedule", "..%2f..%2fetc%2fpasswd"]) {
    expect((await page.request.get(`/c/${cohort.slug}/export/${name}`)).status(), name).toBe(404);
  }
  expect((await page.request.get("/c/nobody-has-this/export/schedule.csv")).status()).toBe(404);
  await db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } });
  const refused = await page.request.get(`${path}.csv?drafts=1`);
  expect([refused.status(), await refused.text()]).toEqual([404, "There is no such schedule.\n"]);
  expect((await (await as("organizer")).page.request.get(`${path}.csv`)).status()).toBe(200);
});

test("the public page prints as a sheet, black on white: the schedule first, nothing to click", async ({
  browser,
  cohort,
  db,
}) => {
  const today = dateIn(new Date(), "America/Chicago");
  for (let week = 1; week <= 30; week += 1) {
    await makeSession(db, cohort, addDays(today, week * 7 + 2), { title: `Topic ${week}` });
  }
  const welcome = { title: "Welcome", body: "Hello, readers.", position: 0 };
  await db.section.create({ data: { id: crypto.randomUUID(), cohortId: cohort.id, ...welcome } });
  await db.cohort.update({ where: { id: cohort.id }, data: { place: "Room 219a, ground floor" } });
  const context = await browser.newContext({ colorScheme: "dark", viewport: { width: 718, height: 1010 } });
  const page = await context.newPage();
  await expect
    .poll(async () => (await page.goto(`/c/${cohort.slug}`)) && page.getByText("ground floor").count())
    .toBeGreaterThan(0);
  await expect(page.getByText(/^\d+ \w+ \d{4} to /)).toBeHidden();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });

  for (const gone of ["form", "nav", "header", "#calendar", "#join"]) {
    for (const element of await page.locator(gone).all()) await expect(element, gone).toBeHidden();
  }
  await expect(page.getByText("Take it with you")).toBeHidden();
  await expect(page.getByText("Next session in")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/^Tuesdays, 11:00 Chicago.*ground floor$/)).toBeVisible();
  await expect(page.getByText(new RegExp(`^\\d+ \\w+ \\d{4} to .*/c/${cohort.slug}$`))).toBeVisible();
  const table = page.getByRole("table", { name: "Schedule" });
  await expect(table.getByRole("columnheader", { name: "Deep dive" })).toBeVisible();
  await expect(table.getByText("next", { exact: true })).toBeHidden();

  const looks = await page.evaluate(() => {
    const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body);
    return {
      paper: styleOf("html").backgroundColor,
      ink: styleOf(".rows td").color,
      head: styleOf(".rows thead").display,
      row: [styleOf(".rows tbody tr").display, styleOf(".rows tbody tr").breakInside],
      width: document.documentElement.scrollWidth,
    };
  });
  expect(looks).toEqual({
    paper: "rgb(255, 255, 255)",
    ink: "rgb(0, 0, 0)",
    head: "table-header-group",
    row: ["table-row", "avoid"],
    width: 718,
  });
  const tops = await Promise.all(
    [table, page.getByRole("heading", { name: "Welcome" })].map((one) => one.boundingBox()),
  );
  expect(tops[0]?.y, "the schedule comes before what is said about the cohort").toBeLessThan(tops[1]?.y ?? 0);

  for (const format of ["A4", "Letter"] as const) {
    const pdf = (await page.pdf({ format })).toString("latin1");
    const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(sheets, format).toBeGreaterThanOrEqual(2);
    expect(sheets, format).toBeLessThanOrEqual(3);
  }
  await context.close();
});
