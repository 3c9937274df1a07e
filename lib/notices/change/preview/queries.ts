import type { CohortScope } from "@/lib/auth/scope";
import { HOLD } from "@/lib/changes/rules";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import type { PublishPreview } from "@/lib/notices/change/preview/schema";
import { changeTitle, worthTelling } from "@/lib/notices/change/rules";
import { asPlanned, recipientsOf, settingsOf } from "@/lib/notices/queries";
import { planOf, standingAt } from "@/lib/notices/rules";
import type { PlannedNotice } from "@/lib/notices/schema";
import { linesBetween } from "@/lib/schedule/edit/rules";
import type { Line } from "@/lib/schedule/lines";
import { scheduleOf } from "@/lib/schedule/queries";
import { isOver } from "@/lib/schedule/rules";
import type { PublishSessions, ScheduleSession } from "@/lib/schedule/schema";
import { shortMoment } from "@/lib/time/words";

/** Every date that there can be. */
const ALWAYS = ["0001-01-01", "9999-12-31"] as const;

/**
 * What publishing these drafts, or all, would do as of `now`; publishes nothing. Throws `not_found` for an id that is no
 * session of the cohort.
 */
export async function previewPublish(
  db: Db,
  scope: CohortScope,
  { sessionIds }: Pick<PublishSessions, "sessionIds">,
  now: Date,
): Promise<PublishPreview> {
  const before = await scheduleOf(db, scope);
  const wanted = sessionIds && new Set(sessionIds);
  if (wanted && before.filter(({ id }) => wanted.has(id)).length !== wanted.size) throw notFound("session");
  const isMeant = ({ id, state }: ScheduleSession) => state === "draft" && (!wanted || wanted.has(id));
  const after = before.map((session) => (isMeant(session) ? { ...session, state: "published" as const } : session));
  const drafts = new Set(before.filter(isMeant).map(({ id }) => id));
  const sessions = after.filter(({ id }) => drafts.has(id));
  const lines = linesBetween(before, after, scope.cohort);
  const quiet = whyQuiet(scope);
  const change = quiet ? null : await changeOf(db, scope, { lines, after, now });
  const preps = quiet ? [] : await prepsOf(db, scope, sessions, now);
  return {
    sessions,
    lines: lines.map(({ text }) => text),
    change: change && inWords(scope, change),
    preps: preps.map((prep) => inWords(scope, prep)),
    quiet,
  };
}

function inWords<N extends PlannedNotice>({ cohort }: CohortScope, notice: N): N & { when: string } {
  const due = new Date(notice.dueAt);
  return { ...notice, when: shortMoment(due, cohort.timezone) };
}

function whyQuiet({ cohort }: CohortScope): string | null {
  if (cohort.state === "draft") return "The cohort is a draft: no mail goes out before it is open.";
  return cohort.state === "archived" ? "The cohort is archived: no mail goes out any more." : null;
}

async function changeOf(
  db: Db,
  scope: CohortScope,
  { lines, after, now }: { lines: readonly Line[]; after: readonly ScheduleSession[]; now: Date },
): Promise<PlannedNotice | null> {
  if (!(await settingsOf(db, scope, "change")).enabled) return null;
  const news = lines.map(({ sessionId, text }) => {
    const session = after.find(({ id }) => id === sessionId);
    return { id: text, text, at: now, updatedAt: now, session: session ? { ...session, deleted: false } : null };
  });
  const ahead = after.some(({ state, ...session }) => state === "published" && !isOver(session, scope.cohort, now));
  const told = worthTelling(news, { cohort: scope.cohort, ahead, now });
  if (told.length === 0) return null;
  return {
    ...{ kind: "change", sessionId: null, session: null, title: changeTitle(told.map(({ text }) => text)) },
    dueAt: new Date(now.getTime() + HOLD).toISOString(),
    recipients: (await recipientsOf(db, scope, "change")).length,
  };
}

async function prepsOf(
  db: Db,
  scope: CohortScope,
  sessions: readonly ScheduleSession[],
  now: Date,
): Promise<PlannedNotice[]> {
  const planned = planOf(scope.cohort, sessions, await settingsOf(db, scope, "weekly_prep"), ...ALWAYS);
  const coming = planned.filter((notice) => standingAt(notice, now) !== "late");
  if (coming.length === 0) return [];
  const recipients = await recipientsOf(db, scope, "weekly_prep");
  return coming.map((notice) => asPlanned(notice, sessions, recipients.length));
}
