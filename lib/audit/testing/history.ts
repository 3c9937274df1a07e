import type { Actor, Ctx } from "@/lib/core/context";
import type { PrismaClient } from "@/lib/db/generated/client";
import { scheduleOf } from "@/lib/schedule/queries";
import { NOW, newCohort, seat, testCtx } from "@/lib/schedule/testing/world";

/** A clock that goes on by a second whenever it is read, so that acts come one after the other, and can be set ahead. */
export interface Clock {
  ctx: (actor?: Actor) => Ctx;
  wait: (minutes: number) => void;
}

export function tickingClock(db: PrismaClient): Clock {
  let now = NOW.getTime();
  const tick = () => {
    now += 1000;
    return new Date(now);
  };
  return {
    ctx: (actor) => ({ ...testCtx(db, actor), now: tick }),
    wait: (minutes) => {
      now += minutes * 60_000;
    },
  };
}

/** A cohort with two organizers, Ana and Ben, whose acts come one after the other. */
export async function twoOrganizers(db: PrismaClient) {
  const scope = await newCohort(db);
  const clock = tickingClock(db);
  const organizer = async (name: string) => {
    const { ctx, scope: own } = await seat(db, scope, "organizer");
    const { actor } = ctx;
    if (actor.kind !== "person") throw new Error("A seat is a person's.");
    await db.person.update({ where: { id: actor.personId }, data: { name } });
    return { ctx: () => clock.ctx({ ...actor, name }), scope: own, personId: actor.personId };
  };
  const [ana, ben] = [await organizer("Ana"), await organizer("Ben")];
  return {
    scope,
    cohort: scope.cohort.slug,
    ana,
    ben,
    ...clock,
    schedule: () => scheduleOf(db, scope),
    /** The public log as it is on the page, the oldest line first. */
    lines: async () => {
      const where = { cohortId: scope.cohort.id, deletedAt: null };
      const rows = await db.change.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }] });
      return rows.map(({ text }) => text);
    },
    /** The newest row of the audit log, of one action if it is said. */
    newest: async (action?: string) => {
      const where = { cohortId: scope.cohort.id, ...(action ? { action } : {}) };
      return db.audit.findFirstOrThrow({ where, orderBy: { at: "desc" } });
    },
  };
}

/** A schedule without its versions. */
export function unversioned<S extends { version: number }>(sessions: readonly S[]): Omit<S, "version">[] {
  return sessions.map(({ version: _, ...session }) => session);
}
