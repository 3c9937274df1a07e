/**
 * The one policy table: who may do what in a cohort. Commands ask it first, screens ask it what to show.
 * `operator` is a person who may create cohorts on this server.
 */
export const POLICY = {
  "cohort.read": ["public", "follower", "learner", "organizer"],
  "cohort.join": ["public", "follower", "learner", "organizer"],
  "cohort.edit": ["organizer"],
  "cohort.clone": ["organizer"],
  "section.edit": ["organizer"],
  "session.edit": ["organizer"],
  "session.publish": ["organizer"],
  "schedule.import": ["organizer"],
  "schedule.export": ["public", "follower", "learner", "organizer"],
  "calendar.own": ["follower", "learner", "organizer"],
  "resource.list": ["organizer"],
  "resource.edit": ["organizer"],
  "change.edit": ["organizer"],
  "member.list": ["organizer"],
  "member.change": ["organizer"],
  "progress.mark": ["learner", "organizer"],
  "progress.readOwn": ["learner", "organizer"],
  "progress.readPeers": ["learner", "organizer"],
  "progress.readAll": ["organizer"],
  "progress.override": ["organizer"],
  "question.read": ["learner", "organizer"],
  "question.ask": ["learner", "organizer"],
  "question.answer": ["organizer"],
  "pairing.edit": ["organizer"],
  "notice.list": ["organizer"],
  "notice.preview": ["organizer"],
  "notice.send": ["organizer"],
  "subscription.change": ["follower", "learner", "organizer"],
  "demo.remove": ["organizer"],
  "audit.read": ["organizer"],
  "audit.undo": ["organizer"],
} as const satisfies Record<string, readonly Standing[]>;

export type Action = keyof typeof POLICY;

/** How somebody stands towards a cohort: by role, or not at all. */
export type Standing = "public" | "follower" | "learner" | "organizer";

/** A cohort's own state narrows the table: a draft is there for organizers only. */
export function may(
  standing: Standing,
  cohortState: "draft" | "open" | "running" | "archived",
  action: Action,
): boolean {
  if (cohortState === "draft" && standing !== "organizer") return false;
  const allowed: readonly Standing[] = POLICY[action];
  return allowed.includes(standing);
}
