import { randomUUID } from "node:crypto";
import { type AnyProcedure, call, isProcedure } from "@orpc/server";
import { beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "@/lib/api/problems";
import type { ApiContext } from "@/lib/api/procedure";
import { router } from "@/lib/api/router";
import { type Cell, MATRIX, type Who } from "@/lib/api/testing/may";
import type { Actor } from "@/lib/core/context";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

interface World {
  slug: string;
  draftSlug: string;
  sessionId: string;
  resourceId: string;
  memberId: string;
  foreign: { sessionId: string; resourceId: string; memberId: string };
  actors: Record<Who, Actor>;
}
let world: World;

beforeAll(async () => {
  const cohort = await makeCohort(test.db);
  const other = await makeCohort(test.db);
  const draft = await makeCohort(test.db, { state: "draft" });
  const actorOf = ({ personId, address }: { personId: string; address: string }): Actor => ({
    kind: "person",
    personId,
    email: address,
    name: "",
    mayCreateCohorts: false,
  });
  const [follower, learner, organizer] = [
    await makeMember(test.db, cohort, { role: "follower" }),
    await makeMember(test.db, cohort, { role: "learner" }),
    await makeMember(test.db, cohort, { role: "organizer" }),
  ];
  const outsider = await test.db.person.create({ data: { id: randomUUID(), email: "outsider@example.org" } });
  const elsewhere = await makeMember(test.db, other, { role: "organizer" });
  const [sessionId, foreignSession] = [
    await makeSession(test.db, cohort, "2024-10-22"),
    await makeSession(test.db, other, "2024-10-22"),
  ];
  world = {
    slug: cohort.slug,
    draftSlug: draft.slug,
    sessionId,
    resourceId: await makeUse(test.db, cohort, sessionId, { title: "A video", minutes: 10 }),
    memberId: learner.id,
    foreign: {
      sessionId: foreignSession,
      resourceId: await makeUse(test.db, other, foreignSession, { title: "A video", minutes: 10 }),
      memberId: elsewhere.id,
    },
    actors: {
      stranger: { kind: "anonymous" },
      outsider: actorOf({ personId: outsider.id, address: outsider.email }),
      follower: actorOf(follower),
      learner: actorOf(learner),
      organizer: actorOf(organizer),
      elsewhere: actorOf(elsewhere),
    },
  };
});

/** One input that every procedure finds what it needs in. Its token opens nothing and its version is out of date. */
function inputFor(name: string, ids: { cohort: string; sessionId: string; resourceId: string; memberId: string }) {
  if (name === "subscriptions.oneClick") return { query: { t: "x".repeat(30) }, body: {} };
  const input = {
    ...ids,
    id: randomUUID(),
    version: 999,
    token: "x".repeat(30),
    email: "somebody@example.org",
    name: "Somebody",
    slug: `s-${randomUUID().slice(0, 8)}`,
    title: "A title",
    body: "Words",
    timezone: "America/Chicago",
    weekday: 2,
    date: "2025-01-07",
    operation: { kind: "push_back", from: ids.sessionId },
    dryRun: true,
    firstDate: "2025-01-07",
    count: 2,
    firstDay: "2025-02-03",
    lastDay: "2025-02-07",
    seen: { title: "A title", firstDay: "2025-02-03", lastDay: "2025-02-07", state: "todo", updatedAt: null },
    reason: "Was in the room.",
    from: "2024-10-01",
    to: "2024-12-01",
    text: "not a schedule",
    year: 2024,
    publish: false,
    fingerprint: "of another schedule",
    uses: [],
    minutes: 25,
    visibility: null,
    atSeconds: null,
    duplicates: [{ resourceId: randomUUID(), version: 999 }],
    ranges: [[0, 30]],
    lengthSeconds: 600,
    stoppedAt: 30,
    moment: NOW,
    state: "done",
    kind: "weekly_prep",
    enabled: true,
    public: true,
    replaces: null,
  };
  const state = { "members.change": "active", "cohorts.create": "draft", "cohorts.update": "running" }[name];
  if (name === "audit.list") return { ...input, kind: "schedule" };
  if (name === "changes.merge") return { ...input, lines: [input, { ...input, id: randomUUID() }] };
  // Who reports or marks says who they are; the number of another member is refused for that and not for the role.
  if (name === "progress.watching.report" || name === "progress.mark") return { ...input, memberId: undefined };
  if (name === "resources.update") return { ...input, kind: "video" };
  return state ? { ...input, state } : input;
}

async function statusOf(
  name: string,
  actor: Actor,
  ids: Partial<Parameters<typeof inputFor>[1]> = {},
): Promise<number> {
  const context: ApiContext = {
    ctx: frozenCtx(test.db, NOW, actor),
    origin: randomUUID(),
    browser: null,
    signInCookie: null,
    userAgent: "",
    resHeaders: new Headers(),
  };
  const { slug: cohort, sessionId, resourceId, memberId } = world;
  const procedure = procedures().get(name);
  if (!procedure) throw new Error(`There is no ${name}.`);
  try {
    await call(procedure, inputFor(name, { cohort, sessionId, resourceId, memberId, ...ids }), { context });
    return 200;
  } catch (error) {
    return problemOf(error).status;
  }
}

/** Every procedure by its name; a part of a noun has a group of its own. */
function procedures(group: object = router, prefix = ""): Map<string, AnyProcedure> {
  return new Map(
    Object.entries(group).flatMap(([name, one]): [string, AnyProcedure][] =>
      isProcedure(one) ? [[prefix + name, one]] : [...procedures(one, `${prefix}${name}.`)],
    ),
  );
}

describe("the role matrix of the API", () => {
  it("has every procedure that there is", () => {
    expect([...procedures().keys()].sort()).toEqual(Object.keys(MATRIX).sort());
  });

  it.each(Object.keys(MATRIX))("%s does its work for those who may and refuses all others", async (name) => {
    for (const [who, wanted] of Object.entries(MATRIX[name] ?? {}) as [Who, Cell][]) {
      const status = await statusOf(name, world.actors[who]);
      if (wanted === "yes") expect([401, 403, 500], `${who}: ${status}`).not.toContain(status);
      else expect(status, who).toBe(wanted);
    }
  });

  it("a draft cohort is not there for anybody but its organizers", async () => {
    const inCohort = Object.keys(MATRIX).filter(
      (name) =>
        !/^(auth|calendar\.(own|renewOwn)|cohorts\.create|members\.confirm|progress\.fromMail|subscriptions\.(oneClick|show|change))/.test(
          name,
        ),
    );
    for (const name of inCohort) {
      for (const who of ["stranger", "outsider", "learner", "organizer", "elsewhere"] as const) {
        expect(await statusOf(name, world.actors[who], { cohort: world.draftSlug }), `${name} ${who}`).toBe(404);
      }
    }
  });

  it("an id of another cohort is not found, also by an organizer", async () => {
    const { sessionId, resourceId, memberId } = world.foreign;
    for (const name of [
      "schedule.update",
      "schedule.setUses",
      "schedule.cancel",
      "schedule.remove",
      "schedule.restore",
      "schedule.shape",
      "notices.preview",
      "notices.sendNow",
    ]) {
      expect(await statusOf(name, world.actors.organizer, { sessionId }), name).toBe(404);
    }
    for (const name of ["resources.update", "resources.merge", "resources.remove", "resources.checkLinks"]) {
      expect(await statusOf(name, world.actors.organizer, { resourceId }), name).toBe(404);
    }
    expect(await statusOf("progress.mark", world.actors.learner, { resourceId })).toBe(404);
    expect(await statusOf("progress.reportMinutes", world.actors.learner, { resourceId })).toBe(404);
    for (const name of ["progress.story", "progress.override"]) {
      expect(await statusOf(name, world.actors.organizer, { resourceId }), name).toBe(404);
      expect(await statusOf(name, world.actors.organizer, { memberId }), name).toBe(404);
    }
    for (const name of ["progress.watching.show", "progress.watching.report"]) {
      expect(await statusOf(name, world.actors.learner, { resourceId }), name).toBe(404);
    }
    for (const name of ["progress.notes.list", "progress.notes.add", "questions.ask"]) {
      expect(await statusOf(name, world.actors.organizer, { resourceId }), name).toBe(404);
    }
    for (const name of ["questions.list", "questions.ask"]) {
      expect(await statusOf(name, world.actors.organizer, { sessionId }), name).toBe(404);
    }
    expect(await statusOf("members.change", world.actors.organizer, { memberId })).toBe(404);
    expect(await statusOf("notices.preview", world.actors.organizer, { memberId })).toBe(404);
  });
});
