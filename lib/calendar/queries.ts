import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { equal, openSubject, sealSubject } from "@/lib/auth/tokens";
import { type IcsEvent, writeCalendar } from "@/lib/calendar/ics";
import { type Audience, eventOf, type FeedSession, REFRESH_MINUTES, REMOVED_DAYS } from "@/lib/calendar/rules";
import type { CalendarItem, CohortCalendar, FeedQuery, OwnCalendar } from "@/lib/calendar/schema";
import type { CohortState } from "@/lib/cohorts/schema";
import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { Role } from "@/lib/members/schema";
import { scheduleOf, sessionOf } from "@/lib/schedule/queries";

/** What the seal of a secret address is for; its subject is `cohort:<id>:<nonce>` or `person:<id>:<nonce>`. */
const CALENDAR = "calendar";
const DAY = 86_400_000;

/** A seat that somebody really has, in a cohort that is still there. */
const SEATED = { state: { in: ["active", "paused"] }, cohort: { deletedAt: null } } satisfies Prisma.MemberWhereInput;

type Owner = "cohort" | "person";

/** For whom an object goes along with a mail: whether they have a week, and who the mail is from. */
interface MailedTo {
  week: boolean;
  publisher: { name: string; address: string };
}

/** A calendar as it is served. */
export interface Feed {
  filename: string;
  body: string;
}

/** The secret address of a calendar; null while it has no nonce. Another nonce is another address. */
export function secretUrl(owner: Owner, id: string, nonce: string): string | null {
  if (nonce === "") return null;
  const { AUTH_SECRET, CONVENE_URL } = env();
  return `${CONVENE_URL}/api/feeds/${sealSubject(AUTH_SECRET, CALENDAR, `${owner}:${id}:${nonce}`)}.ics`;
}

function publicUrlOf(cohort: { slug: string; state: CohortState; calendarPublic: boolean }): string | null {
  const open = cohort.calendarPublic && cohort.state !== "draft";
  return open ? `${env().CONVENE_URL}/c/${cohort.slug}/calendar.ics` : null;
}

/** How the calendar of a cohort can be read. Its secret address is for members. */
export async function calendarOf(db: Db, scope: CohortScope): Promise<CohortCalendar> {
  const { id, slug, state } = scope.cohort;
  const row = await db.cohort.findUniqueOrThrow({
    where: { id },
    select: { calendarPublic: true, calendarNonce: true, version: true },
  });
  return {
    public: row.calendarPublic,
    publicUrl: publicUrlOf({ slug, state, calendarPublic: row.calendarPublic }),
    secretUrl: scope.may("calendar.own") ? secretUrl("cohort", id, row.calendarNonce) : null,
    version: row.version,
  };
}

/** The address of a person's own calendar. */
export async function ownCalendarOf(db: Db, personId: string): Promise<OwnCalendar> {
  const row = await db.person.findUnique({ where: { id: personId }, select: { calendarNonce: true } });
  return { url: secretUrl("person", personId, row?.calendarNonce ?? "") };
}

/** The calendars of the cohorts in which a person has a seat, as far as they can be read. */
export async function calendarsOf(db: Db, personId: string): Promise<CalendarItem[]> {
  const seats = await db.member.findMany({
    where: { personId, ...SEATED },
    orderBy: [{ joinedAt: "desc" }, { id: "asc" }],
    select: {
      role: true,
      cohort: { select: { id: true, slug: true, title: true, state: true, calendarPublic: true, calendarNonce: true } },
    },
  });
  return seats.filter(isShown).flatMap(({ cohort: { id, slug, title, state, calendarPublic, calendarNonce } }) => {
    const open = publicUrlOf({ slug, state, calendarPublic });
    const url = open ?? secretUrl("cohort", id, calendarNonce);
    return url ? [{ slug, title, url, secret: open === null }] : [];
  });
}

/** The address of the calendar that a mail to a member names: their own where they have one, else the cohort's. */
export async function calendarForMember(db: Db, scope: CohortScope, personId: string): Promise<string | null> {
  const own = await ownCalendarOf(db, personId);
  if (own.url) return own.url;
  const cohort = await calendarOf(db, scope);
  return cohort.publicUrl ?? cohort.secretUrl;
}

