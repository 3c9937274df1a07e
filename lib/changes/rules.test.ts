import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areHeld, bundleLines, type HeldLine, heldUntil, joinTexts, type LogLine } from "@/lib/changes/rules";
import type { PlannedChange } from "@/lib/schedule/changes";
import { changeLines } from "@/lib/schedule/lines";
import { dayAndMonth } from "@/lib/time/words";

/** The log after some edits, each with its lines, as the database would keep it while all of it is held. */
function logAfter(edits: readonly (readonly LogLine[])[], reworded: Record<string, string> = {}): HeldLine[] {
  let log: HeldLine[] = [];
  let count = 0;
  for (const news of edits) {
    const { reword, drop, add } = bundleLines(log, news);
    const words = new Map(reword.map((line) => [line.id, line]));
    log = log.filter(({ id }) => !drop.includes(id)).map((line) => ({ ...line, ...words.get(line.id) }));
    for (const line of add) {
      count += 1;
      log.push({ ...line, id: `line ${count}`, wrote: null });
    }
    log = log.map((line) => {
      const own = reworded[line.text];
      return own ? { ...line, text: own, wrote: line.text } : line;
    });
  }
  return log;
}

const texts = (log: readonly LogLine[]) => log.map(({ text }) => text);

function lines(kind: PlannedChange["kind"], from: string | null, to: string | null, more: Partial<PlannedChange> = {}) {
  const change: PlannedChange = {
    ...{ kind, date: "2026-10-29", title: "Chance", from, to, sessionId: "chance", visible: true },
    ...more,
  };
  return changeLines([change], { first: false, published: [] });
}

const moved = (from: string, to: string) => lines("moved", from, to, { date: to });
const named = (from: string, to: string) => lines("retitled", from, to, { title: to });
const added = (...titles: string[]) => uses("resource_added", titles);
const took = (...titles: string[]) => uses("resource_removed", titles);

function uses(kind: "resource_added" | "resource_removed", titles: string[]): LogLine[] {
  const changes = titles.map(
    (title): PlannedChange => ({
      ...{ kind, date: "2026-10-29", title, from: null, to: null, sessionId: "chance", visible: true },
    }),
  );
  return changeLines(changes, { first: false, published: [] });
}

const date = fc.integer({ min: 1, max: 28 }).map((day) => `2026-10-${String(day).padStart(2, "0")}`);

