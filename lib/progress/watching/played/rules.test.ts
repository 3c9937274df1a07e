import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Range, secondsOf, union } from "@/lib/progress/ranges/rules";
import { broken, NOTHING_PLAYED, type Played, playedTo, taken } from "@/lib/progress/watching/played/rules";

/** A player that says four times a second where it is. */
function play(played: Played, from: number, to: number, rate = 1, start = 0): Played {
  let result = played;
  for (let i = 0; from + (i * rate) / 4 <= to; i += 1)
    result = playedTo(result, from + (i * rate) / 4, start + i * 250);
  return result;
}

describe("what was really played", () => {
  it.each([0.5, 1, 1.5, 2])("is the same at %d times the speed", (rate) => {
    expect(taken(play(NOTHING_PLAYED, 0, 30, rate)).ranges).toEqual([[0, 30]]);
  });

  it("is also told by a tab behind others, which speaks once a second", () => {
    let played = NOTHING_PLAYED;
    for (let second = 0; second <= 20; second += 1) played = playedTo(played, second * 2, second * 1000);
    expect(taken(played).ranges).toEqual([[0, 40]]);
  });

  it("leaves out what was skipped, forwards and back, with and without a word about it", () => {
    const before = play(NOTHING_PLAYED, 0, 10);
    expect(taken(play(before, 90, 95, 1, 10_250)).ranges).toEqual([
      [0, 10],
      [90, 95],
    ]);
    expect(taken(play(broken(before), 10.5, 15, 1, 10_250)).ranges).toEqual([
      [0, 10],
      [11, 15],
    ]);
    expect(taken(play(before, 3, 5, 1, 10_250)).ranges).toEqual([[0, 10]]);
    expect(taken(playedTo(before, 95, 10_250)).ranges).toEqual([[0, 10]]);
  });

  it("waits for the network no longer than it plays: a jump after a wait is a jump", () => {
    const waiting = broken(play(NOTHING_PLAYED, 0, 10));
    expect(taken(play(waiting, 25, 30, 1, 60_000)).ranges).toEqual([
      [0, 10],
      [25, 30],
    ]);
  });

  it("is told in pieces, and the pieces are the whole wherever it is cut", () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 8 }), (cuts) => {
        let played = NOTHING_PLAYED;
        const told: Range[][] = [];
        for (let i = 0; i <= 120; i += 1) {
          played = playedTo(played, i / 4, i * 250);
          if (!cuts.includes(i)) continue;
          const { ranges, rest } = taken(played);
          told.push(ranges);
          played = rest;
        }
        expect(union(...told, taken(played).ranges)).toEqual([[0, 30]]);
      }),
    ));

  it("is never more than the time allows, whatever a player says", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 3000 })), { maxLength: 40 }),
        (words) => {
          let [played, moment] = [NOTHING_PLAYED, 0];
          for (const [at, pause] of words) {
            moment += pause;
            played = playedTo(played, at / 4, moment);
          }
          expect(secondsOf(taken(played).ranges)).toBeLessThanOrEqual((moment / 1000) * 2 + words.length * 2);
        },
      ),
    ));
});
