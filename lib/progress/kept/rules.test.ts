import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterSending, allKept, keep, keptFor, type Shelf, saidAtOf, type Wish } from "@/lib/progress/kept/rules";
import type { ProgressState } from "@/lib/progress/schema";

const ADA = "019e0000-0000-4000-8000-00000000000a";
const BEN = "019e0000-0000-4000-8000-00000000000b";
const VIDEO = "019e0000-0000-4000-8000-000000000001";
const PAPER = "019e0000-0000-4000-8000-000000000002";

function shelf(): Shelf & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
    keys: () => [...texts.keys()],
  };
}

const wish = (state: ProgressState, saidAt: number, resourceId = VIDEO): Wish => {
  return { cohort: "fall-2024", resourceId, state, saidAt };
};

/** What happens to one resource of one member, each a moment after the other. */
const happenings = fc.array(
  fc.record({
    who: fc.constantFrom(ADA, BEN),
    on: fc.constantFrom(VIDEO, PAPER),
    what: fc.oneof(
      fc.constantFrom<ProgressState>("todo", "started", "done", "skipped").map((state) => ({ say: state })),
      fc.constantFrom("send", "answered", "lost").map((turn) => ({ turn })),
    ),
  }),
  { maxLength: 60 },
);

describe("what a browser keeps of marks until the server has answered", () => {
  it("is of every member and resource the latest wish that has no answer, whatever is on its way", () =>
    fc.assert(
      fc.property(happenings, (all) => {
        const box = shelf();
        const wanted = new Map<string, ProgressState>();
        const underWay = new Map<string, Wish>();
        all.forEach(({ who, on, what }, now) => {
          const place = `${who} ${on}`;
          const sent = underWay.get(place);
          if ("say" in what) {
            keep(box, who, wish(what.say, now, on));
            wanted.set(place, what.say);
          } else if (what.turn === "send") {
            const kept = keptFor(box, who, on);
            if (kept && !sent) underWay.set(place, kept);
          } else if (sent) {
            underWay.delete(place);
            const before = keptFor(box, who, on);
            afterSending(box, who, sent, { answered: what.turn === "answered", now });
            const isLatest = before?.saidAt === sent.saidAt;
            if (what.turn === "answered" && isLatest) wanted.delete(place);
            // What was said while an earlier wish was on its way is newer than whatever became of that.
            else if (!isLatest) expect(keptFor(box, who, on)?.saidAt).toBe(now);
          }
          for (const [member, resource] of [ADA, BEN].flatMap((id) => [VIDEO, PAPER].map((it) => [id, it] as const))) {
            expect(keptFor(box, member, resource)?.state).toBe(wanted.get(`${member} ${resource}`));
          }
        });
        for (const member of [ADA, BEN]) {
          const mine = allKept(box, member);
          expect(mine.map(({ resourceId, state }) => `${member} ${resourceId} ${state}`).sort()).toEqual(
            [...wanted].flatMap(([place, state]) => (place.startsWith(member) ? [`${place} ${state}`] : [])).sort(),
          );
          expect(mine).toEqual(mine.toSorted((a, b) => a.saidAt - b.saidAt));
        }
      }),
    ));

  it("is nobody else's on a computer that several people use, and not what something else has written", () => {
    const box = shelf();
    keep(box, ADA, wish("done", 1));
    box.setItem(`convene-mark:${ADA}:${PAPER}`, '{"state":"loved"}');
    box.setItem("convene-theme", "dark");
    expect(allKept(box, BEN)).toEqual([]);
    expect(allKept(box, ADA.slice(0, -1))).toEqual([]);
    expect(allKept(box, ADA)).toEqual([wish("done", 1)]);
    for (const text of ["", "{", "null", "[]", JSON.stringify({ ...wish("done", 1), saidAt: "now" })]) {
      box.setItem(`convene-mark:${ADA}:${PAPER}`, text);
      expect(keptFor(box, ADA, PAPER), text).toBeNull();
    }
  });
});

describe("when something was said that waited", () => {
  it("is so long ago by the server's clock as it waited by the device's, and just now when that is seconds", () => {
    const now = new Date("2024-10-19T14:00:00Z");
    expect(saidAtOf(now, 0)).toBeNull();
    expect(saidAtOf(now, 9_999)).toBeNull();
    expect(saidAtOf(now, 30 * 60_000)).toEqual(new Date("2024-10-19T13:30:00Z"));
  });
});
