import { sealSubject } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { maskAddress } from "@/lib/core/email";
import type { Db } from "@/lib/db/client";
import { MARK, type MailedMark, subjectOf } from "@/lib/progress/from-mail/rules";
import type { MailedItem } from "@/lib/progress/from-mail/schema";

/** The address of the page where a member marks one resource; its secret is in the fragment, which no server sees. */
export function markUrl(mark: MailedMark): string {
  const { AUTH_SECRET, CONVENE_URL } = env();
  return `${CONVENE_URL}/mark#${sealSubject(AUTH_SECRET, MARK, subjectOf(mark))}`;
}

/** The seat that a mailed link speaks for; null when there is no such member. */
export async function holderOf(db: Db, memberId: string): Promise<{ personId: string; slug: string } | null> {
  const row = await db.member.findUnique({
    where: { id: memberId },
    select: { personId: true, cohort: { select: { slug: true } } },
  });
  return row && { personId: row.personId, slug: row.cohort.slug };
}

/** What a mailed link is about; a resource that was merged since is the one that is left. Null when it is not there any more. */
export async function mailedItemOf(
  db: Db,
  { memberId, resourceId }: Pick<MailedMark, "memberId" | "resourceId">,
): Promise<MailedItem | null> {
  const [row] = await db.$queryRaw<(Omit<MailedItem, "who" | "weekPath"> & { address: string; slug: string })[]>`
    SELECT r.title, c.title AS cohort, c.slug, pe.email AS address, coalesce(p.state::text, 'todo') AS state
      FROM member m
      JOIN cohort c ON c.id = m.cohort_id
      JOIN person pe ON pe.id = m.person_id
      JOIN resource asked ON asked.id = ${resourceId}::uuid AND asked.cohort_id = m.cohort_id
      JOIN resource r ON r.id = coalesce(asked.merged_into_id, asked.id) AND r.deleted_at IS NULL
      LEFT JOIN progress p ON p.resource_id = r.id AND p.member_id = m.id
     WHERE m.id = ${memberId}::uuid`;
  if (!row) return null;
  const { address, slug, ...item } = row;
  return { ...item, who: maskAddress(address), weekPath: `/c/${slug}/week` };
}
