import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { nextRound } from "@/lib/pairing/queries";
import { drawRound } from "@/lib/pairing/round/rules";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";
import { toDateColumn } from "@/lib/time/zones";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const STARTS = "2024-10-21";
const AT = new Date(NOW);

async function world(count: number) {
  const cohort = await makeCohort(test.db);
  const ctx = frozenCtx(test.db, NOW);
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    ids.push((await makeMember(test.db, cohort, { name: `Member ${index}` })).id);
  }
  ids.sort();
  const asked = () => nextRound(test.db, scope, { startsOn: STARTS, seed: 1, now: AT });
  const wish = (memberId: string, otherId: string, kind: "never" | "again" | "ask") =>
    test.db.pairingWish.create({ data: { memberId, otherId, cohortId: cohort.id, kind, createdAt: AT } });
  const rule = (one: string, other: string, kind: "never" | "keep") => {
    const [oneId = "", otherId = ""] = [one, other].sort();
    return test.db.pairingRule.create({ data: { oneId, otherId, cohortId: cohort.id, kind, createdAt: AT } });
  };
  return { cohort, ids, asked, wish, rule };
}

/** A round that took place, with these groups. */
async function past(
  cohortId: string,
  number: number,
  groups: readonly (readonly string[])[],
  state: "draft" | "closed" = "closed",
) {
  const roundId = randomUUID();
  await test.db.round.create({
    data: { id: roundId, cohortId, number, state, seed: 1, startsOn: toDateColumn("2024-10-01") },
  });
  const made: string[] = [];
  for (const group of groups) {
    const groupId = randomUUID();
    made.push(groupId);
    await test.db.group.create({ data: { id: groupId, roundId, cohortId } });
    const at = { groupId, roundId, cohortId };
    await test.db.groupMember.createMany({
      data: group.map((memberId, index) => ({ ...at, memberId, place: index + 1 })),
    });
  }
  return made;
}

describe("who is drawn", () => {
  it("is everyone who takes part, wants a partner and is not paused on that day", async () => {
    const { cohort, ids, asked } = await world(4);
    const [a = "", b = "", c = "", d = ""] = ids;
    await makeMember(test.db, cohort, { role: "follower" });
    await makeMember(test.db, cohort, { state: "left" });
    const organizer = await makeMember(test.db, cohort, { role: "organizer" });
    await test.db.member.update({ where: { id: a }, data: { wantsPartner: false } });
    await test.db.member.update({ where: { id: b }, data: { pausedUntil: toDateColumn("2024-10-22") } });
    await test.db.member.update({ where: { id: c }, data: { pausedUntil: toDateColumn(STARTS) } });
    expect((await asked()).people.map(({ id }) => id)).toEqual([c, d, organizer.id].sort());
  });

  it("is told with how much of what was required they have done, and what they say of themselves", async () => {
    const { cohort, ids, asked } = await world(2);
    const sessionId = await makeSession(test.db, cohort, "2024-10-15");
    const videos = [
      await makeUse(test.db, cohort, sessionId, { title: "A", minutes: 10 }),
      await makeUse(test.db, cohort, sessionId, { title: "B", minutes: 10 }),
    ];
    await makeUse(test.db, cohort, sessionId, { title: "C", minutes: 10, optional: true });
    const [memberId = "", other = ""] = ids;
    await test.db.progress.create({
      data: { memberId, resourceId: videos[0] ?? "", cohortId: cohort.id, state: "done", source: "member" },
    });
    const said = { interests: "Protein folding", level: 2, meets: "remote" as const, free: [18, 19] };
    await test.db.pairingProfile.create({ data: { memberId, cohortId: cohort.id, ...said } });
    const { members } = (await asked()).input;
    const of = (id: string) => members.find((member) => member.id === id);
    // Nine in Chicago is two in the afternoon in UTC.
    expect(of(memberId)).toMatchObject({
      done: 0.5,
      words: ["folding", "protein"],
      level: 2,
      meets: "remote",
      free: [28, 29],
    });
    expect(of(other)).toMatchObject({ done: 0, words: [], level: null, meets: "either", free: [] });
  });
});

describe("what the draw knows of the past", () => {
  it("is who met whom how long ago and who sat in trios, and no draft", async () => {
    const { cohort, ids, asked } = await world(5);
    const [a = "", b = "", c = "", d = "", e = ""] = ids;
    await past(cohort.id, 1, [
      [a, b],
      [c, d, e],
    ]);
    await past(cohort.id, 2, [[a, c]]);
    await past(cohort.id, 3, [[a, e]], "draft");
    const { number, input } = await asked();
    expect(number).toBe(3);
    expect(input.met.toSorted((x, y) => (x.pair.join() < y.pair.join() ? -1 : 1))).toEqual([
      { pair: [a, b], ago: 2 },
      { pair: [a, c], ago: 1 },
      { pair: [c, d], ago: 2 },
      { pair: [c, e], ago: 2 },
      { pair: [d, e], ago: 2 },
    ]);
    expect(input.members.filter(({ trios }) => trios === 1).map(({ id }) => id)).toEqual([c, d, e]);
  });

  it("is that two have still to meet when one says they did not, unless the other says they did", async () => {
    const { cohort, ids, asked } = await world(4);
    const [a = "", b = "", c = "", d = ""] = ids;
    const [first = "", second = ""] = await past(cohort.id, 1, [
      [a, b],
      [c, d],
    ]);
    const answer = (groupId: string, memberId: string, said: "yes" | "no" | "silent") =>
      test.db.pairingCheck.create({ data: { groupId, memberId, cohortId: cohort.id, answer: said, answeredAt: AT } });
    await answer(first, a, "silent");
    await answer(second, c, "no");
    expect((await asked()).input.met).toEqual([]);
    await answer(second, d, "yes");
    expect((await asked()).input.met).toEqual([{ pair: [c, d], ago: 1 }]);
  });
});

describe("rules and wishes", () => {
  it("keep apart whom either of the two does not want, without saying which, and whom an organizer keeps apart", async () => {
    const { ids, asked, wish, rule } = await world(4);
    const [a = "", b = "", c = "", d = ""] = ids;
    await wish(b, a, "never");
    await rule(c, d, "never");
    const { input } = await asked();
    expect(input.never.toSorted()).toEqual([
      [a, b],
      [c, d],
    ]);
    const keys = drawRound(input).groups.map((group) => group.join());
    expect(keys).not.toContain([a, b].join());
    expect(keys).not.toContain([c, d].join());
  });

  it("bring together whom an organizer keeps together and who wish for each other, not who is wished for alone", async () => {
    const { ids, asked, wish, rule } = await world(8);
    const [a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = ""] = ids;
    await rule(a, b, "keep");
    await wish(c, d, "ask");
    await wish(d, c, "again");
    await wish(e, f, "again");
    await wish(g, h, "again");
    await wish(h, g, "never");
    const { input } = await asked();
    expect(input.locked).toEqual([
      [a, b],
      [c, d],
    ]);
    expect(drawRound(input).groups).toEqual(expect.arrayContaining(input.locked.map((group) => [...group])));
  });
});