/** The calendar that everybody may read. Throws `not_found` when there is none for them. */
export async function publicFeed(ctx: Ctx, slug: string, query: FeedQuery): Promise<Feed> {
  const scope = await openCohort({ actor: { kind: "anonymous" } }, ctx.db, slug);
  const { publicUrl } = await calendarOf(ctx.db, scope);
  if (!publicUrl) throw notFound("calendar");
  return cohortFeed(ctx, scope, query, false);
}

/**
 * The calendar behind a secret address. Throws `not_found` for a token that is not ours, one that was replaced, and one
 * whose owner is gone, and does not tell which.
 */
export async function secretFeed(ctx: Ctx, token: string, query: FeedQuery): Promise<Feed> {
  const [owner, id, nonce, rest] = openSubject(env().AUTH_SECRET, CALENDAR, token)?.split(":") ?? [];
  if (!id || !nonce || rest !== undefined) throw notFound("calendar");
  if (owner === "person") return personFeed(ctx, id, nonce, query);
  const row = await ctx.db.cohort.findFirst({
    where: { id, deletedAt: null },
    select: { slug: true, calendarNonce: true },
  });
  if (!row || !equal(row.calendarNonce, nonce)) throw notFound("calendar");
  // Whoever has the address was let in with it, also while the cohort is a draft; drafts of sessions are left out below.
  const scope = await openCohort({ actor: { kind: "job", name: "calendar" } }, ctx.db, row.slug);
  return cohortFeed(ctx, scope, query, true);
}

/**
 * One session as an object that goes along with a mail to a member; null when it is not published or nobody meets. The
 * publisher is who the mail is from.
 */
export async function mailedEvent(
  ctx: Pick<Ctx, "db" | "now">,
  scope: CohortScope,
  sessionId: string,
  { week, publisher }: MailedTo,
): Promise<string | null> {
  const [session] = await feedSessions(ctx, scope, { sessionId });
  const open = session?.title === "" && session.format === null;
  if (!session || session.removed || session.state !== "published" || open || session.format === "no_session")
    return null;
  return publish(scope, [session], { week, publisher });
}

/**
 * The sessions that are meant, as an object that goes along with a mail to a member; null when none is. What was cancelled or
 * taken off the schedule is in it as cancelled, so that a calendar that has it already takes it out; a session that
 * is a draft again was taken off, too.
 */
export async function mailedEvents(
  ctx: Pick<Ctx, "db" | "now">,
  scope: CohortScope,
  isMeant: (session: FeedSession) => boolean,
  to: MailedTo,
): Promise<string | null> {
  const sessions = (await feedSessions(ctx, scope, { withdrawn: true })).filter(isMeant);
  return sessions.length === 0 ? null : publish(scope, sessions, to);
}

function publish({ cohort }: CohortScope, sessions: readonly FeedSession[], { week, publisher }: MailedTo): string {
  const audience = audienceOf({ member: true, week });
  const events = sessions.map((session) => eventOf(session, cohort, audience));
  return writeCalendar({ name: cohort.title, refreshMinutes: null, publisher, events });
}

async function cohortFeed(ctx: Ctx, scope: CohortScope, query: FeedQuery, member: boolean): Promise<Feed> {
  const audience = audienceOf({ member, alarm: query.alarm });
  const sessions = await feedSessions(ctx, scope, { sessionId: query.session });
  const events = sessions.map((session) => eventOf(session, scope.cohort, audience));
  return feedOf(scope.cohort.title, scope.cohort.slug, events, query);
}

