import { describe, expect, it } from "vitest";
import { type Outside, Reporter, type Waiting } from "@/components/progress/player/reporter";
import { union } from "@/lib/progress/ranges/rules";
import { type Kept, keyOf, type Outcome, readKept, writeKept } from "@/lib/progress/watching/kept/rules";

const [ADA, BEN] = ["ada", "ben"];
const START = Date.parse("2024-10-19T14:00:00Z");

/** What a server says that has heard of nothing else. */
function taken({ resourceId, ranges, lengthSeconds, stoppedAt }: Kept): Outcome {
  const said = { resourceId, watched: ranges, lengthSeconds, stoppedAt };
  return { kind: "taken", state: { ...said, state: "started", markedBy: "", reason: "" } };
}

/** A browser, a server behind it and a clock; `online` false is a server that cannot be reached. */
function browser() {
  const items = new Map<string, string>();
  const world = {
    online: true,
    refuses: "",
    sent: [] as Kept[],
    beacons: [] as Kept[],
    clock: 0,
    waiting: null as Waiting,
    why: null as string | null,
  };
  const send = async (report: Kept): Promise<Outcome> => {
    if (!world.online) return { kind: "later", signedOut: false };
    if (world.refuses) return { kind: "refused", why: world.refuses };
    world.sent.push(report);
    return taken(report);
  };
  const outside: Outside = {
    send,
    beacon: (report) => world.beacons.push(report),
    storage: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
      keys: () => [...items.keys()],
    },
    now: () => START + world.clock,
    elapsed: () => world.clock,
  };
  const told = {
    onTaken: () => undefined,
    onRefused: (why: string | null) => {
      world.why = why;
    },
    onWaiting: (why: Waiting) => {
      world.waiting = why;
    },
  };
  const tab = (name: string, memberId = ADA, over: Partial<Outside> = {}) =>
    new Reporter({ cohort: "fall-2024", memberId, resourceId: "video", tab: name }, { ...outside, ...over }, told);
  /** Plays at normal speed, four words a second. */
  const play = (reporter: Reporter, from: number, to: number) => {
    for (let at = from; at <= to; at += 0.25) {
      reporter.playsAt(at, 100.4);
      world.clock += 250;
    }
  };
  return { world, items, tab, play };
}

const told = (reports: readonly Kept[]) => union(...reports.map(({ ranges }) => ranges));

describe("a tab that reports what it plays", () => {
  it("says each second once, with where it stands and when, and keeps nothing that the server has", async () => {
    const { world, items, tab, play } = browser();
    const reporter = tab("one");
    play(reporter, 0, 10);
    await reporter.write();
    play(reporter, 10.25, 16);
    await reporter.write();
    expect(world.sent.map(({ ranges }) => ranges)).toEqual([[[0, 10]], [[10, 16]]]);
    expect(world.sent.at(-1)).toMatchObject({
      lengthSeconds: 100,
      stoppedAt: 16,
      moment: new Date(START + world.clock).toISOString(),
    });
    await reporter.write();
    expect(world.sent).toHaveLength(2);
    expect([...items]).toEqual([]);
  });

  it("leaves out what was skipped", async () => {
    const { world, tab, play } = browser();
    const reporter = tab("one");
    play(reporter, 0, 5);
    reporter.breaksOff();
    play(reporter, 98, 100);
    await reporter.write();
    expect(told(world.sent)).toEqual([
      [0, 5],
      [98, 100],
    ]);
  });

  it("loses nothing without a connection, and says it when there is one again", async () => {
    const { world, tab, play } = browser();
    const reporter = tab("one");
    world.online = false;
    play(reporter, 0, 10);
    await reporter.write();
    expect(world.waiting).toBe("connection");
    expect(reporter.unsaid()).toEqual([[0, 10]]);
    play(reporter, 10.25, 30);
    world.online = true;
    await reporter.write();
    expect(told(world.sent)).toEqual([[0, 30]]);
    expect(world.waiting).toBeNull();
  });

  it("keeps what was played while the server answered", async () => {
    const { world, tab, play } = browser();
    const answers: (() => void)[] = [];
    const slow: Outside["send"] = (report) =>
      new Promise((resolve) => {
        answers.push(() => {
          world.sent.push(report);
          resolve(taken(report));
        });
      });
    const reporter = tab("one", ADA, { send: slow });
    play(reporter, 0, 10);
    const first = reporter.write();
    play(reporter, 10.25, 20);
    await reporter.write();
    answers[0]?.();
    await first;
    expect(reporter.unsaid()).toEqual([[10, 20]]);
    const second = reporter.write();
    answers[1]?.();
    await second;
    expect(told(world.sent)).toEqual([[0, 20]]);
  });

  it("that is closed has said its last by itself, and keeps it for the next visit in case nobody heard", async () => {
    const { world, items, tab, play } = browser();
    const closed = tab("closed");
    world.online = false;
    play(closed, 0, 20);
    closed.leave();
    expect(told(world.beacons)).toEqual([[0, 20]]);
    world.online = true;
    await tab("next").writeLeftovers();
    expect(told(world.sent)).toEqual([[0, 20]]);
    expect([...items]).toEqual([]);
  });

  it("that dies without a word has kept all but its last second", async () => {
    const { world, tab, play } = browser();
    play(tab("dead"), 0, 20);
    await tab("next").writeLeftovers();
    expect(told(world.sent)[0]?.[1]).toBeGreaterThanOrEqual(19);
  });

  it("neither reads nor sends what another person watched on the same computer", async () => {
    const { world, items, tab, play } = browser();
    play(tab("hers"), 0, 20);
    const hers = [...items];
    await tab("his", BEN).writeLeftovers();
    expect(world.sent).toEqual([]);
    expect([...items]).toEqual(hers);
  });

  it("leaves alone what another tab has added while its older words were sent, and drops what nobody can read", async () => {
    const { world, items, tab, play } = browser();
    play(tab("open"), 0, 10);
    const key = keyOf(ADA, "video", "open");
    const added = writeKept({ ...(readKept(items.get(key) ?? "") as Kept), ranges: [[0, 30]] });
    items.set(keyOf(ADA, "video", "broken"), "{");
    const send: Outside["send"] = async () => {
      items.set(key, added);
      return { kind: "refused", why: "" };
    };
    await tab("next", ADA, { send }).writeLeftovers();
    expect([...items]).toEqual([[key, added]]);
    expect(world.sent).toEqual([]);
  });

  it("says so when the server will never take something, and does not ask for ever", async () => {
    const { world, items, tab, play } = browser();
    const reporter = tab("one");
    world.refuses = "There is no such resource.";
    play(reporter, 0, 10);
    await reporter.write();
    expect(world.why).toBe("There is no such resource.");
    expect(reporter.unsaid()).toEqual([]);
    expect([...items]).toEqual([]);
  });

  it("reports also from a browser that keeps nothing", async () => {
    const { world, tab, play } = browser();
    const full = () => {
      throw new Error("no room");
    };
    const storage = { getItem: () => null, setItem: full, removeItem: full, keys: () => [] };
    const reporter = tab("one", ADA, { storage });
    play(reporter, 0, 10);
    await reporter.write();
    expect(told(world.sent)).toEqual([[0, 10]]);
  });
});
