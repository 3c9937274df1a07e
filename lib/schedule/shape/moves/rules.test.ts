import { describe, expect, it } from "vitest";
import type { ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { planShape } from "@/lib/schedule/shape/rules";
import { type ShapeOperation, shapeOperation } from "@/lib/schedule/shape/schema";
import { afterwards, meeting, termOf } from "@/lib/schedule/shape/testing/term";

const newId = () => "new";

/** The operation as it comes in: with ids that are words, which the schema would refuse. */
function plan(world: ShapeWorld, operation: ShapeOperation) {
  return planShape(world, operation, newId);
}

const pushBack = (from: string, more: Partial<Extract<ShapeOperation, { kind: "push_back" }>> = {}) =>
  ({ kind: "push_back", from, by: "week", insertNoSession: false, ...more }) as const;

const TERM = [
  meeting("2026-10-15", "Chance"),
  meeting("2026-10-22", "Chains"),
  meeting("2026-10-29", "Kernels"),
  meeting("2026-11-05"),
  meeting("2026-11-12", "Trees"),
];

describe("pushing back by a week", () => {
  it("moves the session and everything after it, open dates too", () => {
    expect(afterwards(plan(termOf(TERM), pushBack("Chains")))).toEqual([
      "15 Oct Chance",
      "29 Oct Chains",
      "5 Nov Kernels",
      "12 Nov open",
      "19 Nov Trees",
    ]);
  });

  it("passes over a break and over a pinned session, and keeps the order behind them", () => {
    const pinned = meeting("2026-11-05", "Guest", { pinned: true });
    const world = termOf([...TERM.filter(({ title }) => title), pinned], [["Fair", "2026-11-10", "2026-11-13"]]);
    const { rows, ...rest } = plan(world, pushBack("Chains"));
    expect(afterwards(rest)).toEqual([
      "15 Oct Chance",
      "29 Oct Chains",
      "5 Nov Guest",
      "19 Nov Kernels",
      "26 Nov Trees",
    ]);
    expect(rest.notes).toEqual([
      "Fair (12 Nov) is skipped.",
      "“Guest” stays on 5 Nov: it is pinned.",
      "2 sessions now lie after the last planned date, 12 Nov.",
    ]);
    expect(rows.map(({ title, effect }) => [title, effect])).toEqual([
      ["Chance", "stays"],
      ["Chains", "moves"],
      ["Guest", "stays"],
      ["Kernels", "moves"],
      ["Trees", "moves"],
    ]);
  });

  it("says what the date that became free is about when it is asked to, by the break it lies in if no words are given", () => {
    const asked = pushBack("Chains", { insertNoSession: true, title: "symposium" });
    expect(afterwards(plan(termOf(TERM), asked))).toContain("22 Oct No session: symposium");
    const inBreak = termOf(TERM, [["Fair", "2026-10-20", "2026-10-23"]]);
    const { after } = plan(inBreak, pushBack("Chains", { insertNoSession: true }));
    expect(after.find(({ id }) => id === "new")).toMatchObject({
      date: "2026-10-22",
      title: "No session: Fair",
      format: "no_session",
      state: "published",
    });
  });

  it("keeps two sessions of one day together, and each its own time", () => {
    const world = termOf([meeting("2026-10-22", "Morning", { startsAt: "09:00" }), ...TERM]);
    const { after } = plan(world, pushBack("Morning"));
    expect(after.filter(({ date }) => date === "2026-10-29").map(({ title, startsAt }) => [title, startsAt])).toEqual([
      ["Morning", "09:00"],
      ["Chains", null],
    ]);
    const { notes } = plan(world, pushBack("Chains", { insertNoSession: true }));
    expect(notes).toContain("22 Oct still has a session, so no entry is made.");
  });

  it("refuses a session that keeps its date, and names the reason", () => {
    const world = termOf([
      meeting("2026-10-15", "Chance", { pinned: true }),
      meeting("2026-10-22", "Chains", { state: "cancelled" }),
      meeting("2026-10-29", "No session", { format: "no_session" }),
    ]);
    expect(() => plan(world, pushBack("Chance"))).toThrow("“Chance” on 15 Oct is pinned.");
    expect(() => plan(world, pushBack("Chains"))).toThrow("“Chains” on 22 Oct is cancelled");
    expect(() => plan(world, pushBack("No session"))).toThrow("There is no session on 29 Oct.");
    expect(() => plan(world, pushBack("Nobody"))).toThrow("There is no such session.");
  });
});

describe("pushing back to the next free date", () => {
  it("moves only those in the way, up to an open date, which takes the date that became free", () => {
    const { notes, ...rest } = plan(termOf(TERM), pushBack("Chains", { by: "next_free" }));
    expect(afterwards(rest)).toEqual([
      "15 Oct Chance",
      "22 Oct open",
      "29 Oct Chains",
      "5 Nov Kernels",
      "12 Nov Trees",
    ]);
    expect(notes).toEqual(["5 Nov was an open date; now 22 Oct is."]);
  });

  it("turns the open date into the week without a session", () => {
    const { after } = plan(termOf(TERM), pushBack("Chains", { by: "next_free", insertNoSession: true, title: "Fair" }));
    expect(after.find(({ id }) => id === "2026-11-05")).toMatchObject({
      date: "2026-10-22",
      title: "No session: Fair",
    });
    expect(after).toHaveLength(TERM.length);
  });

  it("uses the open date up when the date that became free lies in a break, or a cancelled session is on it", () => {
    const asked = pushBack("Chains", { by: "next_free" });
    const { rows, notes } = plan(termOf(TERM, [["Fair", "2026-10-22", "2026-10-22"]]), asked);
    expect(rows.find(({ effect }) => effect === "used_up")).toMatchObject({ from: "2026-11-05", to: null });
    expect(notes).toContain("The open date 5 Nov is used up.");
    const cancelled = meeting("2026-10-22", "Rained off", { state: "cancelled", startsAt: "09:00" });
    expect(afterwards(plan(termOf([...TERM, cancelled]), asked))).not.toContain("22 Oct open");
  });

  it("stops at a week that nobody planned", () => {
    const world = termOf(TERM.filter(({ title }) => title !== ""));
    expect(afterwards(plan(world, pushBack("Chains", { by: "next_free" })))).toEqual([
      "15 Oct Chance",
      "29 Oct Chains",
      "5 Nov Kernels",
      "12 Nov Trees",
    ]);
  });

  it("takes an open date for what it is only while nothing hangs on it", () => {
    const world = { ...termOf(TERM), bare: new Set<string>() };
    expect(afterwards(plan(world, pushBack("Chains", { by: "next_free" })))).toEqual([
      "15 Oct Chance",
      "29 Oct Chains",
      "5 Nov Kernels",
      "12 Nov open",
      "19 Nov Trees",
    ]);
  });
});

describe("pulling forward", () => {
  it("closes a gap, and an open date in it goes to the end", () => {
    expect(afterwards(plan(termOf(TERM), { kind: "pull_forward", from: "Trees" }))).toEqual([
      "15 Oct Chance",
      "22 Oct Chains",
      "29 Oct Kernels",
      "5 Nov Trees",
      "12 Nov open",
    ]);
  });

  it("is refused when there is no gap", () => {
    expect(() => plan(termOf(TERM), { kind: "pull_forward", from: "Chains" })).toThrow(
      "There is no free date before 22 Oct.",
    );
  });
});

describe("swapping", () => {
  it("exchanges the dates; each keeps its own time", () => {
    const late = meeting("2026-10-29", "Kernels", { startsAt: "15:00" });
    const world = termOf([meeting("2026-10-15", "Chance"), late]);
    expect(plan(world, { kind: "swap", a: "Chance", b: "Kernels" }).after).toMatchObject([
      { title: "Kernels", date: "2026-10-15", startsAt: "15:00" },
      { title: "Chance", date: "2026-10-29", startsAt: null },
    ]);
  });

  it("is refused for a pinned one, for one with itself, for two of a day, and where two would meet at one time", () => {
    const world = termOf([
      meeting("2026-10-15", "Chance", { startsAt: "09:00" }),
      meeting("2026-10-22", "Chains", { pinned: true }),
      meeting("2026-10-29", "Kernels"),
      meeting("2026-10-29", "Early", { startsAt: "09:00" }),
    ]);
    const swap = (a: string, b: string) => () => plan(world, { kind: "swap", a, b });
    expect(swap("Chance", "Chains")).toThrow("“Chains” on 22 Oct is pinned.");
    expect(swap("Chance", "Chance")).toThrow("Choose two sessions.");
    expect(swap("Kernels", "Early")).toThrow("Both are on 29 Oct.");
    expect(swap("Chance", "Kernels")).toThrow("29 Oct would have two at one time: “Chance” and “Early”.");
  });
});

describe("cancelling", () => {
  it("marks the session and moves nothing", () => {
    const { rows, ...rest } = plan(termOf(TERM), { kind: "cancel", sessionId: "Chains", pushBack: false });
    expect(afterwards(rest)).toContain("22 Oct Chains (cancelled)");
    expect(rows.filter(({ effect }) => effect !== "stays")).toMatchObject([{ title: "Chains", effect: "cancelled" }]);
  });

  it("or has it held later, in full, with a word on its old date", () => {
    const { action, ...rest } = plan(termOf(TERM), { kind: "cancel", sessionId: "Trees", pushBack: true });
    expect(afterwards(rest).slice(-2)).toEqual(["12 Nov No session", "19 Nov Trees"]);
    expect(action).toBe("schedule.made_up_later");
  });
});

describe("a week without a session", () => {
  const none = (date: string, title = "Fair") => ({ kind: "no_session", date, title, by: "week" }) as const;

  it("pushes back what stands there, takes an open date, and on a free date moves nobody", () => {
    expect(afterwards(plan(termOf(TERM), none("2026-10-29"))).slice(2)).toEqual([
      "29 Oct No session: Fair",
      "5 Nov Kernels",
      "12 Nov open",
      "19 Nov Trees",
    ]);
    const { after } = plan(termOf(TERM), none("2026-11-05"));
    expect(after).toHaveLength(TERM.length);
    expect(after.find(({ id }) => id === "2026-11-05")).toMatchObject({
      title: "No session: Fair",
      state: "published",
    });
    expect(plan(termOf(TERM), none("2026-11-19")).rows.map(({ effect }) => effect)).toEqual([
      ...TERM.map(() => "stays"),
      "new",
    ]);
  });

  it("is entered once, and not where a session holds the date", () => {
    const once = termOf(plan(termOf(TERM), none("2026-11-19")).after);
    expect(plan(once, none("2026-11-19")).after).toEqual(once.sessions);
    expect(() => plan(once, none("2026-11-19", "Strike"))).toThrow("19 Nov is without a session already");
    const pinned = termOf([meeting("2026-10-15", "Chance", { pinned: true })]);
    expect(() => plan(pinned, none("2026-10-15"))).toThrow("“Chance” on 15 Oct is pinned.");
  });
});

describe("what an operation may be", () => {
  it("is by a week, to the next free date, or by a number of weeks that ends", () => {
    const from = crypto.randomUUID();
    expect(shapeOperation.parse({ kind: "push_back", from })).toMatchObject({ by: "week", insertNoSession: false });
    expect(shapeOperation.safeParse({ kind: "push_back", from, by: { weeks: 53 } }).success).toBe(false);
    expect(shapeOperation.safeParse({ kind: "push_back", from, by: { weeks: 0 } }).success).toBe(false);
    expect(shapeOperation.safeParse({ kind: "explode", from }).success).toBe(false);
  });
});
