import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StandingSchedule } from "@/lib/schedule/match";
import { isEmptyPlan } from "@/lib/schedule/plan";
import type { PlanLine } from "@/lib/schedule/plan-lines";
import { NOTHING, shown, step } from "@/lib/schedule/testing/memory";
import { fullFile, plainFile } from "@/lib/testing/schedule-files";
import type { ReadSession } from "@/lib/transfer/schema";

/** A schedule that stands, one that comes, and a way to choose some of the lines between them. */
function comparison(file: fc.Arbitrary<ReadSession[]>) {
  return fc.record({
    earlier: fc.array(file, { minLength: 1, maxLength: 2 }),
    coming: file,
    chosen: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  });
}

function standingAfter(files: readonly ReadSession[][]): StandingSchedule {
  return files.reduce((standing, file) => step(standing, file).after, NOTHING);
}

/** What a line says; where a resource comes from is another date when that session was moved meanwhile. */
function words({ kind, date, title, from, to }: PlanLine): string {
  return [kind, date, title, kind === "resource_moved" ? "" : from, to].join("|");
}

describe("lines that are left out of an import", () => {
  it("are the same lines, whatever is left out", () => {
    fc.assert(
      fc.property(comparison(plainFile), ({ earlier, coming, chosen }) => {
        const standing = standingAfter(earlier);
        const { changes } = step(standing, coming).plan;
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
        const leave = changes.filter((_, index) => chosen[index]).map(({ id }) => id);
        const again = step(standing, coming, { leave }).plan.changes;
        expect(again.map(({ id }) => id).sort()).toEqual(changes.map(({ id }) => id).sort());
        for (const line of again) {
          const parent = again.find(({ id }) => id === line.needs);
          expect(line.left).toBe(leave.includes(line.id) || parent?.left === true);
        }
      }),
    );
  });

  it("all of them: nothing is written", () => {
    fc.assert(
      fc.property(comparison(fc.oneof(plainFile, fullFile)), ({ earlier, coming }) => {
        const standing = standingAfter(earlier);
        const leave = step(standing, coming).plan.changes.map(({ id }) => id);
        const { plan } = step(standing, coming, { leave });
        expect(isEmptyPlan(plan)).toBe(true);
        expect(plan.lines).toEqual([]);
      }),
    );
  });

  it("are found again by the next look at the same file, just these, and leaving them again writes nothing", () => {
    fc.assert(
      fc.property(comparison(fullFile), ({ earlier, coming, chosen }) => {
        const standing = standingAfter(earlier);
        const all = step(standing, coming).plan.changes;
        const { plan, after } = step(standing, coming, { leave: all.filter((_, i) => chosen[i]).map(({ id }) => id) });
        fc.pre(plan.clashes.length === 0);
        const left = plan.changes.filter((line) => line.left);
        const { plan: second } = step(after, coming);
        expect(second.changes.map(words).sort()).toEqual(left.map(words).sort());
        expect(isEmptyPlan(step(after, coming, { leave: second.changes.map(({ id }) => id) }).plan)).toBe(true);
        expect(shown(step(after, coming).after)).toEqual(shown(step(standing, coming).after));
      }),
    );
  });
});
