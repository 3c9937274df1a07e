"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { PublishEffects } from "@/components/changes/publish-preview";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";
import { orpc, problemFrom } from "@/lib/api/client";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";

interface Props {
  cohort: string;
  initial: ScheduleSession[];
  /** Where a first session is suggested when there is none yet. */
  nextDate: string;
}

/** The sessions as the organizer works on them: what is a draft, what is public, and what to do next. */
export function SessionList({ cohort, initial, nextDate }: Props) {
  const client = useQueryClient();
  const options = orpc.schedule.list.queryOptions({
    input: { cohort },
    initialData: { sessions: initial },
  });
  const { data } = useQuery(options);
  const refresh = () => client.invalidateQueries({ queryKey: options.queryKey });
  const publish = useMutation(orpc.schedule.publish.mutationOptions({ onSettled: refresh }));
  const create = useMutation(orpc.schedule.create.mutationOptions({ onSuccess: refresh }));
  const [added, setAdded] = useState(0);
  const drafts = data.sessions.filter((session) => session.state === "draft");

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    create.mutate(
      { cohort, date: String(form.get("date")), title: String(form.get("title")) },
      { onSuccess: () => setAdded((count) => count + 1) },
    );
  }

  const problem = create.error ? problemFrom(create.error) : null;
  return (
    <div className="space-y-8">
      {publish.error && <Callout tone="trouble">{problemFrom(publish.error).detail}</Callout>}
      {drafts.length > 0 && (
        <Callout
          tone="care"
          title={drafts.length === 1 ? "One session is a draft" : `${drafts.length} sessions are drafts`}
        >
          <p>Only organizers see drafts, and no mail is sent about them. See what publishing does first:</p>
          <PublishEffects
            key={drafts.map(({ id, version }) => `${id} ${version}`).join()}
            cohort={cohort}
            drafts={drafts}
          >
            <Button
              busy={publish.isPending}
              onClick={() => publish.mutate({ cohort, sessionIds: drafts.map(({ id }) => id) })}
            >
              Publish {drafts.length === 1 ? "it" : "them all"}
            </Button>
          </PublishEffects>
        </Callout>
      )}
      {data.sessions.length === 0 && (
        <p>
          Nothing is here yet. <Link href={`/c/${cohort}/admin/import`}>Paste the schedule you have</Link>,{" "}
          <Link href={`/c/${cohort}/admin/shape#term`}>make the dates of a term</Link>, or add the first session below.
        </p>
      )}
      {data.sessions.length > 0 && (
        <p className="md:hidden">
          <Link href={`/c/${cohort}/admin/shape`}>Push back, swap, split</Link>
        </p>
      )}
      <ul className="border-t border-line md:hidden">
        {data.sessions.map((session) => (
          <li
            key={session.id}
            className="grid grid-cols-[6.5rem_1fr] gap-x-3 border-b border-line py-2.5 sm:grid-cols-[7rem_1fr_auto] sm:items-baseline"
          >
            <span className="whitespace-nowrap">{shortDay(session.date)}</span>
            <Link href={`/c/${cohort}/admin/schedule/${session.id}`} prefetch={false} className="min-w-0">
              {session.title || "Open date"}
            </Link>
            <span className="col-start-2 flex gap-x-4 text-sm text-quiet sm:col-start-3">
              {session.uses.length > 0 && (
                <span>
                  {session.uses.length} {session.uses.length === 1 ? "resource" : "resources"}
                </span>
              )}
              <span className={session.state === "published" ? "" : "font-semibold text-amber"}>{session.state}</span>
            </span>
          </li>
        ))}
      </ul>
      <form key={added} onSubmit={add} noValidate className="flex max-w-2xl flex-wrap items-end gap-4 md:hidden">
        <TextField label="Date" name="date" type="date" defaultValue={nextDate} error={problem?.fields?.date} />
        <div className="min-w-48 grow">
          <TextField label="Title" name="title" error={problem?.fields?.title} />
        </div>
        <Button type="submit" weight="plain" busy={create.isPending}>
          Add a session
        </Button>
      </form>
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
    </div>
  );
}
