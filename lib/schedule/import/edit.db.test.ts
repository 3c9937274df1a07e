import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import type { AppError } from "@/lib/core/errors";
import { type ImportSchedule, importSchedule } from "@/lib/schedule/import/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { type ScheduleSession, scheduleSession } from "@/lib/schedule/schema";
import { everythingOf, newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import type { ReadSession } from "@/lib/transfer/schema";
import { ADDED, CONTINUED, DRAFT, SPLIT, TERM_YEAR } from "@/lib/transfer/testing/term";

const test = testDatabase();

/** Imports as the command line does, on a Monday in the middle of the term unless told otherwise. */
function bring(
  scope: CohortScope,
  input: string | readonly ReadSession[],
  more: Partial<ImportSchedule> & { now?: string } = {},
) {
  const { now, ...options } = more;
  const what = typeof input === "string" ? { text: input, year: TERM_YEAR } : { rows: input };
  const ctx = testCtx(test.db, { kind: "cli" }, now ? new Date(now) : undefined);
  return importSchedule(ctx, scope, { ...what, publish: true, ...options });
}

function look(
  scope: CohortScope,
  input: string | readonly ReadSession[],
  more: Partial<ImportSchedule> & { now?: string } = {},
) {
  return bring(scope, input, { ...more, dryRun: true });
}

function row(date: string, title: string, more: Partial<ReadSession> = {}): ReadSession {
  return { date, title, format: "presentation", resources: [], ...more };
}

async function log(scope: CohortScope): Promise<string[]> {
  const lines = await test.db.change.findMany({ where: { cohortId: scope.cohort.id }, orderBy: { id: "asc" } });
  return lines.map(({ text }) => text).sort();
}

describe("an organizer who takes an import line by line", () => {
  it("keeps what they untick, and finds just that again in the next look", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, ADDED);
    const preview = await look(scope, SPLIT);
    const left = preview.changes.filter(({ kind }) => kind === "retitled");
    expect(left).toHaveLength(1);
    const leave = left.map(({ id }) => id);
    const { fingerprint } = preview;
    const saved = await bring(scope, SPLIT, { leave, expected: fingerprint });
    expect(saved).toMatchObject({ saved: true, left: leave, conflicts: [] });
    expect((await scheduleOf(test.db, scope)).map(({ title }) => title)).toContain(
      "Probability: Rules, Sampling Overview",
    );
    expect((await look(scope, SPLIT)).changes).toEqual(left);
    const before = await everythingOf(test.db, scope);
    expect(await bring(scope, SPLIT, { leave })).toMatchObject({ saved: false });
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });

  it("leaves everything in a session that they leave out, also what it needs from the library", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, [row("2026-12-03", "Maps")]);
    const reading = { slot: "before" as const, title: "Projections", url: "https://e.org/p", minutes: 9 };
    const coming = [row("2026-12-03", "Maps"), row("2026-12-10", "Globes", { resources: [reading] })];
    const { changes } = await look(scope, coming);
    expect(changes.map(({ kind }) => kind)).toEqual(["added", "resource_added"]);
    expect(changes[1]?.needs).toBe(changes[0]?.id);
    const saved = await bring(scope, coming, { leave: [changes[0]?.id ?? ""] });
    expect(saved.left).toEqual(changes.map(({ id }) => id));
    const { sessions, resources } = await everythingOf(test.db, scope);
    expect([sessions.length, resources.length]).toEqual([1, 0]);
  });

  it("is refused, with both names, when a date would have two sessions because of what they left", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, [row("2026-12-03", "Optics"), row("2026-12-10", "Sound")]);
    const swapped = [row("2026-12-03", "Sound"), row("2026-12-10", "Optics")];
    const { changes } = await look(scope, swapped);
    const leave = changes.filter(({ title }) => title === "Sound").map(({ id }) => id);
    const words = "Thu 10 Dec would have two sessions at one time, “Sound” and “Optics”.";
    expect((await look(scope, swapped, { leave })).conflicts).toEqual([words]);
    const before = await everythingOf(test.db, scope);
    const refused = await bring(scope, swapped, { leave }).catch((error: AppError) => error);
    expect(refused).toMatchObject({ code: "conflict", message: `${words} Nothing was saved.` });
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });

  it("says the public log in their own words, and leaves a line of it out", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, DRAFT);
    const { lines } = await look(scope, SPLIT);
    expect(lines.length).toBeGreaterThan(3);
    const [first, second, ...rest] = lines;
    const said = [
      { id: first?.id ?? "", text: "  The basics come first.  " },
      { id: second?.id ?? "", text: " " },
      ...rest,
    ];
    await bring(scope, SPLIT, { lines: said });
    const words = rest.map(({ text }) => text);
    expect(await log(scope)).toEqual(
      ["The schedule is published: 6 dates from 29 Oct to 7 Jan.", "The basics come first.", ...words].sort(),
    );
    const moved = await test.db.change.findFirstOrThrow({
      where: { cohortId: scope.cohort.id, text: "The basics come first." },
    });
    expect(moved.sessionId).not.toBeNull();
  });
});

