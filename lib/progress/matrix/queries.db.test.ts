import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { markResource } from "@/lib/progress/commands";
import { matrixFile } from "@/lib/progress/matrix/file";
import { matrixOf } from "@/lib/progress/matrix/queries";
import { merged } from "@/lib/progress/matrix/rules";
import { readinessOf } from "@/lib/progress/readiness/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

async function world() {
  const cohort = await makeCohort(test.db);
  const ada = await makeMember(test.db, cohort, { name: "Ada" });
  const bea = await makeMember(test.db, cohort, { name: "bea", state: "paused" });
  const earlier = await makeSession(test.db, cohort, "2024-10-15", { title: "Chance" });
  const next = await makeSession(test.db, cohort, "2024-10-22");
  const first = await makeUse(test.db, cohort, earlier, { title: "Dice", minutes: 10 });
  const second = await makeUse(test.db, cohort, next, { title: "Chain rule", minutes: 20 });
  const third = await makeUse(test.db, cohort, next, { title: "A deep one", minutes: null, slot: "deep_dive" });
  const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
  const ctxOf = ({ personId, address }: typeof ada, iso = NOW) =>
    frozenCtx(test.db, iso, { kind: "person", personId, email: address, name: "", mayCreateCohorts: false });
  const mark = async (
    who: typeof ada,
    resourceId: string,
    state: "todo" | "started" | "done" | "skipped",
    iso = NOW,
  ) => {
    const ctx = ctxOf(who, iso);
    await markResource(ctx, await openCohort(ctx, test.db, cohort.slug), { cohort: cohort.slug, resourceId, state });
  };
  const watched = (who: typeof ada, resourceId: string, ranges: string) =>
    test.db.$executeRaw`
      INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, source, updated_at)
      VALUES (${who.id}::uuid, ${resourceId}::uuid, ${cohort.id}::uuid, 'started', ${ranges}::int4multirange, 'player', ${NOW}::timestamptz)
      ON CONFLICT (member_id, resource_id) DO UPDATE SET state = 'started', watched = excluded.watched`;
  const read = (asked: { since?: string; shape?: string } = {}, iso = NOW) =>
    matrixOf(test.db, scope, asked, new Date(iso));
  const lines = async () => (await read()).members.map(({ name, cells }) => `${name} ${cells}`);
  return { cohort, scope, ada, bea, earlier, next, first, second, third, mark, watched, read, lines };
}

async function csvOf(cohort: MailCohort): Promise<string> {
  const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
  // The mark at the beginning is part of the bytes.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    await new Response(await matrixFile(test.db, scope)).arrayBuffer(),
  );
}

