import { describe, expect, it } from "vitest";
import type { RoundInput } from "@/lib/pairing/round/rules";
import { plainMember } from "@/lib/pairing/testing/term";
import { reasonFor } from "@/lib/pairing/why/rules";

const hours = [100, 101, 102, 103, 104];
const input: RoundInput = {
  members: [
    plainMember("ada", { lab: "Hopper", words: ["protein", "vision"], free: hours, done: 0.2 }),
    plainMember("bob", { lab: "Curie", words: ["vision"], free: hours.slice(0, 4), done: 1 }),
    plainMember("cleo", { lab: "hopper", words: ["speech"] }),
  ],
  met: [{ pair: ["cleo", "ada"], ago: 3 }],
  never: [],
  locked: [["ada", "bob"]],
  taste: { labs: "mix", levels: "near" },
  before: 3,
  seed: 1,
};

describe("why a group", () => {
  it("is told in a sentence of what its members have in common and what differs", () => {
    expect(reasonFor(["ada", "bob"], input)).toBe(
      "You have not been paired before; you are from Hopper and Curie; you all wrote of vision; you share 2 free hours a week.",
    );
    expect(reasonFor(["ada", "cleo"], input)).toBe("You were last paired 3 rounds ago; you are all from Hopper.");
    expect(reasonFor(["ada", "bob", "cleo"], input)).toBe(
      "You were last paired 3 rounds ago; you are from Hopper and Curie.",
    );
  });

  it("says nothing of wishes, of how far somebody is, or of what is not known", () => {
    expect(reasonFor(["bob", "x"], { ...input, members: [plainMember("bob"), plainMember("x")] })).toBe(
      "You have not been paired before.",
    );
    expect(reasonFor(["ada", "bob"], { ...input, locked: [], never: [["ada", "bob"]] })).toBe(
      reasonFor(["ada", "bob"], input),
    );
  });
});
