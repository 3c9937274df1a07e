import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { makeSession, makeUse } from "@/lib/testing/factories";
import { daysLater } from "@/lib/time/days";
import { fromDateColumn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";

test("an organizer runs a cohort again: sees what comes, what to look at and what stays, and gets a draft of its own", async ({
  as,
  cohort,
  db,
}) => {
  test.setTimeout(120_000);
  const { page, personId } = await as("organizer");
  await as("learner");
  await db.person.update({ where: { id: personId }, data: { mayCreateCohorts: true, name: "Grace Hopper" } });
  const first = fromDateColumn((await db.session.findUniqueOrThrow({ where: { id: cohort.sessionId } })).date);
  const none = await makeSession(db, cohort, daysLater(first, 7), { title: "No session: fair", format: "no_session" });
  await makeUse(db, cohort, none, { title: "A long talk", minutes: 60, slot: "deep_dive" });
  const taped = await makeUse(db, cohort, none, { title: "Last time, recorded", minutes: 60, slot: "deep_dive" });
  await db.resource.update({ where: { id: taped }, data: { url: "https://example.org/rec" } });
  const models = await makeSession(db, cohort, daysLater(first, 14), { title: "Models" });
  await db.session.update({
    where: { id: models },
    data: { recordingUrl: "https://example.org/rec", notes: "By Oct 1." },
  });
  await db.presenter.create({
    data: { id: randomUUID(), cohortId: cohort.id, sessionId: models, name: "Grace Hopper", position: 0 },
  });
  await db.section.create({
    data: {
      id: randomUUID(),
      cohortId: cohort.id,
      title: "Fall 2024",
      body: "Ask Grace Hopper, or watch https://example.org/rec.",
      position: 0,
    },
  });
  const everything = () =>
    db.cohort.findUniqueOrThrow({
      where: { id: cohort.id },
      include: { sessions: true, resources: true, sections: true, members: true, changes: true, audit: true },
    });
  const stood = await everything();

  await page.goto(`/c/${cohort.slug}/admin/settings`);
  await page.getByRole("link", { name: "Run it again" }).click();
  const sessions = page.getByRole("table", { name: "Sessions of the new cohort" });
  await expect(sessions.getByRole("row")).toHaveCount(4);
  await expect(page.getByText("1 presenter", { exact: true })).toBeVisible();
  await expect(page.getByText("1 recording")).toBeVisible();
  await expect(page.getByText("2 members")).toBeVisible();
  await expect(page.getByText("the meeting link", { exact: true })).toBeVisible();
  await expect(page.getByText(/Section “Fall 2024” names a date of the last term: Fall 2024/)).toBeVisible();
  await expect(page.getByText(/Section “Fall 2024” names somebody of the last term: Grace Hopper/)).toBeVisible();
  const recording = "https://example\\.org/rec";
  await expect(
    page.getByText(new RegExp(`Section “Fall 2024” links to a recording of the last term: ${recording}`)),
  ).toBeVisible();
  await expect(
    page.getByText(new RegExp(`Resource “Last time, recorded” is a recording of the last term .*: ${recording}`)),
  ).toBeVisible();
  await expect(page.getByText("1 resource that is a recording")).toBeVisible();
  await expect(page.getByText(/“Models” on .*, notes names a date of the last term: Oct 1/)).toBeVisible();
  await expect(page.getByText(/presented it in the last term; nobody is named now: Grace Hopper/)).toBeVisible();

  const begins = daysLater(first, 364);
  const slug = `again-${randomUUID().slice(0, 8)}`;
  await page.getByLabel("Address").fill(cohort.slug);
  await expect(page.getByText("This address is taken.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Create the new cohort" })).toBeDisabled();
  await page.getByLabel("Address").fill(slug);
  await page.getByLabel("Title").fill("Deep learning, once more");
  await page.getByLabel("First session").fill(begins);
  await page.getByLabel("Weeks without a session").selectOption("close");
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await expect(page.getByText("1 week without a session")).toBeVisible();
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  }
  expect(await db.cohort.count({ where: { slug } }), "nothing is made by looking").toBe(0);

  await page.getByRole("button", { name: "Create the new cohort" }).click();
  await page.waitForURL(`**/c/${slug}/admin`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deep learning, once more");
  const made = await db.cohort.findUniqueOrThrow({
    where: { slug },
    include: {
      sessions: { orderBy: { date: "asc" }, include: { uses: true, presenters: true } },
      resources: true,
      sections: true,
      members: true,
    },
  });
  expect(made.sessions.map(({ date, title, state }) => [fromDateColumn(date), title, state])).toEqual([
    [begins, "Backpropagation", "draft"],
    [daysLater(begins, 7), "Models", "draft"],
  ]);
  expect(
    made.sessions.map(({ uses, presenters, recordingUrl }) => [uses.length, presenters.length, recordingUrl]),
  ).toEqual([
    [3, 0, ""],
    [0, 0, ""],
  ]);
  expect(made).toMatchObject({ state: "draft", place: "room 219a", meetingUrl: "", members: [{ personId }] });
  expect(made.resources).toHaveLength(4);
  expect(made.sections.map(({ title }) => title)).toEqual(["Fall 2024"]);
  expect(await everything(), "the source is untouched").toEqual(stood);
  await db.cohort.delete({ where: { slug } });
});

test("who may not create cohorts sees no way to run one again", async ({ as, cohort }) => {
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/settings`);
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Run it again" })).toHaveCount(0);
  expect((await page.goto(`/c/${cohort.slug}/admin/clone`))?.status()).toBe(404);
});