describe("the matrix", () => {
  it("has everybody who takes part by every resource in the schedule's order, and says which session comes next", async () => {
    const { cohort, ada, bea, first, second, third, earlier, next, mark, read, lines } = await world();
    await makeMember(test.db, cohort, { name: "Left", state: "left" });
    await makeMember(test.db, cohort, { name: "Pending", state: "pending" });
    await makeMember(test.db, cohort, { name: "Follower", role: "follower" });
    await makeMember(test.db, cohort, { name: "Organizer", role: "organizer" });
    await mark(ada, first, "done");
    await mark(ada, third, "started");
    await mark(bea, second, "skipped");
    const matrix = await read();
    expect(await lines()).toEqual(["Ada d.1", "bea .s.", "Organizer ..."]);
    expect(matrix).toMatchObject({ whole: true, count: 3, next, asOf: new Date(NOW).toISOString() });
    expect(matrix.sessions).toMatchObject([{ id: earlier, date: "2024-10-15", title: "Chance" }, { id: next }]);
    expect(matrix.resources).toMatchObject([
      {
        id: first,
        title: "Dice",
        minutes: 10,
        kind: "video",
        uses: [{ session: earlier, slot: "before", optional: false }],
      },
      { id: second, uses: [{ session: next }] },
      { id: third, minutes: null, uses: [{ session: next, slot: "deep_dive" }] },
    ]);
    expect(matrix.members[0]).toMatchObject({
      id: ada.id,
      role: "learner",
      state: "active",
      seen: new Date(NOW).toISOString(),
    });
    expect(matrix.members[1]).toMatchObject({ id: bea.id, state: "paused" });
    expect(matrix.members[2]?.seen).toBeNull();
  });

  it("has a resource that is used twice once, at its first use, and leaves out drafts and what is deleted", async () => {
    const { cohort, first, second, third, next, earlier, read } = await world();
    const data = { cohortId: cohort.id, sessionId: next, resourceId: first, slot: "after" as const, position: 9 };
    await test.db.use.create({ data: { ...data, id: crypto.randomUUID() } });
    const draft = await makeSession(test.db, cohort, "2024-10-01", { state: "draft" });
    await makeUse(test.db, cohort, draft, { title: "Not yet", minutes: 5 });
    const { resources } = await read();
    expect(resources.map(({ id }) => id)).toEqual([first, second, third]);
    expect(resources[0]?.uses.map(({ session, slot }) => [session, slot])).toEqual([
      [earlier, "before"],
      [next, "after"],
    ]);
    await test.db.resource.update({ where: { id: second }, data: { deletedAt: new Date(NOW), mergedIntoId: first } });
    expect((await read()).resources.map(({ id }) => id)).toEqual([first, third]);
    await test.db.session.update({ where: { id: earlier }, data: { state: "cancelled" } });
    expect((await read()).resources.map(({ id }) => id)).toEqual([first, third]);
    await test.db.use.updateMany({
      where: { sessionId: next, slot: "after" },
      data: { position: 10, slot: "deep_dive" },
    });
    expect((await read()).resources.map(({ id }) => id)).toEqual([third, first]);
  });

  it("shows how many tenths were watched: of the whole, of what the player says it is, of the part that is asked for", async () => {
    const { ada, first, second, third, lines, watched } = await world();
    await watched(ada, first, "{[0,240)}");
    await watched(ada, second, "{[0,300),[600,900)}");
    await watched(ada, third, "{[0,30)}");
    expect(await lines()).toContain("Ada 451");
    await test.db.progress.updateMany({ where: { memberId: ada.id, resourceId: third }, data: { lengthSeconds: 40 } });
    await test.db.progress.updateMany({
      where: { memberId: ada.id, resourceId: first },
      data: { lengthSeconds: 2400 },
    });
    await test.db.use.updateMany({ where: { resourceId: second }, data: { fromSeconds: 300, toSeconds: 800 } });
    expect(await lines()).toContain("Ada 147");
    // A part that lies behind the end was meant for something else; then the whole is meant.
    await test.db.use.updateMany({ where: { resourceId: second }, data: { fromSeconds: 3000, toSeconds: null } });
    expect(await lines()).toContain("Ada 157");
  });

  it("says when somebody was last seen by what they did themselves, also where an organizer has set something", async () => {
    const { cohort, ada, bea, first, second, mark, read } = await world();
    const set = (memberId: string, stoppedMoment: string | null, updatedAt: string) =>
      test.db.progress.upsert({
        where: { memberId_resourceId: { memberId, resourceId: second } },
        create: {
          ...{
            memberId,
            resourceId: second,
            cohortId: cohort.id,
            state: "skipped",
            source: "organizer",
            reason: "Was ill.",
          },
          ...{ stoppedAt: stoppedMoment === null ? null : 30, stoppedMoment, updatedAt },
        },
        update: { stoppedAt: 30, stoppedMoment, updatedAt },
      });
    const seen = async (asked = {}) =>
      Object.fromEntries((await read(asked, "2024-10-19T14:00:00Z")).members.map((one) => [one.name, one.seen]));
    await mark(ada, first, "done", "2024-10-10T09:00:00.000Z");
    for (const { id } of [ada, bea]) await set(id, null, "2024-10-19T12:00:00.000Z");
    expect(await seen()).toEqual({ Ada: "2024-10-10T09:00:00.000Z", bea: null });
    await set(bea.id, "2024-10-19T13:58:00.000Z", "2024-10-19T13:58:05.000Z");
    expect(await seen()).toEqual({ Ada: "2024-10-10T09:00:00.000Z", bea: "2024-10-19T13:58:00.000Z" });
    const { shape } = await read();
    await test.db.member.updateMany({ data: { updatedAt: new Date("2024-10-01T00:00:00Z") } });
    expect(await seen({ since: "2024-10-19T13:57:00.000Z", shape })).toEqual({ bea: "2024-10-19T13:58:00.000Z" });
  });

  it("calls those ready whom the readiness of the next session counts: part by part, with what is skipped", async () => {
    const { cohort, scope, ada, bea, first, second, next, mark, watched, read } = await world();
    await test.db.member.update({ where: { id: bea.id }, data: { state: "active" } });
    const ready = async (asked = {}) => {
      const { members } = await read(asked, "2024-10-19T14:00:30Z");
      const names = members.flatMap((one) => (one.ready ? [one.name] : []));
      if (!("since" in asked))
        expect((await readinessOf(test.db, scope, null, new Date(NOW))).ready).toBe(names.length);
      return names;
    };
    const use = { cohortId: cohort.id, sessionId: next, resourceId: first, slot: "before" as const, position: 9 };
    await test.db.use.create({ data: { ...use, id: crypto.randomUUID(), fromSeconds: 0, toSeconds: 100 } });
    await mark(ada, second, "done");
    await mark(bea, second, "skipped");
    await watched(ada, first, "{[0,90)}");
    await watched(bea, first, "{[10,99),[200,600)}");
    expect(await ready()).toEqual(["Ada"]);
    const { asOf, shape } = await read();
    await watched(bea, first, "{[10,100)}");
    expect(await ready({ since: asOf, shape }), "with what changed since").toEqual(["Ada", "bea"]);
    expect(await ready()).toEqual(["Ada", "bea"]);
    // The whole of it is ready only when it is done.
    await test.db.use.updateMany({ where: { resourceId: first, sessionId: next }, data: { toSeconds: null } });
    await watched(ada, first, "{[0,600)}");
    expect(await ready()).toEqual([]);
    await mark(ada, first, "done");
    expect(await ready()).toEqual(["Ada"]);
    const over = await read({}, "2025-01-01T00:00:00Z");
    expect(
      over.members.map((one) => one.ready),
      "nothing is asked when no session comes next",
    ).toEqual([true, true]);
  });

  it("is empty, and no error, before anything is published", async () => {
    const cohort = await makeCohort(test.db);
    await makeMember(test.db, cohort);
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    expect(await matrixOf(test.db, scope, {}, new Date(NOW))).toMatchObject({
      next: null,
      sessions: [],
      resources: [],
      members: [{ cells: "" }],
    });
    expect(await csvOf(cohort)).toBe("\uFEFFName,Lab,Role,State\r\nAda,,learner,active\r\n");
  });
});

