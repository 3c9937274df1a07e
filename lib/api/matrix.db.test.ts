import { randomUUID } from "node:crypto";
import { type AnyProcedure, call, isProcedure } from "@orpc/server";
import { beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "@/lib/api/problems";
import type { ApiContext } from "@/lib/api/procedure";
import { router } from "@/lib/api/router";
import type { Actor } from "@/lib/core/context";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

type Who = "stranger" | "outsider" | "follower" | "learner" | "organizer" | "elsewhere";
/** `yes`: it was done or the input was looked at; a number: the HTTP status of the refusal. */
type Cell = "yes" | 401 | 403 | 404;
type Row = Record<Who, Cell>;

const ANYONE: Row = {
  stranger: "yes",
  outsider: "yes",
  follower: "yes",
  learner: "yes",
  organizer: "yes",
  elsewhere: "yes",
};
const PERSON: Row = { ...ANYONE, stranger: 401 };
const MEMBER: Row = { ...PERSON, outsider: 403, elsewhere: 403 };
const LEARNER: Row = { ...MEMBER, follower: 403 };
const ORGANIZER: Row = { ...LEARNER, learner: 403 };
const NOBODY: Row = { ...ORGANIZER, organizer: 403 };

/** Every procedure of the API and who may call it. `elsewhere` organizes another cohort. */
const MATRIX: Record<string, Row> = {
  "audit.list": ORGANIZER,
  "audit.undo": ORGANIZER,
  "auth.useSetup": ANYONE,
  "auth.signIns": PERSON,
  "auth.endSignIn": PERSON,
  "auth.endOtherSignIns": PERSON,
  "calendar.show": MEMBER,
  "calendar.update": ORGANIZER,
  "calendar.replaceLink": ORGANIZER,
  "calendar.own": PERSON,
  "calendar.renewOwn": PERSON,
  "changes.list": ORGANIZER,
  "changes.reword": ORGANIZER,
  "changes.merge": ORGANIZER,
  "changes.remove": ORGANIZER,
  "changes.restore": ORGANIZER,
  // Nobody in this test may create cohorts on the server; that right is not a role in a cohort.
  "cohorts.create": NOBODY,
  "cohorts.clone": NOBODY,
  "cohorts.get": ANYONE,
  "cohorts.sections": ANYONE,
  "cohorts.update": ORGANIZER,
  "cohorts.saveSection": ORGANIZER,
  "cohorts.removeSection": ORGANIZER,
  "cohorts.removeDemo": ORGANIZER,
  "members.signUp": ANYONE,
  "members.confirm": ANYONE,
  "members.list": ORGANIZER,
  "members.change": ORGANIZER,
  "notices.plan": ORGANIZER,
  "notices.outgoing": ORGANIZER,
  "notices.preview": ORGANIZER,
  "notices.sendNow": ORGANIZER,
  "progress.week": LEARNER,
  "progress.mark": LEARNER,
  "progress.reportMinutes": LEARNER,
  "resources.list": ORGANIZER,
  "resources.update": ORGANIZER,
  "resources.merge": ORGANIZER,
  "resources.remove": ORGANIZER,
  "resources.checkLinks": ORGANIZER,
  "schedule.list": ANYONE,
  "schedule.create": ORGANIZER,
  "schedule.update": ORGANIZER,
  "schedule.setUses": ORGANIZER,
  "schedule.edit": ORGANIZER,
  "schedule.shape": ORGANIZER,
  "schedule.generate": ORGANIZER,
  "schedule.breaks": ORGANIZER,
  "schedule.saveBreak": ORGANIZER,
  "schedule.removeBreak": ORGANIZER,
  "schedule.publish": ORGANIZER,
  "schedule.publishPreview": ORGANIZER,
  "schedule.cancel": ORGANIZER,
  "schedule.remove": ORGANIZER,
  "schedule.restore": ORGANIZER,
  "schedule.importPreview": ORGANIZER,
  "schedule.importApply": ORGANIZER,
  "subscriptions.oneClick": ANYONE,
  "subscriptions.show": ANYONE,
  "subscriptions.change": ANYONE,
  "subscriptions.own": MEMBER,
  "subscriptions.setOwn": MEMBER,
};

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
    seen: { title: "A title", firstDay: "2025-02-03", lastDay: "2025-02-07" },
    from: "2024-10-01",
    to: "2024-12-01",
    text: "not a schedule",
    year: 2024,
    publish: false,
    fingerprint: "of another schedule",
    uses: [],
    minutes: 25,
    duplicates: [{ resourceId: randomUUID(), version: 999 }],
    state: "done",
    kind: "weekly_prep",
    enabled: true,
    public: true,
    replaces: null,
  };
  const state = { "members.change": "active", "cohorts.create": "draft", "cohorts.update": "running" }[name];
  if (name === "audit.list") return { ...input, kind: "schedule" };
  if (name === "changes.merge") return { ...input, lines: [input, { ...input, id: randomUUID() }] };
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

function procedures(): Map<string, AnyProcedure> {
  const found = new Map<string, AnyProcedure>();
  for (const [noun, group] of Object.entries(router)) {
    for (const [verb, procedure] of Object.entries(group))
      if (isProcedure(procedure)) found.set(`${noun}.${verb}`, procedure);
  }
  return found;
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
        !/^(auth|calendar\.(own|renewOwn)|cohorts\.create|members\.confirm|subscriptions\.(oneClick|show|change))/.test(
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
    expect(await statusOf("members.change", world.actors.organizer, { memberId })).toBe(404);
    expect(await statusOf("notices.preview", world.actors.organizer, { memberId })).toBe(404);
  });
});
