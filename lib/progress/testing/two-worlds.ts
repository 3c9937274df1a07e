import { randomUUID } from "node:crypto";
import { openCohort } from "@/lib/auth/scope";
import type { Actor } from "@/lib/core/context";
import type { Db } from "@/lib/db/client";
import { markResource } from "@/lib/progress/commands";
import { addNote } from "@/lib/progress/notes/commands";
import type { Visibility } from "@/lib/progress/peers/schema";
import { reportWatched } from "@/lib/progress/watching/commands";
import {
  frozenCtx,
  type MailCohort,
  type MailMember,
  makeCohort,
  makeMember,
  makeSession,
  makeUse,
} from "@/lib/testing/factories";

/** The instant at which all of it is: three days before the session. */
export const WORLD_NOW = "2024-10-19T14:00:00Z";

/** How somebody stands towards the member whose progress is in question. */
export type Viewer = "partner" | "other" | "follower" | "public" | "organizer";

export interface Seen {
  actor: Actor;
  member: MailMember | null;
}

export interface TwoWorlds {
  cohort: MailCohort;
  sessionId: string;
  /** What the member will have done, and what they will have begun. */
  done: string;
  begun: string;
  /** The member whose progress is in question. */
  subject: MailMember;
  viewers: Record<Viewer, Seen>;
  changeId: string;
  /** Leads from the first world to the second: the member marks, watches and writes a note, and nothing else differs. */
  act(): Promise<void>;
}

/**
 * A cohort in which one member's progress is about to be the only thing that changes. `own` is that member's own choice;
 * with `fillers` more learners there are `fillers + 2` others for who is not the partner.
 */
export async function makeTwoWorlds(
  db: Db,
  { level, own, fillers }: { level: Visibility; own: Visibility | null; fillers: number },
): Promise<TwoWorlds> {
  const cohort = await makeCohort(db);
  await db.cohort.update({
    where: { id: cohort.id },
    data: { progressVisibility: level, calendarNonce: randomUUID() },
  });
  const earlier = await makeSession(db, cohort, "2024-10-01", { title: "Chance" });
  await makeUse(db, cohort, earlier, { title: "Dice", minutes: 10 });
  const sessionId = await makeSession(db, cohort, "2024-10-22");
  const done = await makeUse(db, cohort, sessionId, { title: "What it really does", minutes: 12 });
  const begun = await makeUse(db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
  const subject = await makeMember(db, cohort, { name: "Bo" });
  await db.member.update({ where: { id: subject.id }, data: { progressVisibility: own } });
  const seat = async (name: string, role: "follower" | "learner" | "organizer"): Promise<Required<Seen>> => {
    const member = await makeMember(db, cohort, { name, role });
    return { member, actor: actorOf(member, name) };
  };
  const viewers: TwoWorlds["viewers"] = {
    partner: await seat("Pat", "learner"),
    other: await seat("Olga", "learner"),
    follower: await seat("Flo", "follower"),
    organizer: await seat("Grace", "organizer"),
    public: { actor: { kind: "anonymous" }, member: null },
  };
  for (let i = 0; i < fillers; i += 1) await seat(`Learner ${i}`, "learner");
  await db.member.updateMany({ where: { cohortId: cohort.id }, data: { joinedAt: new Date("2024-09-01T00:00:00Z") } });
  await pair(db, cohort, [subject.id, viewers.partner.member?.id ?? ""]);
  const changeId = randomUUID();
  const text = "“Backpropagation” moved from 15 Oct to 22 Oct.";
  const at = new Date("2024-10-19T13:00:00Z");
  await db.change.create({ data: { id: changeId, cohortId: cohort.id, sessionId, text, at } });
  const act = async () => {
    const ctx = frozenCtx(db, WORLD_NOW, actorOf(subject, "Bo"));
    const scope = await openCohort(ctx, db, cohort.slug);
    const on = { cohort: cohort.slug, moment: WORLD_NOW };
    await markResource(ctx, scope, { ...on, resourceId: done, state: "done" });
    await reportWatched(ctx, scope, {
      ...{ ...on, resourceId: begun, lengthSeconds: 8700 },
      ...{ ranges: [[0, 2280]], stoppedAt: 2280 },
    });
    await addNote(ctx, scope, {
      ...on,
      id: randomUUID(),
      resourceId: begun,
      atSeconds: 60,
      body: "Why the chain rule?",
    });
  };
  return { cohort, sessionId, done, begun, subject, viewers, changeId, act };
}

function actorOf({ personId, address }: MailMember, name: string): Actor {
  return { kind: "person", personId, email: address, name, mayCreateCohorts: false };
}

async function pair(db: Db, cohort: MailCohort, memberIds: readonly string[]): Promise<void> {
  const [roundId, groupId, cohortId] = [randomUUID(), randomUUID(), cohort.id];
  const startsOn = new Date("2024-10-01T00:00:00Z");
  await db.round.create({ data: { id: roundId, cohortId, number: 1, state: "published", seed: 1, startsOn } });
  await db.group.create({ data: { id: groupId, roundId, cohortId } });
  await db.groupMember.createMany({
    data: memberIds.map((memberId, i) => ({ groupId, roundId, cohortId, memberId, place: i + 1 })),
  });
}
