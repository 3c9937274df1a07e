import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { auditOf } from "@/lib/audit/queries";
import { openCohort } from "@/lib/auth/scope";
import {
  answerQuestion,
  askQuestion,
  changeQuestion,
  restoreQuestion,
  withdrawQuestion,
} from "@/lib/questions/commands";
import { questionsOf } from "@/lib/questions/queries";
import { askQuestion as askInput } from "@/lib/questions/schema";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const WORDS = "Why does the gradient vanish?";

/** Somebody in a cohort, with what they can do to questions. */
async function somebody(cohort: MailCohort, name: string, role: "learner" | "organizer" | "follower" = "learner") {
  const { personId, address } = await makeMember(test.db, cohort, { role, name });
  const actor = { kind: "person" as const, personId, email: address, name, mayCreateCohorts: false };
  const ctx = frozenCtx(test.db, NOW, actor);
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const ref = { cohort: cohort.slug };
  return {
    ctx,
    scope,
    address,
    ask: (sessionId: string, more: { id?: string; resourceId?: string; atSeconds?: number; body?: string } = {}) =>
      askQuestion(ctx, scope, {
        ...{ ...ref, id: randomUUID(), sessionId, resourceId: null, atSeconds: null, body: WORDS },
        ...more,
      }),
    change: (id: string, version: number, body: string) => changeQuestion(ctx, scope, { ...ref, id, version, body }),
    withdraw: (id: string, version: number) => withdrawQuestion(ctx, scope, { ...ref, id, version }),
    restore: (id: string) => restoreQuestion(ctx, scope, { ...ref, id }),
    answer: (id: string, answered = true) => answerQuestion(ctx, scope, { ...ref, id, answered }),
    page: (sessionId: string) => questionsOf(test.db, scope, sessionId, ctx.now()),
    list: async (sessionId: string) => (await questionsOf(test.db, scope, sessionId, ctx.now())).questions,
  };
}

async function world() {
  const cohort = await makeCohort(test.db);
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const resourceId = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
  const [ada, grace] = [await somebody(cohort, "Ada"), await somebody(cohort, "Grace")];
  return { cohort, sessionId, resourceId, ada, grace, organizer: await somebody(cohort, "Olga", "organizer") };
}

async function actionsOn(id: string): Promise<string[]> {
  const rows = await test.db.audit.findMany({ where: { subjectId: id }, orderBy: { at: "asc" } });
  return rows.map(({ action }) => action);
}

