import { namesBetween, type ProgressState } from "@/lib/audit/acts/rules";
import type { CohortScope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";

const MARKED = ["state", "watched", "stoppedAt", "minutesTaken", "updatedAt"] as const;

interface Joined {
  keptId: string;
  /** The rows of both resources before they became one. */
  before: readonly ProgressState[];
  /** What was left on the one that stayed. */
  after: readonly ProgressState[];
  /** What is there now. */
  now: readonly ProgressState[];
}

/**
 * Gives each member the progress on both resources that they had. Who has marked the one that stayed since keeps that
 * word on it. Members who have left the server meanwhile have no progress any more.
 */
export async function putBackProgress(
  tx: Tx,
  scope: CohortScope,
  { keptId, before, after, now }: Joined,
): Promise<void> {
  const onKept = (rows: readonly ProgressState[], memberId: string) =>
    rows.find((row) => row.resourceId === keptId && row.memberId === memberId);
  const members = [...new Set(before.map(({ memberId }) => memberId))];
  const unmarked = new Set(
    members.filter((memberId) => {
      const [left, is] = [onKept(after, memberId), onKept(now, memberId)];
      return left && is && namesBetween(left, is, MARKED).length === 0;
    }),
  );
  await tx.$executeRaw`
    DELETE FROM progress
     WHERE cohort_id = ${scope.cohort.id}::uuid AND resource_id = ${keptId}::uuid
       AND member_id = ANY(${[...unmarked]}::uuid[])`;
  const rows = before.filter((row) => row.resourceId !== keptId || unmarked.has(row.memberId));
  await tx.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, length_seconds, stopped_at_seconds,
                          stopped_moment, source, marked_by_id, reason, minutes_taken, done_at, updated_at)
    SELECT n."memberId", n."resourceId", ${scope.cohort.id}::uuid, n.state::"ProgressState", n.watched::int4multirange,
           n."lengthSeconds", n."stoppedAt", n."stoppedMoment", n.source::"ProgressSource", n."markedById", n.reason,
           n."minutesTaken", n."doneAt", n."updatedAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             AS n ("memberId" uuid, "resourceId" uuid, state text, watched text, "lengthSeconds" int, "stoppedAt" int,
                   "stoppedMoment" timestamptz, source text, "markedById" uuid, reason text, "minutesTaken" int,
                   "doneAt" timestamptz, "updatedAt" timestamptz)
      JOIN member m ON m.id = n."memberId" AND m.cohort_id = ${scope.cohort.id}::uuid
    ON CONFLICT DO NOTHING`;
}
