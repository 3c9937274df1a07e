import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { deriveToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import type { Actor } from "@/lib/core/context";
import { changeMember, confirmSignUp, requestSignUp } from "@/lib/members/commands";
import { membersOf } from "@/lib/members/queries";
import { signUp } from "@/lib/members/schema";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const ctx = (actor: Actor = { kind: "anonymous" }, iso = NOW) => frozenCtx(test.db, iso, actor);

async function ask(cohort: MailCohort, email: string, fields: Record<string, string> = {}) {
  const input = signUp.parse({ cohort: cohort.slug, email, name: "Ada", lab: "Analytical Engines", ...fields });
  await requestSignUp(ctx(), await openCohort(ctx(), test.db, cohort.slug), input);
  const row = await test.db.token.findFirstOrThrow({ where: { email }, orderBy: { createdAt: "desc" } });
  return deriveToken(env().AUTH_SECRET, "sign_up", row.nonce);
}

const seatsOf = (email: string) => test.db.member.findMany({ where: { person: { email } } });

describe("signing up", () => {
  it("makes nobody a member until the link is used, and then exactly once", async () => {
    const cohort = await makeCohort(test.db);
    const token = await ask(cohort, "ada@example.org");
    expect(await test.db.person.count({ where: { email: "ada@example.org" } })).toBe(0);
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => confirmSignUp(ctx(), token, "")));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await seatsOf("ada@example.org")).toMatchObject([
      { role: "learner", state: "active", lab: "Analytical Engines" },
    ]);
    expect(await test.db.notice.count({ where: { kind: "welcome", cohortId: cohort.id } })).toBe(1);
    expect(await test.db.audit.count({ where: { cohortId: cohort.id, action: "member.joined" } })).toBe(1);
  });

  it("cannot make an organizer, whatever the body says", () => {
    const input = {
      cohort: "x",
      email: "eve@example.org",
      name: "Eve",
      role: "organizer",
      cohortId: "another",
      state: "active",
    };
    expect(signUp.safeParse(input).success).toBe(false);
  });

  it("leaves an organizer who signs up again an organizer", async () => {
    const cohort = await makeCohort(test.db);
    const { address } = await makeMember(test.db, cohort, { role: "organizer" });
    await confirmSignUp(ctx(), await ask(cohort, address, { role: "follower" }), "");
    expect(await seatsOf(address)).toMatchObject([{ role: "organizer", state: "active" }]);
  });

  it("brings back a member who left", async () => {
    const cohort = await makeCohort(test.db);
    const { address } = await makeMember(test.db, cohort, { state: "left" });
    await confirmSignUp(ctx(), await ask(cohort, address), "");
    expect(await seatsOf(address)).toMatchObject([{ state: "active" }]);
  });

  it("does not make somebody an organizer again who was one and was taken out", async () => {
    const cohort = await makeCohort(test.db);
    const { address } = await makeMember(test.db, cohort, { role: "organizer", state: "left" });
    await confirmSignUp(ctx(), await ask(cohort, address), "");
    expect(await seatsOf(address)).toMatchObject([{ role: "learner", state: "active" }]);
  });

  it("is refused by a cohort that is a draft or over, and by a link that is three days old", async () => {
    const draft = await makeCohort(test.db, { state: "draft" });
    await expect(openCohort(ctx(), test.db, draft.slug)).rejects.toMatchObject({ code: "not_found" });
    const over = await makeCohort(test.db, { state: "archived" });
    await expect(ask(over, "late@example.org")).rejects.toMatchObject({ code: "forbidden" });
    const cohort = await makeCohort(test.db);
    const token = await ask(cohort, "slow@example.org");
    await expect(confirmSignUp(ctx({ kind: "anonymous" }, "2024-10-22T14:00:00Z"), token, "")).rejects.toMatchObject({
      code: "gone",
    });
  });

  it("mails one address three times an hour at most, and says the same each time", async () => {
    const cohort = await makeCohort(test.db);
    for (let i = 0; i < 6; i += 1) await ask(cohort, "flooded@example.org");
    const states = await test.db.delivery.groupBy({
      by: ["state"],
      where: { address: "flooded@example.org" },
      _count: true,
    });
    expect(Object.fromEntries(states.map(({ state, _count }) => [state, _count]))).toEqual({
      queued: 3,
      suppressed: 3,
    });
  });
});

describe("an organizer's list of members", () => {
  async function cohortWithOrganizers() {
    const cohort = await makeCohort(test.db);
    const organizers = [
      await makeMember(test.db, cohort, { role: "organizer" }),
      await makeMember(test.db, cohort, { role: "organizer" }),
    ];
    const asOrganizer = (i: number) => {
      const { personId = "", address = "" } = organizers[i] ?? {};
      return ctx({ kind: "person", personId, email: address, name: "", mayCreateCohorts: false });
    };
    return { cohort, organizers, asOrganizer, scope: (i: number) => openCohort(asOrganizer(i), test.db, cohort.slug) };
  }

  it("changes a role once, with before and after in the audit log, and tells the second organizer", async () => {
    const { cohort, asOrganizer, scope } = await cohortWithOrganizers();
    const learner = await makeMember(test.db, cohort);
    const change = { cohort: cohort.slug, memberId: learner.id, version: 1, role: "follower" as const };
    expect(await changeMember(asOrganizer(0), await scope(0), change)).toMatchObject({ role: "follower", version: 2 });
    await expect(changeMember(asOrganizer(1), await scope(1), { ...change, role: "organizer" })).rejects.toMatchObject({
      code: "conflict",
      current: { role: "follower", version: 2 },
    });
    const audit = await test.db.audit.findMany({ where: { subjectId: learner.id } });
    expect(audit).toMatchObject([{ before: { role: "learner" }, after: { role: "follower" } }]);
  });

  it("always keeps one organizer, also when two demote each other at once", async () => {
    const { cohort, organizers, asOrganizer, scope } = await cohortWithOrganizers();
    const demote = async (i: number) =>
      changeMember(asOrganizer(i), await scope(i), {
        cohort: cohort.slug,
        memberId: organizers[1 - i]?.id ?? "",
        version: 1,
        role: "learner",
      });
    await Promise.allSettled([demote(0), demote(1)]);
    const members = await membersOf(test.db, await openCohort(ctx({ kind: "cli" }), test.db, cohort.slug));
    expect(members.filter(({ role }) => role === "organizer")).toHaveLength(1);
  });

  it("does not reach into another cohort", async () => {
    const { cohort, asOrganizer, scope } = await cohortWithOrganizers();
    const stranger = await makeMember(test.db, await makeCohort(test.db));
    const change = { cohort: cohort.slug, memberId: stranger.id, version: 1, role: "organizer" as const };
    await expect(changeMember(asOrganizer(0), await scope(0), change)).rejects.toMatchObject({ code: "not_found" });
  });
});
