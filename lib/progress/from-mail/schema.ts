import { z } from "zod";
import { progressState } from "@/lib/progress/schema";

const token = z.string().min(1, "Open the link in the mail again.").max(500);

export const showMark = z.object({ token });

/** What a mail's link can say of its resource: that it is done, or that it is not after all. */
export const markFromMail = z.object({ token, state: z.enum(["done", "todo"]) });
export type MarkFromMail = z.infer<typeof markFromMail>;

/** The one thing that a mail's link is about, for whoever holds it: the address is masked, since mails are forwarded. */
export const mailedItem = z.object({
  title: z.string(),
  cohort: z.string(),
  who: z.string(),
  state: progressState,
  /** Where the rest of the week is, for who is signed in: a path of this site. */
  weekPath: z.string(),
});
export type MailedItem = z.infer<typeof mailedItem>;
