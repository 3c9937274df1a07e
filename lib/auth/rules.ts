/**
 * A path of this site to go to after signing in. Anything that a browser could read as another site or a script
 * (`//evil`, `/\evil`, `javascript:`, a full URL, control characters) becomes the home page.
 */
export function safePath(value: string | null | undefined): string {
  if (!value || value.length > 500) return "/";
  // A backslash counts as a slash in URLs, and control characters are dropped by browsers before they parse.
  return /^\/(?![/\\])[\x21-\x5B\x5D-\x7E]*$/.test(value) ? value : "/";
}

/** The address of a client for rate limits: an IPv4 address, or the /64 of an IPv6 one, which is one customer. */
export function rateOrigin(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").split("%")[0] ?? "";
  if (!plain.includes(":")) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const gap = plain.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group || "0", 16).toString(16))
    .join(":")}::/64`;
}

/**
 * Which address a request came from. Of `X-Forwarded-For` only the entries that our own `proxies` added are believed:
 * with none in front of us the header is ignored, whatever it says.
 */
export function clientAddress(forwardedFor: string | null, socketAddress: string, proxies: number): string {
  if (proxies === 0 || !forwardedFor) return socketAddress;
  const entries = forwardedFor.split(",").map((entry) => entry.trim());
  return entries.at(-proxies) || socketAddress;
}

/**
 * Whether a write may have come from a page of this site. Browsers send `Origin` with every POST, so a missing one is a
 * refusal too.
 */
export function isOwnOrigin(origin: string | null, siteUrl: string): boolean {
  return origin !== null && URL.canParse(origin) && new URL(origin).origin === new URL(siteUrl).origin;
}
