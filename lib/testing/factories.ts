import { randomBytes, randomUUID } from "node:crypto";
import type { Actor, Ctx } from "@/lib/core/context";
import type { Db } from "@/lib/db/client";
import { toDateColumn } from "@/lib/time/zones";

/** A context with a clock that stands still until it is set. */
export interface FrozenCtx extends Ctx {
  setNow(iso: string): void;
}

export function frozenCtx(db: Db, iso: string, actor: Actor = { kind: "job", name: "test" }): FrozenCtx {
  let now = new Date(iso);
  return {
    db,
    actor,
    now: () => new Date(now),
    newId: () => randomUUID(),
    random: (bytes) => randomBytes(bytes),
    setNow: (next) => {
      now = new Date(next);
    },
  };
}

export interface MailCohort {
  id: string;
  slug: string;
}

/** A running cohort: Tuesdays at 11:00 in Chicago unless told otherwise. */
export async function makeCohort(
  db: Db,
  options: { title?: string; timezone?: string; state?: "draft" | "open" | "running" | "archived" } = {},
): Promise<MailCohort> {
  const id = randomUUID();
  const slug = `c-${id.slice(0, 8)}`;
  await db.cohort.create({
    data: {
      id,
      slug,
      title: options.title ?? "Deep learning, fall 2024",
      timezone: options.timezone ?? "America/Chicago",
      weekday: 2,
      startsAt: "11:00",
      place: "room 219a",
      meetingUrl: "https://meet.example.org/fall",
      state: options.state ?? "running",
      createdAt: new Date("2024-09-01T00:00:00Z"),
    },
  });
  return { id, slug };
}

export interface MailMember {
  id: string;
  personId: string;
  address: string;
}

export async function makeMember(
  db: Db,
  cohort: MailCohort,
  options: {
    name?: string;
    role?: "follower" | "learner" | "organizer";
    state?: "pending" | "active" | "paused" | "left";
    timezone?: string;
  } = {},
): Promise<MailMember> {
  const [id, personId] = [randomUUID(), randomUUID()];
  const address = `m-${id.slice(0, 8)}@example.org`;
  await db.person.create({ data: { id: personId, email: address, name: options.name ?? "Ada" } });
  await db.member.create({
    data: {
      id,
      cohortId: cohort.id,
      personId,
      role: options.role ?? "learner",
      state: options.state ?? "active",
      timezone: options.timezone ?? null,
    },
  });
  return { id, personId, address };
}

export async function makeSession(
  db: Db,
  cohort: MailCohort,
  date: string,
  options: {
    title?: string;
    format?: "presentation" | "discussion" | "no_session" | null;
    state?: "draft" | "published" | "cancelled";
    startsAt?: string;
    createdAt?: string;
  } = {},
): Promise<string> {
  const id = randomUUID();
  await db.session.create({
    data: {
      id,
      cohortId: cohort.id,
      date: toDateColumn(date),
      title: options.title ?? "Backpropagation",
      format: options.format === undefined ? "discussion" : options.format,
      state: options.state ?? "published",
      startsAt: options.startsAt ?? null,
      createdAt: new Date(options.createdAt ?? "2024-09-01T00:00:00Z"),
    },
  });
  return id;
}

/** Adds a video to what comes before a session, and answers its id. */
export async function makeUse(
  db: Db,
  cohort: MailCohort,
  sessionId: string,
  video: { title: string; minutes: number | null; slot?: "before" | "deep_dive"; optional?: boolean },
): Promise<string> {
  const id = randomUUID();
  const position = await db.use.count({ where: { sessionId } });
  await db.resource.create({
    data: {
      id,
      cohortId: cohort.id,
      kind: "video",
      title: video.title,
      url: `https://videos.example.org/${id}`,
      matchKey: id,
      minutes: video.minutes,
    },
  });
  await db.use.create({
    data: {
      id: randomUUID(),
      cohortId: cohort.id,
      sessionId,
      resourceId: id,
      slot: video.slot ?? "before",
      position,
      optional: video.optional ?? false,
    },
  });
  return id;
}