describe("a file that says more than titles and resources", () => {
  const reading = { slot: "before" as const, title: "Projections", url: "https://e.org/p", minutes: 40 };
  const full = row("2026-12-03", "Maps", {
    startsAt: "12:00",
    lengthMinutes: 90,
    presenters: ["Ada", "Grace"],
    notes: "Bring an atlas.",
    materials: "Slides follow.",
    recordingUrl: "https://e.org/recording",
    resources: [
      {
        ...reading,
        optional: true,
        kind: "paper",
        author: "Snyder",
        part: { from: 60, to: 600 },
        stopPoints: [120, 300],
      },
    ],
  });

  it("has all of it written, a presenter as the member of that name, and left alone by a file that is silent", async () => {
    const scope = await newCohort(test.db);
    const { memberId } = await seat(test.db, scope, "learner");
    await bring(scope, [full]);
    const [shown] = await scheduleOf(test.db, scope);
    const { resources: _, ...fields } = full;
    expect(shown).toMatchObject(fields);
    expect(shown?.uses).toMatchObject([{ optional: true, kind: "paper", minutes: 9, fromSeconds: 60, toSeconds: 600 }]);
    const presenters = await test.db.presenter.findMany({
      where: { cohortId: scope.cohort.id },
      orderBy: { position: "asc" },
    });
    expect(presenters.map(({ name, memberId: member }) => [name, member])).toEqual([
      ["Ada", memberId],
      ["Grace", null],
    ]);
    const library = await test.db.resource.findMany({ where: { cohortId: scope.cohort.id } });
    expect(library).toMatchObject([{ author: "Snyder", stopPoints: [120, 300], kind: "paper" }]);
    expect(await bring(scope, [row("2026-12-03", "Maps", { resources: [reading] })])).toMatchObject({
      saved: false,
      changes: [],
    });
  });

  it("calls a session off and on again, and tells times, lengths and presenters in the log", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, [
      row("2026-12-03", "Maps", { cancelled: false }),
      row("2026-12-10", "Globes", { cancelled: false }),
    ]);
    await bring(scope, [
      row("2026-12-03", "Maps", { cancelled: true }),
      row("2026-12-10", "Globes", { cancelled: false, startsAt: "12:00", lengthMinutes: 90, presenters: ["Ada"] }),
    ]);
    expect((await scheduleOf(test.db, scope)).map(({ state }) => state)).toEqual(["cancelled", "published"]);
    await bring(
      scope,
      [row("2026-12-03", "Maps", { cancelled: false }), row("2026-12-10", "Globes", { startsAt: null })],
      { now: "2026-11-16T17:00:00Z" },
    );
    expect(await scheduleOf(test.db, scope)).toMatchObject([
      { state: "published" },
      { startsAt: null, lengthMinutes: 90 },
    ]);
    expect(await log(scope)).toEqual([
      "The schedule is published: 2 dates from 3 Dec to 10 Dec.",
      "“Globes” on 10 Dec is presented by Ada.",
      "“Globes” on 10 Dec now lasts 1 h 30 min.",
      "“Globes” on 10 Dec now starts at 11:00.",
      "“Globes” on 10 Dec now starts at 12:00.",
      "“Maps” on 3 Dec is cancelled.",
      "“Maps” on 3 Dec is on again.",
    ]);
  });

  it("names a merged duplicate and means what it was merged into, whose title and link stay", async () => {
    const scope = await newCohort(test.db);
    const twice = row("2026-12-03", "Maps", {
      resources: [reading, { ...reading, title: "Projections, mirrored", url: "https://mirror.example.org/p" }],
    });
    await bring(scope, [twice]);
    const resources = await test.db.resource.findMany({
      where: { cohortId: scope.cohort.id },
      orderBy: { url: "asc" },
    });
    const [kept, duplicate] = resources;
    await test.db.use.deleteMany({ where: { resourceId: duplicate?.id ?? "" } });
    await test.db.resource.update({
      where: { id: duplicate?.id ?? "" },
      data: { deletedAt: new Date(), mergedIntoId: kept?.id ?? "" },
    });
    expect(await bring(scope, [twice])).toMatchObject({ changes: [], saved: false });
    const later = [twice, row("2026-12-10", "Globes", { resources: twice.resources.slice(1) })];
    await bring(scope, later);
    const uses = (await scheduleOf(test.db, scope)).flatMap((session) => session.uses);
    expect(uses.map(({ resourceId, title }) => [resourceId, title])).toEqual([
      [kept?.id, "Projections"],
      [kept?.id, "Projections"],
    ]);
  });
});