/** Every cohort in which a person has a seat, as they see it: what they are not shown on the site is not in it. */
async function personFeed(ctx: Ctx, personId: string, nonce: string, query: FeedQuery): Promise<Feed> {
  const person = await ctx.db.person.findUnique({
    where: { id: personId },
    select: {
      calendarNonce: true,
      members: {
        where: SEATED,
        orderBy: [{ joinedAt: "asc" }, { id: "asc" }],
        select: { role: true, cohort: { select: { slug: true, state: true } } },
      },
    },
  });
  if (!person || !equal(person.calendarNonce, nonce)) throw notFound("calendar");
  const events = await Promise.all(
    person.members.filter(isShown).map(async ({ cohort }) => {
      const actor = { kind: "token", personId, purpose: CALENDAR } as const;
      const scope = await openCohort({ actor }, ctx.db, cohort.slug);
      const audience = audienceOf({ member: true, week: scope.may("progress.readOwn"), alarm: query.alarm });
      const sessions = await feedSessions(ctx, scope, { sessionId: query.session });
      return sessions.map((session) => eventOf(session, scope.cohort, audience));
    }),
  );
  return feedOf("Convene: my sessions", "my-sessions", events.flat(), query);
}

/** A draft cohort is there for its organizers only. */
function isShown({ role, cohort }: { role: Role; cohort: { state: CohortState } }): boolean {
  return cohort.state !== "draft" || role === "organizer";
}

function feedOf(name: string, filename: string, events: readonly IcsEvent[], query: FeedQuery): Feed {
  const single = query.session !== undefined;
  if (single && events.length === 0) throw notFound("session");
  const body = writeCalendar({ name, refreshMinutes: single ? null : REFRESH_MINUTES, publisher: null, events });
  return { filename: `${filename}.ics`, body };
}

function audienceOf(said: { member: boolean; week?: boolean; alarm?: number | undefined }): Audience {
  return {
    site: env().CONVENE_URL,
    member: said.member,
    week: said.week ?? false,
    alarmMinutes: said.alarm ?? null,
  };
}

/**
 * What calendars show of a cohort's sessions, by date: no drafts, and for a while those that were taken off the schedule.
 * With `withdrawn`, drafts are there as taken off, for the caller to choose those that were published once.
 */
async function feedSessions(
  ctx: Pick<Ctx, "db" | "now">,
  scope: CohortScope,
  { sessionId, withdrawn = false }: { sessionId?: string | undefined; withdrawn?: boolean },
): Promise<FeedSession[]> {
  const since = new Date(ctx.now().getTime() - REMOVED_DAYS * DAY);
  const [standing, rows] = await Promise.all([
    sessionId ? sessionOf(ctx.db, scope, sessionId).then((one) => (one ? [one] : [])) : scheduleOf(ctx.db, scope),
    feedRows(ctx.db, scope, { since, sessionId: sessionId ?? null, withdrawn }),
  ]);
  const shown = new Map(standing.map((session) => [session.id, session]));
  return rows.map((row) => ({ ...row, uses: [], ...(row.removed ? {} : shown.get(row.id)) }));
}

type FeedRow = Omit<FeedSession, "uses">;

function feedRows(
  db: Db,
  scope: CohortScope,
  { since, sessionId, withdrawn }: { since: Date; sessionId: string | null; withdrawn: boolean },
): Promise<FeedRow[]> {
  return db.$queryRaw<FeedRow[]>`
    SELECT s.id, to_char(s.date, 'YYYY-MM-DD') AS date, s.starts_at AS "startsAt",
           s.length_minutes AS "lengthMinutes", s.title, s.format::text AS format, s.state::text AS state, s.version,
           s.deleted_at IS NOT NULL OR s.state = 'draft' AS removed,
           greatest(s.updated_at, c.updated_at, used.updated_at) AS "changedAt"
      FROM session s
      JOIN cohort c ON c.id = s.cohort_id
      LEFT JOIN LATERAL (
        SELECT max(r.updated_at) AS updated_at
          FROM use u JOIN resource r ON r.id = u.resource_id WHERE u.session_id = s.id
      ) used ON true
     WHERE s.cohort_id = ${scope.cohort.id}::uuid AND (s.state <> 'draft' OR ${withdrawn})
       AND (s.deleted_at IS NULL OR s.deleted_at > ${since})
       AND (${sessionId}::uuid IS NULL OR s.id = ${sessionId}::uuid)
     ORDER BY s.date, s.starts_at NULLS FIRST, s.id`;
}
