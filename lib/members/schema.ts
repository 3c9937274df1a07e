import { z } from "zod";
import { emailAddress } from "@/lib/core/email";
import { line, prose } from "@/lib/core/text";
import { isTimeZone } from "@/lib/time/zones";

/** How long a confirmation link works. */
export const CONFIRM_LINK_SECONDS = 3 * 24 * 60 * 60;

export const role = z.enum(["follower", "learner", "organizer"]);
export type Role = z.infer<typeof role>;

export const memberState = z.enum(["pending", "active", "paused", "left"]);
export type MemberState = z.infer<typeof memberState>;

export const signUp = z.object({
  cohort: z.string(),
  email: emailAddress,
  name: line(120, { required: "Enter your name." }),
  lab: line(120).default(""),
  /** Only mail, or taking part. Nobody signs up as an organizer. */
  role: z.enum(["follower", "learner"]).default("learner"),
  /** The browser's zone; one that is not known here is dropped, it only serves to say times twice. */
  timezone: z
    .string()
    .optional()
    .transform((zone) => (zone && isTimeZone(zone) ? zone : null)),
  purpose: prose(2000).default(""),
});
export type SignUp = z.infer<typeof signUp>;

export const confirmSignUp = z.object({ token: z.string().min(20).max(200) });

export const changeMember = z.object({
  cohort: z.string(),
  memberId: z.uuid(),
  version: z.number().int(),
  role: role.optional(),
  state: z.enum(["active", "paused", "left"]).optional(),
});
export type ChangeMember = z.infer<typeof changeMember>;

export const memberRow = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  lab: z.string(),
  role,
  state: memberState,
  timezone: z.string().nullable(),
  joinedAt: z.iso.datetime(),
  version: z.number().int(),
  /** Resources of the schedule that they settled, and how many there are. */
  settled: z.number().int(),
  resources: z.number().int(),
});
export type MemberRow = z.infer<typeof memberRow>;
