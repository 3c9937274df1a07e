import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { catchUpFor } from "@/lib/progress/catch-up/queries";
import { weekOf } from "@/lib/progress/queries";
import { prepLeft } from "@/lib/progress/rules";
import { testDatabase } from "@/lib/testing/database";
import { makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = new Date("2024-10-19T14:00:00Z");

async function world() {
  const cohort = await makeCohort(test.db);
  const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
  const { id: memberId } = await makeMember(test.db, cohort);
  const use = (sessionId: string, title: string, minutes: number | null, more = {}) =>
    makeUse(test.db, cohort, sessionId, { title, minutes, ...more });
  const session = (date: string, more = {}) => makeSession(test.db, cohort, date, more);
  const read = (now = NOW) => catchUpFor(test.db, scope, memberId, now);
  return { cohort, scope, memberId, use, session, read };
}

describe("the way to be ready", () => {
  it("leads through the published sessions so far; cancelled, removed and no sessions ask for nothing", async () => {
    const { use, session, read } = await world();
    await use(await session("2024-10-15"), "Second", 20);
    await use(await session("2024-10-08"), "First", 30);
    await use(await session("2024-10-09", { state: "cancelled" }), "Cancelled", 40);
    await use(await session("2024-10-10", { state: "draft" }), "Draft", 40);
    await use(await session("2024-10-11", { format: "no_session" }), "No session", 40);
    const removed = await session("2024-10-12");
    await use(removed, "Removed", 40);
    await test.db.session.update({ where: { id: removed }, data: { deletedAt: NOW } });
    const next = await session("2024-10-22");
    await use(next, "Third", 62);
    await use(next, "Optional", 5, { optional: true });
    await use(await session("2024-10-29"), "Later", 50);
    const { all, only, skippable, next: shown } = await read();
    expect(all.items.map(({ title, forNext }) => `${title} ${forNext}`)).toEqual([
      "First false",
      "Second false",
      "Third true",
    ]);
    expect([all.minutes, only.minutes, skippable.minutes]).toEqual([112, 62, 5]);
    expect(shown).toEqual({ id: next, date: "2024-10-22" });
  });

  it("is for the next session alone as long as This week says", async () => {
    const { cohort, scope, memberId, use, session, read } = await world();
    const next = await session("2024-10-22");
    const video = await use(next, "A video", 145);
    await use(next, "Another", 10);
    await use(next, "Unknown", null);
    await test.db.use.updateMany({ where: { resourceId: video }, data: { fromSeconds: 0, toSeconds: 2280 } });
    await test.db.$executeRaw`
      INSERT INTO progress (member_id, resource_id, cohort_id, state, watched)
      VALUES (${memberId}::uuid, ${video}::uuid, ${cohort.id}::uuid, 'started', '{[0,615),[2000,4000)}')`;
    const { only } = await read();
    const left = prepLeft((await weekOf(test.db, scope, memberId, NOW)).uses);
    expect({ minutes: only.minutes, unknown: only.unknown }).toEqual(left);
    expect(left).toEqual({ minutes: 34, unknown: 1 });
  });

  it("is everything that is open when no session is ahead, and plays what has a player", async () => {
    const { use, session, read } = await world();
    const last = await session("2024-10-08");
    const resourceId = await use(last, "First", 30);
    await test.db.resource.update({ where: { id: resourceId }, data: { url: "https://youtu.be/Ilg3gGewQ5U" } });
    await use(last, "A page", 30);
    const { all, only, next } = await read();
    expect(next).toBeNull();
    expect(only.items).toEqual([]);
    expect(all.items.map(({ plays }) => plays)).toEqual([true, false]);
  });
});
