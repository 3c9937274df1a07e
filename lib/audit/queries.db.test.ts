import { beforeEach, describe, expect, it } from "vitest";
import { auditOf } from "@/lib/audit/queries";
import { type AuditInput, auditInput } from "@/lib/audit/schema";
import { twoOrganizers } from "@/lib/audit/testing/history";
import { undoAct } from "@/lib/audit/undo/commands";
import { rewordLine } from "@/lib/changes/commands";
import { logOf } from "@/lib/changes/queries";
import { updateCohort } from "@/lib/cohorts/commands";
import { changeMember } from "@/lib/members/commands";
import { markResource } from "@/lib/progress/commands";
import { publishSessions } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { newCohort, seat } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let world: Awaited<ReturnType<typeof twoOrganizers>>;
const as = (who: "ana" | "ben") => [world[who].ctx(), world[who].scope] as const;
const list = (input: Partial<AuditInput> = {}) =>
  auditOf(test.db, world.ana.scope, auditInput.parse({ cohort: world.cohort, ...input }), world.ctx().now());
const told = async (input: Partial<AuditInput> = {}) =>
  (await list(input)).entries.map(({ who, what }) => `${who} ${what}`);

async function edit(title: string, fields: Record<string, unknown>, who: "ana" | "ben" = "ana") {
  const one = (await world.schedule()).find((session) => session.title === title);
  const edits = [{ sessionId: one?.id ?? "", version: one?.version ?? 0, ...fields }];
  return editSchedule(...as(who), { cohort: world.cohort, edits });
}

beforeEach(async () => {
  world = await twoOrganizers(test.db);
  const link = (title: string) => ({ title, url: `https://e.org/${title}`, minutes: 10 });
  await editSchedule(...as("ana"), {
    cohort: world.cohort,
    create: [
      { date: "2026-11-19", title: "Chance", slots: { before: [link("Coins"), link("Dice")] } },
      { date: "2026-11-26", title: "Chains" },
    ],
  });
});

