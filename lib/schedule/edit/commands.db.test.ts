import { beforeEach, describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import type { AppError } from "@/lib/core/errors";
import { createSession, deleteSession, publishSessions, updateSession } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import type { EditConflict } from "@/lib/schedule/edit/schema";
import { scheduleOf } from "@/lib/schedule/queries";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { everythingOf, NOW, newCohort, seat, sessionNamed, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let scope: CohortScope;
let cohort: string;

const ctx = () => testCtx(test.db);
const schedule = () => scheduleOf(test.db, scope);
const lines = async () =>
  (await test.db.change.findMany({ where: { cohortId: scope.cohort.id }, orderBy: { id: "asc" } })).map(
    ({ text }) => text,
  );
const refOf = ({ id, version }: ScheduleSession) => ({ sessionId: id, version });

const named = (title: string) => sessionNamed(test.db, scope, title);

function link(title: string, minutes: number | null = 10) {
  return { title, url: `https://e.org/${title.toLowerCase()}`, minutes, optional: false };
}

beforeEach(async () => {
  scope = await newCohort(test.db);
  cohort = scope.cohort.slug;
  await editSchedule(ctx(), scope, {
    cohort,
    create: [
      { date: "2026-11-05", title: "Chance", slots: { before: [link("Coins"), link("Dice")] } },
      { date: "2026-11-12", title: "Chains", slots: { before: [link("Walks")], after: [link("Coins", null)] } },
      { date: "2026-11-19", title: "Kernels" },
    ],
  });
  await publishSessions(ctx(), scope, { cohort });
});

describe("one edit of many sessions", () => {
  it("creates sessions with what they use, each resource once in the library", async () => {
    const [chance, chains, kernels] = await schedule();
    expect(chance?.uses.map(({ slot, title, minutes }) => [slot, title, minutes])).toEqual([
      ["before", "Coins", 10],
      ["before", "Dice", 10],
    ]);
    expect(chains?.uses.map(({ slot, title }) => [slot, title])).toEqual([
      ["before", "Walks"],
      ["after", "Coins"],
    ]);
    expect(kernels).toMatchObject({ title: "Kernels", uses: [] });
    expect(await test.db.resource.count({ where: { cohortId: scope.cohort.id } })).toBe(3);
  });

  it("lets sessions swap dates, and says so in the public log", async () => {
    const [chance, kernels] = [await named("Chance"), await named("Kernels")];
    const { undo, sessions } = await editSchedule(ctx(), scope, {
      cohort,
      edits: [
        { ...refOf(chance), date: kernels.date },
        { ...refOf(kernels), date: chance.date },
      ],
    });
    expect(sessions.map(({ title, date, version }) => [title, date, version])).toEqual([
      ["Kernels", "2026-11-05", kernels.version + 1],
      ["Chance", "2026-11-19", chance.version + 1],
    ]);
    expect(undo).toBeTruthy();
    expect(await lines()).toEqual(
      expect.arrayContaining(["“Kernels” moved from 19 Nov to 5 Nov.", "“Chance” moved from 5 Nov to 19 Nov."]),
    );
  });

  it("moves a resource to another session with its row, its part and its words", async () => {
    const [chance, kernels] = [await named("Chance"), await named("Kernels")];
    const dice = chance.uses[1];
    await test.db.use.update({
      where: { id: dice?.id ?? "" },
      data: { fromSeconds: 60, toSeconds: 180, label: "Dice I" },
    });
    await editSchedule(ctx(), scope, {
      cohort,
      edits: [{ ...refOf(kernels), slots: { deep_dive: [{ useId: dice?.id ?? "" }] } }],
    });
    expect((await named("Chance")).uses.map(({ title }) => title)).toEqual(["Coins"]);
    expect((await named("Kernels")).uses).toMatchObject([
      { id: dice?.id, slot: "deep_dive", label: "Dice I", fromSeconds: 60, toSeconds: 180 },
    ]);
    expect(await lines()).toContain("“Dice I” moved from 5 Nov to 19 Nov, as a deep dive.");
  });

  it("counts the minutes of the part that a use asks for, and knows none where the length is unknown", async () => {
    const chance = await named("Chance");
    const [coins, dice] = chance.uses;
    const where = (id: string | undefined) => ({ where: { id: id ?? "" } });
    await test.db.use.update({ ...where(coins?.id), data: { fromSeconds: 240 } });
    await test.db.use.update({ ...where(dice?.id), data: { fromSeconds: 60, toSeconds: 180 } });
    expect((await named("Chance")).uses.map(({ minutes }) => minutes)).toEqual([6, 2]);
    await test.db.resource.update({ ...where(coins?.resourceId), data: { minutes: null } });
    expect((await named("Chance")).uses.map(({ minutes }) => minutes)).toEqual([null, 2]);
  });

  it("keeps the row of a use that is named again by its words, and counts positions slot by slot", async () => {
    const chance = await named("Chance");
    await editSchedule(ctx(), scope, {
      cohort,
      edits: [{ ...refOf(chance), slots: { before: [link("Dice", 12), link("Coins")], after: [link("Cards")] } }],
    });
    const after = await named("Chance");
    const ids = new Map(chance.uses.map(({ title, id }) => [title, id]));
    expect(after.uses.map(({ title, id, minutes }) => [title, id, minutes])).toEqual([
      ["Dice", ids.get("Dice"), 12],
      ["Coins", ids.get("Coins"), 10],
      ["Cards", expect.any(String), 10],
    ]);
    const positions = await test.db.use.findMany({
      where: { sessionId: chance.id },
      orderBy: [{ slot: "asc" }, { position: "asc" }],
    });
    expect(positions.map(({ position }) => position)).toEqual([0, 1, 0]);
  });

  it("takes the ids that the caller gave to uses, and says where a row was there already", async () => {
    const [chance, kernels] = [await named("Chance"), await named("Kernels")];
    const [fresh, known] = [crypto.randomUUID(), crypto.randomUUID()];
    const edit = {
      cohort,
      edits: [
        { ...refOf(kernels), slots: { before: [{ id: fresh, ...link("Cards") }] } },
        { ...refOf(chance), slots: { before: [{ id: known, ...link("Dice", 20) }] } },
      ],
    };
    const { renamed } = await editSchedule(ctx(), scope, edit);
    expect((await named("Kernels")).uses.map(({ id }) => id)).toEqual([fresh]);
    expect(renamed).toEqual([{ from: known, to: chance.uses[1]?.id }]);
    const late = { cohort, edits: [{ ...refOf(await named("Kernels")), slots: { after: [{ useId: known }] } }] };
    await expect(editSchedule(ctx(), scope, late)).rejects.toMatchObject({ code: "conflict" });
    expect((await named("Kernels")).uses.map(({ id }) => id)).toEqual([fresh]);
  });

  it("changes nothing the second time, not even a version", async () => {
    const edit = async () => ({ ...refOf(await named("Kernels")), lengthMinutes: 90, presenters: ["Ana", "Ben"] });
    expect((await editSchedule(ctx(), scope, { cohort, edits: [await edit()] })).sessions).toHaveLength(1);
    const stands = await everythingOf(test.db, scope);
    expect(await editSchedule(ctx(), scope, { cohort, edits: [await edit()] })).toEqual({
      sessions: [await named("Kernels")],
      removed: [],
      renamed: [],
      lines: [],
      undo: null,
    });
    expect(await everythingOf(test.db, scope)).toEqual(stands);
  });

  it("can be sent again when its answer was lost: nothing is doubled, nothing is in conflict", async () => {
    const edit = {
      cohort,
      edits: [{ ...refOf(await named("Kernels")), title: "Kernel tricks", slots: { after: [link("Cards")] } }],
      create: [{ id: crypto.randomUUID(), date: "2026-11-26", title: "Sums" }],
    };
    const first = await editSchedule(ctx(), scope, edit);
    const stands = await everythingOf(test.db, scope);
    const second = await editSchedule(ctx(), scope, edit);
    expect(second.undo).toBeNull();
    expect(new Map(second.sessions.map(({ id, version }) => [id, version]))).toEqual(
      new Map(first.sessions.map(({ id, version }) => [id, version])),
    );
    expect(await everythingOf(test.db, scope)).toEqual(stands);
  });

  it("removes a session so that all that hung on it can come back", async () => {
    const chance = await named("Chance");
    const { removed } = await editSchedule(ctx(), scope, { cohort, remove: [refOf(chance)] });
    expect(removed).toEqual([chance.id]);
    expect(await schedule()).toHaveLength(2);
    expect(await test.db.use.count({ where: { sessionId: chance.id } })).toBe(2);
  });

  it("links a presenter to the one member of that name", async () => {
    const ana = await seat(test.db, scope, "learner");
    await test.db.person.updateMany({
      where: { members: { some: { id: ana.scope.member?.id ?? "" } } },
      data: { name: "Ana Ruiz" },
    });
    await editSchedule(ctx(), scope, {
      cohort,
      edits: [{ ...refOf(await named("Kernels")), presenters: ["ana ruiz", "Somebody else"] }],
    });
    const rows = await test.db.presenter.findMany({
      where: { cohortId: scope.cohort.id },
      orderBy: { position: "asc" },
    });
    expect(rows.map(({ name, memberId }) => [name, memberId])).toEqual([
      ["ana ruiz", ana.scope.member?.id],
      ["Somebody else", null],
    ]);
  });
});

describe("an edit that cannot be", () => {
  const failure = (input: Parameters<typeof editSchedule>[2]) =>
    editSchedule(ctx(), scope, input).then(
      () => {
        throw new Error("It was saved.");
      },
      (error: AppError) => error,
    );

  it("on what somebody else changed is refused whole, with what stands now and who did it", async () => {
    const [chance, kernels] = [await named("Chance"), await named("Kernels")];
    const ben = await seat(test.db, scope, "organizer");
    await test.db.person.updateMany({
      where: { members: { some: { id: ben.scope.member?.id ?? "" } } },
      data: { name: "Ben" },
    });
    const later = { ...ben.ctx, now: () => new Date(NOW.getTime() + 60_000) };
    await updateSession(later, ben.scope, { cohort, ...refOf(kernels), title: "Kernels, with Ben" });
    const stands = await everythingOf(test.db, scope);
    const error = await failure({
      cohort,
      edits: [
        { ...refOf(chance), title: "Luck" },
        { ...refOf(kernels), title: "Kernel tricks" },
      ],
    });
    const conflict = error.current as EditConflict;
    expect(error.code).toBe("conflict");
    expect(error.message).toBe("Ben has changed this meanwhile. Nothing of yours was saved yet.");
    expect(conflict.sessions).toMatchObject([{ id: kernels.id, title: "Kernels, with Ben" }]);
    expect(conflict.by).toMatchObject([{ sessionId: kernels.id, name: "Ben" }]);
    expect(await everythingOf(test.db, scope)).toEqual(stands);
  });

  it("on a session that was removed says which, and an id of nowhere is not found", async () => {
    const kernels = await named("Kernels");
    await deleteSession(ctx(), scope, { cohort, ...refOf(kernels) });
    const edits = [{ ...refOf(kernels), title: "Too late" }];
    const gone = await failure({ cohort, edits });
    expect(gone).toMatchObject({ code: "conflict" });
    expect((gone.current as EditConflict).removed).toEqual([kernels.id]);
    const nowhere = [{ sessionId: crypto.randomUUID(), version: 1, title: "Nowhere" }];
    expect((await failure({ cohort, edits: nowhere })).code).toBe("not_found");
  });

  it("because a date is taken names both sessions and writes nothing", async () => {
    const chance = await named("Chance");
    const stands = await everythingOf(test.db, scope);
    const error = await failure({ cohort, edits: [{ ...refOf(chance), date: "2026-11-12", title: "Luck" }] });
    expect(error.message).toBe("12 Nov would have two sessions at one time: “Luck” and “Chains”.");
    expect(await everythingOf(test.db, scope)).toEqual(stands);
  });

  it("by a learner is forbidden", async () => {
    const learner = await seat(test.db, scope, "learner");
    const edit = { cohort, edits: [{ ...refOf(await named("Chance")), title: "Mine" }] };
    await expect(editSchedule(learner.ctx, learner.scope, edit)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("eight organizers at once", () => {
  it("lose no update: each saved edit is one version and one audit row, the others are told", async () => {
    const session = await createSession(ctx(), scope, { cohort, date: "2026-12-03", title: "Counted" });
    const rounds = 6;
    const saved = await Promise.all(
      Array.from({ length: 8 }, async (_, client) => {
        let count = 0;
        while (count < rounds) {
          const now = await named("Counted");
          const notes = `${now.notes}${client}`;
          const done = await editSchedule(ctx(), scope, { cohort, edits: [{ ...refOf(now), notes }] }).then(
            () => true,
            (error: AppError) => {
              expect(error.code).toBe("conflict");
              return false;
            },
          );
          if (done) count += 1;
        }
        return count;
      }),
    );
    const total = saved.reduce((sum, count) => sum + count, 0);
    const after = await named("Counted");
    expect(after.notes).toHaveLength(total);
    expect(after.version).toBe(session.version + total);
    for (let client = 0; client < 8; client += 1) expect(after.notes.split(String(client))).toHaveLength(rounds + 1);
    const audit = await test.db.audit.findMany({ where: { cohortId: scope.cohort.id, action: "schedule.edited" } });
    expect(audit.filter(({ after: row }) => JSON.stringify(row).includes(session.id))).toHaveLength(total);
  });
});
