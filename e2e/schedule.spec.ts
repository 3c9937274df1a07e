import { randomUUID } from "node:crypto";
import { makeMember } from "@/lib/testing/factories";
import { addDays, fromDateColumn, toDateColumn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";

const CSV = [
  "Month,Day,Before,Session,After,Deep Dive",
  "Sept.,24,Pre-Meeting Setup,Python: Application,,",
  'Oct.,1,"[A first video 0h18](https://example.org/a), [A second 0h20](https://example.org/b)",Discussion,,',
  "Oct.,8,*A second Cont.*,Discussion,,[Deeper 1h15](https://example.org/c)",
].join("\n");

test("an organizer creates a cohort, imports with a mistake, mends it, publishes, and opens it to the public", async ({
  page,
  db,
  cohort: seat,
  signedIn,
}) => {
  const { personId } = await makeMember(db, seat, { role: "organizer", name: "Grace" });
  await db.person.update({ where: { id: personId }, data: { mayCreateCohorts: true } });
  const organizer = (await signedIn(personId)).page;
  const slug = `fall-${randomUUID().slice(0, 8)}`;

  await organizer.goto("/");
  await organizer.getByRole("link", { name: "Create a cohort" }).click();
  await organizer.getByLabel("Title").fill("Reading Papers");
  await organizer.getByLabel("Address").fill("Fall 2024!");
  await organizer.getByLabel("Time zone").fill("Mars/Olympus");
  await organizer.getByRole("button", { name: "Create the cohort" }).click();
  await expect(organizer.getByText("Use small letters, digits and hyphens, like fall-2024.")).toBeVisible();
  await expect(organizer.getByText("Choose a time zone like America/Chicago.")).toBeVisible();
  await expect(organizer.getByLabel("Title")).toHaveValue("Reading Papers");
  await organizer.getByLabel("Address").fill(slug);
  await organizer.getByLabel("Time zone").fill("Europe/Vienna");
  await organizer.getByRole("button", { name: "Create the cohort" }).click();
  await organizer.waitForURL(`**/c/${slug}/admin`);

  await organizer.getByRole("link", { name: "Paste the schedule you have" }).click();
  await organizer.getByLabel("Your schedule").fill(CSV.replace("Oct.,8", "Octember,8"));
  await organizer.getByLabel("First year").fill("2024");
  await organizer.getByRole("button", { name: "See what is understood" }).click();
  await expect(organizer.getByText(/Row 4, column Month:/)).toBeVisible();
  await expect(organizer.getByRole("button", { name: /^Save/ })).toHaveCount(0);
  await organizer.getByLabel("Your schedule").fill(CSV);
  await organizer.getByRole("button", { name: "See what is understood" }).click();
  await expect(organizer.getByText(/goes on with “A second”/)).toBeVisible();
  await organizer.getByRole("button", { name: /^Save/ }).click();
  await expect(organizer.getByText("See the schedule")).toBeVisible();
  await organizer.getByRole("button", { name: "See what is understood" }).click();
  await expect(organizer.getByText("Nothing would change")).toBeVisible();

  await organizer.goto(`/c/${slug}/admin/schedule`);
  await organizer.getByRole("button", { name: "Publish them all" }).click();
  await expect(organizer.getByRole("grid").getByText("Published", { exact: true })).toHaveCount(3);
  expect((await page.goto(`/c/${slug}`))?.status(), "a draft cohort is not there for a stranger").toBe(404);

  await organizer.goto(`/c/${slug}/admin/settings`);
  await organizer.getByLabel("State").selectOption("open");
  await organizer.getByRole("button", { name: "Save" }).click();
  await expect(organizer.getByText("Saved.")).toBeVisible();
  await expect.poll(async () => (await page.goto(`/c/${slug}`))?.status(), { timeout: 5000 }).toBe(200);
  await expect(page.getByRole("row", { name: /Tue 1 Oct/ })).toContainText("A first video");

  await organizer.goto(`/c/${slug}/admin/page`);
  const welcome = organizer.locator("form").first();
  await welcome.getByLabel("Text").fill("Hello **readers**.\n\n<script>alert(1)</script>[x](javascript:alert(1))");
  await welcome.getByRole("button", { name: "Save" }).click();
  await expect(welcome.getByText(/^Saved/)).toBeVisible();
  await expect
    .poll(
      async () => {
        await page.goto(`/c/${slug}`);
        return page.locator("strong", { hasText: "readers" }).count();
      },
      { timeout: 2000 },
    )
    .toBe(1);
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0);

  await db.cohort.delete({ where: { slug } });
  await db.person.delete({ where: { id: personId } });
});

test("two organizers edit one session: the second is shown the difference and nothing is overwritten", async ({
  as,
  cohort,
  db,
}) => {
  const [first, second] = [await as("organizer"), await as("organizer")];
  const path = `/c/${cohort.slug}/admin/schedule/${cohort.sessionId}`;
  for (const { page } of [first, second]) await page.goto(path);
  await first.page.getByLabel("Title").fill("Backpropagation, slowly");
  await first.page.getByRole("button", { name: "Save" }).click();
  await expect(first.page.getByText("Saved.")).toBeVisible();

  await second.page.getByLabel("Title").fill("Backpropagation, quickly");
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByText("yours: Backpropagation, quickly")).toBeVisible();
  await expect(second.page.getByText("now: Backpropagation, slowly")).toBeVisible();
  const title = async () => (await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).title;
  expect(await title()).toBe("Backpropagation, slowly");
  await second.page.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByText("Saved.")).toBeVisible();
  expect(await title()).toBe("Backpropagation, quickly");
});

