import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import { fromDateColumn } from "@/lib/time/zones";

interface Row {
  id: string;
  title: string;
  firstDay: Date;
  lastDay: Date;
}

const FIELDS = { id: true, title: true, firstDay: true, lastDay: true } as const;

/** The breaks of a cohort by their first day. */
export async function breaksOf(db: Db, scope: CohortScope): Promise<CohortBreak[]> {
  const rows = await db.break.findMany({
    where: { cohortId: scope.cohort.id },
    orderBy: [{ firstDay: "asc" }, { lastDay: "asc" }, { id: "asc" }],
    select: FIELDS,
  });
  return rows.map(breakOf);
}

/** One break, or null when it is not there or another cohort's. */
export async function oneBreak(db: Db, scope: CohortScope, id: string): Promise<CohortBreak | null> {
  const row = await db.break.findFirst({ where: { id, cohortId: scope.cohort.id }, select: FIELDS });
  return row && breakOf(row);
}

function breakOf({ firstDay, lastDay, ...row }: Row): CohortBreak {
  return { ...row, firstDay: fromDateColumn(firstDay), lastDay: fromDateColumn(lastDay) };
}
