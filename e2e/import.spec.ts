import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { makeCohort, makeMember } from "@/lib/testing/factories";
import { expect, test } from "./fixtures";
import { answerTo, coming, open, paste, save, saveButton, toggle } from "./importing";

const REAL = path.resolve(import.meta.dirname, "../../shared/data");
const BACKPROPAGATION = "https://www.3blue1brown.com/lessons/backpropagation";

/** The public table, cell by cell. */
async function table(page: Page, slug: string): Promise<string[]> {
  await page.goto(`/c/${slug}`);
  const rows = await page.getByRole("table", { name: "Schedule" }).locator("tbody tr").allInnerTexts();
  return rows.map((row) => row.replace(/\s+/g, " ").trim());
}

test.describe("the real files of a term", () => {
  test.skip(!existsSync(REAL), "They are not everywhere.");

  test("are pasted one after the other; the public table is the last one's, and a learner's tick is still there", async ({
    page,
    db,
    signedIn,
  }) => {
    test.setTimeout(180_000);
    const files = [1, 2, 3, 4, 5].map((state) => readFileSync(path.join(REAL, `2024Fall-${state}.csv`), "utf8"));
    const [cohort, fresh] = [await makeCohort(db, { state: "open" }), await makeCohort(db, { state: "open" })];
    const grace = await makeMember(db, cohort, { role: "organizer", name: "Grace" });
    const ada = await makeMember(db, cohort, { role: "learner", name: "Ada" });
    await db.member.create({
      data: { id: randomUUID(), cohortId: fresh.id, personId: grace.personId, role: "organizer", state: "active" },
    });
    const { page: organizer, context } = await signedIn(grace.personId);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const learner = (await signedIn(ada.personId)).page;

    const seen = [
      /New session “Python: Application”/,
      /Add “To Deliver You From the Preliminary Terrors”, after/,
      /Move “Discussion” here from Tue 15 Oct/,
      /Move “Discussion” here from Tue 29 Oct/,
      /No Session \(Thanksgiving week\)/,
    ];
    for (const [index, text] of files.entries()) {
      await open(organizer, cohort.slug);
      await organizer.getByLabel("First year").fill("2024");
      await paste(organizer, { text });
      await expect(organizer.getByRole("checkbox", { name: seen[index] ?? "" }).first()).toBeVisible();
      if (index === 0) {
        await answerTo(organizer, () => organizer.getByLabel(/^Publish new sessions at once/).check());
      }
      await save(organizer);
      const { id } = await db.resource.findFirstOrThrow({ where: { cohortId: cohort.id, url: BACKPROPAGATION } });
      if (index > 0) {
        const ticks = await db.progress.findMany({ where: { memberId: ada.id } });
        expect(ticks, `after file ${index + 1}`).toMatchObject([{ resourceId: id, state: "done" }]);
        const uses = await db.use.count({ where: { resourceId: id, session: { deletedAt: null } } });
        expect(uses, `after file ${index + 1}`).toBeGreaterThan(0);
        continue;
      }
      await learner.goto(`/c/${cohort.slug}/week`);
      const ticked = await learner.evaluate(
        async ([url, state]) =>
          (
            await fetch(url ?? "", {
              method: "PUT",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ state }),
            })
          ).status,
        [`/api/cohorts/${cohort.slug}/progress/${id}`, "done"],
      );
      expect(ticked).toBe(200);
    }

    await open(organizer, fresh.slug);
    await organizer.getByLabel("First year").fill("2024");
    await paste(organizer, { text: files[4] ?? "" });
    await answerTo(organizer, () => organizer.getByLabel(/^Publish new sessions at once/).check());
    await save(organizer);
    const rows = await table(page, cohort.slug);
    expect(rows).toHaveLength(14);
    expect(rows).toEqual(await table(page, fresh.slug));
    const uses = await db.use.findMany({
      where: { cohortId: cohort.id, resource: { url: BACKPROPAGATION } },
      include: { session: true, resource: { include: { progress: true } } },
    });
    expect(uses.map(({ session }) => session.date.toISOString().slice(0, 10))).toEqual(["2024-10-22"]);
    expect(uses[0]?.resource.progress).toMatchObject([{ memberId: ada.id, state: "done" }]);
    const library = await db.resource.findMany({ where: { cohortId: cohort.id } });
    expect(new Set(library.map(({ title }) => title)).size).toBe(library.length);
    await db.cohort.deleteMany({ where: { id: { in: [cohort.id, fresh.id] } } });
    await db.person.deleteMany({ where: { id: { in: [grace.personId, ada.personId] } } });
  });
});