describe("the history", () => {
  it("says in plain words who did what, the newest first", async () => {
    await publishSessions(...as("ben"), { cohort: world.cohort });
    await edit("Chance", { date: "2026-12-03", title: "Luck" });
    await edit("Luck", { slots: { before: [{ title: "Cards", url: null, minutes: 5 }] } }, "ben");
    await updateCohort(...as("ana"), { cohort: world.cohort, version: 1, place: "Room 1" });
    const [line] = await logOf(test.db, world.scope);
    await rewordLine(...as("ben"), {
      cohort: world.cohort,
      id: line?.id ?? "",
      version: line?.version ?? 0,
      text: "New.",
    });
    expect(await told()).toEqual([
      "Ben reworded a line of the log",
      "Ana changed the place of the cohort",
      "Ben added “Cards” to “Luck” on 3 Dec and took “Coins” and “Dice” out of “Luck” on 3 Dec",
      "Ana moved “Luck” from 19 Nov to 3 Dec and renamed “Chance” to “Luck”",
      "Ben published “Chains” on 26 Nov",
      "Ben published “Chance” on 19 Nov",
      "Ana added “Chance” on 19 Nov and added “Chains” on 26 Nov",
      "The command line created the cohort",
    ]);
  });

  it("shows each difference, as it was and as it became", async () => {
    await edit("Chance", { date: "2026-12-03", startsAt: "15:00", presenters: ["Ada"], notes: "Bring dice." });
    const [entry] = (await list()).entries;
    expect(entry?.details).toEqual([
      { what: "Chance: date", before: "Thu 19 Nov", after: "Thu 3 Dec" },
      { what: "Chance: time", before: "the cohort’s", after: "15:00" },
      { what: "Chance: notes", before: null, after: "Bring dice." },
      { what: "Chance: presenters", before: null, after: "Ada" },
    ]);
    expect(entry?.when).toMatch(/^Mon 16 Nov, 09:0\d$/);
  });

  it("says what can be undone and for how long, what was undone and by whom, and what was done again", async () => {
    const { undo: id } = await edit("Chance", { title: "Luck" });
    world.wait(24 * 60 * 10);
    expect((await list()).entries[0]).toMatchObject({ undo: { daysLeft: 20, redo: false }, undone: null });
    const { undo: back } = await undoAct(...as("ben"), id ?? "");
    const [undone, act] = (await list()).entries;
    expect(undone).toMatchObject({
      who: "Ben",
      what: "undid: renamed “Chance” to “Luck”",
      kind: "schedule",
      undo: { daysLeft: 30, redo: true },
    });
    expect(act).toMatchObject({ id, undo: null, undone: { who: "Ben" } });
    await undoAct(...as("ana"), back);
    const [redone, , again] = (await list()).entries;
    expect(redone).toMatchObject({ what: "did again: renamed “Chance” to “Luck”", undo: { redo: false } });
    expect(again).toMatchObject({ id, undone: null, undo: { daysLeft: 20 } });
    world.wait(24 * 60 * 21);
    expect((await list()).entries.find((entry) => entry.id === id)?.undo).toBeNull();
    expect((await list()).entries.at(-1)).toMatchObject({ what: "created the cohort", undo: null });
  });

  it("can be read page by page, by person, and by kind", async () => {
    for (let count = 0; count < 5; count += 1)
      await edit("Chains", { notes: String(count) }, count % 2 ? "ben" : "ana");
    await updateCohort(...as("ben"), { cohort: world.cohort, version: 1, place: "Room 1" });
    const all = (await list()).entries.map(({ id }) => id);
    const [first, rest] = [await list({ limit: 3 }), [] as string[]];
    for (let page = first; ; page = await list({ limit: 3, cursor: page.cursor ?? "" })) {
      rest.push(...page.entries.map(({ id }) => id));
      if (!page.cursor) break;
    }
    expect(rest).toEqual(all);
    expect(new Set((await list({ person: world.ben.personId })).entries.map(({ who }) => who))).toEqual(
      new Set(["Ben"]),
    );
    expect((await list({ kind: "settings" })).entries.map(({ what }) => what)).toEqual([
      "changed the place of the cohort",
      "created the cohort",
    ]);
    expect((await list()).people).toEqual([
      { id: world.ana.personId, name: "Ana" },
      { id: world.ben.personId, name: "Ben" },
    ]);
  });

  it("has what members did themselves only when it is asked for", async () => {
    const learner = await seat(test.db, world.scope, "learner");
    const resourceId = (await world.schedule())[0]?.uses[0]?.resourceId ?? "";
    const marking = { ...learner.ctx, now: world.ctx().now };
    await markResource(marking, learner.scope, { cohort: world.cohort, resourceId, state: "done" });
    expect(await told()).not.toContain("Ada marked “Coins” as done");
    expect(await told({ kind: "own" })).toEqual(["Ada marked “Coins” as done"]);
  });

  it("shows the address of a member who has no name, and of nobody who is not in the cohort", async () => {
    await test.db.person.update({ where: { id: world.ben.personId }, data: { name: "" } });
    await edit("Chance", { title: "Luck" }, "ben");
    const [entry] = (await list()).entries;
    expect(entry?.who).toBe(`${world.ben.personId}@example.org`);
    const learner = await seat(test.db, world.scope, "learner");
    await changeMember(...as("ana"), {
      cohort: world.cohort,
      memberId: learner.memberId,
      version: 1,
      role: "organizer",
    });
    expect((await told())[0]).toBe("Ana set Ada to organizer, active");
    await test.db.member.deleteMany({ where: { personId: world.ben.personId } });
    const texts = JSON.stringify(await list());
    expect(texts).not.toContain(`${world.ben.personId}@`);
    expect(texts).toContain("Somebody who is gone");
  });

  it("of another cohort is not in it", async () => {
    const other = await newCohort(test.db);
    const page = await auditOf(test.db, other, auditInput.parse({ cohort: other.cohort.slug }), world.ctx().now());
    expect(page.entries.map(({ what }) => what)).toEqual(["created the cohort"]);
  });
});
