import { beforeEach, describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { sendNow } from "@/lib/notices/commands";
import { planDue } from "@/lib/notices/jobs";
import { addressHash } from "@/lib/notices/outbox";
import { outgoingNotices } from "@/lib/notices/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, makeCohort, makeMember, makeSession } from "@/lib/testing/factories";

const test = testDatabase();
const EARLY = "2024-10-14T14:00:00Z";
const DUE = "2024-10-19T14:00:00Z";

let cohort: MailCohort;
let sessionId: string;
beforeEach(async () => {
  cohort = await makeCohort(test.db);
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
});

async function send(at = EARLY, cohortSlug = cohort.slug) {
  const ctx = frozenCtx(test.db, at, { kind: "cli" });
  return sendNow(ctx, await openCohort(ctx, test.db, cohortSlug), { cohort: cohortSlug, sessionId });
}
const states = async () =>
  (await test.db.delivery.findMany({ where: { notice: { cohortId: cohort.id } }, orderBy: { createdAt: "asc" } })).map(
    (row) => row.state,
  );

describe("sending a weekly prep now", () => {
  it("sends what would be due later, and later sends nothing", async () => {
    await makeMember(test.db, cohort);
    expect(await send()).toEqual({ queued: 1, already: 0 });
    await planDue(frozenCtx(test.db, DUE));
    expect(await states()).toEqual(["queued"]);
  });

  it("asked twice, or ten times at once, sends once", async () => {
    await makeMember(test.db, cohort);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(answers.reduce((sum, answer) => sum + answer.queued, 0)).toBe(1);
    await test.db.delivery.updateMany({
      where: { state: "queued" },
      data: { state: "accepted", acceptedAt: new Date(EARLY) },
    });
    expect(await send()).toEqual({ queued: 0, already: 1 });
    expect(await states()).toEqual(["accepted"]);
  });

  it("reaches who joined since and who missed it, but not whose address gets no mail", async () => {
    await makeMember(test.db, cohort);
    const bounced = await makeMember(test.db, cohort);
    await test.db.suppression.create({ data: { addressHash: addressHash(bounced.address), reason: "bounced" } });
    expect(await send()).toEqual({ queued: 1, already: 0 });
    await test.db.delivery.updateMany({ where: { state: "queued" }, data: { state: "expired" } });
    await makeMember(test.db, cohort);
    expect(await send("2024-10-21T14:00:00Z")).toEqual({ queued: 2, already: 1 });
    expect((await states()).sort()).toEqual(["queued", "queued", "suppressed"]);
    const notice = await test.db.notice.findFirstOrThrow({ where: { cohortId: cohort.id } });
    expect(notice.planned).toBe(3);
    expect(notice.expiresAt).toEqual(new Date("2024-10-22T16:00:00Z"));
  });

  it("never touches a mail that may have arrived", async () => {
    await makeMember(test.db, cohort);
    await send();
    await test.db.delivery.updateMany({
      where: { state: "queued" },
      data: { state: "unknown", dataStartedAt: new Date(EARLY) },
    });
    expect(await send()).toEqual({ queued: 0, already: 1 });
    expect(await states()).toEqual(["unknown"]);
  });

  it("refuses what cannot be prepared for", async () => {
    await expect(send("2024-10-22T16:00:00Z")).rejects.toThrow("The session has begun.");
    await test.db.session.update({ where: { id: sessionId }, data: { state: "draft" } });
    await expect(send()).rejects.toThrow("Publish the session first.");
    const elsewhere = await makeCohort(test.db);
    await expect(send(EARLY, elsewhere.slug)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is for organizers, and is in the audit log", async () => {
    const learner = await makeMember(test.db, cohort);
    const as = (personId: string) =>
      frozenCtx(test.db, EARLY, {
        kind: "person",
        personId,
        email: "x@example.org",
        name: "",
        mayCreateCohorts: false,
      });
    const ctx = as(learner.personId);
    const scope = await openCohort(ctx, test.db, cohort.slug);
    await expect(sendNow(ctx, scope, { cohort: cohort.slug, sessionId })).rejects.toMatchObject({ code: "forbidden" });
    const organizer = as((await makeMember(test.db, cohort, { role: "organizer" })).personId);
    await sendNow(organizer, await openCohort(organizer, test.db, cohort.slug), { cohort: cohort.slug, sessionId });
    const [entry] = await test.db.audit.findMany({ where: { cohortId: cohort.id } });
    expect(entry).toMatchObject({ action: "notice.sent", subjectId: sessionId, after: { queued: 2, already: 0 } });
  });
});

describe("what went out", () => {
  it("shows every delivery with its state, and planned is the sum over states", async () => {
    for (let n = 0; n < 3; n += 1) await makeMember(test.db, cohort);
    await makeMember(test.db, cohort, { name: "Invented" }).then(({ personId }) =>
      test.db.person.update({
        where: { id: personId },
        data: { email: `invented-${personId.slice(0, 8)}@demo.example.org` },
      }),
    );
    await planDue(frozenCtx(test.db, DUE));
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    const [notice] = await outgoingNotices(test.db, scope);
    expect(notice).toMatchObject({
      kind: "weekly_prep",
      session: "2024-10-22",
      title: "Backpropagation",
      planned: 4,
      counts: { queued: 3, suppressed: 1 },
    });
    expect(Object.values(notice?.counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(notice?.planned);
    expect(notice?.deliveries.find((one) => one.state === "suppressed")?.reason).toBe(
      "This address gets no mail (it belongs to an invented person of the demo).",
    );
  });
});
