import { z } from "zod";

export const quietReason = z.enum(["never_started", "silent", "behind"]);
export type QuietReason = z.infer<typeof quietReason>;

/** What is known of one active learner when it is asked who has become quiet. */
export const learnerSigns = z.object({
  memberId: z.uuid(),
  name: z.string(),
  email: z.string(),
  lab: z.string(),
  /** For changing the member: what stands when this was read. */
  version: z.number().int(),
  joinedAt: z.iso.datetime(),
  /** The last mark or minute watched; null when they have begun nothing. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** Sessions since they joined that are over and of which something required is open. */
  openSessions: z.number().int(),
});
export type LearnerSigns = z.infer<typeof learnerSigns>;

export const quietMember = learnerSigns.extend({ reason: quietReason });
export type QuietMember = z.infer<typeof quietMember>;

export const quietInput = z.object({ cohort: z.string() });
export const quietList = z.object({ learners: z.number().int(), quiet: z.array(quietMember) });
export type QuietList = z.infer<typeof quietList>;
