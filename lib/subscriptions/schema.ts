import { z } from "zod";
import { noticeKind } from "@/lib/notices/schema";

/** One kind of mail and whether a member gets it. */
export const choice = z.object({
  kind: noticeKind,
  /** The kind in words, for a list of choices. */
  name: z.string(),
  enabled: z.boolean(),
});
export type Choice = z.infer<typeof choice>;

/** What one member gets from one cohort. */
export const choices = z.object({ cohort: z.string(), choices: z.array(choice) });
export type Choices = z.infer<typeof choices>;

/** The same for somebody who holds a link from a mail: the address is masked, since mails are forwarded. */
export const tokenChoices = choices.extend({
  who: z.string(),
  /** The kind of the mail whose link was opened. */
  kind: noticeKind,
});
export type TokenChoices = z.infer<typeof tokenChoices>;

const token = z.string().min(1, "Open the link in the mail again.").max(500);

/** `all` stands for every kind that can be switched off, those to come as well. */
export const change = z.object({ kind: z.union([noticeKind, z.literal("all")]), enabled: z.boolean() });
export type Change = z.infer<typeof change>;

export const showInput = z.object({ token });
export const changeInput = change.extend({ token });
export const ownInput = z.object({ cohort: z.string() });
export const setOwnInput = change.extend({ cohort: z.string() });

/** RFC 8058: the token is in the URL that the mail program was given, the body says `List-Unsubscribe=One-Click`. */
export const oneClickInput = z.object({ query: z.object({ t: token }), body: z.unknown() });
export const oneClickResult = z.object({ stopped: z.literal(true) });