test("an organizer unticks a line, rewords the log, sees who is mailed, and finds the line again next time", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await as("follower");
  await open(page, cohort.slug);
  const { text, dates } = coming([
    ["Maps", "[Projections 0h12](https://example.org/p)"],
    ["Globes", "Bring a globe"],
  ]);
  await paste(page, { text });
  await expect(page.getByText("5 of 5 ticked.")).toBeVisible();
  await expect(
    page.getByText(/^A mail with 3 lines of the public log goes out 15 minutes after you save/),
  ).toBeVisible();
  await expect(page.getByText(/^The weekly prep for .+ goes out on/).first()).toBeVisible();
  const mails = page.getByRole("region", { name: "Mails" });
  await expect(mails.getByText("A follower, follower")).toBeHidden();
  await mails.getByText("To 1 follower and 1 organizer").click();
  await expect(mails.getByText("A follower, follower")).toBeVisible();

  await toggle(page, "Take out “Backpropagation”");
  await toggle(page, "New session “Globes”");
  await expect(page.getByRole("checkbox", { name: "Add “Bring a globe”, before" })).toBeDisabled();
  await expect(page.getByText("2 of 5 ticked.")).toBeVisible();
  await page.getByLabel("Line 1").fill("We read maps.");
  await expect(saveButton(page)).toHaveText("Save these 2 changes");
  await save(page);
  const sessions = await db.session.findMany({
    where: { cohortId: cohort.id, deletedAt: null },
    orderBy: { date: "asc" },
  });
  expect(sessions.map(({ title }) => title)).toEqual(["Backpropagation", "Maps"]);
  expect((await db.change.findMany({ where: { cohortId: cohort.id } })).map((line) => line.text)).toEqual([
    "We read maps.",
  ]);

  await paste(page, { text });
  await expect(page.getByText("3 of 3 ticked.")).toBeVisible();
  await page.getByRole("button", { name: "Untick all" }).click();
  await expect(page.getByText("0 of 3 ticked.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Save/ })).toBeDisabled();
  await toggle(page, "New session “Globes”");
  await expect(page.getByText("2 of 3 ticked."), "what a session has comes with it").toBeVisible();
  await save(page);
  expect(await db.session.count({ where: { cohortId: cohort.id, deletedAt: null } })).toBe(3);
  expect(dates).toHaveLength(2);
});

test("what cannot be is said before it is saved: two sessions on one date", async ({ as, cohort, db }) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, cohort.slug);
  await paste(page, {
    text: coming([
      ["Optics", ""],
      ["Sound", ""],
    ]).text,
  });
  await save(page);
  await paste(page, {
    text: coming([
      ["Sound", ""],
      ["Optics", ""],
    ]).text,
  });
  await toggle(page, /^Move “Sound” here/);
  await expect(page.getByText(/would have two sessions at one time, “Sound” and “Optics”/)).toBeVisible();
  await expect(saveButton(page)).toBeDisabled();
  await toggle(page, /^Move “Sound” here/);
  await expect(saveButton(page)).toBeEnabled();
  await save(page);
  const titles = await db.session.findMany({
    where: { cohortId: cohort.id, deletedAt: null },
    orderBy: { date: "asc" },
  });
  expect(titles.map(({ title }) => title).slice(-2)).toEqual(["Sound", "Optics"]);
});

test("what was imported is taken back with one button", async ({ as, cohort, db }) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, cohort.slug);
  await paste(page, { text: coming([["Maps", ""]]).text });
  await save(page);
  const titles = async () => {
    const where = { cohortId: cohort.id, deletedAt: null };
    return (await db.session.findMany({ where, orderBy: { date: "asc" } })).map(({ title }) => title);
  };
  expect(await titles()).toEqual(["Maps"]);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  await expect(page.getByText(/changes? (is|are) saved/)).toHaveCount(0);
  expect(await titles()).toEqual(["Backpropagation"]);
});

test("dates without a year that miss the cohort's weekday are asked for, and show the year that they have", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await db.session.deleteMany({ where: { cohortId: cohort.id } });
  // A day of September that is a Tuesday neither this year nor in the years beside it.
  const today = new Date().getUTCFullYear();
  const day = [17, 18, 19, 20].find((one) =>
    [-1, 0, 1].every((years) => new Date(Date.UTC(today + years, 8, one)).getUTCDay() !== 2),
  );
  await open(page, cohort.slug);
  await paste(page, { text: `Month,Day,Session\nSept.,${day},Maps` });
  await expect(page.getByText(`In which year is “Sept. ${day}” (row 2)?`)).toBeVisible();
  const years = page.getByRole("group", { name: /^In which year/ }).getByRole("button");
  expect(await years.count()).toBe(2);
  const tuesday = (await years.allInnerTexts()).find(
    (year) => new Date(Date.UTC(Number(year), 8, day ?? 1)).getUTCDay() === 2,
  );
  await answerTo(page, () => page.getByRole("button", { name: tuesday ?? "", exact: true }).click());
  await expect(page.getByText(`Tue ${day} Sep ${tuesday}`).first()).toBeVisible();
});
