import { beforeEach, describe, expect, it } from "vitest";
import type { UndoConflict } from "@/lib/audit/schema";
import { twoOrganizers, unversioned } from "@/lib/audit/testing/history";
import { undoAct } from "@/lib/audit/undo/commands";
import type { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { markResource } from "@/lib/progress/commands";
import { cancelSession, deleteSession, publishSessions, updateSession } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { importSchedule } from "@/lib/schedule/import/commands";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { newCohort, seat } from "@/lib/schedule/testing/world";
import { writeSchedule } from "@/lib/schedule/write/commands";
import { testDatabase } from "@/lib/testing/database";
import { addDays } from "@/lib/time/zones";

const test = testDatabase();

let world: Awaited<ReturnType<typeof twoOrganizers>>;
const as = (who: "ana" | "ben") => [world[who].ctx(), world[who].scope] as const;
const undo = (id: string | null, who: "ana" | "ben" = "ana") => undoAct(...as(who), id ?? "");
const edit = (input: Omit<Parameters<typeof editSchedule>[2], "cohort">, who: "ana" | "ben" = "ana") =>
  editSchedule(...as(who), { cohort: world.cohort, ...input });

async function named(title: string): Promise<ScheduleSession> {
  const session = (await world.schedule()).find((one) => one.title === title);
  if (!session) throw new Error(`There is no ${title}.`);
  return session;
}
const refOf = ({ id, version }: ScheduleSession) => ({ sessionId: id, version });
const link = (title: string) => ({ title, url: `https://e.org/${title.toLowerCase()}`, minutes: 10, optional: false });
const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => {
      throw new Error("It was done.");
    },
    (error: AppError) => error,
  );

beforeEach(async () => {
  world = await twoOrganizers(test.db);
  await edit({
    create: [
      { date: "2026-11-19", title: "Chance", presenters: ["Ada"], slots: { before: [link("Coins"), link("Dice")] } },
      { date: "2026-11-26", title: "Chains" },
    ],
  });
  await publishSessions(...as("ana"), { cohort: world.cohort });
  // What was published is told by now; everything after it is news of its own.
  world.wait(61);
});

