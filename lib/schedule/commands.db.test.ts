import { beforeEach, describe, expect, it } from "vitest";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import type { AppError } from "@/lib/core/errors";
import {
  cancelSession,
  createSession,
  deleteSession,
  publishSessions,
  restoreSession,
  updateSession,
} from "@/lib/schedule/commands";
import { scheduleOf, sessionOf } from "@/lib/schedule/queries";
import type { ScheduleSession, UseInput } from "@/lib/schedule/schema";
import { asStranger, everythingOf, NOW, newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { setUses } from "@/lib/schedule/uses/commands";
import { readSlots, writeSlots } from "@/lib/schedule/uses/rules";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let scope: CohortScope;
let session: ScheduleSession;

const ctx = () => testCtx(test.db);
const ref = (one: ScheduleSession = session) => ({
  cohort: scope.cohort.slug,
  sessionId: one.id,
  version: one.version,
});
const lines = async () =>
  (await test.db.change.findMany({ where: { cohortId: scope.cohort.id }, orderBy: { id: "asc" } })).map(
    ({ text }) => text,
  );

function link(title: string, path: string, more: Partial<UseInput> = {}): UseInput {
  return { slot: "before", title, url: `https://e.org/${path}`, minutes: 10, optional: false, ...more };
}

beforeEach(async () => {
  scope = await newCohort(test.db);
  const { slug } = scope.cohort;
  session = await createSession(ctx(), scope, {
    cohort: slug,
    date: "2026-11-19",
    title: "Kernels",
    format: "workshop",
  });
});

describe("an organizer edits a session", () => {
  it("and it is a draft that only organizers see, until it is published", async () => {
    expect(session).toMatchObject({ state: "draft", version: 1, date: "2026-11-19", uses: [] });
    const learner = await seat(test.db, scope, "learner");
    expect(await scheduleOf(test.db, learner.scope)).toEqual([]);
    expect(await sessionOf(test.db, learner.scope, session.id)).toBeNull();
    expect(await publishSessions(ctx(), scope, { cohort: scope.cohort.slug })).toMatchObject([
      { state: "published", version: 2 },
    ]);
    expect(await publishSessions(ctx(), scope, { cohort: scope.cohort.slug })).toEqual([]);
    expect(await scheduleOf(test.db, await asStranger(test.db, scope))).toHaveLength(1);
    expect(await lines()).toEqual(["The first session is published: 19 Nov."]);
  });

  it("and the second of two who edit it is told and shown what stands", async () => {
    const first = await updateSession(ctx(), scope, { ...ref(), title: "Kernels by hand" });
    const refused = await updateSession(ctx(), scope, { ...ref(), title: "Something else" }).catch(
      (error: AppError) => error,
    );
    expect(refused).toMatchObject({ code: "conflict", current: { title: "Kernels by hand", version: first.version } });
    for (const late of [
      () => cancelSession(ctx(), scope, ref()),
      () => deleteSession(ctx(), scope, ref()),
      () => setUses(ctx(), scope, { ...ref(), uses: [link("Late", "late")] }),
    ]) {
      await expect(late()).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await sessionOf(test.db, scope, session.id)).toEqual(first);
  });

  it("and of many at the same moment exactly one wins", async () => {
    const edits = Array.from({ length: 8 }, (_, index) =>
      updateSession(ctx(), scope, { ...ref(), title: `Edit ${index}` }),
    );
    const results = await Promise.allSettled(edits);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await sessionOf(test.db, scope, session.id))?.version).toBe(2);
  });

  it("and saying nothing new changes nothing", async () => {
    const before = await everythingOf(test.db, scope);
    expect(await updateSession(ctx(), scope, { ...ref(), title: "Kernels", format: "workshop" })).toEqual(session);
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });

  it("and the audit log has it before and after", async () => {
    await updateSession(ctx(), scope, { ...ref(), notes: "Bring paper." });
    const [row] = await test.db.audit.findMany({ where: { subjectId: session.id, action: "session.changed" } });
    expect(row).toMatchObject({ before: { notes: "" }, after: { notes: "Bring paper.", version: 2 } });
  });

  it("but not onto a date that is taken", async () => {
    const { slug } = scope.cohort;
    await expect(createSession(ctx(), scope, { cohort: slug, date: "2026-11-19" })).rejects.toMatchObject({
      code: "conflict",
      fields: { date: "19 Nov has a session already, “Kernels”." },
    });
    const other = await createSession(ctx(), scope, { cohort: slug, date: "2026-11-26" });
    await expect(updateSession(ctx(), scope, { ...ref(other), date: "2026-11-19" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await updateSession(ctx(), scope, { ...ref(other), date: "2026-11-19", startsAt: "15:00" })).toMatchObject({
      startsAt: "15:00",
    });
  });

  it("but not beside one that begins at the cohort's time, whichever of the two says so", async () => {
    const { slug: cohort, startsAt } = scope.cohort;
    const add = (date: string, time?: string) => createSession(ctx(), scope, { cohort, date, startsAt: time ?? null });
    await expect(add("2026-11-19", startsAt)).rejects.toMatchObject({ code: "conflict" });
    await add("2026-11-26", startsAt);
    await expect(add("2026-11-26")).rejects.toMatchObject({ code: "conflict" });
    const later = await add("2026-11-26", "23:00");
    await expect(updateSession(ctx(), scope, { ...ref(later), startsAt: null })).rejects.toMatchObject({
      code: "conflict",
    });
    await deleteSession(ctx(), scope, ref(later));
    const other = await add("2026-12-03", startsAt);
    await deleteSession(ctx(), scope, ref(other));
    await add("2026-12-03");
    await expect(restoreSession(ctx(), scope, other.id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("and can say something else of one that clashes already", async () => {
    const { id: cohortId, slug } = scope.cohort;
    const other = await createSession(ctx(), scope, { cohort: slug, date: session.date, startsAt: "23:00" });
    await test.db.cohort.update({ where: { id: cohortId }, data: { startsAt: "23:00" } });
    const later = await openCohort(ctx(), test.db, slug);
    expect(await updateSession(ctx(), later, { ...ref(other), title: "Late" })).toMatchObject({ title: "Late" });
  });

  it("and the public reads of it when it moves or is cancelled", async () => {
    const [published] = await publishSessions(ctx(), scope, { cohort: scope.cohort.slug });
    const moved = await updateSession(ctx(), scope, { ...ref(published), date: "2026-12-03" });
    const cancelled = await cancelSession(ctx(), scope, ref(moved));
    expect(cancelled.state).toBe("cancelled");
    expect(await cancelSession(ctx(), scope, ref(published))).toEqual(cancelled);
    expect((await lines()).sort()).toEqual([
      "The first session is published: 19 Nov.",
      "“Kernels” moved from 19 Nov to 3 Dec.",
      "“Kernels” on 3 Dec is cancelled.",
    ]);
    expect(await scheduleOf(test.db, await asStranger(test.db, scope))).toMatchObject([{ state: "cancelled" }]);
  });

  it("and can undo a deletion for 30 days, unless the date is taken", async () => {
    await deleteSession(ctx(), scope, ref());
    expect(await scheduleOf(test.db, scope)).toEqual([]);
    await expect(deleteSession(ctx(), scope, ref())).rejects.toMatchObject({ code: "not_found" });
    const later = testCtx(test.db, { kind: "cli" }, new Date(NOW.getTime() + 31 * 86_400_000));
    await expect(restoreSession(later, scope, session.id)).rejects.toMatchObject({ code: "not_found" });
    const other = await createSession(ctx(), scope, { cohort: scope.cohort.slug, date: "2026-11-19" });
    await expect(restoreSession(ctx(), scope, session.id)).rejects.toMatchObject({ code: "conflict" });
    await deleteSession(ctx(), scope, ref(other));
    expect(await restoreSession(ctx(), scope, session.id)).toMatchObject({ title: "Kernels", version: 3 });
    await expect(restoreSession(ctx(), scope, session.id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what a session uses", () => {
  it("is set whole, keeps its rows where it can, and leaves the library alone", async () => {
    const first = await setUses(ctx(), scope, {
      ...ref(),
      uses: [link("One", "1"), link("Two", "2"), link("Three", "3", { slot: "after" })],
    });
    expect(first.uses.map(({ slot, title }) => [slot, title])).toEqual([
      ["before", "One"],
      ["before", "Two"],
      ["after", "Three"],
    ]);
    const second = await setUses(ctx(), scope, {
      ...ref(first),
      uses: [link("Three", "3", { optional: true }), link("One, again", "1/", { minutes: null })],
    });
    expect(second.uses).toMatchObject([
      { id: first.uses[2]?.id, slot: "before", title: "Three", optional: true },
      { id: first.uses[0]?.id, title: "One, again", minutes: null },
    ]);
    expect(await test.db.resource.count({ where: { cohortId: scope.cohort.id } })).toBe(3);
    const before = await everythingOf(test.db, scope);
    await setUses(ctx(), scope, {
      ...ref(second),
      uses: [link("Three", "3", { optional: true }), link("One, again", "1", { minutes: null })],
    });
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });

  it("can go on with a resource of an earlier session, which stays one", async () => {
    const early = await createSession(ctx(), scope, { cohort: scope.cohort.slug, date: "2026-11-12" });
    const { uses } = await setUses(ctx(), scope, { ...ref(early), uses: [link("Gaussian Processes", "gp")] });
    const task: UseInput = {
      slot: "before",
      title: "Gaussian Process Cont.",
      url: null,
      minutes: null,
      optional: false,
    };
    const later = await setUses(ctx(), scope, { ...ref(), uses: [task] });
    expect(later.uses).toMatchObject([
      {
        resourceId: uses[0]?.resourceId,
        title: "Gaussian Process Cont.",
        resourceTitle: "Gaussian Processes",
        minutes: 10,
      },
    ]);
    const edited = readSlots(writeSlots(later.uses), later.uses);
    expect(edited.problems).toEqual([]);
    expect(await setUses(ctx(), scope, { ...ref(later), uses: edited.uses })).toEqual(later);
  });

  it("survives the editor's text and back", async () => {
    const uses = [
      link("One [a]", "1", { optional: true }),
      link("Two", "2", { minutes: null }),
      link("Two", "2", { slot: "deep_dive", label: "Two, the proofs", minutes: null }),
      { ...link("Read, think, write", ""), url: null, minutes: 20 },
    ];
    const saved = await setUses(ctx(), scope, { ...ref(), uses });
    const { uses: again, problems } = readSlots(writeSlots(saved.uses), saved.uses);
    expect(problems).toEqual([]);
    expect(await setUses(ctx(), scope, { ...ref(saved), uses: again })).toEqual(saved);
  });

  it("must have links that lead to the web", async () => {
    for (const url of ["javascript:alert(1)", "https:e.org", "ftp://e.org/a"]) {
      await expect(setUses(ctx(), scope, { ...ref(), uses: [{ ...link("One", ""), url }] })).rejects.toThrow();
    }
  });
});

describe("a session of another cohort", () => {
  it("is not found, whatever is asked of it", async () => {
    const other = await newCohort(test.db);
    const foreign = { ...ref(), cohort: other.cohort.slug };
    const before = await everythingOf(test.db, scope);
    for (const attempt of [
      () => updateSession(ctx(), other, { ...foreign, title: "Mine now" }),
      () => setUses(ctx(), other, { ...foreign, uses: [] }),
      () => cancelSession(ctx(), other, foreign),
      () => deleteSession(ctx(), other, foreign),
      () => restoreSession(ctx(), other, session.id),
      () => publishSessions(ctx(), other, { cohort: other.cohort.slug, sessionIds: [session.id] }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });

  it("cannot be edited by its own learners either", async () => {
    const learner = await seat(test.db, scope, "learner");
    await expect(updateSession(learner.ctx, learner.scope, { ...ref(), title: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
