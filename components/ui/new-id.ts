/**
 * A new id of version 4 (RFC 9562, 5.4): 122 random bits. By hand, since browsers have `crypto.randomUUID` only on a site
 * with TLS, and a lab's own server may have none; `getRandomValues` is everywhere.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // The version stands in the upper half of the seventh byte, the variant in the two upper bits of the ninth.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const ends = [8, 12, 16, 20, 32];
  return ends.map((end, index) => hex.slice(ends[index - 1] ?? 0, end)).join("-");
}