const snapshots = z.object({
  sessions: z.array(scheduleSession),
  resources: z.array(z.object({ key: z.string(), title: z.string(), deleted: z.boolean() })),
});

describe("the audit row of an import", () => {
  it("holds the sessions that changed as the schedule showed them before and shows them after", async () => {
    const scope = await newCohort(test.db);
    const part = { slot: "before" as const, title: "Odds", url: "https://e.org/o", minutes: 40 };
    const parts = row("2027-01-14", "Parts", { resources: [{ ...part, part: { from: null, to: 630 } }] });
    const standing = [row("2026-10-22", "To go"), ...(await look(scope, SPLIT)).sessions, parts];
    await bring(scope, standing);
    const before = await scheduleOf(test.db, scope);
    await bring(scope, [...(await look(scope, CONTINUED)).sessions, { ...parts, title: "Parts of it" }]);
    const after = await scheduleOf(test.db, scope);
    const rows = await test.db.audit.findMany({ where: { cohortId: scope.cohort.id, action: "schedule.imported" } });
    const [from, to] = rows.flatMap((one) => {
      const [was, is] = [snapshots.parse(one.before), snapshots.parse(one.after)];
      return was.sessions.length > 0 ? [was, is] : [];
    });
    const changed = (all: readonly ScheduleSession[], others: readonly ScheduleSession[]) =>
      byId(all.filter((session) => others.find(({ id }) => id === session.id)?.version !== session.version));
    expect(byId(from?.sessions ?? [])).toEqual(changed(before, after));
    expect(byId(to?.sessions ?? [])).toEqual(changed(after, before));
    expect(from?.sessions.map(({ title }) => title)).toContain("To go");
    expect(to?.sessions.map(({ title }) => title)).toContain("Parts of it");
  });

  it("holds the resources that were corrected, as they were and as they are", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, DRAFT);
    await bring(scope, DRAFT.replace("Bring a coin", "Bring two coins").replace("Kernels 0h09", "All kernels 0h09"));
    const rows = await test.db.audit.findMany({ where: { cohortId: scope.cohort.id, action: "schedule.imported" } });
    const corrected = rows.map((one) => [snapshots.parse(one.before).resources, snapshots.parse(one.after).resources]);
    expect(corrected.find(([was]) => was?.length === 1)).toMatchObject([
      [{ title: "Kernels" }],
      [{ title: "Bring two coins", deleted: false }, { title: "All kernels" }],
    ]);
  });
});

function byId(sessions: readonly ScheduleSession[]): ScheduleSession[] {
  return sessions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

describe("what a look at an import says of mails", () => {
  const NOW = "2026-11-16T15:00:00Z";

  it("names who is told of the changes, followers among them, and whose weekly prep goes at another time", async () => {
    const scope = await newCohort(test.db);
    for (const role of ["follower", "learner", "learner", "organizer"] as const) await seat(test.db, scope, role);
    const silent = await seat(test.db, scope, "learner");
    await test.db.subscription.create({ data: { memberId: silent.memberId, kind: "change", enabled: false } });
    await bring(scope, [row("2026-11-12", "Over"), row("2026-11-26", "Maps"), row("2026-12-03", "Globes")], {
      now: NOW,
    });
    const coming = [row("2026-11-05", "Over"), row("2026-12-03", "Globes"), row("2026-12-10", "Maps")];
    expect((await look(scope, coming, { now: NOW })).mail).toEqual([
      {
        kind: "change",
        recipients: 4,
        text: "A mail with the line of the public log goes out 15 minutes after you save (4 people).",
      },
      {
        kind: "weekly_prep",
        recipients: 4,
        text: "The weekly prep for 10 Dec goes out on 7 Dec 09:00 instead of 23 Nov 09:00 (4 people).",
      },
    ]);
    const { changes } = await look(scope, coming, { now: NOW });
    const leave = changes.filter(({ title }) => title === "Maps").map(({ id }) => id);
    expect((await look(scope, coming, { now: NOW, leave })).mail).toEqual([]);
  });

  it("says nothing where nobody is mailed: drafts, and a cohort that is over", async () => {
    const scope = await newCohort(test.db);
    await seat(test.db, scope, "learner");
    expect((await look(scope, [row("2026-12-03", "Maps")], { publish: false, now: NOW })).mail).toEqual([]);
    expect((await look(scope, [row("2026-12-03", "Maps")], { now: NOW })).mail).toHaveLength(2);
    await test.db.cohort.update({ where: { id: scope.cohort.id }, data: { state: "archived" } });
    const over = await openCohort(testCtx(test.db), test.db, scope.cohort.slug);
    expect((await look(over, [row("2026-12-03", "Maps")], { now: NOW })).mail).toEqual([]);
  });
});
