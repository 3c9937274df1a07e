import { z } from "zod";

// Postgres cannot store NUL, and a lone surrogate is not text in any encoding.
function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes("\0");
}

// Control characters (Unicode category Cc) and the two separators that are line breaks to some programs.
const BREAKS_OUT = /[\p{Cc}\u2028\u2029]/u;

/** One line of text written by a person: trimmed, no control characters, at most `max` characters. */
export function line(max: number, options: { required?: string } = {}) {
  const base = z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => isStorable(value) && !BREAKS_OUT.test(value), {
      message: "This has characters that cannot be stored.",
    });
  return options.required ? base.min(1, options.required) : base;
}

/** Text of several lines, kept as written but for the kind of line break. */
export function prose(max: number) {
  return z
    .string()
    .max(max, `At most ${max} characters.`)
    .refine(isStorable, { message: "This has characters that cannot be stored." })
    .transform((value) => value.replaceAll("\r\n", "\n"));
}

/** An absolute http or https URL, or nothing. */
export const webUrl = z
  .string()
  .trim()
  .max(2000, "At most 2000 characters.")
  .refine((value) => value === "" || isWebUrl(value), "Enter a link that starts with https:// or http://.");

export function isWebUrl(value: string): boolean {
  // Browsers forgive missing slashes (`https:example.org`); mail programs and the database do not.
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}
