import type { CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { addDays, instantOf, type LocalDate, toDateColumn } from "@/lib/time/zones";
import { DEMO_ZONE, NEXT } from "@/prisma/seed/demo-cohort";
import { DEMO_PEOPLE, DEMO_QUESTIONS, DEMO_TALKS, type DemoPerson } from "@/prisma/seed/demo-people";

/** The demo as it was loaded: what the parts of the loader hand to each other. */
export interface Demo {
  scope: CohortScope;
  /** The dates of the term, one a week; the one at `NEXT` is two or three days away. */
  dates: LocalDate[];
  sessions: ScheduleSession[];
  /** Member ids by name. */
  members: ReadonlyMap<string, string>;
}

interface Mark {
  memberId: string;
  resourceId: string;
  state: "started" | "done" | "skipped";
  /** A Postgres multirange of seconds. */
  watched: string;
  stoppedAt: number | null;
  at: Date;
}

/** What the invented people did so far: watched and read, asked, answered, paired up. The same every time. */
export async function addLife(ctx: Ctx, tx: Tx, demo: Demo): Promise<void> {
  await addProgress(ctx, tx, demo);
  await addAnswers(ctx, tx, demo);
  await addQuestions(ctx, tx, demo);
  await addRound(ctx, tx, demo);
}

async function addProgress(ctx: Ctx, tx: Tx, demo: Demo): Promise<void> {
  const marks = DEMO_PEOPLE.flatMap((person, index) => marksOf(person, index, demo, ctx.now()));
  await tx.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, stopped_at_seconds, source, updated_at)
    SELECT member_id, resource_id, ${demo.scope.cohort.id}::uuid, state::"ProgressState", watched::int4multirange,
           stopped_at, 'demo', at
      FROM unnest(${marks.map(({ memberId }) => memberId)}::uuid[], ${marks.map(({ resourceId }) => resourceId)}::uuid[],
                  ${marks.map(({ state }) => state)}::text[], ${marks.map(({ watched }) => watched)}::text[],
                  ${marks.map(({ stoppedAt }) => stoppedAt)}::int[], ${marks.map(({ at }) => at)}::timestamptz[])
           AS m (member_id, resource_id, state, watched, stopped_at, at)`;
  // As if all of it had been watched on the day of the mark.
  await tx.$executeRaw`
    INSERT INTO watched_day (member_id, cohort_id, day, seconds)
    SELECT p.member_id, p.cohort_id, (p.updated_at AT TIME ZONE ${DEMO_ZONE})::date, sum(upper(w) - lower(w))
      FROM progress p, unnest(p.watched) AS w
     WHERE p.cohort_id = ${demo.scope.cohort.id}::uuid
     GROUP BY 1, 2, 3`;
}

/** One person's marks, the latest use of a resource counting: from the past nearly all, of the next session some. */
function marksOf(person: DemoPerson, index: number, { sessions, members, dates }: Demo, now: Date): Mark[] {
  const memberId = members.get(person.name);
  if (!memberId || person.role === "follower") return [];
  const chance = sequence(index * 7919 + 17);
  const marks = new Map<string, Mark>();
  for (const [week, session] of sessions.entries()) {
    if (week > NEXT + (person.curious ? 1 : 0)) break;
    for (const use of session.uses) {
      const draw = chance();
      const likely = likelihood(person, use, week);
      const begun =
        draw < likely ? "done" : draw < likely + (week < NEXT ? 0.22 : 0.5) * person.pace ? "started" : null;
      if (!begun || marks.get(use.resourceId)?.state === "done") continue;
      const day = addDays(dates[week] ?? session.date, use.slot === "before" ? -1 - Math.floor(chance() * 4) : 2);
      const at = instantOf(day, `${17 + Math.floor(chance() * 5)}:${week % 2 ? "40" : "15"}`, DEMO_ZONE);
      marks.set(use.resourceId, {
        memberId,
        resourceId: use.resourceId,
        at: at < now ? at : now,
        ...amount(use, begun, chance()),
      });
    }
  }
  return [...marks.values()];
}

function likelihood({ pace, curious }: DemoPerson, use: ScheduleUse, week: number): number {
  const asked = use.slot === "before" ? 1 : use.slot === "after" ? 0.6 : curious ? 0.5 : 0.08;
  // Most leave the coming session to its last days.
  const near = week < NEXT ? 1 : week === NEXT ? 0.35 : 0.1;
  return Math.min(0.97, pace * asked * near * (use.optional ? 0.5 : 1.1));
}

function amount(
  use: ScheduleUse,
  state: "done" | "started",
  chance: number,
): Pick<Mark, "state" | "watched" | "stoppedAt"> {
  const seconds = (use.minutes ?? 0) * 60;
  if (use.kind !== "video" || seconds === 0) return { state, watched: "{}", stoppedAt: null };
  if (state === "done") return { state, watched: `{[0,${seconds})}`, stoppedAt: null };
  const stop = Math.max(60, Math.floor(seconds * (0.2 + 0.6 * chance)));
  // Some skip a piece in the middle, so that not everything before the stop was watched.
  const skip = Math.floor(stop / 3);
  const watched = chance > 0.6 && skip > 60 ? `{[0,${skip}),[${skip + 45},${stop})}` : `{[0,${stop})}`;
  return { state, watched, stoppedAt: stop };
}

async function addAnswers(ctx: Ctx, tx: Tx, { scope, sessions, members }: Demo): Promise<void> {
  const rows = DEMO_PEOPLE.flatMap((person, index) => {
    const memberId = members.get(person.name);
    const chance = sequence(index * 104_729 + 5);
    if (!memberId || person.role === "follower" || person.state === "paused") return [];
    return sessions.slice(0, NEXT + 1).flatMap((session, week) => {
      const draw = chance();
      // Before a session not everyone has answered yet.
      if (session.title === "" || (week === NEXT && draw > 0.55 + person.pace * 0.3)) return [];
      const away = person.timezone !== null;
      const answer = draw > 0.4 + person.pace * 0.55 ? "no" : away || chance() < 0.2 ? "video" : "yes";
      return [{ sessionId: session.id, memberId, cohortId: scope.cohort.id, answer, updatedAt: ctx.now() } as const];
    });
  });
  await tx.attendance.createMany({ data: rows });
}

async function addQuestions(ctx: Ctx, tx: Tx, { scope, sessions, members, dates }: Demo): Promise<void> {
  const cohortId = scope.cohort.id;
  const resources = new Map(sessions.flatMap(({ uses }) => uses.map((use) => [use.resourceTitle, use.resourceId])));
  for (const [index, question] of DEMO_QUESTIONS.entries()) {
    const session: ScheduleSession | undefined = sessions[question.session];
    const memberId = members.get(question.by);
    if (!session || !memberId) continue;
    const held = instantOf(dates[question.session] ?? session.date, "11:30", DEMO_ZONE);
    const asked = new Date(Math.min(held.getTime() - 2 * 86_400_000, ctx.now().getTime() - (index + 1) * 3_600_000));
    await tx.question.create({
      data: {
        id: ctx.newId(),
        cohortId,
        sessionId: session.id,
        memberId,
        resourceId: (question.resource && resources.get(question.resource)) || null,
        atSeconds: question.at ?? null,
        body: question.body,
        createdAt: asked,
        answeredAt: question.answered ? held : null,
      },
    });
  }
  await tx.talk.createMany({
    data: DEMO_TALKS.flatMap(({ by, ...talk }) => {
      const memberId = members.get(by);
      return memberId ? [{ id: ctx.newId(), cohortId, memberId, ...talk, createdAt: ctx.now() }] : [];
    }),
  });
}

/** One published round: everyone who is there and wants a partner, across labs; three where the number is odd. */
async function addRound(ctx: Ctx, tx: Tx, { scope, dates, members }: Demo): Promise<void> {
  const cohortId = scope.cohort.id;
  const [roundId, startsOn] = [ctx.newId(), dates[NEXT - 2] ?? ""];
  await tx.round.create({
    data: {
      id: roundId,
      cohortId,
      number: 1,
      state: "published",
      seed: 2024,
      startsOn: toDateColumn(startsOn),
      endsOn: toDateColumn(addDays(startsOn, 28)),
      publishedAt: instantOf(startsOn, "14:00", DEMO_ZONE),
      createdAt: instantOf(startsOn, "13:00", DEMO_ZONE),
    },
  });
  const seated = DEMO_PEOPLE.filter(({ role, state }) => role !== "follower" && state !== "paused");
  // Sorted by lab, one from the first half meets one from the second: hardly ever somebody of the same lab.
  const byLab = seated.toSorted((a, b) => a.lab.localeCompare(b.lab, "en") || a.name.localeCompare(b.name, "en"));
  const half = Math.floor(byLab.length / 2);
  for (let index = 0; index < half; index += 1) {
    const group = [byLab[index], byLab[index + half], ...(index === 0 && byLab.length % 2 ? [byLab.at(-1)] : [])];
    const labs = [...new Set(group.flatMap((person) => (person ? [person.lab] : [])))];
    const groupId = ctx.newId();
    const reason = labs.length > 1 ? `Different labs: ${labs.join(", ")}.` : `Both from ${labs[0] ?? "one lab"}.`;
    await tx.group.create({ data: { id: groupId, roundId, cohortId, reason } });
    await tx.groupMember.createMany({
      data: group.flatMap((person, place) => {
        const memberId = person && members.get(person.name);
        return memberId ? [{ groupId, roundId, cohortId, memberId, place: place + 1 }] : [];
      }),
    });
  }
}

/** A repeatable sequence of numbers from 0 to below 1 (mulberry32), so that every demo looks the same. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
