import { z } from "zod";

const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const DOMAIN = /^(?=.{1,253}$)([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/**
 * True for exactly one mailbox of the plain `local@domain.tld` form (the dot-atom of RFC 5321, ASCII only): no display
 * name, no group, no list, no quoted local part, no look-alike of `@`, no control character.
 */
export function isEmailAddress(value: string): boolean {
  const at = value.lastIndexOf("@");
  if (at < 1 || value.length > 254) return false;
  const local = value.slice(0, at);
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) return false;
  return LOCAL.test(local) && DOMAIN.test(value.slice(at + 1));
}

/** One mailbox, trimmed and in lower case, which is how addresses are stored and compared. */
export const emailAddress = z
  .string()
  .trim()
  .max(254, "This address is too long.")
  .refine(isEmailAddress, "Enter one e-mail address, like ada@example.org.")
  .transform((value) => value.toLowerCase());

/** An address for logs and screens that must not show it whole: `a…@example.org`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "…" : `${address[0]}…${address.slice(at)}`;
}
