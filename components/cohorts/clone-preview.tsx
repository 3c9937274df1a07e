import { RowsTable } from "@/components/ui/rows-table";
import type { ClonedCohort, CloneFlag } from "@/lib/cohorts/clone/schema";
import { shortDay } from "@/lib/time/days";

const WEEKDAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/** What a new cohort would be: what comes along, what to look at in it, and what stays behind. */
export function ClonePreview({ answer }: { answer: ClonedCohort }) {
  const { sessions, sections, resources, uses, breaks, flags, leftOut, weekday } = answer;
  return (
    <div className="space-y-8">
      <section aria-labelledby="comes" className="space-y-3">
        <h2 id="comes">What comes along</h2>
        <p>
          On {WEEKDAYS[weekday - 1]}: {counted(sessions.length, "session", "sessions")},{" "}
          {counted(resources, "resource", "resources")} in {counted(uses, "place", "places")},{" "}
          {counted(sections.length, "section", "sections")}, {counted(breaks.length, "break", "breaks")}.
        </p>
        {sessions.length > 0 && (
          <RowsTable label="Sessions of the new cohort" columns={["Session", "Was on", "New date", "Resources"]}>
            {sessions.map(({ title, from, to, uses: used }) => (
              <tr key={`${from} ${title}`} className="max-md:flex! max-md:flex-wrap max-md:gap-x-6">
                <th scope="row" className="font-medium max-md:w-full">
                  {title}
                </th>
                <td data-label="Was on" className="whitespace-nowrap text-quiet">
                  {withYear(from)}
                </td>
                <td data-label="New date" className="whitespace-nowrap">
                  {withYear(to)}
                </td>
                <td data-label="Resources">{used}</td>
              </tr>
            ))}
          </RowsTable>
        )}
        {breaks.length > 0 && (
          <ul className="list-disc pl-5">
            {breaks.map(({ title, firstDay, lastDay }) => (
              <li key={`${title} ${firstDay}`}>
                {title}, {firstDay === lastDay ? withYear(firstDay) : `${shortDay(firstDay)} to ${withYear(lastDay)}`}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="look" className="space-y-3">
        <h2 id="look">What to look at afterwards</h2>
        {flags.length === 0 ? (
          <p>Nothing in the texts is about the last term.</p>
        ) : (
          <ul className="border-t border-line">
            {flags.map((flag) => (
              <Flag key={`${flag.where} ${flag.why} ${flag.text}`} flag={flag} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="stays" className="space-y-3">
        <h2 id="stays">What stays behind</h2>
        <ul className="list-disc pl-5">
          {leftOut.map(({ what, count }) => (
            <li key={what}>{count === null ? what : `${count} ${count === 1 ? one(what) : what}`}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Flag({ flag: { where, text, why } }: { flag: CloneFlag }) {
  return (
    <li className="border-b border-line py-2">
      <span className="font-medium">{where}</span> {why}: <span className="break-words">{text}</span>
    </li>
  );
}

function counted(number: number, single: string, many: string): string {
  return number === 0 ? `no ${many}` : number === 1 ? `one ${single}` : `${number} ${many}`;
}

const SINGLE: Readonly<Record<string, string>> = {
  "cancelled sessions": "cancelled session",
  "weeks without a session": "week without a session",
  "ticks and other progress": "tick or other progress",
  "answers to who comes": "answer to who comes",
  "pairing rounds": "pairing round",
  "lines of the public log": "line of the public log",
  "acts in the audit log": "act in the audit log",
  "resources that are recordings": "resource that is a recording",
  "notes or materials that name somebody or link to a recording": "note that names somebody or links to a recording",
  "pins that keep a session on its date": "pin that keeps a session on its date",
};

/** The singular of what is left out. */
function one(what: string): string {
  return SINGLE[what] ?? what.replace(/s$/, "");
}

function withYear(date: string): string {
  return `${shortDay(date)} ${date.slice(0, 4)}`;
}
