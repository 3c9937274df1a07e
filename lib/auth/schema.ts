import { z } from "zod";
import { emailAddress } from "@/lib/core/email";
import { line } from "@/lib/core/text";

/** How long a mailed sign-in link and its code work. */
export const SIGN_IN_LINK_SECONDS = 10 * 60;
/** How long a browser stays signed in, counted from the sign-in. */
export const SIGN_IN_SECONDS = 30 * 24 * 60 * 60;
/** Wrong codes that one request for a sign-in survives. */
export const CODE_TRIES = 5;
/** How long the first organizer's link works. */
export const SETUP_LINK_SECONDS = 24 * 60 * 60;

export const signInCode = z
  .string()
  .transform((value) => value.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "The code has six digits."));

/** What the sign-in page posts: the token of a mailed link, or the code that came with it. */
export const signInProof = z.union([
  z.object({ email: emailAddress, token: z.string().min(20).max(200) }),
  z.object({ email: emailAddress, code: signInCode }),
]);
export type SignInProof = z.infer<typeof signInProof>;

export const useSetup = z.object({
  token: z.string().min(20).max(200),
  email: emailAddress,
  name: line(120, { required: "Enter your name." }),
});
export type UseSetup = z.infer<typeof useSetup>;

export const signInRow = z.object({
  id: z.uuid(),
  userAgent: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  current: z.boolean(),
});
export type SignInRow = z.infer<typeof signInRow>;
