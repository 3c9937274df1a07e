import type { ChangeProps } from "@/emails/change";
import type { CohortScope } from "@/lib/auth/scope";
import { mailedEvents } from "@/lib/calendar/queries";
import { IS_TOLD } from "@/lib/changes/queries";
import type { Ctx } from "@/lib/core/context";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { changeTitle, isSpokenOf, type NewsLine, worthTelling } from "@/lib/notices/change/rules";
import { nextSession, type Reader } from "@/lib/notices/prep/queries";
import { whenOf, whyOf } from "@/lib/notices/prep/rules";
import { plainName } from "@/lib/notices/rules";
import type { CohortTimes } from "@/lib/schedule/rules";
import { dayAndMonth } from "@/lib/time/words";
import { dateIn, fromDateColumn } from "@/lib/time/zones";

const DAY = 86_400_000;

type LineRow = Omit<NewsLine, "session"> & {
  sessionId: string | null;
  state: "draft" | "published" | "cancelled";
  deleted: boolean;
  date: Date;
  startsAt: string | null;
  lengthMinutes: number | null;
};

async function linesWhere(db: Db, cohortId: string, where: Prisma.Sql): Promise<NewsLine[]> {
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT c.id, c.text, c.at, c.updated_at AS "updatedAt", s.id AS "sessionId", s.state::text AS state,
           s.deleted_at IS NOT NULL AS deleted, s.date, s.starts_at AS "startsAt", s.length_minutes AS "lengthMinutes"
      FROM change c LEFT JOIN session s ON s.id = c.session_id AND s.cohort_id = c.cohort_id
     WHERE c.cohort_id = ${cohortId}::uuid AND c.deleted_at IS NULL AND ${where}
     ORDER BY c.at, c.id`;
  return rows.map(({ id, text, at, updatedAt, sessionId, date, ...session }) => ({
    ...{ id, text, at, updatedAt },
    session: sessionId === null ? null : { ...session, id: sessionId, date: fromDateColumn(date) },
  }));
}

/** The lines of the last day that no mail was made of and that are worth one at `now`, the oldest first. */
export async function untoldLines(db: Db, scope: CohortScope, now: Date): Promise<NewsLine[]> {
  const lines = await linesWhere(
    db,
    scope.cohort.id,
    Prisma.sql`c.at > ${new Date(now.getTime() - DAY)} AND NOT ${IS_TOLD}`,
  );
  if (lines.length === 0) return [];
  const ahead = (await nextSession(db, scope, now)) !== null;
  return worthTelling(lines, { cohort: scope.cohort, ahead, now });
}

/** What is left to tell of the lines that a mail was made of: in the words they have now, without what was taken back. */
export async function linesLeft(
  db: Db,
  cohort: CohortTimes & { id: string },
  { ids, now }: { ids: readonly string[]; now: Date },
): Promise<{ lines: NewsLine[]; over: boolean }> {
  const there = await linesWhere(db, cohort.id, Prisma.sql`c.id = ANY(${[...ids]}::uuid[])`);
  const lines = worthTelling(there, { cohort, ahead: true, now });
  return { lines, over: there.length > 0 && lines.length === 0 };
}

/** The sessions that a change mail speaks of, as an object for the reader's calendar; null when there are none. */
export async function changedEvents(
  ctx: Pick<Ctx, "db" | "now">,
  scope: CohortScope,
  changeIds: readonly string[],
  to: Parameters<typeof mailedEvents>[3],
): Promise<string | null> {
  const [{ cohort }, now] = [scope, ctx.now()];
  const { lines } = await linesLeft(ctx.db, cohort, { ids: changeIds, now });
  return mailedEvents(ctx, scope, (session) => isSpokenOf(session, lines, { cohort, now }), to);
}

/** The change mail for one reader, in words; null when nothing is left to tell. `attached` says that sessions go along. */
export async function changeFor(
  db: Db,
  scope: CohortScope,
  { changeIds, reader, attached, now }: { changeIds: readonly string[]; reader: Reader; attached: boolean; now: Date },
  links: { scheduleUrl: string; chooseUrl: string },
): Promise<ChangeProps | null> {
  const { cohort } = scope;
  const { lines } = await linesLeft(db, cohort, { ids: changeIds, now });
  if (lines.length === 0) return null;
  const session = await nextSession(db, scope, now);
  return {
    subject: changeTitle(lines.map(({ text }) => text)),
    cohort: cohort.title,
    lines: lines.map(({ at, text }) => ({ day: dayAndMonth(dateIn(at, cohort.timezone)), text })),
    next: session && { when: whenOf({ cohort, session, readerZone: reader.timezone }), title: plainName(session) },
    attached,
    scheduleUrl: links.scheduleUrl,
    footer: whyOf({ cohort, role: reader.role, chooseUrl: links.chooseUrl }),
  };
}

/** What the change mails are called in a list, by notice: their lines as they stand. */
export async function changeTitles(
  db: Db,
  scope: CohortScope,
  notices: readonly { id: string; changeIds: readonly string[] }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = notices.flatMap(({ changeIds }) => changeIds);
  const rows = await db.change.findMany({
    where: { cohortId: scope.cohort.id, id: { in: ids } },
    select: { id: true, text: true },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  return new Map(
    notices.map(({ id, changeIds }) => [
      id,
      changeTitle(rows.filter((row) => changeIds.includes(row.id)).map(({ text }) => text)),
    ]),
  );
}
