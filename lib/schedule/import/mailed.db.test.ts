import { describe, expect, it } from "vitest";
import { importSchedule } from "@/lib/schedule/import/commands";
import { newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();
const text = "Date,Session\n2026-12-03,Maps\n2026-12-10,Globes";

describe("who an import says that it mails", () => {
  it("are the people by name and role, and how many switched it off", async () => {
    const scope = await newCohort(test.db);
    const learner = await seat(test.db, scope, "learner");
    const follower = await seat(test.db, scope, "follower");
    const quiet = await seat(test.db, scope, "learner");
    await test.db.subscription.create({ data: { memberId: quiet.memberId, kind: "change", enabled: false } });
    const nameless = await test.db.member.findUniqueOrThrow({
      where: { id: follower.memberId },
      include: { person: true },
    });
    await test.db.person.update({ where: { id: nameless.personId }, data: { name: "" } });
    const { mail, mailed } = await importSchedule(testCtx(test.db), scope, { text, publish: true, dryRun: true });
    expect(mailed).toEqual([
      {
        kind: "change",
        people: [
          { memberId: learner.memberId, name: "Ada", role: "learner", suppressed: null },
          { memberId: follower.memberId, name: nameless.person.email, role: "follower", suppressed: null },
        ],
        off: 1,
      },
      {
        kind: "weekly_prep",
        people: [learner, quiet].map(({ memberId }) => ({ memberId, name: "Ada", role: "learner", suppressed: null })),
        off: 0,
      },
    ]);
    expect(mail.map(({ kind, recipients }) => [kind, recipients])).toEqual([
      ["change", 2],
      ["weekly_prep", 2],
      ["weekly_prep", 2],
    ]);
  });

  it("is nobody where no mail follows, and is not told to a learner", async () => {
    const scope = await newCohort(test.db);
    const learner = await seat(test.db, scope, "learner");
    const drafts = await importSchedule(testCtx(test.db), scope, { text, publish: false, dryRun: true });
    expect([drafts.mail, drafts.mailed]).toEqual([[], []]);
    const asked = importSchedule(learner.ctx, learner.scope, { text, publish: true, dryRun: true });
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an import that was saved", () => {
  it("names the audit row that takes it back; one that wrote nothing names none", async () => {
    const scope = await newCohort(test.db);
    const saved = await importSchedule(testCtx(test.db), scope, { text, publish: true });
    const { id } = await test.db.audit.findFirstOrThrow({
      where: { cohortId: scope.cohort.id, action: "schedule.imported" },
    });
    expect(saved).toMatchObject({ saved: true, undo: id });
    expect(await importSchedule(testCtx(test.db), scope, { text, publish: true })).toMatchObject({ undo: null });
  });
});
