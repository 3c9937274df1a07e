import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { applyEdit, type NamedUse, namedUses, openDraft, type Resolve, unknownUses } from "@/lib/schedule/edit/apply";
import { lastChanges } from "@/lib/schedule/edit/queries";
import { isSame } from "@/lib/schedule/edit/rules";
import {
  type EditConflict,
  type EditSchedule,
  type ScheduleEdited,
  editSchedule as schema,
} from "@/lib/schedule/edit/schema";
import { scheduleOf } from "@/lib/schedule/queries";
import { planResources, resolveResources, usedIn } from "@/lib/schedule/resolve";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { applyPlan } from "@/lib/schedule/standing/commands";
import { lockSchedule, standingSchedule } from "@/lib/schedule/standing/queries";
import { wantedUses } from "@/lib/schedule/uses/rules";
import type { WantedResource } from "@/lib/schedule/wanted";
import { writeSchedule } from "@/lib/schedule/write/commands";

/**
 * Changes, adds and removes any number of sessions and what they use, all or nothing. Throws `conflict` with the sessions
 * as they stand and who changed them (`EditConflict`) when one is not as the editor saw it, and `not_found` for an id that
 * is no session of this cohort. The same edit again changes nothing.
 */
export async function editSchedule(
  ctx: Ctx,
  scope: CohortScope,
  input: Parameters<typeof schema.parse>[0],
): Promise<ScheduleEdited> {
  authorise(ctx, scope, "session.edit");
  const edit = schema.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const before = await scheduleOf(tx, scope);
    const known = new Set(before.map(({ id }) => id));
    const created = edit.create
      .map(({ id, ...session }) => ({ id: id ?? ctx.newId(), edit: session }))
      .filter(({ id }) => !known.has(id));
    const named = namedUses([...edit.edits.map((one) => ({ id: one.sessionId, edit: one })), ...created]);
    const { resolve, resources } = await resolveNamed(ctx, tx, scope, before, named);
    const renamed: ScheduleEdited["renamed"] = [];
    const after = applyEdit(before, edit, created, { resolve, newId: ctx.newId, renamed });
    await refuseOutdated(tx, scope, { before, after }, edit);
    if (unknownUses(before, [...edit.edits, ...edit.create]).length > 0) {
      throw new AppError("conflict", "A resource of this change is not in the schedule any more. Nothing was saved.");
    }
    const written = await writeSchedule(ctx, tx, scope, { action: "schedule.edited", before, after, resources });
    // Who sends an edit again needs the versions of what stands, changed or not.
    const answered = new Set(written.sessions.map(({ id }) => id));
    const asked = new Set([...edit.edits.map(({ sessionId }) => sessionId), ...edit.create.map(({ id }) => id)]);
    const unchanged = before.filter(({ id }) => asked.has(id) && !answered.has(id));
    return { ...written, sessions: [...written.sessions, ...unchanged], renamed };
  });
}

/**
 * A version that is behind is a conflict unless the session says already what this edit makes it say, as when an answer
 * was lost on its way and the edit is sent again.
 */
async function refuseOutdated(
  tx: Tx,
  scope: CohortScope,
  { before, after }: { before: readonly ScheduleSession[]; after: readonly ScheduleSession[] },
  edit: EditSchedule,
) {
  const standing = new Map(before.map((session) => [session.id, session]));
  const becomes = new Map(after.map((session) => [session.id, session]));
  const gone = edit.edits.filter(({ sessionId }) => !standing.has(sessionId)).map(({ sessionId }) => sessionId);
  const outdated = [...edit.edits, ...edit.remove].flatMap(({ sessionId, version }) => {
    const [is, will] = [standing.get(sessionId), becomes.get(sessionId)];
    return is && is.version !== version && !(will && isSame(is, will)) ? [is] : [];
  });
  if (gone.length + outdated.length === 0) return;
  if (gone.length > 0) {
    const known = await tx.session.count({ where: { id: { in: gone }, cohortId: scope.cohort.id } });
    if (known < new Set(gone).size) throw notFound("session");
  }
  const by = await lastChanges(tx, scope, [...outdated.map(({ id }) => id), ...gone]);
  const data: EditConflict = { sessions: outdated, by, removed: gone };
  const who = by[0]?.name || "Somebody else";
  const message = `${who} has changed this meanwhile. Nothing of yours was saved yet.`;
  throw new AppError("conflict", message, {}, data);
}

