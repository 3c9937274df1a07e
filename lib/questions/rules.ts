import type { Question } from "@/lib/questions/schema";

const SMALL = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

/** How many questions there are and what to do: `Three questions so far, add yours.` Withdrawn ones do not count. */
export function questionsInWords(questions: readonly Pick<Question, "withdrawn" | "mine">[]): string {
  const asked = questions.filter(({ withdrawn }) => withdrawn === null);
  if (asked.length === 0) return "No questions yet. Ask the first.";
  const count = `${SMALL[asked.length] ?? asked.length} ${asked.length === 1 ? "question" : "questions"} so far`;
  return asked.some(({ mine }) => mine) ? `${count}.` : `${count}, add yours.`;
}

/** What somebody may do to a question. Its words belong to whoever asked; an organizer looks after the list. */
export function mayDo(
  { mine, withdrawn }: Pick<Question, "mine" | "withdrawn">,
  mayAnswer: boolean,
): { change: boolean; withdraw: boolean; restore: boolean; answer: boolean } {
  const there = withdrawn === null;
  return {
    change: there && mine,
    withdraw: there && (mine || mayAnswer),
    // What an organizer took away stays away until an organizer says otherwise.
    restore: !there && (mayAnswer || (mine && withdrawn === "asker")),
    answer: there && mayAnswer,
  };
}
