import { describe, expect, it } from "vitest";
import { type ComparedPlan, isEmptyPlan } from "@/lib/schedule/plan";
import { NOTHING, step } from "@/lib/schedule/testing/memory";
import type { ReadResource, ReadSession } from "@/lib/transfer/schema";

function row(date: string, title: string, more: Partial<ReadSession> = {}): ReadSession {
  return { date, title, format: "presentation", resources: [], ...more };
}

function video(more: Partial<ReadResource> = {}): ReadResource {
  return { slot: "before", title: "Projections", url: "https://youtu.be/AAAAAAAAAA1", minutes: 40, ...more };
}

function brief({ changes }: ComparedPlan): string[] {
  return changes.map(({ kind, date, title, from, to }) => [kind, date.slice(5), title, from, to].join("|"));
}

function news({ lines }: ComparedPlan): string[] {
  return lines.map(({ text }) => text);
}

describe("what a file says of a session beside its title", () => {
  const standing = step(NOTHING, [
    row("2026-12-03", "Maps", { startsAt: "12:00", presenters: ["Ada"], notes: "Bring an atlas." }),
    row("2026-12-10", "Globes"),
  ]).after;

  it("is compared where the file says it, and stays where the file is silent", () => {
    expect(isEmptyPlan(step(standing, [row("2026-12-03", "Maps"), row("2026-12-10", "Globes")]).plan)).toBe(true);
    const { plan, after } = step(standing, [
      row("2026-12-03", "Maps", {
        startsAt: null,
        lengthMinutes: 90,
        presenters: ["Ada", "Grace"],
        notes: "",
        materials: "Slides.",
      }),
      row("2026-12-10", "Globes"),
    ]);
    expect(brief(plan)).toEqual([
      "changed_time|12-03|Maps|12:00|11:00",
      "changed_session_length|12-03|Maps|60|90",
      "changed_presenters|12-03|Maps|Ada|Ada, Grace",
      "changed_notes|12-03|Maps|notes: Bring an atlas.|",
      "changed_notes|12-03|Maps||materials: Slides.",
    ]);
    expect(after.sessions[0]).toMatchObject({ startsAt: null, lengthMinutes: 90, notes: "", materials: "Slides." });
    expect(news(plan)).toEqual([
      "“Maps” on 3 Dec now starts at 11:00.",
      "“Maps” on 3 Dec now lasts 1 h 30 min.",
      "“Maps” on 3 Dec is presented by Ada, Grace.",
      "“Maps” on 3 Dec has no notes any more.",
      "“Maps” on 3 Dec has materials now.",
    ]);
  });

  it("is not written down where it is what the cohort has anyway, so that it changes with the cohort", () => {
    const { plan } = step(standing, [
      row("2026-12-03", "Maps", { startsAt: "12:00" }),
      row("2026-12-10", "Globes", { startsAt: "11:00", lengthMinutes: 60 }),
      row("2026-12-17", "Atlases", { startsAt: "11:00", lengthMinutes: 90 }),
    ]);
    expect(brief(plan)).toEqual(["added|12-17|Atlases||"]);
    expect(plan.sessions.create).toMatchObject([{ startsAt: null, lengthMinutes: 90 }]);
  });

  it("a format counts only where the file has a word for it", () => {
    const files = [row("2026-12-03", "Maps", { format: "workshop" }), row("2026-12-10", "Globes")];
    expect(isEmptyPlan(step(standing, files).plan)).toBe(true);
    const { plan } = step(standing, files, { format: true });
    expect(brief(plan)).toEqual(["changed_format|12-03|Maps|presentation|workshop"]);
    expect(news(plan)).toEqual(["“Maps” on 3 Dec is a workshop now."]);
  });

  it("two sessions of one day keep their places", () => {
    const morning = row("2026-12-03", "", { startsAt: "09:00" });
    const evening = row("2026-12-03", "", { startsAt: "18:00", notes: "Soup." });
    const { after } = step(NOTHING, [morning, evening]);
    const { plan } = step(after, [morning, { ...evening, notes: "Bread." }]);
    expect(brief(plan)).toEqual(["changed_notes|12-03||notes: Soup.|notes: Bread."]);
    expect(plan.sessions.update).toMatchObject([{ before: { startsAt: "18:00" } }]);
  });
});

describe("a session that is called off", () => {
  const told = [row("2026-12-03", "Maps", { cancelled: false }), row("2026-12-10", "Globes", { cancelled: false })];
  const off = [row("2026-12-03", "Maps", { cancelled: true }), row("2026-12-10", "Globes", { cancelled: false })];

  it("is the same session, on again when the file says so, and off as long as it is silent", () => {
    const { plan, after } = step(step(NOTHING, told).after, off);
    expect(brief(plan)).toEqual(["cancelled|12-03|Maps|published|cancelled"]);
    expect(news(plan)).toEqual(["“Maps” on 3 Dec is cancelled."]);
    const silent = [row("2026-12-03", "Maps"), row("2026-12-10", "Globes")];
    expect(isEmptyPlan(step(after, silent).plan)).toBe(true);
    const again = step(after, told).plan;
    expect(brief(again)).toEqual(["revived|12-03|Maps|cancelled|published"]);
    expect(news(again)).toEqual(["“Maps” on 3 Dec is on again."]);
  });

  it("leaves its date to another one, and is not taken for it", () => {
    const { after } = step(step(NOTHING, told).after, off);
    const replaced = [...off, row("2026-12-03", "Atlases", { cancelled: false })];
    const { plan } = step(after, replaced);
    expect(brief(plan)).toEqual(["added|12-03|Atlases||"]);
    expect(plan.clashes).toEqual([]);
  });
});

