import type { Metadata } from "next";
import { HistoryFilter } from "@/components/audit/history-filter";
import { HistoryList } from "@/components/audit/history-list";
import { AdminFrame } from "@/components/shell/admin-frame";
import { auditOf } from "@/lib/audit/queries";
import { type AuditInput, auditInput } from "@/lib/audit/schema";
import { openPage } from "@/lib/auth/pages";

export const metadata: Metadata = { title: "History" };

interface Props {
  params: Promise<{ cohort: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who did what, and taking it back. */
export default async function Page({ params, searchParams }: Props) {
  const { cohort: slug } = await params;
  const path = `/c/${slug}/admin/audit`;
  const { ctx, scope } = await openPage(slug, "audit.read", path);
  const asked = askedFor(slug, await searchParams);
  const { entries, cursor, people } = await auditOf(ctx.db, scope, asked, ctx.now());
  const { person, kind } = asked;
  const older = new URLSearchParams({ ...(person ? { person } : {}), ...(kind ? { kind } : {}), cursor: cursor ?? "" });
  return (
    <AdminFrame scope={scope} room="/audit" title="History">
      <p className="max-w-prose">
        Everything that was done in this cohort. What changed the schedule, the library, the page, the log or the
        settings can be undone for 30 days, as long as nobody has changed the same thing since.
      </p>
      <HistoryFilter action={path} people={people} person={person} kind={kind} />
      {entries.length === 0 && <p>Nothing of this kind was done yet.</p>}
      {entries.length > 0 && <HistoryList cohort={slug} entries={entries} />}
      {cursor && (
        <p>
          <a href={`${path}?${older}`}>Older</a>
        </p>
      )}
    </AdminFrame>
  );
}

/** What the address asks for; what it says that makes no sense is not said. */
function askedFor(cohort: string, query: Record<string, string | string[] | undefined>): AuditInput {
  const said = (["person", "kind", "cursor"] as const).flatMap((name) => {
    const value = query[name];
    return value && auditInput.shape[name].safeParse(value).success ? [[name, value]] : [];
  });
  return auditInput.parse({ cohort, ...Object.fromEntries(said) });
}
