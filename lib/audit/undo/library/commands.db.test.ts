import { beforeEach, describe, expect, it } from "vitest";
import { twoOrganizers, unversioned } from "@/lib/audit/testing/history";
import { undoAct } from "@/lib/audit/undo/commands";
import { markResource } from "@/lib/progress/commands";
import { removeResource, updateResource } from "@/lib/resources/commands";
import { mergeResources } from "@/lib/resources/merge/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { NOW, seat } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let world: Awaited<ReturnType<typeof twoOrganizers>>;
const as = (who: "ana" | "ben") => [world[who].ctx(), world[who].scope] as const;
const undo = (id: string, who: "ana" | "ben" = "ana") => undoAct(...as(who), id);

async function titled(title: string) {
  return test.db.resource.findFirstOrThrow({ where: { cohortId: world.scope.cohort.id, title } });
}
async function ref(title: string) {
  const { id: resourceId, version } = await titled(title);
  return { cohort: world.cohort, resourceId, version };
}
/** Whole rows of all that a merge can touch, without versions and times of writing. */
async function everything() {
  const where = { cohortId: world.scope.cohort.id };
  const resources = await test.db.resource.findMany({ where, orderBy: { id: "asc" } });
  const progress = await test.db.$queryRaw`
    SELECT member_id, resource_id, state::text, watched::text, stopped_at_seconds, minutes_taken, updated_at
      FROM progress WHERE cohort_id = ${world.scope.cohort.id}::uuid ORDER BY 1, 2`;
  return {
    resources: unversioned(resources).map(({ updatedAt: _, ...resource }) => resource),
    uses: await test.db.use.findMany({ where, orderBy: { id: "asc" } }),
    questions: await test.db.question.findMany({ where, orderBy: { id: "asc" } }),
    progress,
  };
}

beforeEach(async () => {
  world = await twoOrganizers(test.db);
  const link = (title: string, minutes: number | null, path: string) => ({
    title,
    minutes,
    url: `https://e.org/${path}`,
  });
  await editSchedule(...as("ana"), {
    cohort: world.cohort,
    create: [
      {
        date: "2026-11-19",
        title: "Chance",
        slots: { before: [link("Coins", 10, "coins"), link("Coin tossing", null, "toss")] },
      },
      {
        date: "2026-11-26",
        title: "Chains",
        slots: { after: [link("Coin tossing", null, "toss")], before: [{ title: "Read", url: null, minutes: 20 }] },
      },
    ],
  });
});

describe("undoing a change to a resource", () => {
  it("puts back what it changed, also its link and what the link made of it, and leaves the rest", async () => {
    const before = await titled("Coins");
    await updateResource(...as("ana"), { ...(await ref("Coins")), url: "https://youtu.be/abcdefghijk", minutes: 12 });
    const { id } = await world.newest("resource.changed");
    await updateResource(...as("ben"), { ...(await ref("Coins")), author: "Ada" });
    const { undo: back } = await undo(id);
    const { url, minutes, kind, matchKey, author } = await titled("Coins");
    expect({ url, minutes, kind, matchKey, author }).toEqual({
      ...{ url: before.url, minutes: before.minutes, kind: before.kind, matchKey: before.matchKey },
      author: "Ada",
    });
    await undo(back);
    expect(await titled("Coins")).toMatchObject({ url: "https://youtu.be/abcdefghijk", kind: "video", minutes: 12 });
  });

  it("is refused when somebody changed the same later", async () => {
    await updateResource(...as("ana"), { ...(await ref("Coins")), minutes: 12 });
    const { id } = await world.newest("resource.changed");
    await updateResource(...as("ben"), { ...(await ref("Coins")), minutes: 15 });
    await expect(undo(id)).rejects.toMatchObject({
      code: "conflict",
      message: "Ben changed “Coins” on 16 Nov; undo that first.",
    });
  });

  it("brings back one that was taken out, and takes it out again", async () => {
    const [session] = (await world.schedule()).filter(({ title }) => title === "Chains");
    const edits = [{ sessionId: session?.id ?? "", version: session?.version ?? 0, slots: { before: [] } }];
    await editSchedule(...as("ana"), { cohort: world.cohort, edits });
    const edited = await world.newest("schedule.edited");
    await removeResource(...as("ben"), await ref("Read"));
    await expect(undo(edited.id), "what was taken out cannot be used again by itself").rejects.toMatchObject({
      message: "Ben took “Read” out of the library on 16 Nov; undo that first.",
    });
    const removed = await world.newest("resource.removed");
    const { undo: back } = await undo(removed.id);
    expect(await titled("Read")).toMatchObject({ deletedAt: null });
    await undo(back);
    expect((await titled("Read")).deletedAt).not.toBeNull();
    await undo(removed.id);
    await undo(edited.id);
    expect((await world.schedule()).flatMap(({ uses }) => uses.map(({ title }) => title))).toContain("Read");
  });
});

