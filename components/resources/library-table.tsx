import Link from "next/link";
import { RowsTable } from "@/components/ui/rows-table";
import { KIND_NAMES, linkInWords } from "@/lib/resources/library/rules";
import type { LibraryLink, LibraryResource, LibraryUse } from "@/lib/resources/schema";
import { stopsInWords } from "@/lib/resources/stops/rules";
import { minutesInWords } from "@/lib/time/durations";

interface Props {
  cohort: string;
  resources: readonly LibraryResource[];
  /** Active learners. */
  learners: number;
  dates: Readonly<Record<string, string>>;
}

const SLOT_WORDS = { before: "before", session: "in the session", after: "after", deep_dive: "deep dive" } as const;

/** The library as a table: what there is, where it is used, who finished it, how long it takes, whether its link works. */
export function LibraryTable({ cohort, resources, learners, dates }: Props) {
  return (
    <RowsTable label="Resources" columns={["Resource", "Used", "Finished", "Length", "Link"]}>
      {resources.map((resource) => (
        <tr key={resource.id}>
          <th scope="row" className="max-w-md font-normal">
            <ResourceCell cohort={cohort} resource={resource} />
          </th>
          <td data-label="Used">
            <UsesList cohort={cohort} uses={resource.uses} dates={dates} />
          </td>
          <td data-label="Finished" className="whitespace-nowrap">
            {resource.done} of {learners}
          </td>
          <td data-label="Length">
            <LengthCell resource={resource} />
          </td>
          <td data-label="Link">{resource.link ? <LinkState link={resource.link} dates={dates} /> : "no link"}</td>
        </tr>
      ))}
    </RowsTable>
  );
}

function ResourceCell({ cohort, resource }: { cohort: string; resource: LibraryResource }) {
  const { id, title, url, kind, author, stopPoints } = resource;
  return (
    <>
      <span className="break-words font-medium">
        {url ? (
          <a href={url} rel="noreferrer" target="_blank">
            {title}
          </a>
        ) : (
          title
        )}
      </span>
      <span className="block text-sm text-quiet">
        {KIND_NAMES[kind]}
        {author && `, ${author}`}
      </span>
      {stopPoints.length > 0 && <span className="block text-sm text-quiet">{stopsInWords(stopPoints)}</span>}
      <Link href={`/c/${cohort}/admin/resources/${id}`} prefetch={false} className="text-sm">
        Edit<span className="sr-only"> {title}</span>
      </Link>
    </>
  );
}

/** Where a resource is used: dates that lead to the session, each with its slot. */
export function UsesList({
  cohort,
  uses,
  dates,
}: {
  cohort: string;
  uses: readonly LibraryUse[];
  dates: Props["dates"];
}) {
  if (uses.length === 0) return <span className="text-quiet">not used</span>;
  return (
    <ul>
      {uses.map(({ sessionId, date, title, slot, state }) => (
        <li key={`${sessionId} ${slot}`}>
          <Link href={`/c/${cohort}/admin/schedule/${sessionId}`} prefetch={false} title={title || "Open date"}>
            <time dateTime={date}>{dates[date] ?? date}</time>
          </Link>{" "}
          <span className="text-sm text-quiet">
            {SLOT_WORDS[slot]}
            {state !== "published" && `, ${state}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function LengthCell({ resource: { minutes, reported } }: { resource: LibraryResource }) {
  return (
    <>
      <span className="whitespace-nowrap">{minutes === null ? "unknown" : minutesInWords(minutes)}</span>
      <span className="block text-sm text-quiet">
        {reported ? `took ${minutesInWords(reported.minutes)}, ${saidBy(reported.count)}` : "no reports"}
      </span>
    </>
  );
}

function saidBy(count: number): string {
  return count === 1 ? "1 report" : `median of ${count} reports`;
}

const TONES: Partial<Record<LibraryLink["state"], string>> = {
  broken: "font-semibold text-red",
  unsure: "text-amber",
  refused: "text-quiet",
  waiting: "text-quiet",
};

/** What a link answered, and when. */
export function LinkState({ link, dates }: { link: LibraryLink; dates: Props["dates"] }) {
  return (
    <>
      <span className={TONES[link.state]}>{linkInWords(link)}</span>
      {link.askedOn && <span className="block text-sm text-quiet">asked {dates[link.askedOn] ?? link.askedOn}</span>}
    </>
  );
}
