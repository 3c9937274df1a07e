import { z } from "zod";
import { byStart } from "@/lib/core/lists";
import { line, prose, webUrl } from "@/lib/core/text";
import { withContinuations } from "@/lib/transfer/continues";
import {
  MAX_PROSE,
  MAX_RESOURCE_TITLE,
  MAX_TITLE,
  type ReadProblem,
  type ReadSchedule,
  type ReadSession,
  readResource,
  readSession,
} from "@/lib/transfer/schema";

const seconds = z.number().int().min(0).max(360_000);

/** What may be stored, which is narrower than what a reader gives. */
const ownResource = readResource.extend({
  title: line(MAX_RESOURCE_TITLE, { required: "Say what it is." }),
  url: webUrl.nullable().transform((url) => url || null),
  minutes: z.number().int().min(1).max(6000).nullable(),
  continues: line(MAX_RESOURCE_TITLE).optional(),
  author: line(200).optional(),
  label: line(600).optional(),
  part: z
    .object({ from: seconds.nullable(), to: seconds.min(1).nullable() })
    .refine(({ from, to }) => to === null || (from ?? 0) < to, "The part ends before it begins.")
    .optional(),
  stopPoints: z.array(seconds).max(100).optional(),
});

const ownSession = readSession.extend({
  title: line(MAX_TITLE),
  lengthMinutes: z.number().int().min(5).max(1440).nullable().optional(),
  presenters: z.array(line(200)).max(100).optional(),
  notes: prose(MAX_PROSE).optional(),
  materials: prose(MAX_PROSE).optional(),
  recordingUrl: webUrl.optional(),
  resources: z.array(ownResource).max(800),
});

/**
 * Reads the sessions of Convene's own JSON. Rows count the sessions from 1; a problem names the field as a path, such as
 * `sessions.2.resources.0.url`. What it has and Convene does not know is among what is left out.
 */
export function readOwnSessions(written: readonly unknown[]): ReadSchedule {
  const problems: ReadProblem[] = [];
  const leftOut: ReadProblem[] = [];
  const sessions: ReadSession[] = [];
  const taken = new Map<string, number>();
  for (const [index, one] of written.entries()) {
    const row = index + 1;
    const read = ownSession.safeParse(one);
    if (!read.success) {
      for (const { path, message } of read.error.issues.slice(0, 20)) {
        problems.push({ row, column: ["sessions", index, ...path].join("."), message });
      }
      continue;
    }
    for (const name of unknownNames(one, read.data)) {
      leftOut.push({ row, column: `sessions.${index}.${name}`, message: "This is not kept." });
    }
    const session = withoutUndefined(read.data);
    const key = `${session.date} ${session.startsAt ?? ""}`;
    const before = session.cancelled ? undefined : taken.get(key);
    if (before === undefined) sessions.push(session);
    else
      problems.push({
        row,
        column: `sessions.${index}.date`,
        message: `${session.date} is already in session ${before}.`,
      });
    if (!session.cancelled) taken.set(key, before ?? row);
  }
  if (written.length === 0)
    problems.push({ row: 1, column: "sessions", message: "There are no sessions in this file." });
  sessions.sort(byStart);
  return { sessions: withContinuations(sessions), problems, leftOut, questions: [], columns: [], format: "json" };
}

function unknownNames(written: unknown, read: object): string[] {
  if (typeof written !== "object" || written === null) return [];
  return Object.keys(written)
    .filter((name) => !(name in read))
    .slice(0, 20);
}

/** Only what the file says is there. */
function withoutUndefined(session: ReadSession): ReadSession {
  return JSON.parse(JSON.stringify(session));
}
