import { beforeEach, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/commands";
import { twoOrganizers } from "@/lib/audit/testing/history";
import { undoAct } from "@/lib/audit/undo/commands";
import { openCohort } from "@/lib/auth/scope";
import { addToLog, mergeLines, removeLine, rewordLine } from "@/lib/changes/commands";
import { logOf } from "@/lib/changes/queries";
import { removeSection, saveSection, updateCohort } from "@/lib/cohorts/commands";
import { sectionsOf } from "@/lib/cohorts/queries";
import { inTransaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { toDateColumn } from "@/lib/time/zones";

const test = testDatabase();

let world: Awaited<ReturnType<typeof twoOrganizers>>;
const as = (who: "ana" | "ben") => [world[who].ctx(), world[who].scope] as const;
const undo = (id: string) => undoAct(...as("ana"), id);
const sections = () => sectionsOf(test.db, world.scope);

beforeEach(async () => {
  world = await twoOrganizers(test.db);
});

describe("undoing on the page", () => {
  it("puts a section's text back and leaves a title that somebody else gave it since", async () => {
    const [welcome] = await sections();
    if (!welcome) throw new Error("A cohort begins with sections.");
    const { cohort } = world;
    const saved = await saveSection(...as("ana"), { cohort, ...welcome, body: "Hello." });
    const { id } = await world.newest("section.changed");
    await saveSection(...as("ben"), { cohort, ...saved, title: "Hi" });
    const { undo: back } = await undo(id);
    expect((await sections())[0]).toMatchObject({ title: "Hi", body: welcome.body });
    await undo(back);
    expect((await sections())[0]).toMatchObject({ title: "Hi", body: "Hello." });
    await undo(id);
    const now = (await sections())[0];
    await saveSection(...as("ben"), { cohort, id: welcome.id, version: now?.version ?? 0, title: "Hi", body: "Ours." });
    await expect(undo(back), "of the first undo, which was undone").rejects.toMatchObject({ code: "conflict" });
    await expect(undo((await world.newest("audit.undone")).id)).rejects.toMatchObject({
      message: "Ben changed the section “Hi” on 16 Nov; undo that first.",
    });
  });

  it("brings a section back that was removed, in its place, and takes a new one away", async () => {
    const before = await sections();
    const [, second] = before;
    if (!second) throw new Error("A cohort begins with sections.");
    await removeSection(...as("ana"), { cohort: world.cohort, id: second.id, version: second.version });
    const { undo: back } = await undo((await world.newest("section.removed")).id);
    expect((await sections()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await undo(back);
    expect(await sections()).toHaveLength(before.length - 1);
    await saveSection(...as("ana"), { cohort: world.cohort, title: "Rooms", body: "" });
    await undo((await world.newest("section.added")).id);
    expect((await sections()).map(({ title }) => title)).not.toContain("Rooms");
  });

  it("puts settings of the cohort back one by one", async () => {
    const progress = { progressVisibility: "names" as const, doneAtPercent: 80 };
    const settings = { cohort: world.cohort, version: 1, place: "Room 1", startsAt: "12:00", ...progress };
    await updateCohort(...as("ana"), settings);
    const { id } = await world.newest("cohort.changed");
    const [ctx] = as("ben");
    await updateCohort(ctx, await openCohort(ctx, test.db, world.cohort), {
      cohort: world.cohort,
      version: 2,
      title: "Chance",
    });
    await undo(id);
    const row = await test.db.cohort.findUniqueOrThrow({ where: { slug: world.cohort } });
    expect(row).toMatchObject({ place: "", startsAt: "11:00", title: "Chance" });
    expect(row).toMatchObject({ progressVisibility: "counts", doneAtPercent: 90 });
  });

  it("brings a break back that was removed, and takes a new one away", async () => {
    const pause = { id: crypto.randomUUID(), title: "Holiday", firstDay: "2026-12-21", lastDay: "2027-01-01" };
    const subject = { cohortId: world.scope.cohort.id, subjectKind: "break", subjectId: pause.id };
    const [ctx] = as("ana");
    const id = await inTransaction(ctx, (tx) =>
      recordAudit(ctx, tx, { ...subject, action: "break.removed", before: pause }),
    );
    const breaks = () => test.db.break.findMany({ where: { cohortId: subject.cohortId } });
    const { undo: back } = await undo(id);
    expect(await breaks()).toMatchObject([{ title: "Holiday", lastDay: toDateColumn("2027-01-01") }]);
    await undo(back);
    expect(await breaks()).toEqual([]);
    await undo(id);
    await test.db.break.update({ where: { id: pause.id }, data: { title: "Winter" } });
    await expect(undo((await world.newest("audit.undone")).id)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("undoing on the log", () => {
  const log = () => logOf(test.db, world.scope);
  const page = async () => (await log()).filter(({ removed }) => !removed).map(({ text }) => text);

  beforeEach(async () => {
    const [ctx, scope] = as("ana");
    for (const text of ["One moves.", "Two moves.", "Three moves."]) {
      await inTransaction(ctx, (tx) => addToLog(ctx, tx, scope, [{ sessionId: null, text }]));
    }
  });

  it("takes merged lines apart, unless one was reworded since", async () => {
    const [three, two] = await log();
    if (!three || !two) throw new Error("There are lines.");
    await mergeLines(...as("ana"), { cohort: world.cohort, lines: [three, two], text: "Two and three move." });
    const { id } = await world.newest("change.merged");
    const { undo: back } = await undo(id);
    expect(await page()).toEqual(["Three moves.", "Two moves.", "One moves."]);
    await undo(back);
    expect(await page()).toEqual(["Two and three move.", "One moves."]);
    const [merged] = await log();
    await rewordLine(...as("ben"), {
      cohort: world.cohort,
      id: three.id,
      version: merged?.version ?? 0,
      text: "Both move.",
    });
    await expect(undo(id)).rejects.toMatchObject({
      message: "Ben changed this line of the log on 16 Nov; undo that first.",
    });
    await undo((await world.newest("change.changed")).id);
    await undo(id);
    expect(await page()).toHaveLength(3);
  });

  it("brings back what was taken off, in the words it had", async () => {
    const [three] = await log();
    if (!three) throw new Error("There are lines.");
    await removeLine(...as("ben"), { cohort: world.cohort, id: three.id, version: three.version });
    expect(await page()).toEqual(["Two moves.", "One moves."]);
    await undo((await world.newest("change.removed")).id);
    expect(await page()).toEqual(["Three moves.", "Two moves.", "One moves."]);
  });
});
