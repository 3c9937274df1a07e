import type { PrismaClient } from "@/lib/db/generated/client";
import { expect, type TestCohort, test } from "./fixtures";

/** Puts two members into one group of a published round. */
async function pair(db: PrismaClient, { id: cohortId }: TestCohort, memberIds: readonly string[]): Promise<void> {
  const [roundId, groupId] = [crypto.randomUUID(), crypto.randomUUID()];
  await db.round.create({
    data: { id: roundId, cohortId, number: 1, state: "published", seed: 1, startsOn: new Date("2024-10-01T00:00:00Z") },
  });
  await db.group.create({ data: { id: groupId, roundId, cohortId } });
  await db.groupMember.createMany({
    data: memberIds.map((memberId, i) => ({ groupId, roundId, cohortId, memberId, place: i + 1 })),
  });
}

test("a learner sees how far their partner is, follows it without a reload, and no more when the partner chooses so", async ({
  as,
  cohort,
  db,
}) => {
  const [ada, bo] = [await as("learner"), await as("learner")];
  await db.person.update({ where: { id: bo.personId }, data: { name: "Bo" } });
  await pair(db, cohort, [ada.memberId, bo.memberId]);
  await ada.page.goto(`/c/${cohort.slug}/week`);
  await expect(ada.page.getByText("Bo has not begun yet.")).toBeVisible();

  await bo.page.goto(`/c/${cohort.slug}/week`);
  await bo.page.getByLabel("Done: Backpropagation calculus").check();
  await expect(ada.page.getByText("Bo has done 1 of 3.")).toBeVisible({ timeout: 10_000 });
  await expect(ada.page.getByText(/have? finished it/), "two people are no crowd").toBeHidden();

  await bo.page.goto("/me");
  const choice = bo.page.getByRole("group", { name: cohort.title });
  await expect(choice.getByText("The organizers of the cohort see everybody’s progress")).toBeVisible();
  await expect(choice.getByRole("radio", { name: /^Everybody, by name/ }), "looser than the cohort").toHaveCount(0);
  await choice.getByRole("radio", { name: /^Only me/ }).check();
  await expect(choice.getByText("Saved.")).toBeVisible();
  await expect(ada.page.getByText("Bo has done 1 of 3.")).toBeHidden({ timeout: 10_000 });
  await bo.page.reload();
  await expect(choice.getByRole("radio", { name: /^Only me/ })).toBeChecked();
});

test("of six learners each sees how many have finished something, and the organizer is warned before more is shown", async ({
  as,
  cohort,
  db,
}) => {
  const learners = [];
  for (let i = 0; i < 6; i += 1) learners.push(await as("learner"));
  const [first, ...others] = learners;
  if (!first) throw new Error("There is a first learner.");
  for (const { memberId } of others.slice(0, 2)) {
    const resourceId = cohort.resources[0] ?? "";
    await db.progress.create({ data: { memberId, resourceId, cohortId: cohort.id, state: "done" } });
  }
  await first.page.goto(`/c/${cohort.slug}/week`);
  await expect(first.page.getByText("2 of 5 have finished it")).toBeVisible();

  const { page } = await as("organizer");
  await page.goto(`/c/${cohort.slug}/admin/settings`);
  const level = page.getByLabel("What members see of each other’s progress");
  await level.selectOption("names");
  await expect(page.getByText("This shows more than members were told")).toBeVisible();
  await level.selectOption("partner");
  await expect(page.getByText("This shows more than members were told")).toBeHidden();
  await page.getByLabel(/^A video is done when/).fill("80");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await db.cohort.findUniqueOrThrow({ where: { id: cohort.id } })).toMatchObject({
    progressVisibility: "partner",
    doneAtPercent: 80,
  });
  await expect(first.page.getByText("2 of 5 have finished it")).toBeHidden({ timeout: 10_000 });
});
