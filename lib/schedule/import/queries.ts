import { z } from "zod";
import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { type ColumnRole, columnRole } from "@/lib/transfer/schema";

/** How an organizer chose that this cohort's files are read. */
export interface ImportChoices {
  /** By the normalised name of the column. */
  columns: Record<string, ColumnRole>;
  dayFirst: boolean | null;
}

const columns = z.record(z.string(), columnRole).catch({});

/** What was chosen when something was imported into this cohort before. */
export async function choicesOf(db: Db, scope: CohortScope): Promise<ImportChoices> {
  const row = await db.importSetting.findUnique({ where: { cohortId: scope.cohort.id } });
  return { columns: columns.parse(row?.columns ?? {}), dayFirst: row?.dayFirst ?? null };
}

/** Whether the public sees a schedule already, so that what changes in it is to be seen too. */
export async function hasPublished(db: Db, scope: CohortScope): Promise<boolean> {
  const where = { cohortId: scope.cohort.id, state: "published" as const, deletedAt: null };
  return (await db.session.findFirst({ where, select: { id: true } })) !== null;
}
