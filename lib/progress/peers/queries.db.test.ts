import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { setVisibility } from "@/lib/progress/peers/commands";
import { peersOf, visibilitiesOf } from "@/lib/progress/peers/queries";
import { effectiveLevel, toldOf } from "@/lib/progress/peers/rules";
import { VISIBILITIES, type Visibility } from "@/lib/progress/peers/schema";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = new Date("2024-10-19T14:00:00Z");

async function world(cohortLevel: Visibility = "counts") {
  const cohort = await makeCohort(test.db);
  await test.db.cohort.update({ where: { id: cohort.id }, data: { progressVisibility: cohortLevel } });
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const first = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
  const second = await makeUse(test.db, cohort, sessionId, { title: "Calculus", minutes: 10 });
  const me = await makeMember(test.db, cohort, { name: "Ada" });
  const actor = {
    kind: "person" as const,
    personId: me.personId,
    email: me.address,
    name: "Ada",
    mayCreateCohorts: false,
  };
  const ctx = frozenCtx(test.db, NOW.toISOString(), actor);
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const roundId = randomUUID();
  await test.db.round.create({
    data: { id: roundId, cohortId: cohort.id, number: 1, state: "published", seed: 1, startsOn: NOW },
  });
  const pair = async (...ids: string[]) => {
    const groupId = randomUUID();
    const at = { groupId, roundId, cohortId: cohort.id };
    await test.db.group.create({ data: { id: groupId, roundId, cohortId: cohort.id } });
    await test.db.groupMember.createMany({ data: ids.map((memberId, i) => ({ ...at, memberId, place: i + 1 })) });
  };
  const say = (memberId: string, resourceId: string, fields: { state: "started" | "done"; stoppedAt?: number }) =>
    test.db.progress.create({ data: { memberId, resourceId, cohortId: cohort.id, ...fields } });
  const read = () => peersOf(test.db, scope, me.id, NOW);
  return { cohort, ctx, scope, sessionId, first, second, me, pair, say, read };
}

