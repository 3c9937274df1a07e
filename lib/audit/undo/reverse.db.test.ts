import fc from "fast-check";
import { expect, it } from "vitest";
import { tickingClock, unversioned } from "@/lib/audit/testing/history";
import { undoAct } from "@/lib/audit/undo/commands";
import type { CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { cancelSession, deleteSession, publishSessions, updateSession } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { newCohort } from "@/lib/schedule/testing/world";
import { setUses } from "@/lib/schedule/uses/commands";
import { writeSchedule } from "@/lib/schedule/write/commands";
import { testDatabase } from "@/lib/testing/database";
import { addDays } from "@/lib/time/zones";

const test = testDatabase();

const TITLES = ["Coins", "Dice", "Cards", "Walks"];
const slots = ["before", "session", "after", "deep_dive"] as const;

/** One random act; `at` chooses among the sessions that are there. */
const act = fc.record({
  kind: fc.constantFrom(
    "fields",
    "uses",
    "take",
    "add",
    "remove",
    "shift",
    "swap",
    "update",
    "delete",
    "cancel",
    "publish",
    "old uses",
  ),
  at: fc.nat({ max: 9 }),
  title: fc.constantFrom(...TITLES, ""),
  titles: fc.subarray(TITLES),
  slot: fc.constantFrom(...slots),
  day: fc.nat({ max: 60 }),
  minutes: fc.option(fc.integer({ min: 1, max: 90 })),
  flag: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const link = (title: string, minutes: number | null) => ({
  title,
  url: `https://e.org/${title.toLowerCase()}`,
  minutes,
  optional: false,
});

async function perform(ctx: Ctx, scope: CohortScope, { kind, at, title, titles, slot, day, minutes, flag }: Act) {
  const cohort = scope.cohort.slug;
  const sessions = await scheduleOf(test.db, scope);
  const date = addDays("2026-11-05", day);
  const one = sessions[at % Math.max(1, sessions.length)];
  if (kind === "add")
    return editSchedule(ctx, scope, {
      cohort,
      create: [{ date, title, slots: { [slot]: titles.map((name) => link(name, minutes)) } }],
    });
  if (kind === "publish")
    return publishSessions(ctx, scope, { cohort, ...(one && flag ? { sessionIds: [one.id] } : {}) });
  if (kind === "shift")
    return shape(ctx, scope, (session, index) =>
      index >= at % 4 ? { ...session, date: addDays(session.date, 7) } : session,
    );
  if (!one) return null;
  const ref = { cohort, sessionId: one.id, version: one.version };
  const { sessionId, version } = ref;
  const other = sessions[(at + 1) % sessions.length];
  switch (kind) {
    case "swap":
      return shape(ctx, scope, (session) =>
        session.id === one.id
          ? { ...session, date: other?.date ?? session.date }
          : session.id === other?.id
            ? { ...session, date: one.date }
            : session,
      );
    case "fields": {
      const more = flag
        ? { notes: title, presenters: titles, pinned: !one.pinned }
        : { startsAt: "15:00", lengthMinutes: minutes === null ? null : minutes + 5 };
      return editSchedule(ctx, scope, {
        cohort,
        edits: [{ sessionId, version, title, ...more, ...(day % 2 ? { date } : {}) }],
      });
    }
    case "uses":
      return editSchedule(ctx, scope, {
        cohort,
        edits: [{ sessionId, version, slots: { [slot]: titles.map((name) => link(name, minutes)) } }],
      });
    case "take": {
      const use = other?.uses[0];
      return (
        use &&
        editSchedule(ctx, scope, { cohort, edits: [{ sessionId, version, slots: { [slot]: [{ useId: use.id }] } }] })
      );
    }
    case "remove":
      return editSchedule(ctx, scope, { cohort, remove: [{ sessionId, version }] });
    case "update":
      return updateSession(ctx, scope, { ...ref, title, ...(flag ? { date } : {}) });
    case "delete":
      return deleteSession(ctx, scope, ref);
    case "cancel":
      return cancelSession(ctx, scope, ref);
    default: {
      // The row of this older command has what the session uses, and no resource that it did not use before.
      const library = await test.db.resource.findMany({ where: { cohortId: scope.cohort.id } });
      const known = (name: string) => library.find((resource) => resource.title === name)?.minutes ?? null;
      return setUses(ctx, scope, { ...ref, uses: titles.map((name) => ({ slot, ...link(name, known(name)) })) });
    }
  }
}

function shape(ctx: Ctx, scope: CohortScope, to: (session: ScheduleSession, index: number) => ScheduleSession) {
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const before = await scheduleOf(tx, scope);
    return writeSchedule(ctx, tx, scope, {
      action: "schedule.shaped",
      before,
      after: before.map(to),
      lines: [{ sessionId: null, text: "All move." }],
    });
  });
}

it("undoing any acts in reverse order gives the first schedule again, and doing them again the last", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
      const clock = tickingClock(test.db);
      const scope = await newCohort(test.db);
      const snapshot = async () => unversioned(await scheduleOf(test.db, scope));
      const start = {
        cohort: scope.cohort.slug,
        create: [
          { date: "2026-11-05", title: "Chance", slots: { before: [link("Coins", 10), link("Dice", 20)] } },
          { date: "2026-11-12", title: "Chains" },
        ],
      };
      await editSchedule(clock.ctx(), scope, start);
      const begun = (await test.db.audit.findMany({ where: { cohortId: scope.cohort.id } })).map(({ id }) => id);
      const first = await snapshot();
      // What a date that is taken refuses changed nothing, and is no act.
      for (const one of acts) {
        await perform(clock.ctx(), scope, one).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        });
      }
      const last = await snapshot();
      const done = await test.db.audit.findMany({
        where: { cohortId: scope.cohort.id, id: { notIn: begun } },
        orderBy: { at: "asc" },
      });
      const undone: string[] = [];
      for (const { id } of done.toReversed()) undone.push((await undoAct(clock.ctx(), scope, id)).undo);
      expect(await snapshot()).toEqual(first);
      for (const id of undone.toReversed()) await undoAct(clock.ctx(), scope, id);
      expect(await snapshot()).toEqual(last);
    }),
    { numRuns: 25 },
  );
}, 120_000);
