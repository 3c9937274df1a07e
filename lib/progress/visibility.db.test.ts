import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { homeOf } from "@/lib/auth/queries";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { deriveToken, hashMailedToken } from "@/lib/auth/tokens";
import { publicFeed, secretFeed, secretUrl } from "@/lib/calendar/queries";
import { cohortsFor } from "@/lib/cohorts/queries";
import { env } from "@/lib/config/env";
import { composeMail } from "@/lib/notices/compose";
import { noticeKind } from "@/lib/notices/schema";
import { batchesOf } from "@/lib/progress/history/export/queries";
import { matrixFile } from "@/lib/progress/matrix/file";
import { visibilitiesOf } from "@/lib/progress/peers/queries";
import { sessionsToPrepare } from "@/lib/progress/readiness/queries";
import { answer, procedures } from "@/lib/progress/testing/ask";
import { makeTwoWorlds, type Seen, type TwoWorlds, type Viewer, WORLD_NOW } from "@/lib/progress/testing/two-worlds";
import { LEVELS, MAILS, mayDiffer, READS, READS_BY_POST, type Shows } from "@/lib/progress/testing/who-sees";
import { hasPublished } from "@/lib/schedule/import/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx } from "@/lib/testing/factories";
import { scheduleToWrite } from "@/lib/transfer/write/queries";

const test = testDatabase();
const NOW = new Date(WORLD_NOW);
const VIEWERS: readonly Viewer[] = ["partner", "other", "follower", "public", "organizer"];

type Run = (seen: Seen, scope: CohortScope, world: TwoWorlds) => Promise<unknown>;
const readAll = async (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

/** What pages and routes read past the API: the procedure that asks the same, or how it is asked. */
const PAGES: Record<string, { like: string } | { run: Run; shows: Shows }> = {
  auditOf: { like: "audit.list" },
  breaksOf: { like: "schedule.breaks" },
  calendarOf: { like: "calendar.show" },
  calendarsOf: { like: "calendar.own" },
  catchUpFor: { like: "progress.catchUp" },
  changesOf: { like: "changes.list" },
  cohortOf: { like: "cohorts.get" },
  cohortsFor: { run: ({ actor }) => cohortsFor(test.db, actor), shows: "nobody" },
  hasPublished: { run: (_, scope) => hasPublished(test.db, scope), shows: "nobody" },
  historyFor: { like: "progress.history" },
  homeOf: { run: ({ actor }) => homeOf(test.db, actor.kind === "person" ? actor.email : ""), shows: "nobody" },
  libraryOf: { like: "resources.list" },
  logOf: { like: "changes.list" },
  matrixOf: { like: "progress.matrix" },
  membersOf: { like: "members.list" },
  outgoingNotices: { like: "notices.outgoing" },
  ownCalendarOf: { like: "calendar.own" },
  peersOf: { like: "progress.peers" },
  planNotices: { like: "notices.plan" },
  publicFeed: {
    run: ({ actor }, _, { cohort }) => publicFeed(frozenCtx(test.db, WORLD_NOW, actor), cohort.slug, {}),
    shows: "nobody",
  },
  questionsOf: { like: "questions.list" },
  quietOf: { like: "progress.quiet" },
  readinessOf: { like: "progress.readiness" },
  scheduleOf: { like: "schedule.list" },
  secretFeed: { run: ({ member }, _, { cohort }) => feedsOf(member?.personId ?? null, cohort.id), shows: "nobody" },
  sectionsOf: { like: "cohorts.sections" },
  serveFeed: { like: "calendar.show" },
  serveMatrix: {
    run: async (_, scope) => scope.may("progress.readAll") && readAll(await matrixFile(test.db, scope)),
    shows: "organizer",
  },
  serveOwnHistory: {
    run: async (_, scope) => scope.may("progress.readOwn") && historyFile(scope),
    shows: "nobody",
  },
  serveSchedule: { run: (_, scope) => scheduleToWrite(test.db, scope, { drafts: false }), shows: "nobody" },
  sessionOf: { like: "schedule.list" },
  sessionsToPrepare: { run: (_, scope) => sessionsToPrepare(test.db, scope), shows: "nobody" },
  signInsOf: { like: "auth.signIns" },
  visibilitiesOf: {
    run: async ({ member }) => member && visibilitiesOf(test.db, member.personId),
    shows: "nobody",
  },
  watchingOf: { like: "progress.watching.show" },
  weekOf: { like: "progress.week" },
};

async function historyFile(scope: CohortScope): Promise<unknown[]> {
  const batches: unknown[] = [];
  for await (const batch of batchesOf(test.db, scope, scope.member?.id ?? "")) batches.push(batch);
  return batches;
}

/** The cohort's secret calendar, and the person's own. */
async function feedsOf(personId: string | null, cohortId: string): Promise<string[]> {
  const ctx = frozenCtx(test.db, WORLD_NOW);
  const { calendarNonce } = await test.db.cohort.findUniqueOrThrow({ where: { id: cohortId } });
  const urls = [secretUrl("cohort", cohortId, calendarNonce)];
  if (personId !== null) {
    await test.db.person.update({ where: { id: personId }, data: { calendarNonce } });
    urls.push(secretUrl("person", personId, calendarNonce));
  }
  const bodies: string[] = [];
  for (const url of urls) {
    const token = /feeds\/(.+)\.ics$/.exec(url ?? "")?.[1] ?? "";
    bodies.push((await secretFeed(ctx, token, {})).body);
  }
  return bodies;
}

/** Every function of a query or server that a page or a route of the app takes. */
function readByPages(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  const taken = /import \{([^}]*)\} from "@\/lib\/[^"]*\/(?:queries|serve|file)"/g;
  const names = files.flatMap((file) =>
    Array.from(readFileSync(path.join("app", file), "utf8").matchAll(taken), ([, list = ""]) => list.split(",")).flat(),
  );
  return [...new Set(names.map((name) => name.trim()).filter((name) => name && !name.startsWith("type ")))].sort();
}

