import { recordAudit } from "@/lib/audit/commands";
import { undoSince } from "@/lib/audit/undo/rules";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import { addToLog } from "@/lib/changes/commands";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { changesBetween, knownToAll, linesBetween } from "@/lib/schedule/edit/rules";
import { changeLines } from "@/lib/schedule/lines";
import { scheduleOf, sessionOf } from "@/lib/schedule/queries";
import { sessionName, timeOf } from "@/lib/schedule/rules";
import type { CreateSession, PublishSessions, ScheduleSession, SessionRef, UpdateSession } from "@/lib/schedule/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { dayAndMonth } from "@/lib/time/words";
import { toDateColumn } from "@/lib/time/zones";

/** Adds a session as a draft. Throws `conflict` when its date is taken. */
export async function createSession(ctx: Ctx, scope: CohortScope, input: CreateSession): Promise<ScheduleSession> {
  authorise(ctx, scope, "session.edit");
  const { cohort: _, date, ...fields } = input;
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    await dateIsFree(tx, scope, { id: null, date, startsAt: fields.startsAt ?? null });
    const [id, now] = [ctx.newId(), ctx.now()];
    await tx.session.create({
      data: { ...fields, id, cohortId: scope.cohort.id, date: toDateColumn(date), createdAt: now, updatedAt: now },
    });
    const after = await required(tx, scope, id);
    await record(ctx, tx, scope, "session.added", null, after);
    return after;
  });
}

/**
 * Changes a session. Throws `conflict` with what stands now when `version` is out of date or the new date is taken.
 * What says nothing new changes nothing, not even the version.
 */
export async function updateSession(ctx: Ctx, scope: CohortScope, input: UpdateSession): Promise<ScheduleSession> {
  authorise(ctx, scope, "session.edit");
  const { cohort: _, sessionId, version, ...fields } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await lockSession(tx, scope, { sessionId, version });
    const after = { ...before, ...fields };
    if (Object.entries(fields).every(([name, value]) => before[name as keyof typeof fields] === value)) return before;
    // Two that stand on one date already keep nobody from saying something else of either.
    const moves = before.date !== after.date || before.startsAt !== after.startsAt;
    if (moves && before.state !== "cancelled") await dateIsFree(tx, scope, after);
    const { date, ...rest } = fields;
    await tx.session.updateMany({
      where: { id: sessionId, cohortId: scope.cohort.id },
      data: { ...rest, ...(date ? { date: toDateColumn(date) } : {}), version: { increment: 1 }, updatedAt: ctx.now() },
    });
    const saved = await required(tx, scope, sessionId);
    await addToLog(ctx, tx, scope, linesBetween([before], [saved], scope.cohort));
    await record(ctx, tx, scope, "session.changed", before, saved);
    return saved;
  });
}

/** Publishes drafts: those with the given ids, or all. Answers which were drafts until now; a second call, none. */
export async function publishSessions(
  ctx: Ctx,
  scope: CohortScope,
  input: PublishSessions,
): Promise<ScheduleSession[]> {
  authorise(ctx, scope, "session.publish");
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const sessions = await scheduleOf(tx, scope);
    const wanted = input.sessionIds && new Set(input.sessionIds);
    if (wanted && sessions.filter(({ id }) => wanted.has(id)).length !== wanted.size) throw notFound("session");
    const drafts = sessions.filter(({ id, state }) => state === "draft" && (!wanted || wanted.has(id)));
    if (drafts.length === 0) return [];
    await tx.session.updateMany({
      where: { id: { in: drafts.map(({ id }) => id) }, cohortId: scope.cohort.id },
      data: { state: "published", version: { increment: 1 }, updatedAt: ctx.now() },
    });
    const published = drafts.map((session) => ({
      ...session,
      state: "published" as const,
      version: session.version + 1,
    }));
    const known = knownToAll(sessions);
    await addToLog(ctx, tx, scope, linesBetween(known, [...known, ...published], scope.cohort));
    for (const [index, session] of published.entries()) {
      await record(ctx, tx, scope, "session.published", drafts[index] ?? null, session);
    }
    return published;
  });
}

