import { UndoButton } from "@/components/audit/undo-button";
import type { AuditDetail, AuditEntry } from "@/lib/audit/schema";

/** What was done, the newest first, each with what it was before and after and whether it can be taken back. */
export function HistoryList({ cohort, entries }: { cohort: string; entries: readonly AuditEntry[] }) {
  return (
    <ol className="border-t border-line">
      {entries.map((entry) => (
        <li key={entry.id} className="border-b border-line py-3">
          <div className="flex flex-wrap items-start gap-x-6 gap-y-1">
            <p className="min-w-0 grow basis-80">
              <time dateTime={entry.at} className="block text-sm text-quiet">
                {entry.when}
              </time>
              <span className="[overflow-wrap:anywhere]">
                <strong className="font-medium">{entry.who}</strong>{" "}
                <span className={entry.undone ? "text-quiet line-through" : ""}>{entry.what}</span>
              </span>
            </p>
            <UndoButton cohort={cohort} entry={entry} />
          </div>
          {entry.details.length > 0 && <Details details={entry.details} />}
        </li>
      ))}
    </ol>
  );
}

function Details({ details }: { details: readonly AuditDetail[] }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer py-1 text-sm text-quiet">Before and after</summary>
      <table className="mt-1 w-full table-fixed text-left text-sm">
        <thead>
          <tr className="text-quiet">
            <th scope="col" className="py-1 pr-4 font-normal">
              What
            </th>
            <th scope="col" className="py-1 pr-4 font-normal">
              Before
            </th>
            <th scope="col" className="py-1 font-normal">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {details.map(({ what, before, after }) => (
            <tr key={`${what} ${before} ${after}`} className="border-t border-line align-top">
              <th scope="row" className="py-1 pr-4 font-normal [overflow-wrap:anywhere]">
                {what}
              </th>
              <td className="py-1 pr-4 whitespace-pre-wrap [overflow-wrap:anywhere]">{before ?? "–"}</td>
              <td className="py-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{after ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
