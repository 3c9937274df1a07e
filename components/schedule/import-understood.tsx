import { Pages } from "@/components/schedule/import-pages";
import type { Preview } from "@/components/schedule/import-state";
import { Callout } from "@/components/ui/callout";
import { dayWords } from "@/lib/schedule/import/rules";
import { clockLength } from "@/lib/time/durations";
import { partWords } from "@/lib/transfer/understand/marks";

type Session = Preview["sessions"][number];
type Resource = Session["resources"][number];

const SLOT_NAMES = { before: "Before", session: "In session", after: "After", deep_dive: "Deep dive" } as const;

/** What stands in the way of saving, row by row. */
export function ImportProblems({ problems }: { problems: Preview["problems"] }) {
  return (
    <Callout tone="trouble" title="This cannot be saved yet">
      <Places places={problems} />
    </Callout>
  );
}

/** What was not understood and is left out, so that nobody misses it later. */
export function ImportLeftOut({ leftOut }: { leftOut: Preview["leftOut"] }) {
  return (
    <Callout
      tone="care"
      title={leftOut.length === 1 ? "One thing is left out" : `${leftOut.length} things are left out`}
    >
      <Places places={leftOut} />
    </Callout>
  );
}

function Places({ places }: { places: Preview["problems"] }) {
  return (
    <Pages items={places} step={30} what="places">
      {(shown) => (
        <ul className="list-disc pl-5 [overflow-wrap:anywhere]">
          {shown.map(({ row, column, message }) => (
            <li key={`${row}-${column}-${message}`}>
              Row {row}
              {column && `, column ${column}`}: {message}
            </li>
          ))}
        </ul>
      )}
    </Pages>
  );
}

/** The sessions as they were read, each with what it uses. */
export function ImportUnderstood({ sessions, today }: Pick<Preview, "sessions" | "today">) {
  return (
    <details open>
      <summary className="cursor-pointer py-1 font-medium">
        {sessions.length === 1 ? "One date was understood" : `${sessions.length} dates were understood`}
      </summary>
      <Pages items={sessions} step={40} what="dates">
        {(shown) => (
          <ol className="mt-2 border-t border-line">
            {shown.map((session) => (
              <li
                key={`${session.date} ${session.startsAt}`}
                className="border-b border-line py-2 [overflow-wrap:anywhere]"
              >
                <Understood session={session} today={today} />
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </details>
  );
}

function Understood({ session, today }: { session: Session; today: string }) {
  const { date, title, format, startsAt, lengthMinutes, presenters, notes, materials, recordingUrl, cancelled } =
    session;
  const more = [
    format?.replaceAll("_", " "),
    startsAt,
    lengthMinutes && `${lengthMinutes} min`,
    presenters && presenters.length > 0 && presenters.join(", "),
    cancelled && "cancelled",
    notes && "notes",
    materials && "materials",
    recordingUrl && "recording",
  ].filter(Boolean);
  return (
    <>
      <p>
        <span className="font-medium">{dayWords(date, today)}</span>{" "}
        {title || <span className="text-quiet">open date</span>}
        {more.length > 0 && <span className="text-sm text-quiet"> {more.join(" · ")}</span>}
      </p>
      <ul className="text-sm">
        {session.resources.map((resource) => (
          <li key={`${resource.slot}-${resource.title}-${resource.url}`}>
            <span className="text-quiet">{SLOT_NAMES[resource.slot]}:</span> {resource.title}{" "}
            <span className="text-quiet">{about(resource)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function about({ minutes, optional, kind, author, part, continues }: Resource): string {
  return [
    minutes !== null && clockLength(minutes),
    optional && "optional",
    kind,
    author && `by ${author}`,
    part && partWords({ ...part, from: part.from ?? 0 }),
    continues && `(goes on with “${continues}”)`,
  ]
    .filter(Boolean)
    .join(" · ");
}
