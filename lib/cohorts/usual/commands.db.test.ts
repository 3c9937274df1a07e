import { beforeEach, describe, expect, it } from "vitest";
import { undoAct } from "@/lib/audit/undo/commands";
import { openCohort } from "@/lib/auth/scope";
import { rewordLine } from "@/lib/changes/commands";
import { logOf } from "@/lib/changes/queries";
import { updateCohort } from "@/lib/cohorts/commands";
import type { UpdateCohort } from "@/lib/cohorts/schema";
import { planDue } from "@/lib/notices/jobs";
import { planNotices } from "@/lib/notices/queries";
import { updateSession } from "@/lib/schedule/commands";
import { testDatabase } from "@/lib/testing/database";
import {
  type FrozenCtx,
  frozenCtx,
  type MailCohort,
  makeCohort,
  makeMember,
  makeSession,
} from "@/lib/testing/factories";

const test = testDatabase();

let cohort: MailCohort;
let sessionId: string;
let ctx: FrozenCtx;

const scope = () => openCohort(ctx, test.db, cohort.slug);
const at = (time: string) => ctx.setNow(`2024-10-01T${time}:00Z`);
const log = async () => (await logOf(test.db, await scope())).filter(({ removed }) => !removed).map(({ text }) => text);

async function change(said: Partial<UpdateCohort>) {
  const standing = await scope();
  return updateCohort(ctx, standing, { cohort: cohort.slug, version: standing.cohort.version, ...said });
}

beforeEach(async () => {
  // The planner is everybody's: what other tests left must not be in it.
  await test.db.notice.deleteMany();
  await test.db.cohort.updateMany({ data: { state: "archived" } });
  cohort = await makeCohort(test.db);
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
  ctx = frozenCtx(test.db, "2024-10-01T12:00:00Z", { kind: "cli" });
});

describe("another usual time, place or link", () => {
  it("is one line of the log, and a mail that is held like the others", async () => {
    await makeMember(test.db, cohort);
    await change({ startsAt: "14:00", place: "room 12", meetingUrl: "https://meet.example.org/new" });
    expect(await log()).toEqual(["From now on we meet at 14:00 in room 12, with a new meeting link."]);
    expect(await planNotices(test.db, await scope(), "2024-10-01", "2024-10-10", ctx.now())).toMatchObject([
      { kind: "change", dueAt: "2024-10-01T12:15:00.000Z", recipients: 1 },
    ]);
    at("12:14");
    expect(await planDue(ctx)).toMatchObject({ notices: 0 });
    at("12:15");
    expect(await planDue(ctx)).toEqual({ notices: 1, deliveries: 1 });
  });

  it("is one line however many steps it took while it is held, and none when it is as it was", async () => {
    await change({ startsAt: "14:00" });
    at("12:05");
    await change({ place: "room 12" });
    await change({ startsAt: "15:00", title: "Deep learning" });
    expect(await log()).toEqual(["From now on we meet at 15:00 in room 12."]);
    await change({ startsAt: "11:00" });
    expect(await log()).toEqual(["From now on we meet in room 12."]);
    await change({ place: "room 219a" });
    expect(await log()).toEqual([]);
  });

  it("that is undone in time was never told", async () => {
    await change({ startsAt: "14:00" });
    const row = await test.db.audit.findFirstOrThrow({ where: { cohortId: cohort.id, action: "cohort.changed" } });
    at("12:05");
    await undoAct(ctx, await scope(), row.id);
    expect(await log()).toEqual([]);
    at("13:00");
    expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
  });

  it("is told by the organizer's own words where they put it so, and goes with them when it is taken back", async () => {
    await change({ startsAt: "14:00" });
    const [line] = await logOf(test.db, await scope());
    if (!line) throw new Error("There is a line.");
    const text = "We meet later: the room is taken until two.";
    await rewordLine(ctx, await scope(), { cohort: cohort.slug, id: line.id, version: line.version, text });
    await change({ place: "room 12" });
    expect((await log()).sort()).toEqual(["From now on we meet in room 12.", text]);
    await change({ startsAt: "11:00", place: "room 219a" });
    expect(await log()).toEqual([]);
  });

  it("says nothing new once members were told: what comes later is a line of its own", async () => {
    await change({ startsAt: "14:00" });
    at("12:20");
    await change({ startsAt: "11:00" });
    expect(await log()).toEqual(["From now on we meet at 11:00.", "From now on we meet at 14:00."]);
  });

  it("is no news where no published session to come follows it, nor of a draft cohort, nor without a change", async () => {
    await change({ title: "Deep learning", startsAt: "11:00" });
    await test.db.session.update({ where: { id: sessionId }, data: { startsAt: "09:00" } });
    await change({ startsAt: "14:00" });
    await test.db.session.update({ where: { id: sessionId }, data: { state: "draft" } });
    await change({ place: "room 12" });
    await test.db.session.update({ where: { id: sessionId }, data: { state: "published" } });
    await test.db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } });
    await change({ place: "room 13" });
    expect(await log()).toEqual([]);
  });
});

describe("what a published session has since now", () => {
  const say = async (fields: object) => {
    const { version } = await test.db.session.findUniqueOrThrow({ where: { id: sessionId } });
    await updateSession(ctx, await scope(), { cohort: cohort.slug, sessionId, version, ...fields });
  };

  it("is told once for each kind, and other words for it are not", async () => {
    await say({ materials: "Slides", recordingUrl: "https://e.org/rec", notes: "Bring a laptop." });
    await say({ materials: "Slides and code", notes: "Bring two." });
    await say({ format: "workshop" });
    expect((await log()).sort()).toEqual([
      "“Backpropagation” on 22 Oct has a recording now.",
      "“Backpropagation” on 22 Oct has materials now.",
      "“Backpropagation” on 22 Oct has notes now.",
      "“Backpropagation” on 22 Oct is a workshop now.",
    ]);
    await say({ recordingUrl: "", materials: "", notes: "" });
    expect(await log()).toEqual(["“Backpropagation” on 22 Oct is a workshop now."]);
  });

  it("is in the log and in no mail when the session is over, and of a draft in neither", async () => {
    await makeMember(test.db, cohort);
    ctx.setNow("2024-10-23T12:00:00Z");
    await say({ recordingUrl: "https://e.org/rec" });
    expect(await log()).toEqual(["“Backpropagation” on 22 Oct has a recording now."]);
    ctx.setNow("2024-10-23T13:00:00Z");
    await planDue(ctx);
    expect(await test.db.notice.count({ where: { cohortId: cohort.id, kind: "change" } })).toBe(0);
    await test.db.session.update({ where: { id: sessionId }, data: { state: "draft" } });
    await say({ materials: "Slides" });
    expect(await log()).toHaveLength(1);
  });
});