describe("lines that are held", () => {
  it("tell any number of moves of a session as one, from the first date to the last, and none when it is back", () => {
    fc.assert(
      fc.property(fc.array(date, { minLength: 2, maxLength: 12 }), (dates) => {
        const steps = dates.slice(1).flatMap((to, at) => (to === dates[at] ? [] : [moved(dates[at] ?? "", to)]));
        const [first, last] = [dates[0] ?? "", dates.at(-1) ?? ""];
        const whole = first === last ? [] : [`“Chance” moved from ${dayAndMonth(first)} to ${dayAndMonth(last)}.`];
        expect(texts(logAfter(steps))).toEqual(whole);
      }),
    );
  });

  it("tell any number of new titles as one, and none when it has its old one again", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("Luck", "Risk", "Odds", "Fate"), { minLength: 2, maxLength: 10 }),
        (titles) => {
          const steps = titles.slice(1).flatMap((to, at) => (to === titles[at] ? [] : [named(titles[at] ?? "", to)]));
          const [first, last] = [titles[0], titles.at(-1)];
          expect(texts(logAfter(steps))).toEqual(first === last ? [] : [`29 Oct: “${first}” is now “${last}”.`]);
        },
      ),
    );
  });

  it("tell of resources that came and stayed or were there and went, whatever happened in between", () => {
    const step = fc.record({ add: fc.boolean(), title: fc.constantFrom("Coins", "Dice", "Cards") });
    fc.assert(
      fc.property(fc.subarray(["Coins", "Dice", "Cards"]), fc.array(step, { maxLength: 12 }), (before, steps) => {
        const now = new Set(before);
        const edits = steps.flatMap(({ add, title }) => {
          if (add === now.has(title)) return [];
          if (add) now.add(title);
          else now.delete(title);
          return [add ? added(title) : took(title)];
        });
        const log = logAfter(edits);
        const said = (sort: string) =>
          log
            .filter(({ text }) => text.startsWith(sort))
            .flatMap(({ text }) => [...text.matchAll(/“(\w+)”/g)].map((one) => one[1]));
        expect(said("Added").sort()).toEqual([...now].filter((title) => !before.includes(title)).sort());
        expect(said("Took").sort()).toEqual(before.filter((title) => !now.has(title)).sort());
        expect(log.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it("leave nothing of a session that came and went, nor of one that was cancelled and is on again", () => {
    const come = lines("published", null, null, { name: "Chance: coins" });
    const gone = lines("removed", null, null);
    expect(texts(logAfter([come]))).toEqual(["Added “Chance: coins” on 29 Oct."]);
    expect(logAfter([come, gone])).toEqual([]);
    expect(logAfter([gone, come])).toEqual([]);
    expect(logAfter([lines("cancelled", null, null), lines("revived", null, null)])).toEqual([]);
  });

  it("tell of a new session as it is by now, with what it comes with", () => {
    const edits = [
      lines("published", null, null, { date: "2026-10-22" }),
      moved("2026-10-22", "2026-10-29"),
      named("Chance", "Luck"),
      added("Coins"),
    ];
    expect(texts(logAfter(edits))).toEqual(["Added “Luck” on 29 Oct."]);
  });

  it("keep the newest word on the time, the length and who presents", () => {
    const edits = [
      lines("changed_time", null, "15:00"),
      lines("changed_presenters", "", "Ada"),
      lines("changed_time", "15:00", "16:00"),
      lines("changed_presenters", "Ada", "Ben"),
    ];
    expect(texts(logAfter(edits))).toEqual([
      "“Chance” on 29 Oct now starts at 16:00.",
      "“Chance” on 29 Oct is presented by Ben.",
    ]);
  });

  it("leave nothing of a recording or of materials that came and went", () => {
    const come = lines("changed_notes", null, "recording: https://e.org/rec");
    const gone = lines("changed_notes", "recording: https://e.org/rec", null);
    const slides = lines("changed_notes", null, "materials: slides");
    expect(texts(logAfter([come, slides, gone]))).toEqual(["“Chance” on 29 Oct has materials now."]);
    expect(logAfter([gone, come])).toEqual([]);
  });

  it("follow a resource from session to session", () => {
    const there = lines("resource_moved", "2026-10-22 before", "2026-10-29 after", { title: "Dice" });
    const on = lines("resource_moved", "2026-10-29 after", "2026-11-05 session", {
      title: "Dice",
      date: "2026-11-05",
      sessionId: "chains",
    });
    const back = lines("resource_moved", "2026-11-05 session", "2026-10-22 before", {
      title: "Dice",
      date: "2026-10-22",
      sessionId: "other",
    });
    expect(texts(logAfter([there, on]))).toEqual(["“Dice” moved from 22 Oct to 5 Nov, in the session."]);
    expect(logAfter([there, on, back])).toEqual([]);
  });

  it("of other sessions, and words of no form, are left alone", () => {
    const other = lines("moved", "2026-10-22", "2026-10-29", { sessionId: "chains", title: "Chains" });
    const free = [{ sessionId: null, text: "Everything from “Chance” on moves back a week." }];
    const log = logAfter([free, moved("2026-10-22", "2026-10-29"), other, free]);
    expect(texts(log)).toEqual([
      free[0]?.text,
      "“Chance” moved from 22 Oct to 29 Oct.",
      "“Chains” moved from 22 Oct to 29 Oct.",
      free[0]?.text,
    ]);
  });

  it("stay in an organizer's own words, and go when what they told is taken back", () => {
    const own = { "“Chance” moved from 22 Oct to 29 Oct.": "We meet a week later, because of the conference." };
    const there = moved("2026-10-22", "2026-10-29");
    expect(logAfter([there, moved("2026-10-29", "2026-10-22")], own)).toEqual([]);
    expect(texts(logAfter([there, moved("2026-10-29", "2026-11-05")], own))).toEqual([
      "We meet a week later, because of the conference.",
      "“Chance” moved from 29 Oct to 5 Nov.",
    ]);
  });
});

describe("the hold", () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 16, 15, minute));
  const line = (minute: number, touched = minute) => ({ at: at(minute), updatedAt: at(touched) });

  it("ends a quarter of an hour after the newest line, and an hour after the oldest at the latest", () => {
    expect(heldUntil([line(0), line(10)])).toEqual(at(25));
    expect(heldUntil([line(0), line(10, 40)])).toEqual(at(55));
    expect(heldUntil([line(0), line(50)])).toEqual(at(60));
    expect([24, 25].map((minute) => areHeld([line(0), line(10)], at(minute)))).toEqual([true, false]);
    expect(areHeld([], at(0))).toBe(false);
  });
});

describe("lines that become one", () => {
  it("are its sentences", () => {
    expect(joinTexts(["One moved.", " Two is cancelled ", "", "Three?"])).toBe("One moved. Two is cancelled. Three?");
  });
});