describe("undoing a merge", () => {
  async function merge() {
    const [coins, toss] = [await ref("Coins"), await ref("Coin tossing")];
    const duplicates = [{ resourceId: toss.resourceId, version: toss.version }];
    await mergeResources(...as("ana"), { ...coins, duplicates });
    return { coins: coins.resourceId, toss: toss.resourceId, id: (await world.newest("resource.merged")).id };
  }

  it("takes the two apart with every use, question, and tick as it was, and can itself be undone", async () => {
    const [one, other] = [await seat(test.db, world.scope, "learner"), await seat(test.db, world.scope, "learner")];
    const { resourceId } = await ref("Coin tossing");
    const ids = { cohortId: world.scope.cohort.id, memberId: one.memberId, resourceId };
    const sessionId = (await world.schedule())[0]?.id ?? "";
    await test.db.question.create({ data: { id: crypto.randomUUID(), ...ids, sessionId, body: "Why?" } });
    const mark = async (who: typeof one, title: string, state: "done" | "started") =>
      markResource(who.ctx, who.scope, { cohort: world.cohort, resourceId: (await ref(title)).resourceId, state });
    await mark(one, "Coins", "started");
    await mark(one, "Coin tossing", "done");
    await mark(other, "Coin tossing", "started");
    const before = await everything();
    const { id } = await merge();
    const merged = await everything();
    expect(merged).not.toEqual(before);
    const { undo: back } = await undo(id);
    expect(await everything()).toEqual(before);
    await undo(back);
    const again = await everything();
    expect(again.uses).toEqual(merged.uses);
    expect(again.progress).toEqual(merged.progress);
    await undo(id);
    expect(await everything()).toEqual(before);
  });

  it("keeps the newer word of a member who has marked the merged one since", async () => {
    const [one, other] = [await seat(test.db, world.scope, "learner"), await seat(test.db, world.scope, "learner")];
    const toss = (await ref("Coin tossing")).resourceId;
    const mark = (who: typeof one, resourceId: string, state: "done" | "started", minutes = 0) =>
      markResource({ ...who.ctx, now: () => new Date(NOW.getTime() + minutes * 60_000) }, who.scope, {
        ...{ cohort: world.cohort, resourceId, state },
      });
    await mark(one, toss, "started");
    await mark(other, toss, "started");
    const { id, coins } = await merge();
    await mark(one, coins, "done", 5);
    await undo(id);
    const rows = await test.db.progress.findMany({ where: { cohortId: world.scope.cohort.id } });
    const states = (memberId: string) =>
      Object.fromEntries(rows.filter((row) => row.memberId === memberId).map((row) => [row.resourceId, row.state]));
    expect(states(one.memberId)).toEqual({ [coins]: "done", [toss]: "started" });
    expect(states(other.memberId)).toEqual({ [toss]: "started" });
  });

  it("is refused when what sessions use of them was changed since", async () => {
    const { id } = await merge();
    const chains = (await world.schedule()).find(({ title }) => title === "Chains");
    const edits = [{ sessionId: chains?.id ?? "", version: chains?.version ?? 0, slots: { after: [] } }];
    await editSchedule(...as("ben"), { cohort: world.cohort, edits });
    await expect(undo(id)).rejects.toMatchObject({
      message: "Ben changed what a session uses of them on 16 Nov; undo that first.",
    });
    await undo((await world.newest("schedule.edited")).id);
    await undo(id);
  });

  it("is refused when somebody changed what the one that stayed had taken over", async () => {
    const [read, coins] = [await ref("Read"), await ref("Coins")];
    const duplicates = [{ resourceId: coins.resourceId, version: coins.version }];
    await mergeResources(...as("ana"), { ...read, duplicates });
    const { id } = await world.newest("resource.merged");
    expect(await titled("Read")).toMatchObject({ url: "https://e.org/coins", minutes: 20 });
    await updateResource(...as("ben"), { ...(await ref("Read")), url: "https://e.org/heads" });
    await expect(undo(id)).rejects.toMatchObject({ message: "Ben changed “Read” on 16 Nov; undo that first." });
    await undo((await world.newest("resource.changed")).id);
    await undo(id);
    expect(await titled("Read")).toMatchObject({ url: null, matchKey: "title:read" });
    expect(await titled("Coins")).toMatchObject({ url: "https://e.org/coins", deletedAt: null });
  });

  it("does not stand in the way of undoing what was done to the schedule before it", async () => {
    const chance = (await world.schedule()).find(({ title }) => title === "Chance");
    await editSchedule(...as("ana"), {
      cohort: world.cohort,
      remove: [{ sessionId: chance?.id ?? "", version: chance?.version ?? 0 }],
    });
    const { id } = await world.newest("schedule.edited");
    const { coins } = await merge();
    await undo(id);
    const back = (await world.schedule()).find(({ title }) => title === "Chance");
    expect(back?.uses.map(({ resourceId, title }) => [resourceId, title])).toEqual([[coins, "Coins"]]);
  });
});
