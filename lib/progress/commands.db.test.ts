import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { markResource } from "@/lib/progress/commands";
import { usesOfSessions, weekOf } from "@/lib/progress/queries";
import { prepLeft } from "@/lib/progress/rules";
import { scheduleOf } from "@/lib/schedule/queries";
import { nextSession } from "@/lib/schedule/rules";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

async function world() {
  const cohort = await makeCohort(test.db);
  const { id: memberId, personId, address } = await makeMember(test.db, cohort);
  const ctx = frozenCtx(test.db, NOW, {
    kind: "person",
    personId,
    email: address,
    name: "Ada",
    mayCreateCohorts: false,
  });
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const resourceId = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const mark = (state: "todo" | "done", id = resourceId) =>
    markResource(ctx, scope, { cohort: cohort.slug, resourceId: id, state });
  return { cohort, memberId, ctx, sessionId, resourceId, scope, mark };
}

describe("a tick", () => {
  it("sticks, is written once however often it is said, and is in the audit log once", async () => {
    const { mark, resourceId, memberId } = await world();
    const said = await Promise.all(Array.from({ length: 10 }, () => mark("done")));
    expect(new Set(said.map(({ state }) => state))).toEqual(new Set(["done"]));
    expect(await test.db.progress.findMany({ where: { memberId } })).toMatchObject([{ resourceId, state: "done" }]);
    expect(await test.db.audit.count({ where: { subjectId: resourceId } })).toBe(1);
    await mark("todo");
    expect(await test.db.audit.count({ where: { subjectId: resourceId } })).toBe(2);
  });

  it("belongs to the resource: it stays when the organizer moves it to another week", async () => {
    const { mark, cohort, sessionId, resourceId, scope, memberId, ctx } = await world();
    await mark("done");
    const later = await makeSession(test.db, cohort, "2024-10-29");
    await test.db.use.updateMany({ where: { sessionId, resourceId }, data: { sessionId: later } });
    expect(await usesOfSessions(test.db, scope, [later], memberId)).toMatchObject([{ resourceId, state: "done" }]);
    await test.db.session.update({ where: { id: sessionId }, data: { state: "cancelled" } });
    const week = await weekOf(test.db, scope, memberId, ctx.now());
    expect(week.session?.id).toBe(later);
    expect(prepLeft(week.uses)).toEqual({ minutes: 0, unknown: 0 });
  });

  it("on another cohort's resource is refused, and so is one by a follower or a stranger", async () => {
    const [here, there] = [await world(), await world()];
    await expect(here.mark("done", there.resourceId)).rejects.toMatchObject({ code: "not_found" });
    await test.db.member.update({ where: { id: here.memberId }, data: { role: "follower" } });
    const follower = await openCohort(here.ctx, test.db, here.cohort.slug);
    const input = { cohort: here.cohort.slug, resourceId: here.resourceId, state: "done" as const };
    await expect(markResource(here.ctx, follower, input)).rejects.toMatchObject({ code: "forbidden" });
    const anonymous = frozenCtx(test.db, NOW, { kind: "anonymous" });
    const stranger = await openCohort(anonymous, test.db, here.cohort.slug);
    await expect(markResource(anonymous, stranger, input)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("that waited for a connection is dropped where a newer mark stands, and is taken where an older one does", async () => {
    const { mark, ctx, cohort, scope, resourceId, memberId } = await world();
    const wish = (state: "todo" | "done" | "skipped", minutes: number) =>
      markResource(ctx, scope, { cohort: cohort.slug, resourceId, state, memberId, waitedMs: minutes * 60_000 });
    const stands = async () => (await test.db.progress.findFirst({ where: { memberId } }))?.state;
    const at = (updatedAt: string, source: "member" | "organizer" | "player", state: "todo" | "started" | "done") =>
      test.db.progress.updateMany({ where: { memberId }, data: { updatedAt, source, state, doneAt: null } });
    // Nobody said anything before: what waited is what stands.
    expect(await wish("done", 60)).toMatchObject({ state: "done" });
    // Two minutes old, from another device; the wish is of an hour ago.
    await mark("todo");
    await at("2024-10-19T13:58:00Z", "member", "todo");
    expect(await wish("done", 60), "the answer is what stands").toMatchObject({ state: "todo" });
    expect(await stands()).toBe("todo");
    expect(await wish("done", 1)).toMatchObject({ state: "done" });
    await at("2024-10-19T13:58:00Z", "organizer", "done");
    expect(await wish("skipped", 60)).toMatchObject({ state: "done" });
    // A player that began is no word on what was said by hand; that it saw all of it is.
    await at("2024-10-19T13:58:00Z", "player", "started");
    expect(await wish("done", 60)).toMatchObject({ state: "done" });
    await at("2024-10-19T13:58:00Z", "player", "started");
    await at("2024-10-19T13:58:00Z", "player", "done");
    expect(await wish("todo", 60)).toMatchObject({ state: "done" });
    expect(await wish("todo", 0), "what is said now is always taken").toMatchObject({ state: "todo" });
  });

  it("that somebody else left in the same browser is refused, so that it waits for them", async () => {
    const { ctx, cohort, scope, resourceId, memberId } = await world();
    const other = await makeMember(test.db, cohort, { name: "Bo" });
    const input = { cohort: cohort.slug, resourceId, state: "done" as const, memberId: other.id };
    await expect(markResource(ctx, scope, input)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await test.db.progress.count({ where: { memberId: { in: [memberId, other.id] } } })).toBe(0);
  });

  it("cannot be hung on a resource of another cohort in the database either", async () => {
    const [here, there] = [await world(), await world()];
    const row = {
      memberId: here.memberId,
      resourceId: there.resourceId,
      cohortId: here.cohort.id,
      state: "done" as const,
    };
    await expect(test.db.progress.create({ data: row })).rejects.toThrow();
  });
});

describe("this week", () => {
  it("is the same session by the database's clock arithmetic as by Temporal's, across both clock changes", async () => {
    for (const timezone of ["America/Chicago", "Europe/Vienna", "Australia/Lord_Howe", "America/Santiago"]) {
      const cohort = await makeCohort(test.db, { timezone });
      const ctx = frozenCtx(test.db, NOW, { kind: "cli" });
      const scope = await openCohort(ctx, test.db, cohort.slug);
      const dates = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-10-04", "2026-10-25", "2026-11-01"];
      for (const date of dates)
        for (const startsAt of ["00:15", "02:30"]) await makeSession(test.db, cohort, date, { startsAt });
      const sessions = await scheduleOf(test.db, scope);
      for (let hour = -30; hour <= 30; hour += 1) {
        for (const date of dates) {
          const now = new Date(Date.parse(`${date}T00:45:00Z`) + hour * 3_600_000);
          const week = await weekOf(test.db, scope, null, now);
          expect(week.session?.id, `${timezone} ${now.toISOString()}`).toBe(
            nextSession(sessions, now, scope.cohort)?.id,
          );
        }
      }
    }
  }, 60_000);

  it("counts what was watched of the part that a session asks for, and takes nine tenths of it for enough", async () => {
    const { cohort, scope, memberId, sessionId, resourceId } = await world();
    await test.db.use.updateMany({ where: { sessionId }, data: { fromSeconds: 600, toSeconds: 1200 } });
    const watch = (ranges: string) => test.db.$executeRaw`
      INSERT INTO progress (member_id, resource_id, cohort_id, state, watched)
      VALUES (${memberId}::uuid, ${resourceId}::uuid, ${cohort.id}::uuid, 'started', ${ranges}::int4multirange)
      ON CONFLICT (member_id, resource_id) DO UPDATE SET watched = excluded.watched`;
    const use = async () => (await weekOf(test.db, scope, memberId, new Date(NOW))).uses[0];
    await watch("{[0,599),[1200,4000)}");
    expect(await use()).toMatchObject({ minutes: 10, watchedMinutes: 0, seen: false, state: "started" });
    await watch("{[0,1139)}");
    expect(await use()).toMatchObject({ watchedMinutes: 8, seen: false });
    await watch("{[600,1140)}");
    expect(await use()).toMatchObject({ watchedMinutes: 9, seen: true });
    expect(prepLeft((await weekOf(test.db, scope, memberId, new Date(NOW))).uses).minutes).toBe(0);
    await test.db.cohort.update({ where: { id: cohort.id }, data: { doneAtPercent: 100 } });
    expect(await use()).toMatchObject({ seen: false });
    // To the end, the length that their own player knows counts.
    await test.db.use.updateMany({ where: { sessionId }, data: { fromSeconds: 600, toSeconds: null } });
    await test.db.progress.updateMany({ where: { memberId }, data: { lengthSeconds: 1140 } });
    expect(await use()).toMatchObject({ seen: true });
  });

  it("says what is still open from earlier, oldest first, but for what is settled, optional, or asked for again", async () => {
    const { cohort, scope, memberId, ctx, sessionId } = await world();
    const [first, second] = [
      await makeSession(test.db, cohort, "2024-10-08", { title: "Derivatives" }),
      await makeSession(test.db, cohort, "2024-10-15", { title: "Gradients" }),
    ];
    const titles = ["Open", "Done", "Skipped", "Again"];
    const ids = new Map<string, string>();
    for (const title of titles) ids.set(title, await makeUse(test.db, cohort, second, { title, minutes: 10 }));
    await makeUse(test.db, cohort, second, { title: "Optional", minutes: 10, optional: true });
    await makeUse(test.db, cohort, second, { title: "Deep", minutes: 10, slot: "deep_dive" });
    await makeUse(test.db, cohort, first, { title: "Oldest", minutes: null });
    await makeUse(test.db, cohort, await makeSession(test.db, cohort, "2024-10-16", { state: "cancelled" }), {
      title: "Cancelled",
      minutes: 5,
    });
    const mark = (title: string, state: "done" | "skipped") =>
      markResource(ctx, scope, { cohort: cohort.slug, resourceId: ids.get(title) ?? "", state });
    await mark("Done", "done");
    await mark("Skipped", "skipped");
    const again = { id: randomUUID(), cohortId: cohort.id, sessionId, resourceId: ids.get("Again") ?? "" };
    await test.db.use.create({ data: { ...again, slot: "before", position: 9 } });
    // The first half was asked for then, the second now; and what was required then is optional now.
    const half = { fromSeconds: 300, toSeconds: 600 };
    for (const [title, more] of [
      ["Halves", half],
      ["Optional now", { optional: true }],
    ] as const) {
      const resourceId = await makeUse(test.db, cohort, second, { title, minutes: 10 });
      await test.db.use.updateMany({ where: { resourceId }, data: title === "Halves" ? { toSeconds: 300 } : {} });
      await test.db.use.create({
        data: { ...again, id: randomUUID(), resourceId, slot: "before", position: 9, ...more },
      });
    }
    const { earlier } = await weekOf(test.db, scope, memberId, ctx.now());
    expect(earlier.map(({ title, sessionTitle, date }) => [title, sessionTitle, date])).toEqual([
      ["Oldest", "Derivatives", "2024-10-08"],
      ["Open", "Gradients", "2024-10-15"],
      // Ticked just now.
      ["Done", "Gradients", "2024-10-15"],
      ["Skipped", "Gradients", "2024-10-15"],
      ["Halves", "Gradients", "2024-10-15"],
      ["Optional now", "Gradients", "2024-10-15"],
    ]);
    const tomorrow = await weekOf(test.db, scope, memberId, new Date("2024-10-20T14:00:00Z"));
    expect(tomorrow.earlier.map(({ title }) => title)).toEqual(["Oldest", "Open", "Halves", "Optional now"]);
  });

  it("leaves out a week without a session, a draft and what is over", async () => {
    const { cohort, scope, sessionId } = await world();
    await makeSession(test.db, cohort, "2024-10-20", { format: "no_session" });
    await makeSession(test.db, cohort, "2024-10-21", { state: "draft" });
    const at = async (iso: string) => (await weekOf(test.db, scope, null, new Date(iso))).session?.id ?? null;
    expect(await at(NOW)).toBe(sessionId);
    // 11:00 to 12:00 in Chicago, which is 16:00 to 17:00 UTC that day.
    expect(await at("2024-10-22T16:59:59Z")).toBe(sessionId);
    expect(await at("2024-10-22T17:00:00Z")).toBeNull();
  });
});
