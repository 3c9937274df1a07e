import { Length } from "@/components/schedule/length";
import { RowsTable } from "@/components/ui/rows-table";
import { FORMAT_NAMES, usesIn } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { shortDate } from "@/lib/time/words";

interface Props {
  sessions: readonly ScheduleSession[];
  nextId: string | null;
  /** Today on the cohort's clock, `YYYY-MM-DD`. */
  today: string;
}

/** The whole term: one row a session, with what to do before, in and after it. */
export function ScheduleTable({ sessions, nextId, today }: Props) {
  return (
    <RowsTable label="Schedule" columns={["Date", "Before", "Session", "After", "Deep dive"]}>
      {sessions.map((session) => (
        <tr
          key={session.id}
          id={`s-${session.date}`}
          data-next={session.id === nextId ? "" : undefined}
          data-past={session.date < today ? "" : undefined}
        >
          <th scope="row" className="whitespace-nowrap font-medium">
            <time dateTime={session.date}>{shortDate(session.date)}</time>
            {session.id === nextId && <span className="ml-2 text-sm font-semibold text-accent">next</span>}
          </th>
          <UsesCell label="Before" uses={usesIn(session.uses, "before")} />
          <td data-label={isBare(session) ? undefined : "Session"}>
            <SessionCell session={session} />
          </td>
          <UsesCell label="After" uses={usesIn(session.uses, "after")} />
          <UsesCell label="Deep dive" uses={usesIn(session.uses, "deep_dive")} />
        </tr>
      ))}
    </RowsTable>
  );
}

function SessionCell({ session }: { session: ScheduleSession }) {
  if (session.state === "cancelled") {
    return (
      <>
        <s>{session.title || "Session"}</s> <strong className="text-red">cancelled</strong>
      </>
    );
  }
  if (isBare(session)) return <span className="text-quiet">Open date</span>;
  const format = session.format && session.format !== "no_session" ? FORMAT_NAMES[session.format] : undefined;
  const said = format && session.title.toLowerCase().includes(format.toLowerCase());
  return (
    <>
      {session.title}
      {format && !said && <span className="block text-sm text-quiet">{format}</span>}
      {session.presenters.length > 0 && (
        <span className="block text-sm text-quiet">{session.presenters.join(", ")}</span>
      )}
      <UseList uses={usesIn(session.uses, "session")} />
      {session.recordingUrl && (
        <a className="block text-sm" href={session.recordingUrl} rel="noreferrer">
          Recording
        </a>
      )}
    </>
  );
}

function UsesCell({ label, uses }: { label: string; uses: readonly ScheduleUse[] }) {
  return <td data-label={uses.length > 0 ? label : undefined}>{uses.length > 0 && <UseList uses={uses} />}</td>;
}

/** Resources one below the other, each with its length. */
export function UseList({ uses }: { uses: readonly ScheduleUse[] }) {
  if (uses.length === 0) return null;
  return (
    <ul className="space-y-1">
      {uses.map((use) => (
        <li key={use.id}>
          {use.url ? (
            <a href={use.url} rel="noreferrer">
              {use.title}
            </a>
          ) : (
            use.title
          )}{" "}
          <Length minutes={use.minutes} />
          {use.optional && <span className="text-sm text-quiet"> optional</span>}
        </li>
      ))}
    </ul>
  );
}

function isBare(session: ScheduleSession): boolean {
  return session.title === "" && session.state !== "cancelled";
}
