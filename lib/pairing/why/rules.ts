import { keyOf, type Pair, pairsIn } from "@/lib/pairing/pairs/rules";
import type { RoundInput } from "@/lib/pairing/round/rules";
import { type Pairable, shared, sharedHalfHours } from "@/lib/pairing/score/rules";

/**
 * Why this group, in a sentence for its members: only what speaks for it and what all of them may know of each other.
 * Neither wishes nor how far somebody is are in it.
 */
export function reasonFor(group: readonly string[], { members, met }: RoundInput): string {
  const known = new Map(members.map((member) => [member.id, member]));
  const pairs = pairsIn(group);
  const said = [
    metInWords(pairs, met),
    labsInWords(group.map((id) => known.get(id)?.lab.trim() ?? "")),
    inCommon(group.map((id) => known.get(id))),
    hoursInWords(group.map((id) => known.get(id)?.free ?? [])),
  ].filter((part) => part !== "");
  const text = said.join("; ");
  return text === "" ? "" : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function metInWords(pairs: readonly Pair[], met: RoundInput["met"]): string {
  const ago = new Map(met.map((one) => [keyOf(one.pair), one.ago]));
  const again = pairs.flatMap((pair) => ago.get(keyOf(pair)) ?? []);
  if (again.length === 0) return "you have not been paired before";
  const last = Math.min(...again);
  return last === 1 ? "you were paired in the last round" : `you were last paired ${last} rounds ago`;
}

function labsInWords(labs: readonly string[]): string {
  if (labs.some((lab) => lab === "")) return "";
  const different = [...new Set(labs.map((lab) => lab.toLowerCase()))].map(
    (lower) => labs.find((lab) => lab.toLowerCase() === lower) ?? lower,
  );
  return different.length === 1 ? `you are all from ${different[0]}` : `you are from ${inWords(different)}`;
}

function inCommon(members: readonly (Pairable | undefined)[]): string {
  const [first = [], ...others] = members.map((member) => member?.words ?? []);
  const words = others.reduce<readonly string[]>((left, more) => shared(left, more), first).slice(0, 3);
  return words.length === 0 ? "" : `you all wrote of ${inWords(words)}`;
}

function hoursInWords(free: readonly (readonly number[])[]): string {
  const [first = [], ...others] = free;
  const halves = others.reduce<readonly number[]>((left, more) => sharedHalfHours(left, more), first).length;
  if (halves < 2) return "";
  const hours = Math.floor(halves / 2);
  return `you share ${hours} free ${hours === 1 ? "hour" : "hours"} a week`;
}

function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