describe("what changed since", () => {
  it("is the rows that changed, also those whose transaction ended a little later", async () => {
    const { ada, bea, first, second, mark, read } = await world();
    // The factory's rows are of today; those of the test are of 2024.
    await test.db.member.updateMany({ data: { updatedAt: new Date("2024-10-01T00:00:00Z") } });
    const before = await read();
    const later = "2024-10-19T14:01:00Z";
    await mark(ada, first, "done", later);
    const answer = await read({ since: before.asOf, shape: before.shape }, "2024-10-19T14:01:01Z");
    expect(answer).toMatchObject({ whole: false, resources: [], sessions: [], count: 2, members: [{ cells: "d.." }] });
    expect(answer.members).toHaveLength(1);
    await mark(bea, second, "done", "2024-10-19T14:00:45Z");
    const again = await read({ since: answer.asOf, shape: before.shape }, "2024-10-19T14:01:05Z");
    expect(merged(merged(before, answer), again).members.map(({ cells }) => cells)).toEqual(["d..", ".d."]);
    const quiet = await read({ since: "2024-10-19T14:05:00Z", shape: before.shape }, "2024-10-19T14:05:00Z");
    expect(quiet.members).toEqual([]);
  });

  it("is everything when the columns are others by now, and counts who left", async () => {
    const { cohort, bea, next, earlier, read } = await world();
    const before = await read();
    await test.db.member.update({ where: { id: bea.id }, data: { state: "left" } });
    expect(await read({ since: before.asOf, shape: before.shape })).toMatchObject({ whole: false, count: 1 });
    await makeUse(test.db, cohort, next, { title: "New", minutes: 5 });
    const answer = await read({ since: before.asOf, shape: before.shape });
    expect(answer).toMatchObject({ whole: true });
    expect(answer.resources).toHaveLength(4);
    await test.db.session.update({ where: { id: earlier }, data: { title: "Another title" } });
    expect((await read({ since: answer.asOf, shape: answer.shape })).whole).toBe(true);
  });

  it("is everything when a name was corrected, a part that is asked for is another, or more or less of it is enough", async () => {
    const { cohort, ada, second, read } = await world();
    await test.db.member.updateMany({ data: { updatedAt: new Date("2024-10-01T00:00:00Z") } });
    const again = async () => {
      const { asOf, shape } = await read();
      return (changed: Promise<unknown>) => changed.then(() => read({ since: asOf, shape }));
    };
    let when = await again();
    expect(await when(Promise.resolve()), "as long as nothing is").toMatchObject({ whole: false, members: [] });
    const corrected = await when(test.db.person.update({ where: { id: ada.personId }, data: { name: "Zoë" } }));
    expect(corrected).toMatchObject({ whole: true, members: [{ name: "bea" }, { name: "Zoë" }] });
    when = await again();
    const part = test.db.use.updateMany({ where: { resourceId: second }, data: { toSeconds: 300 } });
    expect(await when(part)).toMatchObject({ whole: true });
    when = await again();
    const percent = test.db.cohort.update({ where: { id: cohort.id }, data: { doneAtPercent: 50 } });
    expect(await when(percent)).toMatchObject({ whole: true });
  });
});

