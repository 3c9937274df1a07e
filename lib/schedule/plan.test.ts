import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StandingSchedule } from "@/lib/schedule/match";
import { type ComparedPlan, isEmptyPlan } from "@/lib/schedule/plan";
import { NOTHING, shown, step } from "@/lib/schedule/testing/memory";
import { wantedOf } from "@/lib/schedule/wanted";
import { plainFile } from "@/lib/testing/schedule-files";
import { readSchedule } from "@/lib/transfer/read";
import type { ReadSession } from "@/lib/transfer/schema";
import { ADDED, CONTINUED, DRAFT, FALLEN_OUT, SPLIT, TERM, TERM_YEAR } from "@/lib/transfer/testing/term";

function sessionsOf(text: string, year = TERM_YEAR): ReadSession[] {
  const { sessions, problems } = readSchedule(text, { year, today: `${year}-11-01` });
  expect(problems).toEqual([]);
  return sessions;
}

function through(...texts: string[]): StandingSchedule {
  return texts.reduce((standing, text) => step(standing, sessionsOf(text)).after, NOTHING);
}

function brief({ changes }: ComparedPlan): string[] {
  return changes.map(({ kind, date, title, from, to }) => [kind, date.slice(5), title, from, to].join("|"));
}

describe("a new file for a schedule that stands", () => {
  it("says what a reading more is, and nothing else", () => {
    const { plan } = step(through(DRAFT), sessionsOf(ADDED));
    expect(brief(plan)).toEqual(["resource_added|11-12|Odds and evens||after"]);
    expect(plan.lines.map(({ text }) => text)).toEqual(["Added “Odds and evens” to 12 Nov."]);
  });

  it("sees sessions that move with what they use, and leaves their rows alone", () => {
    const before = through(DRAFT, ADDED);
    const { plan, after } = step(before, sessionsOf(SPLIT));
    expect(brief(plan)).toEqual([
      "moved|10-29|Probability: Basics|2026-11-05|2026-10-29",
      "added|11-05|Probability: Rules||",
      "retitled|11-12|Sampling Overview|Probability: Rules, Sampling Overview|Sampling Overview",
      "added|11-19|||",
      "moved|11-26|Discussion|2026-11-19|2026-11-26",
      "moved|01-07|Discussion|2026-11-26|2027-01-07",
    ]);
    expect(plan.uses).toEqual({ create: [], update: [], remove: [] });
    expect(after.sessions.map(({ id }) => id).sort()).toEqual(before.sessions.map(({ id }) => id).sort());
  });

  it("takes a continuation as one more use of the same resource, in the file's words", () => {
    const { plan, after } = step(through(DRAFT, ADDED, SPLIT), sessionsOf(CONTINUED));
    expect(plan.resources).toEqual({ create: [], update: [] });
    const sampling = after.resources.find(({ title }) => title === "Markov Chain Sampling");
    const uses = after.sessions.flatMap((session) => session.uses).filter((use) => use.resourceId === sampling?.id);
    expect(uses.map(({ label }) => label)).toEqual(["", "Markov Chains Cont."]);
  });

  it("moves a reading to another slot or date, and learns a length", () => {
    const { plan } = step(through(CONTINUED), sessionsOf(FALLEN_OUT));
    expect(brief(plan)).toEqual([
      "changed_length|11-19|When does it mix||0h20",
      "retitled|11-26|No Session (harvest)|Discussion|No Session (harvest)",
      "resource_moved|11-26|Kernels|2027-01-07 deep_dive|2026-11-26 deep_dive",
      "resource_removed|11-26|Markov Chains Cont.|before|",
    ]);
  });

  it("keeps a known length that the file does not say, and an organizer's choice of format", () => {
    const standing = through(FALLEN_OUT);
    for (const session of standing.sessions) if (session.title === "Discussion") session.format = "workshop";
    const { plan } = step(standing, sessionsOf(FALLEN_OUT.replace("When does it mix 0h20", "When does it mix")));
    expect(plan.changes).toEqual([]);
    expect(isEmptyPlan(plan)).toBe(true);
  });

  it("keeps a resource whose link was corrected, so that nobody loses a tick", () => {
    const standing = through(DRAFT);
    const { plan, after } = step(standing, sessionsOf(DRAFT.replace("BBBBBBBBBB2", "DDDDDDDDDD4")));
    expect(brief(plan)).toEqual([
      "resource_relinked|11-19|Markov Chain Sampling|https://youtu.be/BBBBBBBBBB2|https://youtu.be/DDDDDDDDDD4",
    ]);
    expect(after.resources.map(({ id }) => id)).toEqual(standing.resources.map(({ id }) => id));
  });

  it("keeps what two wordings of one link in a slot said, and a second length", () => {
    const text = `Month,Day,Before,Session,After,Deep Dive\nOct,1,"[One](https://e.org/a#x), [Two 0h10](https://e.org/a#y)",,,\nOct,8,[One 0h04](https://e.org/a),,,`;
    const { after } = step(NOTHING, sessionsOf(text));
    expect(after.resources).toHaveLength(1);
    expect(after.sessions.map(({ uses }) => uses.map(({ label }) => label))).toEqual([["One, Two"], ["One 0h04"]]);
  });

  it("removes what the file no longer has, but leaves a cancelled session where it is", () => {
    const standing = through(DRAFT);
    const [, , , discussion] = standing.sessions;
    if (discussion) discussion.state = "cancelled";
    const shorter = sessionsOf(DRAFT).filter(({ date }) => date < "2026-11-19");
    const { plan } = step(standing, shorter);
    expect(brief(plan)).toEqual(["removed|11-26|Discussion||", "removed|01-07|||"]);
  });

  it("does not publish a draft through the back door of an open date", () => {
    const { plan } = step(through(SPLIT), sessionsOf(CONTINUED), { publish: false });
    expect(plan.sessions.create).toMatchObject([{ date: "2026-11-26", state: "draft" }]);
    expect(plan.lines.map(({ text }) => text).join(" ")).not.toContain("Cont.");
  });
});

