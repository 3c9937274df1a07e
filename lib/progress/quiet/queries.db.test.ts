import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { overrideProgress } from "@/lib/progress/matrix/commands";
import { quietOf } from "@/lib/progress/quiet/queries";
import type { ProgressState } from "@/lib/progress/schema";
import { reportWatched } from "@/lib/progress/watching/commands";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = new Date("2024-10-19T14:00:00Z");
const HOUR = 3600;

/** A cohort with one session that is over and asks for the first ten minutes of an hour. */
async function world() {
  const cohort = await makeCohort(test.db);
  const sessionId = await makeSession(test.db, cohort, "2024-10-15");
  const resourceId = await makeUse(test.db, cohort, sessionId, { title: "Gradients", minutes: 60 });
  await test.db.use.updateMany({ where: { resourceId }, data: { fromSeconds: 0, toSeconds: 600 } });
  const member = async (name: string, role: "learner" | "organizer" = "learner") => {
    const made = await makeMember(test.db, cohort, { name, role });
    await test.db.member.update({ where: { id: made.id }, data: { joinedAt: new Date("2024-09-01T00:00:00Z") } });
    return made;
  };
  const inTheNameOf = async ({ personId, address }: Awaited<ReturnType<typeof member>>, now: string) => {
    const actor = { kind: "person", personId, email: address, name: "", mayCreateCohorts: false } as const;
    const ctx = frozenCtx(test.db, now, actor);
    return { ctx, scope: await openCohort(ctx, test.db, cohort.slug) };
  };
  const watch = async (who: Awaited<ReturnType<typeof member>>, to: number, now: string) => {
    const { ctx, scope } = await inTheNameOf(who, now);
    const place = { lengthSeconds: HOUR, stoppedAt: to, moment: ctx.now().toISOString() };
    return reportWatched(ctx, scope, { cohort: cohort.slug, resourceId, ranges: [[0, to]], ...place });
  };
  const override = async (of: { id: string }, state: ProgressState, now: string) => {
    const { ctx, scope } = await inTheNameOf(await member("Grace", "organizer"), now);
    const row = await test.db.progress.findFirst({ where: { memberId: of.id, resourceId } });
    const seen = { state: row?.state ?? "todo", updatedAt: row?.updatedAt.toISOString() ?? null };
    const cell = { cohort: cohort.slug, memberId: of.id, resourceId };
    return overrideProgress(ctx, scope, { ...cell, state, reason: "As agreed.", seen });
  };
  const quiet = async () => {
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    return (await quietOf(test.db, scope, NOW)).quiet.map(({ name, reason, lastSeenAt }) => [name, reason, lastSeenAt]);
  };
  return { cohort, resourceId, member, watch, override, quiet };
}

describe("who has become quiet", () => {
  it("is called by their address as long as they have no name", async () => {
    const { member, quiet } = await world();
    const { address } = await member("");
    expect(await quiet()).toEqual([[address, "never_started", null]]);
  });

  it("is nobody who watched the part that was asked for, though what it is a part of is not done", async () => {
    const { cohort, resourceId, member, watch, quiet } = await world();
    const [enough, less] = [await member("Enough"), await member("Less")];
    // Another session asks for the rest, later: neither is done.
    const later = await makeSession(test.db, cohort, "2024-10-29");
    const use = { cohortId: cohort.id, sessionId: later, resourceId, slot: "before" as const, position: 0 };
    await test.db.use.create({ data: { ...use, id: crypto.randomUUID(), fromSeconds: 600 } });
    const longAgo = "2024-10-01T12:00:00.000Z";
    expect(await watch(enough, 540, longAgo)).toMatchObject({ state: "started" });
    expect(await watch(less, 539, longAgo)).toMatchObject({ state: "started" });
    expect(await quiet()).toEqual([["Less", "silent", longAgo]]);
  });

  it("is nobody who watches on where an organizer has set something, and what the organizer did is no sign of them", async () => {
    const { member, watch, override, quiet } = await world();
    const [before, since, never] = [await member("Before"), await member("Since"), await member("Never")];
    await watch(before, 60, "2024-10-01T12:00:00.000Z");
    for (const one of [before, since, never]) await override(one, "started", "2024-10-17T12:00:00.000Z");
    expect(await quiet()).toEqual([
      ["Never", "never_started", null],
      ["Since", "never_started", null],
      ["Before", "silent", "2024-10-01T12:00:00.000Z"],
    ]);
    await watch(since, 60, "2024-10-18T12:00:00.000Z");
    await watch(before, 90, "2024-10-18T12:00:00.000Z");
    expect(await quiet()).toEqual([["Never", "never_started", null]]);
  });
});
