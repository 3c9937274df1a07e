import type { Visibility } from "@/lib/progress/peers/schema";
import type { Range } from "@/lib/progress/ranges/rules";
import type { ProgressState } from "@/lib/progress/schema";

/** What a thing is on, as somebody who reads a file knows it. */
interface OnResource {
  title: string;
  url: string | null;
}

/** What a member did of one resource. Instants are ISO 8601 in UTC, points and ranges in seconds from its start. */
export interface ProgressEntry extends OnResource {
  state: ProgressState;
  watched: Range[];
  stoppedAt: number | null;
  lengthSeconds: number | null;
  minutesTaken: number | null;
  source: string;
  markedBy: string;
  reason: string;
  doneAt: string | null;
  updatedAt: string;
}

/** Seconds watched for the first time on a day of the cohort's zone. */
export interface DayEntry {
  day: string;
  seconds: number;
}

/** A note of the member's own. */
export interface NoteEntry extends OnResource {
  at: number | null;
  text: string;
  createdAt: string;
  updatedAt: string;
}

/** A question of the member's own, on a session and maybe at a point in a resource. */
export interface QuestionEntry {
  session: string;
  sessionTitle: string;
  title: string | null;
  url: string | null;
  at: number | null;
  text: string;
  createdAt: string;
  answeredAt: string | null;
  /** Who took it back, and when; null for one that stands. */
  withdrawn: "asker" | "organizer" | null;
  withdrawnAt: string | null;
}

/** Whether the member said they come to a session. */
export interface AnswerEntry {
  session: string;
  sessionTitle: string;
  answer: "yes" | "video" | "no";
  updatedAt: string;
}

/** Who sees the member's progress: what they chose, null when they left it to the cohort, and what the cohort chose. */
export interface VisibilityEntry {
  chosen: Visibility | null;
  cohort: Visibility;
}

/** Everything a member did in a cohort, a kind after the other, in the order in which a file has them. */
export type Batch =
  | { kind: "progress"; rows: ProgressEntry[] }
  | { kind: "days"; rows: DayEntry[] }
  | { kind: "notes"; rows: NoteEntry[] }
  | { kind: "questions"; rows: QuestionEntry[] }
  | { kind: "answers"; rows: AnswerEntry[] }
  | { kind: "visibility"; rows: VisibilityEntry[] };

/** Whose history of which cohort a file is, and of when. */
export interface ExportHead {
  cohort: { slug: string; title: string; timezone: string };
  /** ISO 8601, UTC. */
  writtenAt: string;
}
