"use client";

import { usePeers } from "@/lib/progress/peers/hooks";
import { partnerDone } from "@/lib/progress/peers/rules";
import type { PeerResource, Peers as PeersData } from "@/lib/progress/peers/schema";
import { clockPoint } from "@/lib/time/durations";

interface Props {
  cohort: string;
  initial: PeersData;
}

/** So many names are read as a sentence; of more than these the rest is a number. */
const NAMES_SHOWN = 5;

/**
 * How the partner and the others are getting on before the next session, as far as each of them shows it. Nothing at all
 * where there is nothing to show.
 */
export function Peers({ cohort, initial }: Props) {
  const { data } = usePeers(cohort, initial);
  // Of partners alone no count is needed; each of them has a sentence.
  const counted = (data.counted ?? 0) > data.partners.length ? data.counted : null;
  const told = data.resources.map((one) => (counted === null ? { ...one, done: null } : one)).filter(isTold);
  if (data.partners.length === 0 && told.length === 0) return null;
  return (
    <section aria-labelledby="peers" className="space-y-3">
      <h2 id="peers">How the others are getting on</h2>
      {data.partners.map((partner) => (
        <p key={`${partner.name} ${partner.uses.length}`}>{partnerInWords(partner, data.resources)}</p>
      ))}
      {told.length > 0 && (
        <ul className="border-t border-line" aria-label="How many have finished each">
          {told.map((resource) => (
            <li
              key={resource.resourceId}
              className="flex flex-wrap items-baseline justify-between gap-x-6 border-b border-line py-2"
            >
              <span className="min-w-0">{resource.title}</span>
              <span className="text-sm text-quiet">{doneInWords(resource, counted)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-sm text-quiet">
        Each of you chooses what the others see. <a href="/me#visibility">Choose what they see of you</a>
      </p>
    </section>
  );
}

// What is not asked for beforehand is worth a line only when somebody has done it.
function isTold({ slot, done, named }: PeerResource): boolean {
  return slot === "before" ? done !== null || named > 0 : (done ?? 0) > 0 || named > 0;
}

/** `Bo has done 3 of 4, and is at 38:00 of Backpropagation.` */
function partnerInWords(partner: PeersData["partners"][number], resources: readonly PeerResource[]): string {
  const { done, of } = partnerDone(partner, resources);
  const name = partner.name || "Your partner";
  const { at } = partner;
  const title = resources.find(({ resourceId }) => resourceId === at?.resourceId)?.title;
  const place = at && title ? `at ${clockPoint(at.seconds)} of ${title}` : "";
  if (of === 0) return place ? `${name} is ${place}.` : `${name} has nothing to prepare either.`;
  if (done === of) return `${name} has done ${of === 1 ? "what there is to do" : `all ${of}`}.`;
  if (done === 0) return place ? `${name} is ${place}.` : `${name} has not begun yet.`;
  return `${name} has done ${done} of ${of}${place && `, and is ${place}`}.`;
}

/** `7 of 12 have finished it: Ada, Bo and 5 others`, as far as each part of it may be told. */
function doneInWords({ done, names, named }: PeerResource, counted: number | null): string {
  const known = names.slice(0, NAMES_SHOWN).map((name) => name || "somebody");
  const rest = (done ?? named) - known.length;
  const others = rest > 0 ? [`${rest} ${rest === 1 ? "other" : "others"}`] : [];
  const who = known.length > 0 ? listed([...known, ...others]) : "";
  if (done === null || counted === null) return `Finished by ${who}`;
  const sum = `${done} of ${counted} ${done === 1 ? "has" : "have"} finished it`;
  return who ? `${sum}: ${who}` : sum;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
