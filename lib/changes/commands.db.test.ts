import { beforeEach, describe, expect, it } from "vitest";
import { twoOrganizers } from "@/lib/audit/testing/history";
import { addToLog, mergeLines, removeLine, restoreLine, rewordLine } from "@/lib/changes/commands";
import { logOf } from "@/lib/changes/queries";
import type { LogLine } from "@/lib/changes/schema";
import { changesOf } from "@/lib/cohorts/queries";
import { inTransaction } from "@/lib/db/client";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { newCohort, seat } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let world: Awaited<ReturnType<typeof twoOrganizers>>;
let sessionId: string;
const as = (who: "ana" | "ben") => [world[who].ctx(), world[who].scope] as const;
const log = () => logOf(test.db, world.scope);
const page = async () => (await changesOf(test.db, world.scope, 20)).map(({ text }) => text);
const ref = ({ id, version }: Pick<LogLine, "id" | "version">) => ({ cohort: world.cohort, id, version });

async function write(text: string, about: string | null = null) {
  const [ctx, scope] = as("ana");
  await inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    await addToLog(ctx, tx, scope, [{ sessionId: about, text }]);
  });
}

beforeEach(async () => {
  world = await twoOrganizers(test.db);
  const create = [{ date: "2026-11-19", title: "Chance", state: "draft" as const }];
  const { sessions } = await editSchedule(...as("ana"), { cohort: world.cohort, create });
  sessionId = sessions[0]?.id ?? "";
});

describe("a line of the log", () => {
  it("can be reworded, and the public page says the new words", async () => {
    await write("Chance moved.", sessionId);
    const [line] = await log();
    if (!line) throw new Error("There is a line.");
    const saved = await rewordLine(...as("ana"), { ...ref(line), text: "Chance is a week later." });
    expect(saved).toEqual({ ...line, text: "Chance is a week later.", version: 2 });
    expect(await page()).toEqual(["Chance is a week later."]);
    expect(await rewordLine(...as("ana"), { ...ref(saved), text: saved.text }), "the same again").toEqual(saved);
    expect(await world.newest()).toMatchObject({
      action: "change.changed",
      before: { lines: [{ id: line.id, text: "Chance moved." }] },
      after: { lines: [{ id: line.id, text: "Chance is a week later." }] },
    });
  });

  it("that somebody else reworded is shown to the second one as it stands, and nothing is overwritten", async () => {
    await write("Chance moved.");
    const [line] = await log();
    if (!line) throw new Error("There is a line.");
    await rewordLine(...as("ben"), { ...ref(line), text: "Theirs." });
    await expect(rewordLine(...as("ana"), { ...ref(line), text: "Mine." })).rejects.toMatchObject({
      code: "conflict",
      current: { text: "Theirs.", version: 2 },
    });
    await expect(removeLine(...as("ana"), ref(line))).rejects.toMatchObject({ code: "conflict" });
    expect(await page()).toEqual(["Theirs."]);
  });

  it("that an edit has joined with a new one since counts as changed", async () => {
    await write("“Chance” moved from 19 Nov to 26 Nov.", sessionId);
    const [line] = await log();
    if (!line) throw new Error("There is a line.");
    await write("“Chance” moved from 26 Nov to 3 Dec.", sessionId);
    expect(await page()).toEqual(["“Chance” moved from 19 Nov to 3 Dec."]);
    await expect(rewordLine(...as("ana"), { ...ref(line), text: "A week later." })).rejects.toMatchObject({
      code: "conflict",
      current: { text: "“Chance” moved from 19 Nov to 3 Dec." },
    });
  });

  it("can be taken off the page and put back, once each", async () => {
    await write("Chance moved.");
    const [line] = await log();
    if (!line) throw new Error("There is a line.");
    const removed = await removeLine(...as("ana"), ref(line));
    expect(await page()).toEqual([]);
    expect(await log()).toMatchObject([{ removed: true }]);
    await expect(removeLine(...as("ana"), ref(removed))).rejects.toMatchObject({ code: "not_found" });
    const back = await restoreLine(...as("ben"), ref(removed));
    expect(await restoreLine(...as("ben"), ref(removed)), "a second time").toEqual(back);
    expect(await page()).toEqual(["Chance moved."]);
  });
});

describe("several lines", () => {
  it("become one on the day of the newest, about the session they share", async () => {
    await write("Chance moved.", sessionId);
    world.wait(60 * 24);
    await write("Chance has a room.", sessionId);
    const lines = await log();
    const [newest] = lines;
    const merged = await mergeLines(...as("ana"), {
      cohort: world.cohort,
      lines,
      text: "Chance moved and has a room.",
    });
    expect(merged).toMatchObject({ id: newest?.id, at: newest?.at, sessionId, text: "Chance moved and has a room." });
    expect(await page()).toEqual(["Chance moved and has a room."]);
    expect((await log()).map(({ removed }) => removed)).toEqual([false, true]);
  });

  it("of different sessions become one about none", async () => {
    await write("Chance moved.", sessionId);
    await write("So did everything else.");
    const merged = await mergeLines(...as("ana"), { cohort: world.cohort, lines: await log(), text: "All moved." });
    expect(merged.sessionId).toBeNull();
  });

  it("stay apart when one of them has changed meanwhile, or is not two", async () => {
    await write("One.");
    await write("Two.");
    const lines = await log();
    const [two] = lines;
    if (!two) throw new Error("There are lines.");
    await rewordLine(...as("ben"), { ...ref(two), text: "Two, reworded." });
    const merge = (some: readonly LogLine[]) =>
      mergeLines(...as("ana"), { cohort: world.cohort, lines: [...some], text: "Both." });
    await expect(merge(lines)).rejects.toMatchObject({ code: "conflict", current: { text: "Two, reworded." } });
    const [now] = await log();
    if (!now) throw new Error("There are lines.");
    await expect(merge([now, now])).rejects.toMatchObject({ code: "invalid" });
    expect(await page()).toEqual(["Two, reworded.", "One."]);
  });
});

describe("the log of a cohort", () => {
  it("is for its organizers to change, and no other cohort's", async () => {
    await write("One.");
    const [line] = await log();
    if (!line) throw new Error("There is a line.");
    const learner = await seat(test.db, world.scope, "learner");
    const reword = { ...ref(line), text: "Mine." };
    await expect(rewordLine(learner.ctx, learner.scope, reword)).rejects.toMatchObject({ code: "forbidden" });
    const other = await newCohort(test.db);
    for (const attempt of [
      () => rewordLine(world.ctx(), other, reword),
      () => removeLine(world.ctx(), other, reword),
      () => restoreLine(world.ctx(), other, reword),
      () => mergeLines(world.ctx(), other, { cohort: other.cohort.slug, lines: [line, line], text: "x" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await page()).toEqual(["One."]);
  });

  it("loses no line when ten edits write at once", async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => write(`Line ${n}.`)));
    expect((await page()).sort()).toEqual(Array.from({ length: 10 }, (_, n) => `Line ${n}.`));
  });
});
