import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Range } from "@/lib/progress/ranges/rules";
import { retentionOf, type Viewer } from "@/lib/progress/retention/rules";

const range = fc.tuple(fc.nat(5000), fc.nat(800)).map(([from, length]): Range => [from, from + length + 1]);
const viewer: fc.Arbitrary<Viewer> = fc.record({
  watched: fc.array(range, { maxLength: 6 }),
  stoppedAt: fc.option(fc.nat(6000)),
});

describe("a retention curve", () => {
  it("covers the whole length once, never counts more than all viewers, and everybody stops somewhere once", () => {
    fc.assert(
      fc.property(fc.array(viewer, { maxLength: 20 }), fc.integer({ min: 1, max: 6000 }), (viewers, length) => {
        const { curve, stops } = retentionOf(viewers, length);
        expect(curve[0]?.fromSeconds).toBe(0);
        expect(curve.at(-1)?.toSeconds).toBe(length);
        for (const [index, piece] of curve.entries()) {
          expect(piece.toSeconds).toBeGreaterThan(piece.fromSeconds);
          if (index > 0) expect(piece.fromSeconds).toBe(curve[index - 1]?.toSeconds);
          expect(piece.viewers).toBeLessThanOrEqual(viewers.length);
        }
        const standing = viewers.filter(({ stoppedAt }) => stoppedAt !== null).length;
        expect(stops.reduce((sum, { members }) => sum + members, 0)).toBe(standing);
      }),
    );
  });

  it("never falls when somebody watches more, and does not care in which order people come", () => {
    fc.assert(
      fc.property(fc.array(viewer, { minLength: 1, maxLength: 10 }), range, fc.nat(), (viewers, more, pick) => {
        const before = retentionOf(viewers, 3600).curve;
        const index = pick % viewers.length;
        const after = retentionOf(
          viewers.map((one, at) => (at === index ? { ...one, watched: [...one.watched, more] } : one)).toReversed(),
          3600,
        ).curve;
        for (const [at, piece] of before.entries()) {
          const now = after[at]?.viewers ?? 0;
          expect(now).toBeGreaterThanOrEqual(piece.viewers);
          expect(now).toBeLessThanOrEqual(piece.viewers + 1);
        }
      }),
    );
  });

  it("says of ten minutes in which one of two stops half way that half are left afterwards", () => {
    const { curve, stops } = retentionOf(
      [
        { watched: [[0, 600]], stoppedAt: null },
        { watched: [[0, 300]], stoppedAt: 300 },
      ],
      600,
    );
    expect(curve).toHaveLength(60);
    expect(curve.filter(({ viewers }) => viewers === 2)).toHaveLength(30);
    expect(curve[30]).toEqual({ fromSeconds: 300, toSeconds: 310, viewers: 1 });
    expect(stops).toEqual([{ fromSeconds: 300, toSeconds: 310, members: 1 }]);
  });
});
