"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { PublishPreview as Preview } from "@/lib/notices/change/preview/schema";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";

interface Props {
  cohort: string;
  /** The drafts that are to become public. Make the view anew (`key`) when one of them changes. */
  drafts: readonly Pick<ScheduleSession, "id">[];
  /** What to do about it. It is there once the effects are seen. */
  children?: ReactNode;
}

/** What publishing does: what members will see, what the log says and which mails follow. */
export function PublishEffects({ cohort, drafts, children }: Props) {
  const { data, error, isFetchedAfterMount, isFetching, refetch } = useQuery(
    orpc.schedule.publishPreview.queryOptions({
      input: { cohort, sessionIds: drafts.map(({ id }) => id) },
      refetchOnMount: "always",
      refetchOnWindowFocus: false,
      retry: false,
    }),
  );
  if (error) {
    return (
      <Callout tone="trouble">
        <p className="mb-2">{problemFrom(error).detail}</p>
        <Button weight="plain" busy={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      </Callout>
    );
  }
  // What was looked up before may be about other words of the same drafts.
  if (!data || !isFetchedAfterMount) return <p className="py-2 text-quiet">Looking up what publishing does …</p>;
  return (
    <>
      <div className="space-y-4 py-2">
        <Part title="Members will see">
          {data.sessions.map((session) => (
            <li key={session.id}>
              <span className="text-quiet">{shortDay(session.date)}: </span>
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
      {children && <div className="mt-3 flex flex-wrap gap-3">{children}</div>}
    </>
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
