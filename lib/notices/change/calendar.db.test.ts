import { beforeEach, describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { mergeLines } from "@/lib/changes/commands";
import { logOf } from "@/lib/changes/queries";
import { updateCohort } from "@/lib/cohorts/commands";
import { composeMail } from "@/lib/notices/compose";
import { cancelSession, deleteSession, publishSessions, updateSession } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { componentOf, readWithIcalJs } from "@/lib/testing/calendars";
import { testDatabase } from "@/lib/testing/database";
import {
  type FrozenCtx,
  frozenCtx,
  type MailCohort,
  type MailMember,
  makeCohort,
  makeMember,
  makeSession,
} from "@/lib/testing/factories";

const test = testDatabase();

let cohort: MailCohort;
let member: MailMember;
let sessionId: string;
let ctx: FrozenCtx;

const scope = () => openCohort(ctx, test.db, cohort.slug);
const ref = (version: number, id = sessionId) => ({ cohort: cohort.slug, sessionId: id, version });

function composed(kind: "weekly_prep" | "change", subjectKey: string, changeIds: string[] = []) {
  const { personId, address } = member;
  const to = { cohortSlug: cohort.slug, personId, address };
  return composeMail(test.db, { kind, ...to, subjectKey, payload: { changeIds } }, ctx.now());
}

/** What the prep's file held. */
const prepared = async () => readWithIcalJs((await composed("weekly_prep", sessionId)).calendar ?? "");

/** The change mail about everything that is in the log. */
async function changed() {
  const lines = (await logOf(test.db, await scope())).filter(({ removed }) => !removed);
  const ids = lines.map(({ id }) => id);
  const mail = await composed("change", ids[0] ?? "", ids);
  return { mail, events: mail.calendar ? readWithIcalJs(mail.calendar) : [] };
}

beforeEach(async () => {
  cohort = await makeCohort(test.db);
  member = await makeMember(test.db, cohort);
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
  await test.db.session.updateMany({ data: { updatedAt: new Date("2024-09-01T00:00:00Z") } });
  await test.db.cohort.update({ where: { id: cohort.id }, data: { updatedAt: new Date("2024-09-01T00:00:00Z") } });
  ctx = frozenCtx(test.db, "2024-10-19T14:00:00Z", { kind: "cli" });
});

describe("the file that goes along with a change mail", () => {
  it("moves the session that the prep's file put into a calendar", async () => {
    const [before] = await prepared();
    await makeSession(test.db, cohort, "2024-11-05", { title: "Chains" });
    await updateSession(ctx, await scope(), { ...ref(1), date: "2024-10-29" });
    const { mail, events } = await changed();
    expect(events).toMatchObject([{ uid: before?.uid, status: "CONFIRMED", begins: "2024-10-29T16:00:00.000Z" }]);
    expect(events[0]?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
    const methodOf = (body = "") => componentOf(body).getFirstPropertyValue("method");
    expect(methodOf(mail.calendar)).toBe("PUBLISH");
    expect(methodOf((await composed("weekly_prep", sessionId)).calendar)).toBe("PUBLISH");
    expect(events[0]?.component.getFirstPropertyValue("organizer")).toMatch(/^mailto:/);
    expect(mail.calendar).not.toContain(member.address);
    expect(mail.text).toContain("The file with this mail brings your calendar up to date.");
  });

  it("takes out a session that was cancelled, and one that was taken off the schedule or is a draft again", async () => {
    const [before] = await prepared();
    await cancelSession(ctx, await scope(), ref(1));
    const [cancelled] = (await changed()).events;
    expect(cancelled).toMatchObject({ uid: before?.uid, status: "CANCELLED", begins: before?.begins });
    expect(cancelled?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
    const [gone, withdrawn] = [
      await makeSession(test.db, cohort, "2024-11-05", { title: "Chains" }),
      await makeSession(test.db, cohort, "2024-11-12", { title: "Trees" }),
    ];
    await makeSession(test.db, cohort, "2024-11-19", { title: "Secret plans", state: "draft" });
    await deleteSession(ctx, await scope(), ref(1, gone));
    await editSchedule(ctx, await scope(), {
      cohort: cohort.slug,
      edits: [{ sessionId: withdrawn, version: 1, state: "draft" }],
    });
    const { mail, events } = await changed();
    expect(events.map(({ uid, status, sequence }) => [uid, status, sequence > 1])).toEqual(
      [sessionId, gone, withdrawn].map((id) => [`${id}@convene.test`, "CANCELLED", true]),
    );
    expect(mail.calendar).not.toContain("Secret plans");
  });

  it("has every session to come when the usual time changes, and when the term is published", async () => {
    await makeSession(test.db, cohort, "2024-10-15", { title: "Over" });
    await makeSession(test.db, cohort, "2024-10-29", { title: "Chains" });
    await makeSession(test.db, cohort, "2024-11-26", { title: "Thanksgiving", format: "no_session" });
    await makeSession(test.db, cohort, "2024-12-03", { title: "", format: null });
    const [before] = await prepared();
    await updateCohort(ctx, await scope(), { cohort: cohort.slug, version: 1, startsAt: "14:00" });
    const { events } = await changed();
    expect(events.map(({ begins }) => begins)).toEqual(["2024-10-22T19:00:00.000Z", "2024-10-29T19:00:00.000Z"]);
    expect(events[0]?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);

    cohort = await makeCohort(test.db);
    member = await makeMember(test.db, cohort);
    for (const date of ["2024-10-22", "2024-10-29"]) await makeSession(test.db, cohort, date, { state: "draft" });
    await publishSessions(ctx, await scope(), { cohort: cohort.slug });
    expect((await changed()).events).toHaveLength(2);
  });

  it("follows lines that an organizer made one", async () => {
    const other = await makeSession(test.db, cohort, "2024-11-05", { title: "Chains" });
    await updateSession(ctx, await scope(), { ...ref(1), date: "2024-10-29" });
    await updateSession(ctx, await scope(), { ...ref(1, other), date: "2024-11-12" });
    const lines = (await logOf(test.db, await scope())).map(({ id, version }) => ({ id, version }));
    await mergeLines(ctx, await scope(), { cohort: cohort.slug, lines, text: "Everything is a week later." });
    const { mail, events } = await changed();
    expect(mail.text).toContain("Everything is a week later.");
    expect(events.map(({ begins }) => begins.slice(0, 10))).toEqual(["2024-10-29", "2024-11-12"]);
  });

  it("is not there for a date that nobody meets on, unless it was a session before", async () => {
    await makeSession(test.db, cohort, "2024-11-26", { title: "Fair", format: "no_session", state: "draft" });
    await publishSessions(ctx, await scope(), { cohort: cohort.slug });
    const { mail } = await changed();
    expect(mail.text).toContain("Added “Fair” on 26 Nov.");
    expect(mail).not.toHaveProperty("calendar");
    expect(mail.text).not.toContain("The file with this mail");
    await updateSession(ctx, await scope(), { ...ref(1), format: "no_session" });
    expect((await changed()).events).toMatchObject([{ uid: `${sessionId}@convene.test`, allDay: true }]);
  });
});
