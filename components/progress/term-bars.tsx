import { MinuteBar } from "@/components/ui/minute-bar";
import { RowsTable } from "@/components/ui/rows-table";
import type { HistorySession, HistoryUse } from "@/lib/progress/history/schema";
import { sessionName } from "@/lib/schedule/rules";
import { clockPoint, minutesInWords } from "@/lib/time/durations";
import { dayAndMonth, shortDate } from "@/lib/time/words";

interface Props {
  cohort: string;
  sessions: readonly HistorySession[];
}

/** The term at a glance: a bar for each session, all to one scale, with the table behind it. */
export function TermBars({ cohort, sessions }: Props) {
  const widest = Math.max(1, ...sessions.map(({ uses }) => minutesOf(before(uses))));
  return (
    <section aria-labelledby="term" className="space-y-4">
      <h2 id="term">The term at a glance</h2>
      {sessions.length === 0 ? (
        <p>
          No session is published yet. <a href={`/c/${cohort}`}>The cohort’s page</a> says when they are.
        </p>
      ) : (
        <p className="max-w-prose text-sm text-quiet">
          A bar is as wide as its minutes: filled where you have done or watched it, hatched where it is optional,
          dashed where its length is unknown.
        </p>
      )}
      <ol>
        {sessions.map((session) => (
          <li key={session.id} className="space-y-2 border-t border-line py-3">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6">
              <h3 className="text-base">
                <time dateTime={session.date} className="mr-2 font-sans font-normal text-quiet">
                  {shortDate(session.date)}
                </time>
                {sessionName(session)}
              </h3>
              <span className="text-sm text-quiet">{doneInWords(session.uses)}</span>
            </div>
            <MinuteBar
              label={`${sessionName(session)}: ${doneInWords(session.uses)}`}
              of={widest}
              segments={before(session.uses).map((use) => ({
                key: use.resourceId,
                minutes: use.minutes,
                filled: use.filled,
                hatched: use.optional,
              }))}
            />
            {session.uses.length > 0 && <SessionTable cohort={cohort} session={session} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function SessionTable({ cohort, session }: { cohort: string; session: HistorySession }) {
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-sm text-quiet">
        What you did<span className="sr-only"> for {sessionName(session)}</span>
      </summary>
      <div className="mt-3">
        <RowsTable
          label={`${shortDate(session.date)}: ${sessionName(session)}`}
          columns={["What", "When", "Length", "Yours"]}
        >
          {session.uses.map((use) => (
            <tr key={`${use.slot} ${use.resourceId}`}>
              <th scope="row" className="font-medium">
                <a href={`/c/${cohort}/watch/${use.resourceId}`}>{use.title}</a>
              </th>
              <td>{slotInWords(use)}</td>
              <td className="whitespace-nowrap">{use.minutes === null ? "unknown" : minutesInWords(use.minutes)}</td>
              <td>{storyOf(use)}</td>
            </tr>
          ))}
        </RowsTable>
      </div>
    </details>
  );
}

const SLOTS = { before: "before", session: "in the session", after: "after", deep_dive: "deep dive" };

function slotInWords({ slot, optional }: HistoryUse): string {
  return optional ? `${SLOTS[slot]}, optional` : SLOTS[slot];
}

/** `done on 8 Oct, took 25 min`, `Ada marked it done: watched in the lab`, `started, at 38:00`. */
function storyOf(use: HistoryUse): string {
  const day = use.doneOn ? ` on ${dayAndMonth(use.doneOn)}` : "";
  const state = use.state === "todo" ? "to do" : use.state;
  if (use.source === "organizer") {
    const said = `${use.markedBy || "An organizer"} marked it ${state}${day}`;
    return use.reason ? `${said}: ${use.reason}` : said;
  }
  if (use.state === "started") return use.stoppedAt ? `started, at ${clockPoint(use.stoppedAt)}` : "started";
  if (use.state !== "done") return state;
  const how = use.source === "player" ? "watched here" : "";
  return [`done${day}`, how, use.minutesTaken ? `took ${minutesInWords(use.minutesTaken)}` : ""]
    .filter(Boolean)
    .join(", ");
}

function before(uses: readonly HistoryUse[]): HistoryUse[] {
  return uses.filter(({ slot }) => slot === "before");
}

function minutesOf(uses: readonly HistoryUse[]): number {
  return uses.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
}

/** `38 of 167 min done`, of what is required before the session. */
function doneInWords(uses: readonly HistoryUse[]): string {
  const required = before(uses).filter(({ optional }) => !optional);
  if (required.length === 0) return "nothing to prepare";
  const done = required.reduce((sum, { minutes, filled }) => sum + (minutes ?? 0) * filled, 0);
  const unknown = required.filter(({ minutes }) => minutes === null);
  const open = unknown.filter(({ filled }) => filled < 1).length;
  const total = minutesOf(required);
  const lengths = total > 0 ? `${Math.round(done)} of ${total} min done` : "";
  const others =
    unknown.length > 0
      ? `${unknown.length - open} of ${unknown.length} of unknown length${lengths ? "" : " done"}`
      : "";
  return [lengths, others].filter(Boolean).join(", ");
}