/** Cancels a session: it stays on the schedule, marked. A second call changes nothing. */
export async function cancelSession(ctx: Ctx, scope: CohortScope, input: SessionRef): Promise<ScheduleSession> {
  authorise(ctx, scope, "session.edit");
  return inTransaction(ctx, async (tx) => {
    const before = await lockSession(tx, scope, input, { unless: "cancelled" });
    if (before.state === "cancelled") return before;
    if (before.state === "draft") {
      throw new AppError("invalid", "This is a draft that nobody knows of; remove it instead.");
    }
    await tx.session.updateMany({
      where: { id: before.id, cohortId: scope.cohort.id },
      data: { state: "cancelled", version: { increment: 1 }, updatedAt: ctx.now() },
    });
    if (before.state === "published") {
      const text = `“${sessionName(before)}” on ${dayAndMonth(before.date)} is cancelled.`;
      await addToLog(ctx, tx, scope, [{ sessionId: before.id, text }]);
    }
    const after = await required(tx, scope, before.id);
    await record(ctx, tx, scope, "session.cancelled", before, after);
    return after;
  });
}

/** Takes a session off the schedule; its resources stay in the library. A second call throws `not_found`. */
export async function deleteSession(ctx: Ctx, scope: CohortScope, input: SessionRef): Promise<void> {
  authorise(ctx, scope, "session.edit");
  await inTransaction(ctx, async (tx) => {
    const before = await lockSession(tx, scope, input);
    await tx.session.updateMany({
      where: { id: before.id, cohortId: scope.cohort.id },
      data: { deletedAt: ctx.now(), version: { increment: 1 }, updatedAt: ctx.now() },
    });
    await addToLog(ctx, tx, scope, linesBetween([before], [], scope.cohort));
    await record(ctx, tx, scope, "session.removed", before, null);
  });
}

/**
 * Brings back a session that was deleted in the last 30 days, with all that hung on it. Throws `not_found` for any other
 * and on a second call, `conflict` when its date is taken by now.
 */
export async function restoreSession(ctx: Ctx, scope: CohortScope, sessionId: string): Promise<ScheduleSession> {
  authorise(ctx, scope, "session.edit");
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const deleted = await tx.session.findFirst({
      where: { id: sessionId, cohortId: scope.cohort.id, deletedAt: { gte: undoSince(ctx.now()) } },
      select: { date: true, startsAt: true, state: true },
    });
    if (!deleted) throw notFound("deleted session");
    const date = deleted.date.toISOString().slice(0, 10);
    if (deleted.state !== "cancelled") await dateIsFree(tx, scope, { id: sessionId, date, startsAt: deleted.startsAt });
    await tx.session.updateMany({
      where: { id: sessionId, cohortId: scope.cohort.id },
      data: { deletedAt: null, version: { increment: 1 }, updatedAt: ctx.now() },
    });
    const after = await required(tx, scope, sessionId);
    const changes = changesBetween([], knownToAll([after]), scope.cohort);
    await addToLog(ctx, tx, scope, changeLines(changes, { first: false, published: [] }));
    await record(ctx, tx, scope, "session.restored", null, after);
    return after;
  });
}

/** The session as it stands, with the schedule locked. Throws `conflict` with it when `version` is out of date. */
export async function lockSession(
  tx: Tx,
  scope: CohortScope,
  { sessionId, version }: Pick<SessionRef, "sessionId" | "version">,
  options: { unless?: ScheduleSession["state"] } = {},
): Promise<ScheduleSession> {
  await lockSchedule(tx, scope);
  const session = await required(tx, scope, sessionId);
  if (session.version !== version && session.state !== options.unless) {
    const message = "Somebody else has changed this session since you opened it. Nothing of yours was saved yet.";
    throw new AppError("conflict", message, {}, session);
  }
  return session;
}

async function required(tx: Tx, scope: CohortScope, sessionId: string): Promise<ScheduleSession> {
  const session = await sessionOf(tx, scope, sessionId);
  if (!session) throw notFound("session");
  return session;
}

async function dateIsFree(
  tx: Tx,
  scope: CohortScope,
  { id, date, startsAt }: { id: string | null; date: string; startsAt: string | null },
): Promise<void> {
  // A session without a time of its own stands at the cohort's.
  const time = timeOf({ startsAt }, scope.cohort);
  const taken = await tx.session.findFirst({
    where: {
      cohortId: scope.cohort.id,
      date: toDateColumn(date),
      OR: [{ startsAt: time }, ...(time === scope.cohort.startsAt ? [{ startsAt: null }] : [])],
      deletedAt: null,
      state: { not: "cancelled" },
      ...(id ? { id: { not: id } } : {}),
    },
    select: { title: true },
  });
  if (!taken) return;
  const message = `${dayAndMonth(date)} has a session already${taken.title ? `, “${taken.title}”` : ""}.`;
  throw new AppError("conflict", message, { date: message });
}

async function record(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  action: string,
  before: ScheduleSession | null,
  after: ScheduleSession | null,
): Promise<void> {
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action,
    subjectKind: "session",
    subjectId: (after ?? before)?.id ?? "",
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  });
}
