import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { markResource } from "@/lib/progress/commands";
import { reportMinutes } from "@/lib/progress/minutes/commands";
import { usesOfSessions, weekOf } from "@/lib/progress/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

async function world() {
  const cohort = await makeCohort(test.db);
  const { id: memberId, personId, address } = await makeMember(test.db, cohort);
  const actor = { kind: "person" as const, personId, email: address, name: "Ada", mayCreateCohorts: false };
  const ctx = frozenCtx(test.db, NOW, actor);
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const resourceId = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const report = (minutes: number | null, id = resourceId) =>
    reportMinutes(ctx, scope, { cohort: cohort.slug, resourceId: id, minutes });
  const mark = (state: "todo" | "done") => markResource(ctx, scope, { cohort: cohort.slug, resourceId, state });
  return { cohort, ctx, scope, memberId, sessionId, resourceId, report, mark };
}

describe("how long something took a learner", () => {
  it("can be said after the tick, again, and taken back; the audit log has each word once", async () => {
    const { report, mark, resourceId } = await world();
    await expect(report(25)).rejects.toMatchObject({ code: "invalid" });
    expect(await report(null), "nothing to take back is nothing wrong").toMatchObject({ minutesTaken: null });
    await mark("done");
    const said = await Promise.all([report(25), report(25), report(25)]);
    expect(said.map(({ minutesTaken }) => minutesTaken)).toEqual([25, 25, 25]);
    expect(await report(30)).toMatchObject({ state: "done", minutesTaken: 30 });
    expect(await report(null)).toMatchObject({ state: "done", minutesTaken: null });
    const rows = await test.db.audit.findMany({
      where: { subjectId: resourceId, action: "progress.minutes_reported" },
    });
    expect(rows.length).toBe(3);
  });

  it("stays through a tick that is taken back and made again", async () => {
    const { report, mark } = await world();
    await mark("done");
    await report(25);
    await mark("todo");
    expect(await mark("done")).toMatchObject({ minutesTaken: 25 });
  });

  it("is shown to the learner in their week, with the places to stop in the part that is asked for", async () => {
    const { report, mark, scope, memberId, sessionId, resourceId } = await world();
    await test.db.resource.update({ where: { id: resourceId }, data: { stopPoints: [3660, 600, 2280] } });
    await mark("done");
    await report(25);
    const week = await weekOf(test.db, scope, memberId, new Date(NOW));
    expect(week.uses).toMatchObject([{ minutesTaken: 25, stopPoints: [600, 2280, 3660] }]);
    await test.db.use.updateMany({ where: { resourceId }, data: { fromSeconds: 600, toSeconds: 3660 } });
    const part = await weekOf(test.db, scope, memberId, new Date(NOW));
    expect(part.uses).toMatchObject([{ stopPoints: [2280] }]);
    expect(await usesOfSessions(test.db, scope, [sessionId], memberId)).toMatchObject([
      { minutesTaken: 25, stopPoints: [2280] },
    ]);
    expect(await usesOfSessions(test.db, scope, [sessionId], null)).toMatchObject([{ minutesTaken: null }]);
  });

  it("is nobody's business in another cohort", async () => {
    const [here, there] = [await world(), await world()];
    await there.mark("done");
    await expect(here.report(25, there.resourceId)).rejects.toMatchObject({ code: "not_found" });
  });
});
