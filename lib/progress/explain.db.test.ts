import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import type { Actor, Ctx } from "@/lib/core/context";
import * as catchUp from "@/lib/progress/catch-up/queries";
import { markResource } from "@/lib/progress/commands";
import * as fromMail from "@/lib/progress/from-mail/queries";
import * as exported from "@/lib/progress/history/export/queries";
import * as history from "@/lib/progress/history/queries";
import { overrideProgress } from "@/lib/progress/matrix/commands";
import * as matrix from "@/lib/progress/matrix/queries";
import * as story from "@/lib/progress/matrix/story/queries";
import * as notes from "@/lib/progress/notes/queries";
import * as peers from "@/lib/progress/peers/queries";
import * as progress from "@/lib/progress/queries";
import * as quiet from "@/lib/progress/quiet/queries";
import * as readiness from "@/lib/progress/readiness/queries";
import * as retention from "@/lib/progress/retention/queries";
import { type Large, makeLarge } from "@/lib/progress/testing/large";
import { type Listening, listening, scannedBy } from "@/lib/progress/testing/plans";
import { reportWatched } from "@/lib/progress/watching/commands";
import * as watching from "@/lib/progress/watching/queries";
import * as questions from "@/lib/questions/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = new Date("2024-10-19T14:00:00Z");

let large: Large;
let heard: Listening;
let client: pg.Client;
let learner: { ctx: Ctx; scope: CohortScope };
let organizer: { ctx: Ctx; scope: CohortScope };

beforeAll(async () => {
  large = await makeLarge(test.db);
  heard = listening(test.url);
  client = new pg.Client({ connectionString: test.url });
  await client.connect();
  const at = async (personId: string) => {
    const actor: Actor = { kind: "person", personId, email: "", name: "", mayCreateCohorts: false };
    const ctx = frozenCtx(heard.db, NOW.toISOString(), actor);
    return { ctx, scope: await openCohort(ctx, heard.db, large.slug) };
  };
  learner = await at(large.personId);
  organizer = await at(large.organizer.personId);
}, 180_000);

afterAll(async () => {
  await client?.end();
  await heard?.end();
});

type Call = () => Promise<unknown>;
const db = () => heard.db;
const me = () => [learner.scope, large.memberId] as const;

/** Every query of progress and of questions, as it is asked. */
const QUERIES: Record<string, Call> = {
  weekOf: () => progress.weekOf(db(), ...me(), NOW),
  usesOfSessions: () => progress.usesOfSessions(db(), learner.scope, large.sessionIds.slice(0, 3), large.memberId),
  progressOf: () => progress.progressOf(db(), ...me(), large.resourceId),
  catchUpFor: () => catchUp.catchUpFor(db(), ...me(), NOW),
  holderOf: () => fromMail.holderOf(db(), large.memberId),
  mailedItemOf: () => fromMail.mailedItemOf(db(), large),
  batchesOf: () => readAll(exported.batchesOf(db(), ...me())),
  historyFor: () => history.historyFor(db(), ...me(), NOW),
  matrixOf: () => matrix.matrixOf(db(), organizer.scope, {}, NOW),
  csvPlan: () => matrix.csvPlan(db(), organizer.scope),
  csvLines: () => matrix.csvLines(db(), organizer.scope, [large.memberId]),
  storyOf: () => story.storyOf(db(), organizer.scope, large),
  notesOn: () => notes.notesOn(db(), learner.scope, large.resourceId),
  ownNote: () => notes.ownNote(db(), learner.scope, large.resourceId),
  peersOf: () => peers.peersOf(db(), ...me(), NOW),
  visibilitiesOf: () => peers.visibilitiesOf(db(), large.personId),
  visibilityOf: () => peers.visibilityOf(db(), ...me()),
  questionById: () => questions.questionById(db(), learner.scope, large.questionId),
  questionsOf: () => questions.questionsOf(db(), learner.scope, large.askedIn, NOW),
  quietOf: () => quiet.quietOf(db(), organizer.scope, NOW),
  readinessOf: () => readiness.readinessOf(db(), organizer.scope, null, NOW),
  sessionsToPrepare: () => readiness.sessionsToPrepare(db(), organizer.scope),
  retentionFor: () => retention.retentionFor(db(), organizer.scope, large.resourceId),
  watchedRow: () => watching.watchedRow(db(), large.memberId, large.resourceId, "look"),
  wantedOf: () => watching.wantedOf(db(), learner.scope, large.resourceId),
  watchingOf: () => watching.watchingOf(db(), ...me(), { resourceId: large.resourceId, secure: true }, NOW),
};

/** What is written often, and other ways in which a query is asked. */
const MORE: Record<string, Call> = {
  "matrixOf, what changed since": () =>
    matrix.matrixOf(db(), organizer.scope, { since: NOW.toISOString(), shape: "of before" }, NOW),
  markResource: () =>
    markResource(learner.ctx, learner.scope, { cohort: large.slug, resourceId: large.resourceId, state: "skipped" }),
  reportWatched: () =>
    reportWatched(learner.ctx, learner.scope, {
      cohort: large.slug,
      resourceId: large.resourceId,
      ranges: [[200, 230]],
      lengthSeconds: 1200,
      stoppedAt: 230,
      moment: NOW.toISOString(),
    }),
  overrideProgress: async () => {
    const { state, updatedAt } = await story.storyOf(db(), organizer.scope, large);
    const input = { cohort: large.slug, memberId: large.memberId, resourceId: large.resourceId };
    const seen = { state, updatedAt };
    return overrideProgress(organizer.ctx, organizer.scope, { ...input, state: "done", reason: "Was there.", seen });
  },
};

/** Tables that grow with the number of people; none of them may be read from end to end for one cohort. */
const LARGE = ["audit", "member", "note", "person", "progress", "question", "session", "use", "watched_day"];

describe("in a cohort of ten thousand beside others", () => {
  it("there is a call for each query of progress and of questions that there is", () => {
    const files = import.meta.glob<Record<string, unknown>>(["./**/queries.ts", "../questions/**/queries.ts"], {
      eager: true,
    });
    const asked = Object.values(files).flatMap((file) =>
      Object.entries(file).flatMap(([name, value]) => (isAsync(value) ? [name] : [])),
    );
    expect(asked.sort()).toEqual(Object.keys(QUERIES).sort());
  });

  it.each(Object.entries({ ...QUERIES, ...MORE }))(
    "%s reads by an index",
    async (_, call) => {
      const statements = await heard.sentBy(call);
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements) {
        const scanned = (await scannedBy(client, statement)).filter((table) => LARGE.includes(table));
        expect(scanned, statement.text).toEqual([]);
      }
    },
    180_000,
  );

  it("a statement that reads a table from end to end is found out", async () => {
    const text = "SELECT count(*) FROM progress WHERE reason = $1";
    expect(await scannedBy(client, { text, values: ["Was there."] })).toEqual(["progress"]);
  });
});

async function readAll(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}

function isAsync(value: unknown): boolean {
  return typeof value === "function" && /^Async(Generator)?Function$/.test(value.constructor.name);
}
