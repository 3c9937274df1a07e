/**
 * The demo cohort's invented people are told from real ones by their address alone, so that nothing else has to
 * remember it: they get no mail, and they go when the demo goes. RFC 2606 keeps `example.org` free of real mailboxes.
 */
export const DEMO_ADDRESS = "@demo.example.org";

/** Whether an address belongs to an invented person of the demo cohort; no notice may be delivered to it. */
export function isDemoAddress(email: string): boolean {
  return email.toLowerCase().endsWith(DEMO_ADDRESS);
}

/** The address of an invented person: `Ada B. Moss` is `ada.b.moss@demo.example.org`. */
export function demoAddress(name: string): string {
  const local = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.|\.$/g, "");
  return `${local}${DEMO_ADDRESS}`;
}