describe("an undo on the schedule", () => {
  it("puts back only the fields that the act changed, and what others changed beside them stays", async () => {
    const { undo: id } = await edit({
      edits: [{ ...refOf(await named("Chance")), date: "2026-12-03", title: "Luck" }],
    });
    await edit({ edits: [{ ...refOf(await named("Luck")), notes: "Bring dice.", presenters: ["Ben"] }] }, "ben");
    const { sessions } = await undo(id);
    expect(sessions).toMatchObject([
      { date: "2026-11-19", title: "Chance", notes: "Bring dice.", presenters: ["Ben"] },
    ]);
  });

  it("is refused when somebody changed the same field later, and names them, what and when; nothing is half done", async () => {
    const { undo: id } = await edit({
      edits: [
        { ...refOf(await named("Chains")), date: "2026-12-10" },
        { ...refOf(await named("Chance")), title: "Luck" },
      ],
    });
    await updateSession(...as("ben"), { cohort: world.cohort, ...refOf(await named("Luck")), title: "Fate" });
    const later = await world.newest("session.changed");
    const stands = await world.schedule();
    const error = await refusalOf(undo(id));
    expect(error.code).toBe("conflict");
    expect(error.message).toBe("Ben changed the title of “Fate” on 16 Nov; undo that first.");
    expect(error.current as UndoConflict).toEqual({ who: "Ben", id: later.id });
    expect(await world.schedule()).toEqual(stands);
    expect((await refusalOf(undo(id, "ben"))).message).toMatch(/^You changed the title/);
    await undo(later.id);
    await undo(id);
    expect(await named("Chance")).toMatchObject({ date: "2026-11-19" });
  });

  it("brings a removed session back with all that hung on it", async () => {
    const chance = await named("Chance");
    const learner = await seat(test.db, world.scope, "learner");
    const row = { sessionId: chance.id, memberId: learner.memberId, cohortId: world.scope.cohort.id };
    await test.db.attendance.create({ data: { ...row, answer: "video" } });
    const { undo: id } = await edit({ remove: [refOf(chance)] });
    const { sessions } = await undo(id);
    expect(unversioned(sessions)).toEqual(unversioned([chance]));
    expect(await test.db.attendance.count({ where: row })).toBe(1);
  });

  it("takes a new session away, with what it had made in the library, and redo brings both back", async () => {
    const { undo: id } = await edit({
      create: [{ date: "2026-12-17", title: "Sums", slots: { after: [link("Coins"), link("Cards")] } }],
    });
    const after = await world.schedule();
    const cards = { cohortId: world.scope.cohort.id, title: "Cards", deletedAt: null };
    const undone = await undo(id);
    expect(undone.removed).toHaveLength(1);
    expect(await test.db.resource.count({ where: cards })).toBe(0);
    expect(await test.db.resource.count({ where: { ...cards, title: "Coins" } })).toBe(1);
    await undo(undone.undo);
    expect(unversioned(await world.schedule())).toEqual(unversioned(after));
  });

  it("never touches progress: what a member has begun stays in the library with their tick", async () => {
    const { undo: id, sessions } = await edit({
      create: [{ date: "2026-12-17", title: "Sums", slots: { after: [link("Cards")] } }],
    });
    const resourceId = sessions[0]?.uses[0]?.resourceId ?? "";
    const learner = await seat(test.db, world.scope, "learner");
    await markResource(learner.ctx, learner.scope, { cohort: world.cohort, resourceId, state: "done" });
    await undo(id);
    expect(await test.db.resource.findFirst({ where: { id: resourceId, deletedAt: null } })).not.toBeNull();
    expect(await test.db.progress.count({ where: { resourceId, state: "done" } })).toBe(1);
  });

  it("takes an import back in one, whatever it moved, made, and removed", async () => {
    const before = await world.schedule();
    const text =
      "Date,Before,Session\n2026-11-26,[Coins 0h10](https://e.org/coins),Chance\n2026-12-03,[Urns 0h15](https://e.org/urns),Urns";
    await importSchedule(...as("ana"), { text, publish: true });
    expect((await world.schedule()).map(({ title }) => title)).toEqual(["Chance", "Urns"]);
    await undo((await world.newest("schedule.imported")).id);
    expect(unversioned(await world.schedule())).toEqual(unversioned(before));
  });

  it("works for each older act: published, cancelled, removed, changed", async () => {
    const acts: [string, () => Promise<unknown>][] = [
      [
        "session.cancelled",
        async () => cancelSession(...as("ben"), { cohort: world.cohort, ...refOf(await named("Chance")) }),
      ],
      [
        "session.removed",
        async () => deleteSession(...as("ben"), { cohort: world.cohort, ...refOf(await named("Chance")) }),
      ],
      [
        "session.changed",
        async () =>
          updateSession(...as("ben"), { cohort: world.cohort, ...refOf(await named("Chance")), startsAt: "15:00" }),
      ],
    ];
    const before = unversioned(await world.schedule());
    for (const [action, act] of acts) {
      await act();
      expect(unversioned(await world.schedule()), action).not.toEqual(before);
      await undo((await world.newest(action)).id);
      expect(unversioned(await world.schedule()), action).toEqual(before);
    }
    await undo((await world.newest("session.published")).id);
    expect((await world.schedule()).map(({ state }) => state).sort()).toEqual(["draft", "published"]);
  });

  it("is refused when its date is taken by now", async () => {
    const { undo: id } = await edit({ edits: [{ ...refOf(await named("Chance")), date: "2026-12-03" }] });
    await edit({ create: [{ date: "2026-11-19", title: "Guests" }] }, "ben");
    expect((await refusalOf(undo(id))).message).toBe(
      "19 Nov would have two sessions at one time: “Guests” and “Chance”.",
    );
  });
});

describe("undoing twice", () => {
  it("is refused with who did it; undoing the undo does the act again, and then it can be undone again", async () => {
    const { undo: id } = await edit({ edits: [{ ...refOf(await named("Chance")), title: "Luck" }] });
    const { undo: back } = await undo(id, "ben");
    expect((await refusalOf(undo(id))).message).toBe("This was already undone by Ben on 16 Nov.");
    const { undo: again } = await undo(back);
    expect(await named("Luck")).toBeDefined();
    expect((await refusalOf(undo(back))).code).toBe("conflict");
    await undo(id);
    expect(await named("Chance")).toBeDefined();
    expect((await refusalOf(undo(again))).message).toBe(
      "You changed the title of “Chance” on 16 Nov; undo that first.",
    );
    const row = await world.newest("audit.undone");
    expect(row).toMatchObject({ subjectKind: "schedule", after: { undoes: id } });
  });

  it("by eight people at once is done once", async () => {
    const { undo: id } = await edit({ edits: [{ ...refOf(await named("Chance")), title: "Luck" }] });
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => undo(id)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await named("Chance")).version).toBe(4);
  });
});