describe("whatever the files say", () => {
  it("the schedule is that of the last file, and the same file again changes nothing", () => {
    fc.assert(
      fc.property(fc.array(plainFile, { minLength: 1, maxLength: 4 }), (files) => {
        let standing = NOTHING;
        for (const sessions of files) standing = step(standing, sessions).after;
        const last = files.at(-1) ?? [];
        const again = step(standing, last).plan;
        expect(again.changes).toEqual([]);
        expect(isEmptyPlan(again)).toBe(true);
        const places = (schedule: StandingSchedule) =>
          shown(schedule).map((one) => ({
            ...one,
            format: null,
            uses: one.uses.map((slot) => slot.map(([key]) => key)),
          }));
        expect(places(standing)).toEqual(places(step(NOTHING, last).after));
      }),
    );
  });

  it("no two resources are the same thing, and none is ever dropped from the library", () => {
    fc.assert(
      fc.property(fc.array(plainFile, { minLength: 2, maxLength: 4 }), (files) => {
        let standing = NOTHING;
        for (const sessions of files) {
          const { after } = step(standing, sessions);
          expect(new Set(after.resources.map(({ key }) => key)).size).toBe(after.resources.length);
          const kept = new Set(after.resources.map(({ id }) => id));
          expect(standing.resources.every(({ id }) => kept.has(id))).toBe(true);
          const places = after.sessions.flatMap(({ uses }) =>
            uses.map((use) => `${use.sessionId} ${use.slot} ${use.resourceId}`),
          );
          expect(new Set(places).size).toBe(places.length);
          standing = after;
        }
      }),
    );
  });
});

const real = path.resolve(import.meta.dirname, "../../../shared/data");
const terms: [string, string[], number][] = [["the invented term", [...TERM], TERM_YEAR]];
if (existsSync(real)) {
  const files = [1, 2, 3, 4, 5].map((state) => readFileSync(path.join(real, `2024Fall-${state}.csv`), "utf8"));
  terms.push(["a real term", files, 2024]);
}

it.each(terms)("five states of %s in order give the last one, with every resource once", (_, files, year) => {
  let standing = NOTHING;
  for (const text of files) standing = step(standing, sessionsOf(text, year)).after;
  const fresh = step(NOTHING, sessionsOf(files.at(-1) ?? "", year)).after;
  expect(shown(standing)).toEqual(shown(fresh));
  expect(standing.resources.map(({ key }) => key).sort()).toEqual(
    [...new Set(files.flatMap((text) => [...wantedOf(sessionsOf(text, year)).resources.keys()]))].sort(),
  );
});
