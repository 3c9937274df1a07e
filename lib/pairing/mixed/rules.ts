/**
 * A number from 0 to 2^32 - 1 that two whole numbers decide, without a pattern (the finalizer of MurmurHash3): for choices
 * among equals, the same each time.
 */
export function mixed(one: number, other: number): number {
  let hash = Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
