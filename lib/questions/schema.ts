import { z } from "zod";
import { prose } from "@/lib/core/text";
import { pointIn } from "@/lib/progress/notes/schema";

const QUESTION_LENGTH = 2000;

/** Something a member wants to raise in a session. */
export const question = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  /** The resource that it came up in, with its title; null for one on the session as a whole. */
  resourceId: z.uuid().nullable(),
  resource: z.string().nullable(),
  atSeconds: pointIn,
  body: z.string(),
  /** Who asked: a name, never an address; empty when they have not said one. */
  who: z.string(),
  /** Whether the acting member asked it. */
  mine: z.boolean(),
  answered: z.boolean(),
  /** Who took it back: whoever asked it, or an organizer. Only these two still get it. */
  withdrawn: z.enum(["asker", "organizer"]).nullable(),
  version: z.number().int(),
  askedAt: z.iso.datetime(),
});
export type Question = z.infer<typeof question>;

const cohort = z.string().min(1).max(60);
const body = prose(QUESTION_LENGTH)
  .transform((value) => value.trim())
  .refine((value) => value !== "", "Write your question first.");
const ref = { cohort, id: z.uuid() };
const version = z.number().int().min(1);

export const listQuestions = z.object({ cohort, sessionId: z.uuid() });
export const questionPage = z.object({
  /** The newest last. */
  questions: z.array(question),
  /** Whether the acting member may mark them as answered and take away those of others. */
  mayAnswer: z.boolean(),
});
export type QuestionPage = z.infer<typeof questionPage>;

/** `id` is chosen by who asks, so that a question which is sent twice is there once. */
export const askQuestion = z
  .object({ ...ref, sessionId: z.uuid(), resourceId: z.uuid().nullable().default(null) })
  .extend({ atSeconds: pointIn.default(null), body })
  .refine(({ atSeconds, resourceId }) => atSeconds === null || resourceId !== null, {
    path: ["atSeconds"],
    message: "Say in which resource this point is.",
  });
export type AskQuestion = z.infer<typeof askQuestion>;

export const changeQuestion = z.object({ ...ref, version, body });
export type ChangeQuestion = z.infer<typeof changeQuestion>;

export const withdrawQuestion = z.object({ ...ref, version });
export type WithdrawQuestion = z.infer<typeof withdrawQuestion>;

export const restoreQuestion = z.object(ref);
export type RestoreQuestion = z.infer<typeof restoreQuestion>;

export const answerQuestion = z.object({ ...ref, answered: z.boolean().default(true) });
export type AnswerQuestion = z.infer<typeof answerQuestion>;
