import { describe, expect, it } from "vitest";
import { type Act, markInWords, ownStateOf } from "@/lib/progress/matrix/story/rules";

const marked = (state: string, source = "member"): Act => ({
  action: "progress.marked",
  before: null,
  after: { member: "m", state, source },
});
const overridden = (from: string, state: string): Act => ({
  action: "progress.overridden",
  before: { state: from },
  after: { member: "m", state, reason: "Was in the room." },
});

describe("an act in a cell's story", () => {
  it("says what was done, by which way, and why", () => {
    expect(markInWords(marked("todo")).what).toBe("marked it as to do");
    expect(markInWords(marked("done", "player")).what).toBe("watched, which made it done");
    expect(markInWords(marked("done", "mail")).what).toBe("marked it from the mail as done");
    expect(markInWords(overridden("todo", "done"))).toEqual({ what: "set it to done", reason: "Was in the room." });
    const minutes = (said: number | null): Act => ({
      action: "progress.minutes_reported",
      before: null,
      after: { minutes: said },
    });
    expect(markInWords(minutes(75)).what).toBe("said it took 1 h 15 min");
    expect(markInWords(minutes(null)).what).toBe("took back how long it took");
    expect(markInWords({ action: "progress.something_new", before: null, after: null }).what).toBe("something new");
  });
});

describe("what the member said last themselves", () => {
  it("is not what an organizer set since", () => {
    expect(ownStateOf([marked("started"), overridden("started", "done"), overridden("done", "skipped")])).toBe(
      "started",
    );
    expect(ownStateOf([overridden("todo", "done"), marked("done")])).toBe("done");
  });

  it("is what the first organizer found when the log has no word of theirs", () => {
    expect(ownStateOf([overridden("started", "done"), overridden("done", "skipped")])).toBe("started");
    expect(ownStateOf([])).toBe("todo");
  });
});
