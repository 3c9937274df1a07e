import { describe, expect, it } from "vitest";
import { mayDo, questionsInWords } from "@/lib/questions/rules";

const asked = { withdrawn: null, mine: false } as const;
const withdrawn = { withdrawn: "asker", mine: true } as const;

describe("the questions of a session in words", () => {
  it("counts those that are asked, and asks for one of whoever has none", () => {
    expect(questionsInWords([])).toBe("No questions yet. Ask the first.");
    expect(questionsInWords([withdrawn])).toBe("No questions yet. Ask the first.");
    expect(questionsInWords([asked, withdrawn])).toBe("One question so far, add yours.");
    expect(questionsInWords([asked, asked, asked])).toBe("Three questions so far, add yours.");
    expect(questionsInWords([asked, { ...asked, mine: true }])).toBe("Two questions so far.");
    expect(questionsInWords(Array(13).fill(asked))).toBe("13 questions so far, add yours.");
  });
});

describe("what one may do to a question", () => {
  const can = (mine: boolean, taken: "asker" | "organizer" | null, mayAnswer: boolean) =>
    Object.entries(mayDo({ mine, withdrawn: taken }, mayAnswer))
      .filter(([, may]) => may)
      .map(([act]) => act)
      .join(" ");

  it("leaves its words to whoever asked, and the list to organizers", () => {
    expect(can(true, null, false)).toBe("change withdraw");
    expect(can(true, null, true)).toBe("change withdraw answer");
    expect(can(false, null, false)).toBe("");
    expect(can(false, null, true)).toBe("withdraw answer");
  });

  it("lets whoever took it back restore it, and an organizer always", () => {
    expect(can(true, "asker", false)).toBe("restore");
    expect(can(true, "organizer", false)).toBe("");
    expect(can(false, "asker", false)).toBe("");
    expect(can(false, "organizer", true)).toBe("restore");
  });
});
