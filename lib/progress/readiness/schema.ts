import { z } from "zod";
import { resourceKind, slot } from "@/lib/progress/schema";

export const readinessInput = z.object({
  cohort: z.string(),
  /** A session of the cohort; without one the next. */
  sessionId: z.uuid().optional(),
});

/** How far the active learners are with one resource of a session. */
export const resourceReadiness = z.object({
  resourceId: z.uuid(),
  title: z.string(),
  kind: resourceKind,
  slot,
  optional: z.boolean(),
  /** Length of the asked part in minutes; null when unknown. */
  minutes: z.number().int().nullable(),
  /** Learners in each state; `done` holds those who watched enough of the asked part. The four are all learners. */
  done: z.number().int(),
  started: z.number().int(),
  skipped: z.number().int(),
  todo: z.number().int(),
  /** The median of the minutes of the asked part watched by those who have begun by player and are not done; null without any. */
  watchedMinutes: z.number().nullable(),
  /** The median of what people said it took them, in minutes, and how many said so. */
  tookMinutes: z.number().nullable(),
  reports: z.number().int(),
  /** Members whose player told what they watched: there is a curve to look at. */
  viewers: z.number().int(),
  /** Questions on it for this session that are not answered. */
  questions: z.number().int(),
});
export type ResourceReadiness = z.infer<typeof resourceReadiness>;

export const confusion = z.object({
  id: z.uuid(),
  resourceId: z.uuid().nullable(),
  resource: z.string().nullable(),
  atSeconds: z.number().int().nullable(),
  body: z.string(),
  who: z.string(),
});

export const readiness = z.object({
  session: z.object({ id: z.uuid(), date: z.iso.date(), title: z.string(), format: z.string().nullable() }).nullable(),
  /** Active learners. */
  learners: z.number().int(),
  /** Of these, who has settled everything that is required, and who has begun nothing of it. */
  ready: z.number().int(),
  notBegun: z.number().int(),
  resources: z.array(resourceReadiness),
  /** What people want to raise in the session and is not answered, oldest first. */
  questions: z.array(confusion),
});
export type Readiness = z.infer<typeof readiness>;

/** A session that can be chosen. */
export const readinessSession = z.object({ id: z.uuid(), date: z.iso.date(), title: z.string() });
export type ReadinessSession = z.infer<typeof readinessSession>;