describe("what cannot be undone", () => {
  it("is what is too old, what is no act on anything, and what is another cohort's", async () => {
    const { undo: id } = await edit({ edits: [{ ...refOf(await named("Chance")), title: "Luck" }] });
    const other = await newCohort(test.db);
    const foreign = await editSchedule(world.ana.ctx(), world.ana.scope, {
      cohort: world.cohort,
      create: [{ date: "2027-01-07" }],
    });
    await expect(undoAct(world.ctx(), other, foreign.undo ?? "")).rejects.toMatchObject({ code: "not_found" });
    const created = await world.newest("cohort.created");
    await expect(undo(created.id)).rejects.toMatchObject({ code: "invalid", message: "This cannot be undone." });
    const learner = await seat(test.db, world.scope, "learner");
    await expect(undoAct(learner.ctx, learner.scope, id ?? "")).rejects.toMatchObject({ code: "forbidden" });
    world.wait(30 * 24 * 60);
    await expect(undo(id)).rejects.toMatchObject({ code: "gone" });
  });
});

describe("the public log and an undo", () => {
  const shift = () =>
    inTransaction(world.ana.ctx(), async (tx) => {
      const [ctx, scope] = as("ana");
      await lockSchedule(tx, scope);
      const before = await world.schedule();
      const after = before.map((session) => ({ ...session, date: addDays(session.date, 7) }));
      const lines = [{ sessionId: null, text: "Everything from “Chance” on moves back a week." }];
      return writeSchedule(ctx, tx, scope, { action: "schedule.pushed_back", before, after, lines });
    });
  const opening = "The schedule is published: 2 dates from 19 Nov to 26 Nov.";

  it("loses the act's lines again within the quarter of an hour, in whatever words; a redo brings them back", async () => {
    const { undo: id } = await shift();
    expect(await world.lines()).toEqual([opening, "Everything from “Chance” on moves back a week."]);
    const undone = await undo(id);
    expect(undone.lines).toEqual([]);
    expect(await world.lines()).toEqual([opening]);
    await undo(undone.undo);
    expect(await world.lines()).toEqual([opening, "Everything from “Chance” on moves back a week."]);
  });

  it("gets lines of its own later", async () => {
    const { undo: id } = await shift();
    world.wait(16);
    expect((await undo(id)).lines).toEqual([
      "“Chance” moved from 26 Nov to 19 Nov.",
      "“Chains” moved from 3 Dec to 26 Nov.",
    ]);
    expect(await world.lines()).toHaveLength(4);
  });

  it("tells only of the first of two moves when the second is undone", async () => {
    await edit({ edits: [{ ...refOf(await named("Chance")), date: "2026-12-03" }] });
    const { undo: id } = await edit({ edits: [{ ...refOf(await named("Chance")), date: "2026-12-10" }] });
    expect(await world.lines()).toEqual([opening, "“Chance” moved from 19 Nov to 10 Dec."]);
    await undo(id);
    expect(await world.lines()).toEqual([opening, "“Chance” moved from 19 Nov to 3 Dec."]);
  });

  it("says nothing when what was just published is all drafts again, and says so when it was published long ago", async () => {
    const fresh = await twoOrganizers(test.db);
    const { cohort, ana } = fresh;
    await editSchedule(ana.ctx(), ana.scope, {
      cohort,
      create: [
        { date: "2026-11-19", title: "Chance" },
        { date: "2026-11-26", title: "Chains" },
      ],
    });
    await publishSessions(ana.ctx(), ana.scope, { cohort });
    const rows = await test.db.audit.findMany({
      where: { cohortId: fresh.scope.cohort.id, action: "session.published" },
    });
    for (const { id } of rows) await undoAct(ana.ctx(), ana.scope, id);
    expect(await fresh.lines()).toEqual([]);
    await undo((await world.newest("session.published")).id);
    expect((await world.lines()).at(-1)).toMatch(/^Took “.+” on \d\d Nov out of the schedule\.$/);
  });
});