/** Finds or makes the resources that are named by their words, and corrects their titles and lengths. */
async function resolveNamed(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  before: readonly ScheduleSession[],
  named: readonly NamedUse[],
): Promise<{ resolve: Resolve; resources: { before: unknown[]; after: unknown[] } }> {
  const nothing = { before: [], after: [] };
  if (named.length === 0) {
    const resolve = () => {
      throw new Error("A use was named that nobody asked about.");
    };
    return { resolve, resources: nothing };
  }
  const standing = await standingSchedule(tx, scope);
  const edited = new Set(named.map(({ sessionId }) => sessionId));
  const elsewhere = usedIn({ sessions: standing.sessions.filter(({ id }) => !edited.has(id)) });
  const here = usedIn({ sessions: standing.sessions.filter(({ id }) => edited.has(id)) });
  const wanted = [...edited].map((sessionId) => {
    const inputs = named.filter((use) => use.sessionId === sessionId).map(({ input }) => input);
    const session = standing.sessions.find(({ id }) => id === sessionId) ?? newcomer(before);
    return { sessionId, ...wantedEach(standing, session, inputs) };
  });
  const all = firstOfEach(wanted.flatMap(({ resources }) => resources));
  const correctable = new Set([...here].filter((id) => !elsewhere.has(id)));
  const resolved = resolveResources(standing, { resources: all }, correctable);
  const plan = planResources(resolved, { newId: ctx.newId, clearLengths: true });
  await applyPlan(ctx, tx, scope, {
    resources: plan,
    sessions: { create: [], update: [], remove: [] },
    uses: { create: [], update: [], remove: [] },
    lines: [],
  });
  const resolve: Resolve = ({ sessionId, input }) => {
    const use = wanted.find((one) => one.sessionId === sessionId)?.found.get(JSON.stringify(input));
    const resource = use && all.get(use.key);
    const resourceId = use && plan.ids.get(use.key);
    if (!use || !resource || !resourceId) throw new Error("A use was named that nobody asked about.");
    const { title, url, kind, minutes, author = "", stopPoints = [] } = resource;
    const named = { title: use.label || title, resourceTitle: title, label: use.label };
    return { resourceId, ...named, url, kind, minutes, resourceMinutes: minutes, author, stopPoints: [...stopPoints] };
  };
  const resources = {
    before: plan.update.map((pair) => pair.before),
    after: [...plan.create, ...plan.update.map((pair) => pair.after)],
  };
  return { resolve, resources };
}

/** Each resource once, under the words of its first mention and the first length that a mention gives. */
function firstOfEach(resources: readonly WantedResource[]): Map<string, WantedResource> {
  const all = new Map<string, WantedResource>();
  for (const resource of resources) {
    const known = all.get(resource.key);
    if (!known) all.set(resource.key, { ...resource });
    else known.minutes ??= resource.minutes;
  }
  return all;
}

type Standing = Awaited<ReturnType<typeof standingSchedule>>;

/** What each input means, by the input itself: a slot keeps a resource once, so the list alone would not tell. */
function wantedEach(standing: Standing, session: Standing["sessions"][number], inputs: readonly NamedUse["input"][]) {
  const found = new Map<string, { key: string; label: string }>();
  const resources: WantedResource[] = [];
  for (const input of inputs) {
    const { uses, resources: own } = wantedUses(standing, session, [input]);
    const use = uses[0];
    if (use) found.set(JSON.stringify(input), { key: use.key, label: use.label });
    resources.push(...own.values());
  }
  return { found, resources };
}

/** Stands for a session that is about to be added: everything is earlier than it. */
function newcomer(before: readonly ScheduleSession[]): Standing["sessions"][number] {
  const date = before.at(-1)?.date ?? "9999-12-31";
  return { ...openDraft("", `${date}~`), bare: true, uses: [] };
}
