import { z } from "zod";
import { plannedNotice } from "@/lib/notices/schema";
import { scheduleSession } from "@/lib/schedule/schema";

/** A mail with when it is due in the cohort's zone: `Sat 19 Oct, 09:00`. */
const mail = plannedNotice.extend({ when: z.string() });

/** What publishing would do: what members see, read in the log, and are mailed. */
export const publishPreview = z.object({
  /** The drafts as members will see them. */
  sessions: z.array(scheduleSession),
  /** The lines that the public log gets. */
  lines: z.array(z.string()),
  /** The mail about it, held for a quarter of an hour from now, to as many as things stand; null when none goes. */
  change: mail.nullable(),
  /** The weekly preps that will be sent for these sessions, in the order they are due. */
  preps: z.array(mail),
  /** Why no mail goes out at all, in a sentence; null when it does. */
  quiet: z.string().nullable(),
});
export type PublishPreview = z.infer<typeof publishPreview>;