describe("a question for a session", () => {
  it("is asked once however often it is sent, at a point, with the name of who asked and never an address", async () => {
    const { ada, grace, organizer, sessionId, resourceId } = await world();
    const id = randomUUID();
    const point = { id, resourceId, atSeconds: 760 };
    await Promise.all(Array.from({ length: 5 }, () => ada.ask(sessionId, point)));
    grace.ctx.setNow("2024-10-19T14:05:00Z");
    await grace.ask(sessionId, { body: "What is a Jacobian?" });
    const { questions, mayAnswer } = await grace.page(sessionId);
    expect(questions).toMatchObject([
      { id, who: "Ada", mine: false, resource: "Backpropagation", atSeconds: 760, body: WORDS, answered: false },
      { who: "Grace", mine: true, resource: null, atSeconds: null },
    ]);
    expect(mayAnswer).toBe(false);
    expect((await organizer.page(sessionId)).mayAnswer).toBe(true);
    expect(JSON.stringify(questions)).not.toContain("@");
    expect(await actionsOn(id)).toEqual(["question.asked"]);
  });

  it("can be about what the session does not use, but not about another cohort's resource", async () => {
    const [here, there] = [await world(), await world()];
    const later = await makeSession(test.db, here.cohort, "2024-10-29");
    expect((await here.ada.ask(later, { resourceId: here.resourceId })).resource).toBe("Backpropagation");
    await expect(here.ada.ask(later, { resourceId: there.resourceId })).rejects.toMatchObject({ code: "not_found" });
    const ref = { cohort: "c", id: randomUUID(), sessionId: later, body: WORDS };
    expect(askInput.safeParse(ref).success).toBe(true);
    expect(askInput.safeParse({ ...ref, atSeconds: 3 }).success, "a point needs a resource").toBe(false);
    expect(askInput.safeParse({ ...ref, body: " \n " }).success).toBe(false);
  });

  it("is asked in published sessions of the cohort only, by learners and organizers", async () => {
    const { cohort, ada, organizer, sessionId } = await world();
    const other = await world();
    const draft = await makeSession(test.db, cohort, "2024-10-29", { state: "draft" });
    const cancelled = await makeSession(test.db, cohort, "2024-11-05", { state: "cancelled" });
    for (const closed of [draft, cancelled, other.sessionId, randomUUID()]) {
      await expect(ada.ask(closed)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(organizer.ask(draft)).rejects.toMatchObject({ code: "not_found" });
    await expect(ada.list(draft), "a draft is nobody's business").rejects.toMatchObject({ code: "not_found" });
    expect(await organizer.list(draft)).toEqual([]);
    await expect(ada.list(other.sessionId)).rejects.toMatchObject({ code: "not_found" });
    const follower = await somebody(cohort, "Fay", "follower");
    await expect(follower.ask(sessionId)).rejects.toMatchObject({ code: "forbidden" });
    expect(await test.db.question.count({ where: { cohortId: cohort.id } })).toBe(0);
  });

  it("keeps the words of who asked: only they change them, and are told what changed meanwhile", async () => {
    const { ada, grace, organizer, sessionId } = await world();
    const { id } = await ada.ask(sessionId);
    for (const other of [grace, organizer]) {
      await expect(other.change(id, 1, "Mine.")).rejects.toMatchObject({ code: "forbidden" });
      await expect(other.ask(sessionId, { id })).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await ada.change(id, 1, "Clearer.")).toMatchObject({ version: 2, body: "Clearer." });
    expect(await ada.change(id, 1, "Clearer."), "sent again").toMatchObject({ version: 2 });
    await expect(ada.change(id, 1, "From another tab.")).rejects.toMatchObject({
      code: "conflict",
      current: { body: "Clearer.", version: 2 },
    });
    await expect(organizer.withdraw(id, 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await actionsOn(id)).toEqual(["question.asked", "question.changed"]);
  });

  it("can be taken back and restored for 30 days, and is then seen by nobody else", async () => {
    const { ada, grace, organizer, sessionId } = await world();
    const { id } = await ada.ask(sessionId);
    await expect(grace.withdraw(id, 1)).rejects.toMatchObject({ code: "forbidden" });
    expect(await ada.withdraw(id, 1)).toMatchObject({ withdrawn: "asker" });
    expect(await ada.withdraw(id, 1), "a second call").toMatchObject({ version: 2 });
    expect(await grace.list(sessionId)).toEqual([]);
    await expect(grace.restore(id)).rejects.toMatchObject({ code: "not_found" });
    for (const one of [ada, organizer]) expect(await one.list(sessionId)).toMatchObject([{ withdrawn: "asker" }]);
    expect(await ada.restore(id)).toMatchObject({ withdrawn: null });
    expect(await ada.restore(id), "a second call").toMatchObject({ version: 3 });
    expect(await grace.list(sessionId)).toHaveLength(1);
    await ada.withdraw(id, 3);
    ada.ctx.setNow("2024-11-18T14:00:00Z");
    await expect(ada.restore(id)).rejects.toMatchObject({ code: "gone" });
    expect(await ada.list(sessionId)).toEqual([]);
  });

  it("that an organizer took away stays away until an organizer brings it back", async () => {
    const { ada, organizer, sessionId } = await world();
    const { id } = await ada.ask(sessionId);
    // A clock that goes on between two looks at it, as real ones do.
    let at = Date.parse(NOW);
    const now = () => {
      at += 1;
      return new Date(at);
    };
    Object.assign(organizer.ctx, { now });
    expect(await organizer.withdraw(id, 1)).toMatchObject({ withdrawn: "organizer" });
    await expect(ada.restore(id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(ada.change(id, 2, "Again.")).rejects.toMatchObject({ code: "gone" });
    expect(await ada.list(sessionId), "but they are told").toMatchObject([{ withdrawn: "organizer" }]);
    expect(await organizer.restore(id)).toMatchObject({ withdrawn: null });
    ada.ctx.setNow("2024-10-19T14:02:00Z");
    expect(await ada.withdraw(id, 3)).toMatchObject({ withdrawn: "asker" });
  });

  it("is answered when an organizer says so, once, and told in the history in words", async () => {
    const { ada, organizer, sessionId } = await world();
    const { id } = await ada.ask(sessionId);
    await expect(ada.answer(id)).rejects.toMatchObject({ code: "forbidden" });
    await Promise.all([organizer.answer(id), organizer.answer(id)]);
    expect(await ada.list(sessionId)).toMatchObject([{ answered: true, version: 1 }]);
    organizer.ctx.setNow("2024-10-19T14:01:00Z");
    await organizer.answer(id, false);
    expect(await actionsOn(id)).toHaveLength(3);
    const own = { cohort: "", kind: "own" as const, limit: 10 };
    const { entries } = await auditOf(test.db, organizer.scope, own, organizer.ctx.now());
    expect(entries[0]).toMatchObject({
      who: "Olga",
      what: `marked a question as not answered: “${WORDS}”`,
      undo: null,
    });
    expect(entries.map(({ what }) => what)).toContain(`asked: “${WORDS}”`);
  });

  it("is not found in another cohort, whatever is done to it", async () => {
    const [here, there] = [await world(), await world()];
    const { id } = await there.ada.ask(there.sessionId);
    const { organizer } = here;
    for (const act of [
      () => organizer.change(id, 1, "x"),
      () => organizer.withdraw(id, 1),
      () => organizer.restore(id),
      () => organizer.answer(id),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await actionsOn(id)).toEqual(["question.asked"]);
  });
});
