import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markResource } from "@/lib/progress/commands";
import { updateResource } from "@/lib/resources/commands";
import { mergeResources } from "@/lib/resources/merge/commands";
import { resourceOf } from "@/lib/resources/queries";
import { testDatabase } from "@/lib/testing/database";
import { makeCohort, makeMember, makeSession } from "@/lib/testing/factories";
import { libraryWorld, makeResource, NOW, putIn } from "@/lib/testing/library";

const test = testDatabase();

type State = "todo" | "started" | "done" | "skipped";

async function world() {
  const at = await libraryWorld(test.db);
  const { cohort, ctx, scope } = at;
  const merge = (resourceId: string, ...duplicates: (string | [string, number])[]) =>
    mergeResources(ctx, scope, {
      cohort: cohort.slug,
      resourceId,
      version: 1,
      duplicates: duplicates.map((one) =>
        typeof one === "string" ? { resourceId: one, version: 1 } : { resourceId: one[0], version: one[1] },
      ),
    });
  const add = (fields: Parameters<typeof makeResource>[2] = {}) => makeResource(test.db, cohort, fields);
  const row = (id: string) => test.db.resource.findUniqueOrThrow({ where: { id } });
  return { ...at, merge, add, row };
}

interface Mark {
  state: State;
  watched: string;
  stoppedAt: number | null;
  minutesTaken: number | null;
  at: number;
}

/** What each member says of either resource: nothing, or a mark. */
const mark = fc.option(
  fc.record<Mark>({
    state: fc.constantFrom<State>("todo", "started", "done", "skipped"),
    watched: fc.constantFrom("{}", "{[0,100)}", "{[50,150)}", "{[200,300),[400,450)}"),
    stoppedAt: fc.option(fc.integer({ min: 0, max: 500 })),
    minutesTaken: fc.option(fc.integer({ min: 1, max: 90 })),
    at: fc.integer({ min: 0, max: 5 }),
  }),
);
const BETTER: State[] = ["todo", "skipped", "started", "done"];
const rank = (one: Mark | null) => (one ? BETTER.indexOf(one.state) : -1);

function seconds(watched: string): Set<number> {
  const set = new Set<number>();
  for (const [, from, to] of watched.matchAll(/\[(\d+),(\d+)\)/g)) {
    for (let second = Number(from); second < Number(to); second += 1) set.add(second);
  }
  return set;
}