describe("what a member sees of the others", () => {
  it("is their partner's state of each resource and where they stopped, at the level that the partner lets them", async () => {
    const { cohort, me, pair, say, read, first, second } = await world("partner");
    const bo = await makeMember(test.db, cohort, { name: "Bo" });
    await pair(me.id, bo.id);
    await say(bo.id, second, { state: "done" });
    await say(bo.id, first, { state: "started", stoppedAt: 2280 });
    expect(await read()).toMatchObject({
      partners: [
        {
          name: "Bo",
          uses: [
            { resourceId: first, state: "started" },
            { resourceId: second, state: "done" },
          ],
          at: { resourceId: first, seconds: 2280 },
        },
      ],
      counted: null,
      resources: [
        { resourceId: first, done: null, names: [], named: 0 },
        { resourceId: second, done: null, names: [], named: 0 },
      ],
    });
    await test.db.member.update({ where: { id: bo.id }, data: { progressVisibility: "self" } });
    expect((await read()).partners).toEqual([]);
  });

  it("takes a part that was watched for finished where only that part is asked for", async () => {
    const { cohort, sessionId, me, pair, say, read, first, second } = await world("names");
    const bo = await makeMember(test.db, cohort, { name: "Bo" });
    await pair(me.id, bo.id);
    await test.db.use.updateMany({ where: { sessionId, resourceId: first }, data: { toSeconds: 2280 } });
    await say(bo.id, first, { state: "started", stoppedAt: 2280 });
    await say(bo.id, second, { state: "started", stoppedAt: 600 });
    const watch = (ranges: string) =>
      test.db.$executeRaw`UPDATE progress SET watched = ${ranges}::int4multirange WHERE member_id = ${bo.id}::uuid`;
    const seen = async () => {
      const { partners, resources } = await read();
      const states = partners[0]?.uses.map(({ state }) => state);
      return { states, at: partners[0]?.at?.resourceId, told: resources.map(({ done, names }) => [done, ...names]) };
    };
    await watch("{[0,2051),[3000,3600)}");
    expect(await seen()).toMatchObject({ states: ["started", "started"], told: [[0], [0]] });
    await watch("{[0,2052)}");
    expect(await seen()).toEqual({ states: ["done", "started"], at: second, told: [[1, "Bo"], [0]] });
    await test.db.use.updateMany({ where: { sessionId }, data: { toSeconds: null } });
    await watch("{[0,8700)}");
    expect(await seen(), "the whole is done when it is marked").toMatchObject({ states: ["started", "started"] });
  });

  it("is nothing of a partner of a round that is not published, who left, or who only follows", async () => {
    const { cohort, me, pair, read } = await world("names");
    const bo = await makeMember(test.db, cohort, { name: "Bo" });
    await pair(me.id, bo.id);
    for (const data of [{ state: "left" as const }, { state: "active" as const, role: "follower" as const }]) {
      await test.db.member.update({ where: { id: bo.id }, data });
      expect((await read()).partners).toEqual([]);
    }
    await test.db.member.update({ where: { id: bo.id }, data: { role: "learner" } });
    expect((await read()).partners).toHaveLength(1);
    await test.db.round.updateMany({ where: { cohortId: cohort.id }, data: { state: "closed" } });
    expect((await read()).partners).toEqual([]);
  });

  it("is a count of five or more, and names only of those who show theirs", async () => {
    const { cohort, say, read, first, second } = await world("names");
    const others = [];
    for (let i = 0; i < 6; i += 1) {
      const other = await makeMember(test.db, cohort, { name: `Person ${i}` });
      others.push(other.id);
      if (i > 0) await test.db.member.update({ where: { id: other.id }, data: { progressVisibility: "counts" } });
    }
    for (const id of others.slice(0, 3)) await say(id, first, { state: "done" });
    const [one, two] = (await read()).resources;
    expect([one, two]).toMatchObject([
      { done: 3, names: ["Person 0"], named: 1 },
      { resourceId: second, done: 0, names: [], named: 0 },
    ]);
    expect((await read()).counted).toBe(6);
    // One of the five unnamed chooses less: four are left, and nothing is counted any more.
    await test.db.member.update({ where: { id: others[1] ?? "" }, data: { progressVisibility: "partner" } });
    expect(await read()).toMatchObject({
      counted: null,
      resources: [{ done: null, names: ["Person 0"] }, { done: null }],
    });
  });

  it("is empty when no session is ahead", async () => {
    const { scope, me } = await world();
    const after = new Date("2024-12-01T00:00:00Z");
    expect(await peersOf(test.db, scope, me.id, after)).toEqual({ partners: [], counted: null, resources: [] });
  });

  it("is what the rule says, whoever is in the cohort and whatever they chose", async () => {
    const other = fc.record({
      level: fc.option(fc.constantFrom(...VISIBILITIES)),
      isPartner: fc.boolean(),
      state: fc.constantFrom(
        "active" as const,
        "active" as const,
        "active" as const,
        "paused" as const,
        "left" as const,
      ),
      role: fc.constantFrom("learner" as const, "learner" as const, "organizer" as const),
      done: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...VISIBILITIES),
        fc.array(other, { maxLength: 9 }),
        async (cohortLevel, others) => {
          const { cohort, me, pair, say, read, first } = await world(cohortLevel);
          const names = new Map<string, string>();
          let partners = 0;
          const seated = [];
          for (const { level, isPartner, state, role, done } of others) {
            const { id } = await makeMember(test.db, cohort, { state, role, name: `Person ${names.size}` });
            names.set(id, `Person ${names.size}`);
            await test.db.member.update({ where: { id }, data: { progressVisibility: level } });
            if (done) await say(id, first, { state: "done" });
            // A group has three places.
            const paired = isPartner && partners < 2;
            if (paired) partners += 1;
            seated.push({ id, state, role, done, isPartner: paired, level: effectiveLevel(cohortLevel, level) });
          }
          await pair(me.id, ...seated.filter(({ isPartner }) => isPartner).map(({ id }) => id));
          const told = toldOf(
            seated.map(({ id, level, done, state, role, isPartner }) => ({
              ...{ id, level, done },
              isPartner: isPartner && state !== "left",
              isCounted: state === "active" && role === "learner",
            })),
          );
          const seen = await read();
          const named = (ids: readonly string[]) => ids.map((id) => names.get(id)).sort();
          expect(seen.partners.map(({ name }) => name).sort()).toEqual(named(told.partners));
          expect(seen.resources[0]?.names).toEqual(named(told.named));
          expect(seen.resources[0]?.done ?? null).toBe(told.count?.done ?? null);
          expect(seen.counted).toBe(told.count?.of ?? null);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe("a member's own choice", () => {
  it("may be tighter than the cohort's, never looser, and is in the audit log once", async () => {
    const { ctx, scope, cohort, me } = await world("counts");
    const choose = (visibility: Visibility | null) => setVisibility(ctx, scope, { cohort: cohort.slug, visibility });
    await expect(choose("names")).rejects.toMatchObject({ code: "invalid" });
    expect(await choose("partner")).toMatchObject({ visibility: "partner", cohortVisibility: "counts" });
    await choose("partner");
    expect(await visibilitiesOf(test.db, me.personId)).toMatchObject([{ visibility: "partner" }]);
    const rows = await test.db.audit.findMany({ where: { action: "progress.visibility_chosen", subjectId: me.id } });
    expect(rows).toMatchObject([{ before: { visibility: null }, after: { visibility: "partner" } }]);
    expect(await choose(null)).toMatchObject({ visibility: null });
  });

  it("is measured by what the cohort shows at that moment, not by what it showed before", async () => {
    const { ctx, scope, cohort } = await world("names");
    await test.db.cohort.update({ where: { id: cohort.id }, data: { progressVisibility: "self" } });
    await expect(setVisibility(ctx, scope, { cohort: cohort.slug, visibility: "names" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("is not asked of somebody who only follows", async () => {
    const { cohort, me } = await world();
    await test.db.member.update({ where: { id: me.id }, data: { role: "follower" } });
    expect(await visibilitiesOf(test.db, me.personId)).toEqual([]);
    const actor = { kind: "person" as const, personId: me.personId, email: "", name: "", mayCreateCohorts: false };
    const ctx = frozenCtx(test.db, NOW.toISOString(), actor);
    const scope = await openCohort(ctx, test.db, cohort.slug);
    await expect(setVisibility(ctx, scope, { cohort: cohort.slug, visibility: "self" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
