import { type ReadSession, readSession } from "@/lib/transfer/schema";
import type { ScheduleToWrite } from "@/lib/transfer/write/of";

/** Convene's own form of a schedule. `convene` is its version. */
interface OwnFile {
  convene: 1;
  /** What a session means that has no time or length of its own, and where it is. */
  cohort: ScheduleToWrite["cohort"];
  sessions: ReadSession[];
}

/** A schedule as JSON with all that a reader of files can say, in the shape of a read session; the importer reads it back. */
export function writeJson({ cohort, sessions }: Pick<ScheduleToWrite, "cohort" | "sessions">): string {
  const { title, timezone, weekday, startsAt, lengthMinutes, place } = cohort;
  const file: OwnFile = {
    convene: 1,
    cohort: { title, timezone, weekday, startsAt, lengthMinutes, place },
    sessions: sessions.map((session) => readSession.parse(session)),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