const levels = Object.entries(LEVELS);
const worldAt = ({ level, own, fillers }: (typeof LEVELS)[string]) =>
  makeTwoWorlds(test.db, { level, own: own ?? null, fillers });

/** Asks the same of everybody before and after one member made progress, and answers whose answers changed. */
async function whoseChanged(world: TwoWorlds, ask: (seen: Seen) => Promise<string>): Promise<() => Promise<Viewer[]>> {
  const said = () => Promise.all(VIEWERS.map((viewer) => ask(world.viewers[viewer])));
  const before = await said();
  return async () => {
    const after = await said();
    return VIEWERS.filter((_, i) => after[i] !== before[i]);
  };
}

describe("what a member's progress shows to others", () => {
  it("is known for every procedure, every mail and everything that a page reads", () => {
    const methods = new Map([...procedures()].map(([name, one]) => [name, one["~orpc"].route.method]));
    const reads = [...methods].flatMap(([name, method]) => (method === "GET" ? [name] : []));
    expect([...reads, ...READS_BY_POST].sort()).toEqual(Object.keys(READS).sort());
    expect(Object.keys(MAILS).sort()).toEqual([...noticeKind.options].sort());
    expect(readByPages()).toEqual(Object.keys(PAGES).sort());
    for (const page of Object.values(PAGES)) if ("like" in page) expect(Object.keys(READS)).toContain(page.like);
  });

  it.each(levels)(
    "at %s is what the table says, in every answer of the API",
    async (_, chosen) => {
      const world = await worldAt(chosen);
      const asked = new Map<string, () => Promise<Viewer[]>>();
      const answered = new Map<string, boolean>();
      for (const name of Object.keys(READS)) {
        asked.set(
          name,
          await whoseChanged(world, async (seen) => {
            const said = await answer(test.db, name, seen, world);
            if (!said.startsWith("refused")) answered.set(name, true);
            return said;
          }),
        );
      }
      await world.act();
      for (const [name, changed] of asked) {
        expect(answered.get(name), `${name} answers somebody`).toBe(true);
        expect(await changed(), name).toEqual(
          VIEWERS.filter((v) => mayDiffer(READS[name] ?? "nobody", chosen.sees).includes(v)),
        );
      }
    },
    120_000,
  );

  it.each(levels)(
    "at %s is what the table says, in everything that pages and routes read",
    async (_, chosen) => {
      const world = await worldAt(chosen);
      const asked: [string, Shows, () => Promise<Viewer[]>][] = [];
      for (const [name, page] of Object.entries(PAGES)) {
        if (!("run" in page)) continue;
        const ask = async (seen: Seen) => {
          const scope = await openCohort({ actor: seen.actor }, test.db, world.cohort.slug);
          return JSON.stringify(await page.run(seen, scope, world));
        };
        asked.push([name, page.shows, await whoseChanged(world, ask)]);
      }
      await world.act();
      for (const [name, shows, changed] of asked) expect(await changed(), name).toEqual(mayDiffer(shows, chosen.sees));
    },
    120_000,
  );

  it.each(levels)(
    "at %s is in no mail to anybody else",
    async (_, chosen) => {
      const world = await worldAt(chosen);
      const tokens = { confirm: await token("sign_up", world), sign_in: await token("sign_in", world) };
      const asked: (() => Promise<Viewer[]>)[] = [];
      for (const kind of noticeKind.options) {
        const ask = async ({ member }: Seen) => {
          if (!member) return "";
          const tokenId = kind === "confirm" || kind === "sign_in" ? tokens[kind] : undefined;
          const payload = { changeIds: [world.changeId], ...(tokenId ? { tokenId } : {}) };
          const to = { cohortSlug: world.cohort.slug, personId: member.personId, address: member.address };
          const mail = composeMail(test.db, { kind, ...to, subjectKey: world.sessionId, payload }, NOW);
          if (MAILS[kind] === "written") return JSON.stringify(await mail);
          await expect(mail).rejects.toThrow("There is no template");
          return "";
        };
        asked.push(await whoseChanged(world, ask));
      }
      await world.act();
      for (const changed of asked) expect(await changed()).toEqual([]);
    },
    120_000,
  );

  it("is in no answer to a write of anybody else, though names are shown", async () => {
    const world = await makeTwoWorlds(test.db, { level: "names", own: null, fillers: 4 });
    const writes = [...procedures().keys()].filter((name) => !(name in READS));
    // Each is tried and taken back, so that nothing but the member's own progress differs.
    const tried = (name: string) => async (seen: Seen) => {
      let said = "";
      const rollback = new Error("taken back");
      await test.db
        .$transaction(async (tx) => {
          said = await answer(tx, name, seen, world);
          throw rollback;
        })
        .catch((error: unknown) => {
          if (error !== rollback) throw error;
        });
      return said;
    };
    const asked: [string, () => Promise<Viewer[]>][] = [];
    for (const name of writes) asked.push([name, await whoseChanged(world, tried(name))]);
    await world.act();
    for (const [name, changed] of asked) {
      expect(
        (await changed()).filter((viewer) => viewer !== "organizer"),
        name,
      ).toEqual([]);
    }
  }, 240_000);
});

async function token(purpose: "sign_in" | "sign_up", { cohort }: TwoWorlds): Promise<string> {
  const [id, nonce] = [randomUUID(), randomUUID()];
  const tokenHash = hashMailedToken(env().AUTH_SECRET, deriveToken(env().AUTH_SECRET, purpose, nonce));
  const expiresAt = new Date("2024-10-20T14:00:00Z");
  await test.db.token.create({
    data: { id, purpose, email: "new@example.org", cohortId: cohort.id, nonce, tokenHash, expiresAt },
  });
  return id;
}
