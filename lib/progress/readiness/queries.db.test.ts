import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { quietOf } from "@/lib/progress/quiet/queries";
import { readinessOf, sessionsToPrepare } from "@/lib/progress/readiness/queries";
import { retentionFor } from "@/lib/progress/retention/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = new Date("2024-10-19T14:00:00Z");

interface Said {
  state?: "todo" | "started" | "done" | "skipped";
  watched?: string;
  stoppedAt?: number;
  minutesTaken?: number;
  lengthSeconds?: number;
  at?: string;
  source?: "member" | "organizer";
}

async function world() {
  const cohort = await makeCohort(test.db);
  const scope = await openCohort(frozenCtx(test.db, NOW.toISOString()), test.db, cohort.slug);
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const learner = (name: string, options: Parameters<typeof makeMember>[2] = {}) =>
    makeMember(test.db, cohort, { name, ...options });
  const say = (member: { id: string }, resourceId: string, said: Said) => test.db.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, stopped_at_seconds, minutes_taken,
                          length_seconds, source, updated_at)
    VALUES (${member.id}::uuid, ${resourceId}::uuid, ${cohort.id}::uuid, ${said.state ?? "done"}::"ProgressState",
            ${said.watched ?? "{}"}::int4multirange, ${said.stoppedAt ?? null}, ${said.minutesTaken ?? null},
            ${said.lengthSeconds ?? null}, ${said.source ?? "member"}::"ProgressSource",
            ${new Date(said.at ?? NOW.toISOString())})`;
  return { cohort, scope, sessionId, learner, say };
}

describe("the readiness of a session", () => {
  it("counts active learners in their states, what they watched and what it took them, and who is ready", async () => {
    const { cohort, scope, sessionId, learner, say } = await world();
    const video = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 100 });
    const extra = await makeUse(test.db, cohort, sessionId, { title: "Extra", minutes: null, optional: true });
    const [ada, bo, cy, di] = [await learner("Ada"), await learner("Bo"), await learner("Cy"), await learner("Di")];
    const away = await learner("Away", { state: "paused" });
    const organizer = await learner("Grace", { role: "organizer" });
    await say(ada, video, { minutesTaken: 140, watched: "{[0,6000)}" });
    await say(bo, video, { state: "started", watched: "{[0,1200)}", stoppedAt: 1200 });
    await say(cy, video, { state: "skipped" });
    await say(di, extra, { minutesTaken: 30 });
    await say(away, video, { minutesTaken: 1 });
    await say(organizer, video, { minutesTaken: 1 });
    const ready = await readinessOf(test.db, scope, null, NOW);
    expect(ready).toMatchObject({ session: { id: sessionId }, learners: 4, ready: 2, notBegun: 1 });
    expect(ready.resources).toMatchObject([
      { title: "Backpropagation", done: 1, started: 1, skipped: 1, todo: 1, tookMinutes: 140, reports: 1, viewers: 2 },
      { title: "Extra", done: 1, started: 0, skipped: 0, todo: 3, tookMinutes: 30, reports: 1, viewers: 0 },
    ]);
    expect(ready.resources[0]?.watchedMinutes, "of those who are not done").toBe(20);
  });

  it("takes an asked part that was watched for done, and counts only what was watched of it", async () => {
    const { cohort, scope, sessionId, learner, say } = await world();
    const video = await makeUse(test.db, cohort, sessionId, { title: "Long", minutes: 100 });
    await test.db.use.updateMany({ where: { sessionId }, data: { fromSeconds: 600, toSeconds: 1200 } });
    await say(await learner("Ada"), video, { state: "started", watched: "{[0,1150)}" });
    await say(await learner("Bo"), video, { state: "started", watched: "{[0,900)}" });
    const { resources, ready } = await readinessOf(test.db, scope, null, NOW);
    expect(resources).toMatchObject([{ minutes: 10, done: 1, started: 1, watchedMinutes: 5 }]);
    expect(ready).toBe(1);
  });

  it("lists what people want to raise and nobody has answered, and is empty without a session ahead", async () => {
    const { cohort, scope, sessionId, learner } = await world();
    const video = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 100 });
    const [member, nameless] = [await learner("Ada"), await learner("")];
    const question = { cohortId: cohort.id, sessionId, memberId: member.id };
    const ask = (
      body: string,
      more: { resourceId?: string; atSeconds?: number; deletedAt?: Date; answeredAt?: Date },
    ) => test.db.question.create({ data: { id: randomUUID(), ...question, body, ...more } });
    await ask("Why the chain rule?", { resourceId: video, atSeconds: 90 });
    await ask("Taken back", { deletedAt: NOW });
    await ask("Answered", { resourceId: video, answeredAt: NOW });
    await test.db.question.create({
      data: {
        ...question,
        id: randomUUID(),
        memberId: nameless.id,
        body: "And who am I?",
        createdAt: "2030-01-01T00:00:00Z",
      },
    });
    const { questions, resources } = await readinessOf(test.db, scope, sessionId, NOW);
    expect(questions).toMatchObject([
      { body: "Why the chain rule?", resource: "Backpropagation", atSeconds: 90, who: "Ada" },
      { body: "And who am I?", who: nameless.address },
    ]);
    expect(resources[0]?.questions).toBe(1);
    const after = await readinessOf(test.db, scope, null, new Date("2025-01-01T00:00:00Z"));
    expect(after).toMatchObject({ session: null, ready: 0, resources: [], questions: [] });
  });

  it("is not told of another cohort's session or a removed one", async () => {
    const [here, there] = [await world(), await world()];
    const asked = (id: string) => readinessOf(test.db, here.scope, id, NOW);
    await expect(asked(there.sessionId)).rejects.toMatchObject({ code: "not_found" });
    await test.db.session.update({ where: { id: here.sessionId }, data: { deletedAt: NOW } });
    await expect(asked(here.sessionId)).rejects.toMatchObject({ code: "not_found" });
    expect(await sessionsToPrepare(test.db, here.scope)).toEqual([]);
  });
});

describe("where people stop in a video", () => {
  it("is drawn of what players told, as long as the longest of them, and tells of nobody who only ticked", async () => {
    const { cohort, scope, sessionId, learner, say } = await world();
    const video = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 100 });
    await say(await learner("Ada"), video, { watched: "{[0,600)}", lengthSeconds: 600 });
    await say(await learner("Bo"), video, {
      state: "started",
      watched: "{[0,300)}",
      stoppedAt: 300,
      lengthSeconds: 590,
    });
    await say(await learner("Cy"), video, {});
    const curve = await retentionFor(test.db, scope, video);
    expect(curve).toMatchObject({ title: "Backpropagation", lengthSeconds: 600, viewers: 2 });
    expect(curve.curve[0]).toEqual({ fromSeconds: 0, toSeconds: 10, viewers: 2 });
    expect(curve.curve.at(-1)?.viewers).toBe(1);
    expect(curve.stops).toEqual([{ fromSeconds: 300, toSeconds: 310, members: 1 }]);
    const elsewhere = await world();
    await expect(retentionFor(test.db, elsewhere.scope, video)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("quiet members", () => {
  it("are those who never started, fell silent or fell behind; not who is new, paused, done, or an organizer", async () => {
    const { cohort, scope, learner, say } = await world();
    const held = [
      await makeSession(test.db, cohort, "2024-10-08"),
      await makeSession(test.db, cohort, "2024-10-15"),
      await makeSession(test.db, cohort, "2024-10-16", { state: "cancelled" }),
    ];
    const [first, second] = await Promise.all(
      held.map((session, index) => makeUse(test.db, cohort, session, { title: `Video ${index}`, minutes: 10 })),
    );
    const joined = (name: string, day: string, options: Parameters<typeof makeMember>[2] = {}) =>
      learner(name, options).then(async (member) => {
        await test.db.member.update({ where: { id: member.id }, data: { joinedAt: new Date(`${day}T12:00:00Z`) } });
        return member;
      });
    await joined("Never", "2024-09-01");
    const silent = await joined("Silent", "2024-09-01");
    await say(silent, first ?? "", { at: "2024-10-01T12:00:00Z" });
    const behind = await joined("Behind", "2024-09-01");
    await say(behind, first ?? "", { state: "started", at: "2024-10-18T12:00:00Z" });
    const marked = await joined("Marked by an organizer", "2024-09-01");
    await say(marked, first ?? "", { source: "organizer", at: "2024-10-18T12:00:00Z" });
    const done = await joined("Done", "2024-09-01");
    for (const resource of [first, second]) await say(done, resource ?? "", { at: "2024-09-20T12:00:00Z" });
    await joined("New", "2024-10-17");
    await joined("Paused", "2024-09-01", { state: "paused" });
    await joined("Grace", "2024-09-01", { role: "organizer" });
    const { learners, quiet } = await quietOf(test.db, scope, NOW);
    expect(learners).toBe(6);
    expect(quiet.map(({ name, reason, openSessions }) => [name, reason, openSessions])).toEqual([
      ["Never", "never_started", 2],
      ["Marked by an organizer", "never_started", 1],
      ["Silent", "silent", 1],
      ["Behind", "behind", 2],
    ]);
  });
});