test("two organizers edit different fields of one session, and keeping mine leaves theirs", async ({
  as,
  cohort,
  db,
}) => {
  const [first, second] = [await as("organizer"), await as("organizer")];
  const path = `/c/${cohort.slug}/admin/schedule/${cohort.sessionId}`;
  for (const { page } of [first, second]) await page.goto(path);
  await first.page.getByLabel("Notes").fill("Bring pens");
  await first.page.getByLabel("Pinned").check();
  await first.page.getByRole("button", { name: "Save" }).click();
  await expect(first.page.getByText("Saved.")).toBeVisible();

  await second.page.getByLabel("Title").fill("Backpropagation, quickly");
  await second.page.getByRole("button", { name: "Save" }).click();
  const shown = second.page.getByRole("status").filter({ hasText: "What stands now" });
  await expect(shown).toContainText("yours: Backpropagation, quickly");
  await expect(shown).toContainText(/Notes, which you left as it was.*Bring pens/);
  await expect(shown).toContainText(/Pinned, which you left as it was.*yes/);
  await shown.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await expect(second.page.getByLabel("Notes")).toHaveValue("Bring pens");
  await second.page.getByRole("button", { name: "Save" }).click();
  await expect(second.page.getByText("Saved.")).toBeVisible();
  expect(await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).toMatchObject({
    title: "Backpropagation, quickly",
    notes: "Bring pens",
    pinned: true,
  });
});

test("a session is published from its page after its text is saved and what members will see is shown", async ({
  as,
  cohort,
  db,
}) => {
  const [first, second] = [await as("organizer"), await as("organizer")];
  await db.session.update({ where: { id: cohort.sessionId }, data: { state: "draft" } });
  const stands = () => db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } });
  const path = `/c/${cohort.slug}/admin/schedule/${cohort.sessionId}`;
  for (const { page } of [first, second]) await page.goto(path);
  await first.page.getByLabel("Title").fill("Backpropagation, slowly");
  await first.page.getByRole("button", { name: "Save and publish" }).click();
  const asked = first.page.getByRole("status").filter({ hasText: "Publish this session?" });
  await expect(asked).toContainText(/Members will see.*Backpropagation, slowly/);
  expect(await stands()).toMatchObject({ title: "Backpropagation, slowly", state: "draft" });

  await second.page.getByLabel("Title").fill("Backpropagation, quickly");
  await second.page.getByRole("button", { name: "Save", exact: true }).click();
  await second.page.getByRole("button", { name: "Keep mine, I have seen theirs" }).click();
  await second.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(second.page.getByText("Saved.")).toBeVisible();
  await asked.getByRole("button", { name: "Publish" }).click();
  await expect(first.page.getByText("now: Backpropagation, quickly")).toBeVisible();
  expect(await stands()).toMatchObject({ state: "draft" });
  await first.page.getByRole("button", { name: "Take theirs" }).click();
  await expect(asked).toContainText(/Members will see.*Backpropagation, quickly/);
  await asked.getByRole("button", { name: "Publish" }).click();
  await expect(first.page.getByRole("button", { name: "Cancel the session" })).toBeVisible();
  expect(await stands()).toMatchObject({ title: "Backpropagation, quickly", state: "published" });
});

test("an organizer says what a session uses in words and links, and a mistake is shown before it is saved", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/schedule/${cohort.sessionId}`);
  await page.getByLabel("Deep dive").fill("[Broken](javascript:alert(1))");
  await expect(page.getByText(/A link must start with https/)).toBeVisible();
  await page.getByLabel("Deep dive").fill("[WaveNet 0h56](https://example.org/wavenet)\nWrite it down");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const uses = await db.use.findMany({
    where: { sessionId: cohort.sessionId, slot: "deep_dive" },
    include: { resource: true },
  });
  expect(uses.map(({ resource }) => [resource.title, resource.minutes]).sort()).toEqual([
    ["WaveNet", 56],
    ["Write it down", null],
  ]);
});

test("an organizer drops the file of a schedule instead of pasting it", async ({ as, cohort, db }) => {
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/import`);
  const box = page.getByLabel("Your schedule");
  const file = await page.evaluateHandle((csv) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([csv], "schedule.csv", { type: "text/csv" }));
    return transfer;
  }, CSV);
  await box.dispatchEvent("drop", { dataTransfer: file });
  await expect(box).toHaveValue(CSV);
  await page.getByLabel("First year").fill("2024");
  await page.getByRole("button", { name: "See what is understood" }).click();
  await expect(page.getByText("Before: A first video")).toBeVisible();
  expect(await db.session.count({ where: { cohortId: cohort.id } }), "nothing is saved by looking").toBe(1);
});

test("on a phone the next session is proposed for the first week that is no break", async ({ as, cohort, db }) => {
  const { page } = await as("organizer");
  const { date } = await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } });
  const last = fromDateColumn(date);
  const week = { firstDay: toDateColumn(addDays(last, 5)), lastDay: toDateColumn(addDays(last, 9)) };
  await db.break.create({ data: { id: randomUUID(), cohortId: cohort.id, title: "Holiday", ...week } });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`/c/${cohort.slug}/admin/schedule`);
  await expect(page.getByLabel("Date")).toHaveValue(addDays(last, 14));
});