describe("what a file says of a resource beside its title and link", () => {
  const [maps, full] = [
    row("2026-12-03", "Maps", { resources: [video()] }),
    video({ optional: true, kind: "paper", author: "Snyder", part: { from: null, to: 600 }, stopPoints: [60, 3661] }),
  ];
  const standing = step(NOTHING, [maps]).after;

  it("is compared where the file says it, line by line, and stays where it is silent", () => {
    const { plan, after } = step(standing, [{ ...maps, resources: [full] }]);
    expect(brief(plan)).toEqual([
      "resource_changed|12-03|Projections|kind: video|kind: paper",
      "resource_changed|12-03|Projections||author: Snyder",
      "resource_changed|12-03|Projections||stops: 1:00, 1:01:01",
      "resource_changed|12-03|Projections|required|optional",
      "resource_changed|12-03|Projections|part: all of it|part: 0:00 to 10:00",
    ]);
    expect(isEmptyPlan(step(after, [maps]).plan)).toBe(true);
    const leave = plan.changes.filter(({ to }) => to?.startsWith("author") || to === "optional").map(({ id }) => id);
    const partly = step(standing, [{ ...maps, resources: [full] }], { leave }).after;
    expect(partly.resources).toMatchObject([{ kind: "paper", author: "", stopPoints: [60, 3661] }]);
    expect(partly.sessions[0]?.uses).toMatchObject([{ optional: false, toSeconds: 600 }]);
  });

  it("words of a use leave the resource's title alone", () => {
    const { plan } = step(standing, [{ ...maps, resources: [video({ label: "The first half of it" })] }]);
    expect(brief(plan)).toEqual(["resource_retitled|12-03|The first half of it|Projections|The first half of it"]);
    expect(plan.resources).toEqual({ create: [], update: [] });
  });
});

describe("a pin", () => {
  const standing = step(NOTHING, [row("2026-12-03", "Maps"), row("2026-12-10", "Globes", { pinned: true })]).after;

  it("comes with a file that says so, is no news, and stays where the file is silent", () => {
    expect(standing.sessions.map(({ pinned }) => pinned)).toEqual([false, true]);
    expect(isEmptyPlan(step(standing, [row("2026-12-03", "Maps"), row("2026-12-10", "Globes")]).plan)).toBe(true);
    const pinned = [row("2026-12-03", "Maps", { pinned: true }), row("2026-12-10", "Globes", { pinned: false })];
    const { plan, after } = step(standing, pinned);
    expect(brief(plan)).toEqual([
      "changed_notes|12-03|Maps|pin: moves with the others|pin: keeps its date",
      "changed_notes|12-10|Globes|pin: keeps its date|pin: moves with the others",
    ]);
    expect(news(plan)).toEqual([]);
    expect(after.sessions.map((session) => session.pinned)).toEqual([true, false]);
  });
});

describe("a duplicate that was merged", () => {
  const copy = video({ title: "Projections (mirror)", url: "https://mirror.example.org/p", minutes: 41 });
  const first = row("2026-12-03", "Maps", { resources: [video()] });
  const second = row("2026-12-10", "Globes", { resources: [copy] });

  function merged() {
    const { after } = step(NOTHING, [first, second]);
    const [kept, duplicate] = after.resources;
    if (!kept || !duplicate) throw new Error("There are two resources.");
    for (const use of after.sessions.flatMap(({ uses }) => uses)) use.resourceId = kept.id;
    return { ...after, resources: [kept, { ...duplicate, deleted: true, mergedIntoId: kept.id }] };
  }

  it("is the one it was merged into, whatever its own title, link and length say", () => {
    expect(isEmptyPlan(step(merged(), [first, second]).plan)).toBe(true);
    const { plan, after } = step(merged(), [first, second, row("2026-12-17", "Atlases", { resources: [copy] })]);
    expect(brief(plan)).toEqual(["added|12-17|Atlases||", "resource_added|12-17|Projections||before"]);
    expect(plan.resources).toEqual({ create: [], update: [] });
    expect(new Set(after.sessions.flatMap(({ uses }) => uses.map(({ resourceId }) => resourceId))).size).toBe(1);
  });

  it("is one use where a slot names both, and comes back when what it is now was deleted", () => {
    const both = [{ ...first, resources: [video(), copy] }, second];
    const { plan } = step(merged(), both);
    expect(brief(plan)).toEqual([]);
    const standing = merged();
    for (const resource of standing.resources) resource.deleted = true;
    standing.sessions = [];
    const back = step(standing, [{ ...first, resources: [copy] }]).plan;
    expect(back.resources).toMatchObject({ create: [], update: [{ after: { title: "Projections", deleted: false } }] });
  });
});
