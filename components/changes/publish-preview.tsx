"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { PublishPreview as Preview } from "@/lib/notices/change/preview/schema";
import { sessionName } from "@/lib/schedule/rules";

interface Props {
  cohort: string;
  /** Each session's date in words, by id. */
  dates: Readonly<Record<string, string>>;
  /** Which drafts; without, all of them. */
  sessionIds?: string[];
}

/** What publishing the drafts would do, looked up when somebody wants to know. */
export function PublishPreview({ cohort, dates, sessionIds }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details aria-live="off" className="mb-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer py-1.5">See what publishing does</summary>
      {open && <PublishEffects cohort={cohort} dates={dates} {...(sessionIds ? { sessionIds } : {})} />}
    </details>
  );
}

/** What publishing does: what members will see, what the log says and which mails follow. */
export function PublishEffects({ cohort, dates, sessionIds }: Props) {
  const { data, error } = useQuery(
    orpc.schedule.publishPreview.queryOptions({
      input: { cohort, ...(sessionIds ? { sessionIds } : {}) },
      refetchOnMount: "always",
      retry: false,
    }),
  );
  if (error) return <Callout tone="trouble">{problemFrom(error).detail}</Callout>;
  if (!data) return <p className="py-2 text-quiet">Looking it up …</p>;
  return (
    <div className="space-y-4 py-2">
      <Part title="Members will see">
        {data.sessions.map((session) => (
          <li key={session.id}>
            <span className="text-quiet">{dates[session.id] ?? session.date}: </span>
            {sessionName(session)}
          </li>
        ))}
      </Part>
      <Part title="The log will say" none="Nothing.">
        {data.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </Part>
      <Part title="Mail" none="None.">
        {mailsOf(data).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </Part>
    </div>
  );
}

function mailsOf({ change, preps, quiet }: Preview): string[] {
  if (quiet) return [quiet];
  return [
    ...(change ? [`${change.when}: a mail about it to ${people(change.recipients)}, unless you undo it before.`] : []),
    ...preps.map((prep) => `${prep.when}: the prep for ${prep.title} to ${people(prep.recipients)}.`),
  ];
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

function Part({ title, none = "", children }: { title: string; none?: string; children: ReactNode[] }) {
  return (
    <section>
      <h3 className="text-[0.9375rem]">{title}</h3>
      {children.length === 0 ? <p>{none}</p> : <ul>{children}</ul>}
    </section>
  );
}
