import { expect, test } from "./fixtures";

test("an organizer sees who is ready, what it took and what is not clear, and it follows what learners do", async ({
  as,
  cohort,
  db,
}) => {
  const learner = await as("learner");
  const organizer = await as("organizer");
  const { page } = organizer;
  await page.goto(`/c/${cohort.slug}/admin/progress/readiness`);
  const table = page.getByRole("region", { name: "How many have watched each, as a table" });
  const row = (title: string) => table.getByRole("row").filter({ hasText: title });
  const done = (title: string) => row(title).getByRole("cell").first();
  const before = Number(await done("Backpropagation calculus").textContent());
  await db.progress.create({
    data: {
      memberId: learner.memberId,
      cohortId: cohort.id,
      resourceId: await resourceId("Backpropagation calculus"),
      state: "done",
      minutesTaken: 25,
    },
  });
  await expect(done("Backpropagation calculus"), "within five seconds, without a reload").toHaveText(
    String(before + 1),
    { timeout: 5_000 },
  );
  await expect(row("Backpropagation calculus")).toContainText("25 min (1 said)");
  await db.question.create({
    data: {
      id: crypto.randomUUID(),
      cohortId: cohort.id,
      sessionId: cohort.sessionId,
      memberId: learner.memberId,
      resourceId: await resourceId("Backpropagation calculus"),
      atSeconds: 125,
      body: "Where does the second factor come from?",
    },
  });
  await expect(page.getByText("Where does the second factor come from?")).toBeVisible({ timeout: 5_000 });
  await expect(page.getByText(/on Backpropagation calculus at 2:05/)).toBeVisible();
  // The picture is drawn, by the page's own scripts alone.
  await expect(page.locator(".recharts-bar-rectangle").first()).toBeVisible();

  async function resourceId(title: string): Promise<string> {
    return (await db.resource.findFirstOrThrow({ where: { cohortId: cohort.id, title } })).id;
  }
});

test("an organizer looks up where people stop in a video", async ({ as, cohort, db }) => {
  const learner = await as("learner");
  const resource = await db.resource.findFirstOrThrow({
    where: { cohortId: cohort.id, title: "Backpropagation calculus" },
  });
  await db.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, length_seconds, stopped_at_seconds)
    VALUES (${learner.memberId}::uuid, ${resource.id}::uuid, ${cohort.id}::uuid, 'started', '{[0,300)}', 600, 300)`;
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/progress/readiness`);
  await page.getByText("(1 viewer)").click();
  await expect(page.getByText("Stopped half way: 1 at 5:00.")).toBeVisible();
  await page.getByText("The curve as a table").click();
  await expect(page.getByRole("row", { name: "0:00 5:00 1" })).toBeVisible();
  await expect(page.getByRole("row", { name: "5:00 10:00 0" })).toBeVisible();
  await db.$executeRaw`
    UPDATE progress SET watched = '{[0,450)}', stopped_at_seconds = 450 WHERE member_id = ${learner.memberId}::uuid`;
  await expect(page.getByRole("row", { name: "0:00 7:30 1" }), "the curve follows, and stays open").toBeVisible({
    timeout: 5_000,
  });
});

test("an organizer pauses a quiet member and takes it back", async ({ as, cohort, db }) => {
  const learner = await as("learner");
  await db.member.update({ where: { id: learner.memberId }, data: { joinedAt: new Date("2020-01-01T00:00:00Z") } });
  const past = await db.session.create({
    data: {
      id: crypto.randomUUID(),
      cohortId: cohort.id,
      date: new Date("2024-01-09"),
      title: "Long ago",
      format: "discussion",
      state: "published",
    },
  });
  const resource = await db.resource.findFirstOrThrow({ where: { cohortId: cohort.id } });
  await db.use.create({
    data: {
      id: crypto.randomUUID(),
      cohortId: cohort.id,
      sessionId: past.id,
      resourceId: resource.id,
      slot: "before",
      position: 0,
    },
  });
  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/progress/quiet`);
  const { name } = await db.person.findFirstOrThrow({ where: { members: { some: { id: learner.memberId } } } });
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("Never started: has begun nothing, 1 session to catch up on");
  await expect(row.getByRole("link", { name: `Write to ${name}` })).toHaveAttribute("href", /^mailto:/);
  await row.getByRole("button", { name: `Pause ${name}` }).click();
  await expect(page.getByText(`${name} is paused.`)).toBeVisible();
  await expect(row).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();
  expect(await db.member.findUniqueOrThrow({ where: { id: learner.memberId } })).toMatchObject({ state: "active" });
});
