import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  choicesIn,
  effectiveLevel,
  isLooser,
  isOnlyCounted,
  LEAST_COUNTED,
  type Peer,
  partnerDone,
  toldOf,
} from "@/lib/progress/peers/rules";
import { VISIBILITIES, type Visibility } from "@/lib/progress/peers/schema";
import type { ProgressState } from "@/lib/progress/schema";

const level = fc.constantFrom(...VISIBILITIES);
const group: fc.Arbitrary<Peer[]> = fc
  .array(fc.record({ level, isPartner: fc.boolean(), isCounted: fc.boolean(), done: fc.boolean() }), { maxLength: 14 })
  .map((peers) => peers.map((peer, i) => ({ ...peer, id: `m${i}` })));

/** How much is told of one person: nothing, one of at least five, finished by name, everything. */
function toldAbout(peers: readonly Peer[], id: string): number {
  const told = toldOf(peers);
  const peer = peers.find((other) => other.id === id);
  if (told.partners.includes(id)) return 3;
  // Who shows their name is told by it, also by its absence.
  if (peer?.isCounted && peer.level === "names") return 2;
  return told.count && peer?.isCounted && peer.level === "counts" ? 1 : 0;
}

describe("what members are told of each other", () => {
  it("is never a count whose unnamed part is one to four people", () => {
    fc.assert(
      fc.property(group, (peers) => {
        const { count } = toldOf(peers);
        if (!count) return;
        const counted = peers.filter((peer) => peer.isCounted && !isLooser("counts", peer.level));
        const unnamed = counted.filter(isOnlyCounted).length;
        expect(count.of).toBe(counted.length);
        expect(unnamed === 0 || unnamed >= LEAST_COUNTED).toBe(true);
      }),
    );
  });

  it("is never more about somebody who chooses to show less", () => {
    fc.assert(
      fc.property(group, fc.nat(), level, (peers, at, chosen) => {
        const peer = peers[at % Math.max(1, peers.length)];
        if (!peer) return;
        const tightened = peers.map((other) =>
          other.id === peer.id ? { ...other, level: effectiveLevel(other.level, chosen) } : other,
        );
        expect(toldAbout(tightened, peer.id)).toBeLessThanOrEqual(toldAbout(peers, peer.id));
        // Of the others never more than that they are among five or more.
        for (const other of peers.filter(({ id }) => id !== peer.id)) {
          const [before, after] = [toldAbout(peers, other.id), toldAbout(tightened, other.id)];
          expect(after <= before || after === 1).toBe(true);
        }
      }),
    );
  });

  it("is never more about anybody whose level falls when the cohort chooses to show less", () => {
    fc.assert(
      fc.property(group, level, (peers, cohort) => {
        const tightened = peers.map((peer) => ({ ...peer, level: effectiveLevel(cohort, peer.level) }));
        for (const { id, level } of peers) {
          if (!isLooser(level, cohort)) continue;
          expect(toldAbout(tightened, id)).toBeLessThanOrEqual(toldAbout(peers, id));
        }
      }),
    );
  });

  it("does not depend on the progress of who shows nothing, and on an unnamed one only through a count of five", () => {
    fc.assert(
      fc.property(group, fc.nat(), (peers, at) => {
        const peer = peers[at % Math.max(1, peers.length)];
        if (!peer || toldAbout(peers, peer.id) > 0) return;
        const other = peers.map((one) => (one.id === peer.id ? { ...one, done: !one.done } : one));
        expect(toldOf(other)).toEqual(toldOf(peers));
      }),
    );
  });
});

describe("the level of a member", () => {
  it("is the tighter of the cohort's and their own, and their own may only tighten", () => {
    fc.assert(
      fc.property(level, fc.option(level), (cohort, own) => {
        const held = effectiveLevel(cohort, own);
        expect(isLooser(held, cohort)).toBe(false);
        if (own) expect(isLooser(held, own)).toBe(false);
        expect([cohort, own]).toContain(held);
      }),
    );
    expect(choicesIn("counts")).toEqual<Visibility[]>(["self", "partner", "counts"]);
    expect(choicesIn("self")).toEqual<Visibility[]>(["self"]);
  });
});

describe("how far a partner is", () => {
  it("counts what is required before the session, and what is skipped is no longer to do", () => {
    const resource = { done: null, names: [], named: 0, title: "", optional: false, slot: "before" as const };
    const resources = [
      { ...resource, resourceId: "a" },
      { ...resource, resourceId: "b" },
      { ...resource, resourceId: "c", optional: true },
      { ...resource, resourceId: "d", slot: "deep_dive" as const },
      { ...resource, resourceId: "e" },
    ];
    const states: Record<string, ProgressState> = { b: "started", e: "skipped" };
    const uses = resources.map(({ resourceId }) => ({ resourceId, state: states[resourceId] ?? "done" }));
    expect(partnerDone({ uses }, resources)).toEqual({ done: 2, of: 3 });
  });
});