describe("the matrix as a file", () => {
  it("has a line a member in order of names, in words, and no formula", async () => {
    const { cohort, ada, bea, first, second, third, mark, watched } = await world();
    await makeMember(test.db, cohort, { name: "=2+3", state: "paused" });
    await mark(ada, first, "done");
    await watched(ada, second, "{[0,520)}");
    await mark(ada, third, "started");
    await mark(bea, third, "skipped");
    expect(await csvOf(cohort)).toBe(
      [
        "\uFEFFName,Lab,Role,State,15 Oct: Dice,22 Oct: Chain rule,22 Oct: A deep one",
        "'=2+3,,learner,paused,,,",
        "Ada,,learner,active,done,started 43 %,started",
        "bea,,learner,paused,,,skipped",
        "",
      ].join("\r\n"),
    );
  });

  it("is read in pieces, as it is taken, and somebody who leaves meanwhile has no line", async () => {
    const cohort = await makeCohort(test.db);
    const session = await makeSession(test.db, cohort, "2024-10-22");
    await makeUse(test.db, cohort, session, { title: "Dice", minutes: 10 });
    await test.db.$executeRaw`
      WITH people AS (INSERT INTO person (id, email, name)
        SELECT gen_random_uuid(), n || '@many.example.org', 'Person ' || lpad(n::text, 4, '0') FROM generate_series(1, 600) AS n
        RETURNING id)
      INSERT INTO member (id, cohort_id, person_id, role, state)
      SELECT gen_random_uuid(), ${cohort.id}::uuid, id, 'learner', 'active' FROM people`;
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    const reader = (await matrixFile(test.db, scope)).getReader();
    const pieces: string[] = [];
    const take = async () => {
      const { value, done } = await reader.read();
      if (value) pieces.push(new TextDecoder().decode(value));
      return !done;
    };
    await take();
    await take();
    expect(pieces[1]?.split("\r\n")).toHaveLength(251);
    await test.db.member.updateMany({ where: { cohortId: cohort.id }, data: { state: "left" } });
    while (await take());
    const names = pieces
      .join("")
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[0] ?? "");
    expect(names.length).toBeLessThan(600);
    expect(names).toEqual(names.toSorted());
  });
});
