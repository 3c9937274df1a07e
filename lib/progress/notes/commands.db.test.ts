import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { addNote, changeNote, removeNote } from "@/lib/progress/notes/commands";
import { notesOn } from "@/lib/progress/notes/queries";
import { addNote as addNoteInput, changeNote as changeNoteInput, NOTES_ON_ONE } from "@/lib/progress/notes/schema";
import { mergeResources } from "@/lib/resources/merge/commands";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const WORDS = "The chain rule is a product of slopes.";

/** Somebody in a cohort, with what they can do to notes. */
async function somebody(cohort: MailCohort, role: "learner" | "organizer" | "follower" = "learner") {
  const { id: memberId, personId, address } = await makeMember(test.db, cohort, { role });
  const actor = { kind: "person" as const, personId, email: address, name: "Ada", mayCreateCohorts: false };
  const ctx = frozenCtx(test.db, NOW, actor);
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const ref = { cohort: cohort.slug };
  return {
    memberId,
    ctx,
    scope,
    add: (resourceId: string, more: { id?: string; atSeconds?: number | null; body?: string } = {}) =>
      addNote(ctx, scope, { ...ref, id: randomUUID(), resourceId, atSeconds: null, body: WORDS, ...more }),
    change: (id: string, version: number, body: string, atSeconds: number | null = null) =>
      changeNote(ctx, scope, { ...ref, id, version, atSeconds, body }),
    remove: (id: string, version: number) => removeNote(ctx, scope, { ...ref, id, version }),
    list: async (resourceId: string) => (await notesOn(test.db, scope, resourceId)).map(({ body }) => body),
  };
}

async function world() {
  const cohort = await makeCohort(test.db);
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const resourceId = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
  return { cohort, sessionId, resourceId, ada: await somebody(cohort) };
}

describe("a private note", () => {
  it("is there once however often it is sent, and stands in the order of the video", async () => {
    const { ada, resourceId } = await world();
    const id = randomUUID();
    const sent = await Promise.all(Array.from({ length: 5 }, () => ada.add(resourceId, { id, atSeconds: 760 })));
    expect(new Set(sent.map((note) => note.version))).toEqual(new Set([1]));
    await ada.add(resourceId, { body: "on the whole" });
    await ada.add(resourceId, { body: "early", atSeconds: 0 });
    expect(await ada.list(resourceId)).toEqual(["early", WORDS, "on the whole"]);
    expect(await ada.add(resourceId, { id, body: "other words" }), "a second call").toMatchObject({ body: WORDS });
  });

  it("changes for who has seen it as it stands; whoever has not is told and shown", async () => {
    const { ada, resourceId } = await world();
    const { id } = await ada.add(resourceId);
    expect(await ada.change(id, 1, "In the first tab.", 65)).toMatchObject({ version: 2, atSeconds: 65 });
    expect(await ada.change(id, 1, "In the first tab.", 65), "sent again").toMatchObject({ version: 2 });
    await expect(ada.change(id, 1, "In the second tab.")).rejects.toMatchObject({
      code: "conflict",
      current: { id, body: "In the first tab.", version: 2, atSeconds: 65 },
    });
    await expect(ada.remove(id, 1)).rejects.toMatchObject({ code: "conflict", current: { version: 2 } });
    expect(await ada.list(resourceId)).toEqual(["In the first tab."]);
  });

  it("can be removed and brought back as it was", async () => {
    const { ada, resourceId } = await world();
    const { id } = await ada.add(resourceId, { atSeconds: 760 });
    const removed = await ada.remove(id, 1);
    expect(await ada.list(resourceId)).toEqual([]);
    await expect(ada.remove(id, 1)).rejects.toMatchObject({ code: "not_found" });
    await ada.add(resourceId, removed);
    expect(await ada.list(resourceId)).toEqual([WORDS]);
  });

  it("is its owner's alone: for everybody else, organizers included, it is not there", async () => {
    const { ada, cohort, resourceId } = await world();
    const { id } = await ada.add(resourceId);
    for (const role of ["learner", "organizer"] as const) {
      const other = await somebody(cohort, role);
      expect(await other.list(resourceId), role).toEqual([]);
      await expect(other.change(id, 1, "Mine now."), role).rejects.toMatchObject({ code: "not_found" });
      await expect(other.remove(id, 1), role).rejects.toMatchObject({ code: "not_found" });
      await expect(other.add(resourceId, { id }), role).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await test.db.note.findMany({ where: { id } })).toMatchObject([{ body: WORDS, memberId: ada.memberId }]);
    const follower = await somebody(cohort, "follower");
    await expect(follower.add(resourceId)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("leaves nothing in the audit log", async () => {
    const { ada, cohort, resourceId } = await world();
    const { id } = await ada.add(resourceId);
    await ada.change(id, 1, "Other words.");
    await ada.remove(id, 2);
    expect(await test.db.audit.count({ where: { cohortId: cohort.id } })).toBe(0);
  });

  it("goes along when its resource is made one with another, and is found under both", async () => {
    const { ada, cohort, sessionId, resourceId } = await world();
    const kept = await makeUse(test.db, cohort, sessionId, { title: "Backprop", minutes: 145 });
    await ada.add(resourceId, { body: "before" });
    const organizer = await somebody(cohort, "organizer");
    await mergeResources(organizer.ctx, organizer.scope, {
      cohort: cohort.slug,
      resourceId: kept,
      version: 1,
      duplicates: [{ resourceId, version: 1 }],
    });
    expect((await ada.add(resourceId, { body: "after" })).resourceId).toBe(kept);
    // Both were written at the same moment of a clock that stands still.
    for (const asked of [resourceId, kept]) expect((await ada.list(asked)).toSorted()).toEqual(["after", "before"]);
  });

  it("cannot be on a resource of another cohort or one that was removed", async () => {
    const [here, there] = [await world(), await world()];
    await expect(here.ada.add(there.resourceId)).rejects.toMatchObject({ code: "not_found" });
    await expect(here.ada.list(there.resourceId)).rejects.toMatchObject({ code: "not_found" });
    await test.db.resource.update({ where: { id: here.resourceId }, data: { deletedAt: new Date(NOW) } });
    await expect(here.ada.add(here.resourceId)).rejects.toMatchObject({ code: "not_found" });
    await expect(here.ada.list(here.resourceId)).rejects.toMatchObject({ code: "not_found" });
  });

  it("has words, not too many, and a point that can be; a resource has room for hundreds", async () => {
    const ref = { cohort: "c", id: randomUUID(), resourceId: randomUUID(), atSeconds: null };
    const wrong = (more: object) => addNoteInput.safeParse({ ...ref, body: WORDS, ...more }).success;
    expect(wrong({})).toBe(true);
    expect(addNoteInput.parse({ ...ref, body: " \n words\r\nand more \n" }).body).toBe("words\nand more");
    for (const body of ["", " \n\t ", "x".repeat(4001), "a\0b", "\ud800"]) expect(wrong({ body }), body).toBe(false);
    for (const atSeconds of [-1, 1.5, 172_801]) expect(wrong({ atSeconds })).toBe(false);
    expect(changeNoteInput.safeParse({ ...ref, version: 1, body: "\n" }).success).toBe(false);

    const { ada, cohort, resourceId } = await world();
    const row = { memberId: ada.memberId, resourceId, cohortId: cohort.id, body: WORDS };
    await test.db.note.createMany({ data: Array.from({ length: NOTES_ON_ONE }, () => ({ ...row, id: randomUUID() })) });
    await expect(ada.add(resourceId)).rejects.toMatchObject({ code: "invalid" });
  });
});