async function write(cohortId: string, memberId: string, resourceId: string, one: Mark | null): Promise<void> {
  if (!one) return;
  await test.db.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, stopped_at_seconds, minutes_taken, updated_at)
    VALUES (${memberId}::uuid, ${resourceId}::uuid, ${cohortId}::uuid, ${one.state}::"ProgressState",
            ${one.watched}::int4multirange, ${one.stoppedAt}, ${one.minutesTaken},
            ${new Date(Date.parse(NOW) + one.at * 60_000)})`;
}

async function read(resourceId: string) {
  const rows = await test.db.$queryRaw<(Omit<Mark, "at"> & { memberId: string; at: Date })[]>`
    SELECT member_id AS "memberId", state::text AS state, watched::text AS watched, stopped_at_seconds AS "stoppedAt",
           minutes_taken AS "minutesTaken", updated_at AS at
      FROM progress WHERE resource_id = ${resourceId}::uuid`;
  return new Map(rows.map((row) => [row.memberId, row]));
}

describe("merging duplicates", () => {
  it("loses nobody's tick, nothing that was watched and no report, whoever marked which of the two when", async () => {
    const { cohort, merge, add } = await world();
    const members = await Promise.all(Array.from({ length: 6 }, () => makeMember(test.db, cohort)));
    const marks = fc.array(fc.tuple(mark, mark), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(marks, async (said) => {
        const [kept, gone] = [await add(), await add()];
        for (const [index, [one, other]] of said.entries()) {
          const memberId = members[index]?.id ?? "";
          await write(cohort.id, memberId, kept, one);
          await write(cohort.id, memberId, gone, other);
        }
        await merge(kept, gone);
        expect(await test.db.progress.count({ where: { resourceId: gone } })).toBe(0);
        const after = await read(kept);
        for (const [index, pair] of said.entries()) {
          const there = pair.filter((one) => one !== null);
          const row = after.get(members[index]?.id ?? "");
          expect(row !== undefined).toBe(there.length > 0);
          if (!row) continue;
          expect(BETTER.indexOf(row.state)).toBe(Math.max(...pair.map(rank)));
          expect(seconds(row.watched)).toEqual(new Set(there.flatMap(({ watched }) => [...seconds(watched)])));
          expect(row.at.getTime()).toBe(Date.parse(NOW) + Math.max(...there.map(({ at }) => at)) * 60_000);
          const newest = there.toSorted((a, b) => b.at - a.at);
          for (const field of ["stoppedAt", "minutesTaken"] as const) {
            const known = newest.filter((one) => one[field] !== null);
            // Of two rows of the same minute either may be the newer.
            const allowed = known.filter(({ at }) => at === known[0]?.at).map((one) => one[field]);
            expect(allowed.length === 0 ? [null] : allowed).toContain(row[field]);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("moves the uses, drops one where a slot has both, and keeps asking for what either asked for", async () => {
    const { cohort, scope, merge, add } = await world();
    const sessions = [
      await makeSession(test.db, cohort, "2024-10-22"),
      await makeSession(test.db, cohort, "2024-10-29"),
      await makeSession(test.db, cohort, "2024-11-05"),
    ];
    const [one = "", two = "", three = ""] = sessions;
    const [kept, gone] = [await add({ title: "Kept" }), await add({ title: "Gone" })];
    await putIn(test.db, cohort, one, kept, { optional: true });
    await putIn(test.db, cohort, one, gone);
    await putIn(test.db, cohort, one, gone, { slot: "after" });
    await putIn(test.db, cohort, two, gone, { label: "Its own words" });
    await putIn(test.db, cohort, three, kept);
    const parts = { where: { sessionId: one, slot: "before" as const } };
    await test.db.use.updateMany({
      where: { ...parts.where, resourceId: kept },
      data: { fromSeconds: 60, toSeconds: 300 },
    });
    await test.db.use.updateMany({ where: { ...parts.where, resourceId: gone }, data: { toSeconds: 240 } });
    const after = await merge(kept, gone);
    expect(after.uses.map(({ sessionId, slot }) => [sessionId, slot])).toEqual([
      [one, "before"],
      [one, "after"],
      [two, "before"],
      [three, "before"],
    ]);
    expect(await test.db.use.count({ where: { resourceId: gone } })).toBe(0);
    const asked = await test.db.use.findFirstOrThrow({ where: { sessionId: one, slot: "before" } });
    expect(asked.optional, "one of the two was no option").toBe(false);
    expect([asked.fromSeconds, asked.toSeconds], "the part that holds both").toEqual([null, 300]);
    expect(await test.db.use.findFirstOrThrow({ where: { sessionId: two } })).toMatchObject({ label: "Its own words" });
    const versions = await test.db.session.findMany({ where: { cohortId: cohort.id }, orderBy: { date: "asc" } });
    expect(versions.map(({ version }) => version)).toEqual([2, 2, 1]);
    expect(await resourceOf(test.db, scope, gone)).toBeNull();
  });

  it("moves questions and notes, and fills what the kept one does not know", async () => {
    const { cohort, merge, add, row } = await world();
    const member = await makeMember(test.db, cohort);
    const session = await makeSession(test.db, cohort, "2024-10-22");
    const kept = await add({ title: "Sets", url: null, author: "Grace" });
    const gone = await add({
      title: "Sets!",
      url: "https://e.org/sets",
      minutes: 30,
      author: "Ada",
      stopPoints: [600],
    });
    const question = { id: randomUUID(), cohortId: cohort.id, sessionId: session, memberId: member.id };
    await test.db.question.create({ data: { ...question, resourceId: gone, atSeconds: 60, body: "Why?" } });
    const note = { id: randomUUID(), cohortId: cohort.id, memberId: member.id };
    await test.db.note.create({ data: { ...note, resourceId: gone, body: "Sets of sets" } });
    await putIn(test.db, cohort, session, kept);
    await merge(kept, gone);
    expect(await test.db.question.findUnique({ where: { id: question.id } })).toMatchObject({ resourceId: kept });
    expect(await test.db.note.findUnique({ where: { id: note.id } })).toMatchObject({ resourceId: kept });
    expect(await row(kept)).toMatchObject({
      title: "Sets",
      url: "https://e.org/sets",
      matchKey: "https://e.org/sets",
      minutes: 30,
      author: "Grace",
      stopPoints: [600],
      version: 2,
    });
    // The words without a link still lead to it: the one that went has them now.
    expect(await row(gone)).toMatchObject({ matchKey: "title:sets", mergedIntoId: kept, version: 2 });
    expect((await test.db.session.findUniqueOrThrow({ where: { id: session } })).version).toBe(2);
  });

  it("takes several at once and leads over no more than one step from then on", async () => {
    const { merge, add, row, ctx, scope, cohort } = await world();
    const [a, b, c, d] = [await add(), await add(), await add(), await add()];
    await merge(b, a);
    await merge(d, [b, 2], c);
    for (const id of [a, b, c]) expect(await row(id)).toMatchObject({ mergedIntoId: d, deletedAt: expect.any(Date) });
    await expect(merge(d, a)).rejects.toMatchObject({ code: "conflict" });
    await expect(merge(d, d)).rejects.toMatchObject({ code: "invalid" });
    const change = { cohort: cohort.slug, resourceId: a, version: 2, title: "Too late" };
    await expect(updateResource(ctx, scope, change)).rejects.toMatchObject({ code: "gone" });
  });

  it("lets a resource take the link of its own duplicate, and gives the duplicate the old one", async () => {
    const { merge, add, row, ctx, scope, cohort } = await world();
    const [kept, gone] = [await add({ url: "https://e.org/a" }), await add({ url: "https://e.org/b" })];
    const other = await add();
    await merge(kept, gone);
    const change = { cohort: cohort.slug, url: "https://e.org/b" };
    await expect(updateResource(ctx, scope, { ...change, resourceId: other, version: 1 })).rejects.toMatchObject({
      code: "conflict",
      current: { id: kept },
    });
    await updateResource(ctx, scope, { ...change, resourceId: kept, version: 2 });
    expect(await row(kept)).toMatchObject({ url: "https://e.org/b", matchKey: "https://e.org/b" });
    expect(await row(gone)).toMatchObject({ matchKey: "https://e.org/a", mergedIntoId: kept });
  });

  it("is refused when one of them changed meanwhile, and for a resource of another cohort", async () => {
    const { merge, add, row } = await world();
    const [kept, gone] = [await add(), await add()];
    await test.db.resource.update({ where: { id: gone }, data: { version: 2 } });
    await expect(merge(kept, gone)).rejects.toMatchObject({ code: "conflict" });
    expect(await row(gone)).toMatchObject({ deletedAt: null, mergedIntoId: null });
    const foreign = await makeResource(test.db, await makeCohort(test.db));
    await expect(merge(kept, foreign)).rejects.toMatchObject({ code: "not_found" });
    await expect(merge(foreign, kept)).rejects.toMatchObject({ code: "not_found" });
  });

  it("puts all that it changed into one row of the audit log, as it was and as it is", async () => {
    const { cohort, merge, add } = await world();
    const [both, only, bystander] = [
      await makeMember(test.db, cohort),
      await makeMember(test.db, cohort),
      await makeMember(test.db, cohort),
    ];
    const session = await makeSession(test.db, cohort, "2024-10-22");
    const [kept, gone, older] = [await add({ title: "Kept" }), await add({ title: "Gone" }), await add()];
    await merge(gone, older);
    const dropped = await putIn(test.db, cohort, session, gone);
    await putIn(test.db, cohort, session, kept);
    const moved = await putIn(test.db, cohort, session, gone, { slot: "after" });
    const one: Mark = { state: "done", watched: "{[0,100)}", stoppedAt: 7, minutesTaken: 25, at: 1 };
    await write(cohort.id, both.id, kept, { ...one, state: "started", at: 0 });
    await write(cohort.id, both.id, gone, one);
    await write(cohort.id, only.id, gone, one);
    await write(cohort.id, bystander.id, kept, one);
    await merge(kept, [gone, 2]);
    const [entry, ...more] = await test.db.audit.findMany({ where: { subjectId: kept } });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      action: "resource.merged",
      subjectKind: "resource",
      before: {
        kept: { id: kept, title: "Kept", version: 1, deletedAt: null },
        gone: { id: gone, title: "Gone", version: 2, deletedAt: null, mergedIntoId: null },
        uses: expect.arrayContaining([
          expect.objectContaining({ id: dropped, resourceId: gone, slot: "before", position: 0 }),
          expect.objectContaining({ id: moved, resourceId: gone, slot: "after" }),
        ]),
        questions: [],
        merged: [older],
      },
      after: {
        kept: { id: kept, version: 2 },
        gone: { id: gone, version: 3, mergedIntoId: kept },
        uses: [{ id: moved, resourceId: kept }],
      },
    });
    const before = entry?.before as { progress: { memberId: string; resourceId: string }[] };
    const after = entry?.after as { progress: { memberId: string; state: string }[] };
    expect(before.progress.length, "two of the one, one of the other, none of who is not concerned").toBe(3);
    expect(before.progress).toContainEqual({
      memberId: only.id,
      resourceId: gone,
      cohortId: cohort.id,
      state: "done",
      watched: "{[0,100)}",
      lengthSeconds: null,
      stoppedAt: 7,
      stoppedMoment: null,
      source: "member",
      markedById: null,
      reason: "",
      minutesTaken: 25,
      doneAt: "2024-10-19T14:01:00.000Z",
      updatedAt: "2024-10-19T14:01:00.000Z",
    });
    expect(after.progress.map(({ memberId }) => memberId).sort()).toEqual([both.id, only.id].sort());
  });
});

describe("a tick", () => {
  it("for a duplicate that was merged away lands on what is left", async () => {
    const { cohort, as, merge, add } = await world();
    const [kept, gone] = [await add(), await add()];
    await merge(kept, gone);
    const learner = await as(await makeMember(test.db, cohort));
    const input = { cohort: cohort.slug, resourceId: gone, state: "done" as const };
    expect(await markResource(learner.ctx, learner.scope, input)).toMatchObject({ resourceId: kept, state: "done" });
  });

  it("that arrives during a merge is there afterwards", async () => {
    const { cohort, as, merge, add } = await world();
    const learners = await Promise.all(Array.from({ length: 8 }, async () => as(await makeMember(test.db, cohort))));
    for (let round = 0; round < 4; round += 1) {
      const [kept, gone] = [await add(), await add()];
      const marks = learners.map(
        ({ ctx, scope }, index) =>
          () =>
            markResource(ctx, scope, { cohort: cohort.slug, resourceId: index % 2 ? kept : gone, state: "done" }),
      );
      const work = [...marks.slice(0, 4), () => merge(kept, gone), ...marks.slice(4)];
      await Promise.all(work.map((one) => one()));
      expect(await test.db.progress.count({ where: { resourceId: kept, state: "done" } })).toBe(learners.length);
      expect(await test.db.progress.count({ where: { resourceId: gone } })).toBe(0);
    }
  });
});
