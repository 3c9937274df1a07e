import { beforeEach, describe, expect, it } from "vitest";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { logOf } from "@/lib/changes/queries";
import { previewPublish } from "@/lib/notices/change/preview/queries";
import { planDue } from "@/lib/notices/jobs";
import { planNotices } from "@/lib/notices/queries";
import { publishSessions } from "@/lib/schedule/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, makeCohort, makeMember, makeSession } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-18T12:00:00Z";

let cohort: MailCohort;
let scope: CohortScope;
const preview = (sessionIds?: string[]) =>
  previewPublish(test.db, scope, sessionIds ? { sessionIds } : {}, new Date(NOW));

beforeEach(async () => {
  cohort = await makeCohort(test.db);
  for (const role of ["follower", "learner", "organizer"] as const) await makeMember(test.db, cohort, { role });
  await makeMember(test.db, cohort, { state: "left" });
  await makeSession(test.db, cohort, "2024-10-22", { state: "draft" });
  await makeSession(test.db, cohort, "2024-10-29", { state: "draft", title: "Chains" });
  await makeSession(test.db, cohort, "2024-09-24", { state: "draft", title: "Over" });
  scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
});

describe("the preview of a publication", () => {
  it("says what will be: the sessions, the line of the log, the mails with their dates and to how many", async () => {
    const before = await test.db.audit.count();
    const { sessions, lines, change, preps, quiet } = await preview();
    expect(sessions.map(({ title, state }) => [title, state])).toEqual([
      ["Over", "published"],
      ["Backpropagation", "published"],
      ["Chains", "published"],
    ]);
    expect(lines).toEqual(["The schedule is published: 3 dates from 24 Sep to 29 Oct."]);
    expect(change).toMatchObject({ kind: "change", when: "Fri 18 Oct, 07:15", recipients: 3 });
    expect(preps.map(({ title, dueAt, recipients }) => [title, dueAt, recipients])).toEqual([
      ["Backpropagation", "2024-10-19T14:00:00.000Z", 2],
      ["Chains", "2024-10-26T14:00:00.000Z", 2],
    ]);
    expect(quiet).toBeNull();
    expect((await scheduleOf(test.db, scope)).every(({ state }) => state === "draft")).toBe(true);
    expect(await test.db.audit.count()).toBe(before);
  });

  it("is what then happens", async () => {
    const expected = await preview();
    const publishing = frozenCtx(test.db, NOW, { kind: "cli" });
    await publishSessions(publishing, scope, { cohort: cohort.slug });
    expect((await logOf(test.db, scope)).map(({ text }) => text)).toEqual(expected.lines);
    const planned = await planNotices(test.db, scope, "2024-10-18", "2024-12-31", new Date(NOW));
    expect([expected.change, ...expected.preps]).toMatchObject(planned);
    publishing.setNow(expected.change?.dueAt ?? "");
    await planDue(publishing);
    const notice = await test.db.notice.findFirst({ where: { cohortId: cohort.id, kind: "change" } });
    expect(notice).toMatchObject({ planned: expected.change?.recipients });
    expect(await preview()).toMatchObject({ sessions: [], lines: [], change: null, preps: [] });
  });

  it("of some drafts is about those, and of what is over tells nobody", async () => {
    const [over, next] = await scheduleOf(test.db, scope);
    expect(await preview([next?.id ?? ""])).toMatchObject({
      lines: ["The first session is published: 22 Oct."],
      preps: [{ title: "Backpropagation" }],
    });
    expect(await preview([over?.id ?? ""])).toMatchObject({
      lines: ["The first session is published: 24 Sep."],
      change: null,
      preps: [],
    });
    await expect(preview([crypto.randomUUID()])).rejects.toMatchObject({ code: "not_found" });
  });

  it("says why no mail goes out, and leaves out a kind that is switched off", async () => {
    await test.db.noticeSetting.create({ data: { cohortId: cohort.id, kind: "change", enabled: false } });
    expect(await preview()).toMatchObject({ change: null, preps: [{}, {}], quiet: null });
    await test.db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } });
    scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    expect(await preview()).toMatchObject({
      ...{ change: null, preps: [] },
      quiet: "The cohort is a draft: no mail goes out before it is open.",
    });
  });
});
