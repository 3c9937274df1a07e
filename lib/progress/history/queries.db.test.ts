import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/commands";
import { openCohort } from "@/lib/auth/scope";
import { batchesOf } from "@/lib/progress/history/export/queries";
import { HISTORY_FILES } from "@/lib/progress/history/export/rules";
import { historyFor } from "@/lib/progress/history/queries";
import { setVisibility } from "@/lib/progress/peers/commands";
import { withdrawQuestion } from "@/lib/questions/commands";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailMember, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";
import { toDateColumn } from "@/lib/time/zones";

const test = testDatabase();
const NOW = new Date("2024-10-23T14:00:00Z");

async function world() {
  const cohort = await makeCohort(test.db);
  const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
  const [me, other] = [await makeMember(test.db, cohort), await makeMember(test.db, cohort, { name: "Bo" })];
  const organizer = await makeMember(test.db, cohort, { name: "Grace", role: "organizer" });
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const video = await makeUse(test.db, cohort, sessionId, { title: "=A video", minutes: 30 });
  const paper = await makeUse(test.db, cohort, sessionId, { title: "A paper", minutes: 20 });
  const own = { memberId: me.id, cohortId: cohort.id };
  return { cohort, scope, me, other, organizer, sessionId, video, paper, own };
}

/** Something of every kind that a member leaves behind; `words` are in all of it. */
async function act(
  { cohort, sessionId, video, organizer }: Awaited<ReturnType<typeof world>>,
  { id }: MailMember,
  words: string,
) {
  const on = { memberId: id, cohortId: cohort.id };
  await test.db.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, source, marked_by_id, reason, done_at, updated_at)
    VALUES (${id}::uuid, ${video}::uuid, ${cohort.id}::uuid, 'done', '{[0,600),[900,960)}', 'organizer',
            ${organizer.personId}::uuid, ${words}, '2024-10-22T03:00:00Z', '2024-10-22T03:00:00Z')`;
  await test.db.watchedDay.create({ data: { ...on, day: toDateColumn("2024-10-21"), seconds: 660 } });
  await test.db.note.create({
    data: { id: randomUUID(), ...on, resourceId: video, atSeconds: 61, body: `note ${words}` },
  });
  await test.db.question.create({ data: { id: randomUUID(), ...on, sessionId, body: `question ${words}` } });
  await test.db.attendance.create({ data: { ...on, sessionId, answer: "video" } });
}

async function fileOf({ cohort, scope, me }: Awaited<ReturnType<typeof world>>, name: keyof typeof HISTORY_FILES) {
  const head = { cohort: { slug: cohort.slug, title: "A cohort", timezone: "UTC" }, writtenAt: NOW.toISOString() };
  let text = "";
  for await (const piece of HISTORY_FILES[name].write(head, batchesOf(test.db, scope, me.id))) text += piece;
  return text;
}

describe("one's own history", () => {
  it("has what was done of each session, who marked it and why, and the minutes of each week of the cohort's zone", async () => {
    const here = await world();
    await act(here, here.me, "watched in the lab");
    const history = await historyFor(test.db, here.scope, here.me.id, NOW);
    expect(history.sessions).toMatchObject([
      {
        date: "2024-10-22",
        uses: [
          // Three in the morning UTC is the evening before in Chicago.
          { state: "done", filled: 1, markedBy: "Grace", reason: "watched in the lab", doneOn: "2024-10-21" },
          { state: "todo", filled: 0, source: null },
        ],
      },
    ]);
    expect(history.weeks).toEqual([{ monday: "2024-10-21", watched: 11, byHand: 19 }]);
  });

  it("has nothing of anybody else and nothing of drafts", async () => {
    const here = await world();
    await act(here, here.other, "not mine");
    await makeSession(test.db, here.cohort, "2024-10-24", { state: "draft", title: "A draft" });
    const history = await historyFor(test.db, here.scope, here.me.id, NOW);
    expect(history.sessions.map(({ title }) => title)).toEqual(["Backpropagation"]);
    expect(history.sessions[0]?.uses.every(({ state, filled }) => state === "todo" && filled === 0)).toBe(true);
    expect(history.weeks).toEqual([{ monday: "2024-10-21", watched: 0, byHand: 0 }]);
  });
});

describe("one's own history as a file", () => {
  it("is JSON with everything one did, and nothing that anybody else did", async () => {
    const here = await world();
    await act(here, here.me, "mine");
    await act(here, here.other, "theirs");
    const text = await fileOf(here, "my-progress.json");
    expect(text).not.toContain("theirs");
    expect(JSON.parse(text)).toEqual({
      cohort: { slug: here.cohort.slug, title: "A cohort", timezone: "UTC" },
      writtenAt: "2024-10-23T14:00:00.000Z",
      progress: [
        expect.objectContaining({
          title: "=A video",
          state: "done",
          watched: [
            [0, 600],
            [900, 960],
          ],
          markedBy: "Grace",
          reason: "mine",
          doneAt: "2024-10-22T03:00:00Z",
        }),
      ],
      days: [{ day: "2024-10-21", seconds: 660 }],
      notes: [expect.objectContaining({ at: 61, text: "note mine" })],
      questions: [
        expect.objectContaining({ session: "2024-10-22", text: "question mine", answeredAt: null, withdrawn: null }),
      ],
      answers: [expect.objectContaining({ session: "2024-10-22", answer: "video" })],
      visibility: [{ chosen: null, cohort: "counts" }],
    });
  });

  it("has the questions that were taken back, by whom and when, and who may see one's progress", async () => {
    const here = await world();
    const { own, sessionId, me } = here;
    const ctx = frozenCtx(test.db, NOW.toISOString(), {
      kind: "person",
      personId: me.personId,
      email: me.address,
      name: "Ada",
      mayCreateCohorts: false,
    });
    const mine = await openCohort(ctx, test.db, here.cohort.slug);
    const [asked, removed] = [randomUUID(), randomUUID()];
    for (const [id, body] of [
      [asked, "What is a slope?"],
      [removed, "Who wants pizza?"],
    ] as const) {
      await test.db.question.create({ data: { id, ...own, sessionId, body } });
    }
    await withdrawQuestion(ctx, mine, { cohort: here.cohort.slug, id: asked, version: 1 });
    await test.db.question.update({ where: { id: removed }, data: { deletedAt: new Date("2024-10-20T10:00:00Z") } });
    await recordAudit(ctx, test.db, {
      cohortId: own.cohortId,
      action: "question.removed",
      subjectKind: "question",
      subjectId: removed,
    });
    await setVisibility(ctx, mine, { cohort: here.cohort.slug, visibility: "self" });

    const { questions, visibility } = JSON.parse(await fileOf(here, "my-progress.json")) as {
      questions: { text: string }[];
      visibility: unknown;
    };
    expect(questions.toSorted((a, b) => a.text.localeCompare(b.text))).toMatchObject([
      { text: "What is a slope?", withdrawn: "asker", withdrawnAt: "2024-10-23T14:00:00Z" },
      { text: "Who wants pizza?", withdrawn: "organizer", withdrawnAt: "2024-10-20T10:00:00Z" },
    ]);
    expect(visibility).toMatchObject([{ chosen: "self" }]);
    const table = await fileOf(here, "my-progress.csv");
    expect(table).toMatch(/^question,.*,taken back,.*What is a slope\?\r$/m);
    expect(table).toMatch(/^question,.*,taken away by an organizer,.*Who wants pizza\?\r$/m);
    expect(table).toMatch(/^choice,,,Who sees your progress,,self,/m);
  });

  it("is CSV in which no cell begins as a formula does", async () => {
    const here = await world();
    await act(here, here.me, '+1, "quoted"\nand more');
    const text = await fileOf(here, "my-progress.csv");
    expect(text.startsWith("\uFEFFWhat,When,Session,Title,Link,Said,From second,To second,Minutes,By,Text\r\n")).toBe(
      true,
    );
    expect(text).toContain("'=A video");
    expect(text).toContain(`Grace,"'+1, ""quoted""\nand more"`);
    expect(text.match(/^(progress|watched|day|note|question|answer|choice),/gm)).toEqual([
      "progress,",
      "watched,",
      "watched,",
      "day,",
      "note,",
      "question,",
      "answer,",
      "choice,",
    ]);
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
  });

  it("is whole where there is more than is read at once, and valid where there is nothing", async () => {
    const here = await world();
    const empty: unknown = JSON.parse(await fileOf(here, "my-progress.json"));
    expect(empty).toMatchObject({ progress: [], days: [], notes: [], questions: [], answers: [] });
    await test.db.note.createMany({
      data: Array.from({ length: 1203 }, (_, i) => ({
        ...{ id: randomUUID(), ...here.own },
        ...{ resourceId: here.paper, body: `note ${i}` },
      })),
    });
    const { notes } = JSON.parse(await fileOf(here, "my-progress.json")) as { notes: { text: string }[] };
    expect(new Set(notes.map(({ text }) => text)).size).toBe(1203);
  });
});
