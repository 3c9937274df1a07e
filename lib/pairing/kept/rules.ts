import { keyOf, keysOf, type Pair } from "@/lib/pairing/pairs/rules";

/**
 * The groups that stay together because the organizers or both members want it. Pairs come in the order of their
 * weight: who is in a group already joins no other, but makes a trio where all three want each other. A pair that must
 * not be is none, whoever wants it.
 */
export function lockedTogether(wanted: readonly Pair[], never: readonly Pair[]): string[][] {
  const apart = keysOf(never);
  const together = keysOf(wanted);
  const groups: string[][] = [];
  const groupOf = new Map<string, string[]>();
  for (const pair of wanted) {
    if (apart.has(keyOf(pair))) continue;
    const [one, other] = pair;
    const [left, right] = [groupOf.get(one), groupOf.get(other)];
    if (!left && !right) {
      const group = [one, other];
      groups.push(group);
      groupOf.set(one, group).set(other, group);
      continue;
    }
    const [group, third] = left ? [left, other] : [right ?? [], one];
    const wantsAll = group.every(
      (member) => together.has(keyOf([member, third])) && !apart.has(keyOf([member, third])),
    );
    if ((left && right) || group.length > 2 || !wantsAll) continue;
    group.push(third);
    groupOf.set(third, group);
  }
  return groups.map((group) => group.sort()).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}
