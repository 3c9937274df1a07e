"use client";

import { useQuery } from "@tanstack/react-query";
import { orpc } from "@/lib/api/client";
import type { DeliveryState, OutgoingNotice } from "@/lib/notices/schema";

const KINDS: Partial<Record<OutgoingNotice["kind"], string>> = {
  confirm: "Confirmation",
  welcome: "Welcome",
  weekly_prep: "Weekly prep",
  change: "Change",
};

const TROUBLE = new Set<DeliveryState>(["failed", "unknown", "suppressed", "expired"]);

/** What went out and where each mail stands. It follows by itself while mails are on their way. */
export function OutgoingList({ cohort, initial }: { cohort: string; initial: OutgoingNotice[] }) {
  const { data } = useQuery(
    orpc.notices.outgoing.queryOptions({ input: { cohort }, initialData: initial, refetchInterval: 4000 }),
  );
  if (data.length === 0) return <p>Nothing has gone out yet.</p>;
  return (
    <ul className="border-t border-line">
      {data.map((notice) => (
        <li key={notice.id} className="border-b border-line">
          <details>
            <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-4 py-2.5">
              <span className="font-medium">
                {KINDS[notice.kind] ?? notice.kind.replaceAll("_", " ")}
                {notice.session && ` for ${notice.session}`}
                {notice.kind === "change" && `: ${notice.title}`}
              </span>
              <span className="text-sm text-quiet">
                <time dateTime={notice.dueAt}>{notice.dueAt.slice(0, 16).replace("T", " ")} UTC</time>
              </span>
              <span className="ml-auto text-sm">{countsInWords(notice)}</span>
            </summary>
            <table className="mb-3 w-full text-left text-sm">
              <thead className="sr-only">
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">State</th>
                  <th scope="col">Why, or what the server said</th>
                </tr>
              </thead>
              <tbody>
                {notice.deliveries.map((delivery) => (
                  <tr key={delivery.id} className="border-t border-line align-top">
                    <td className="py-1 pr-4">{delivery.name || delivery.address}</td>
                    <td className={`py-1 pr-4 ${TROUBLE.has(delivery.state) ? "font-semibold text-red" : ""}`}>
                      {delivery.state}
                    </td>
                    <td className="py-1 text-quiet">{delivery.reason || delivery.lastReply}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </li>
      ))}
    </ul>
  );
}

function countsInWords({ planned, counts }: OutgoingNotice): string {
  const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return `${planned} planned: ${parts.join(", ") || "nobody"}`;
}
