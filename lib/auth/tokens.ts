import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * Secrets that travel by mail are not stored but derived: HMAC-SHA-256 (RFC 2104) of a random nonce under the
 * server's key. The worker can so write a mail minutes later, and a copy of the database opens nothing.
 */
export function deriveToken(secret: string, purpose: string, nonce: string): string {
  return createHmac("sha256", secret).update(`convene:${purpose}:${nonce}`).digest("base64url");
}

/** The six digits that stand for the same token on another device; worthless without the browser that asked. */
export function deriveCode(secret: string, nonce: string): string {
  const digest = createHmac("sha256", secret).update(`convene:code:${nonce}`).digest();
  // 48 bits modulo 10^6 leaves a bias below one in 10^8.
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
}

/** What the database keeps of a cookie: its SHA-256, hex. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * What the database keeps of a mailed token: SHA-256, hex, of the token and the server's key one after the other, which
 * is also how next-auth looks one up.
 */
export function hashMailedToken(secret: string, token: string): string {
  return hashToken(token + secret);
}

/** A token that carries its own subject, for links that need no row: `subject.mac`. */
export function sealSubject(secret: string, purpose: string, subject: string): string {
  return `${Buffer.from(subject).toString("base64url")}.${deriveToken(secret, purpose, subject)}`;
}

/** The subject of a sealed token, or null when the seal is not ours. Compares in constant time. */
export function openSubject(secret: string, purpose: string, token: string): string | null {
  const [encoded, mac, rest] = token.split(".");
  if (!encoded || !mac || rest !== undefined) return null;
  const subject = Buffer.from(encoded, "base64url").toString();
  return equal(mac, deriveToken(secret, purpose, subject)) ? subject : null;
}

/** Compares two strings without telling by time where they differ. */
export function equal(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
