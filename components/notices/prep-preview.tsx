"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Options, SelectField } from "@/components/ui/field";
import { orpc, problemFrom } from "@/lib/api/client";

interface Choice {
  id: string;
  name: string;
}

interface Props {
  cohort: string;
  sessions: readonly Choice[];
  members: readonly Choice[];
}

/** The next prep mail as one learner would get it now, and a button that sends it to everyone who should. */
export function PrepPreview({ cohort, sessions, members }: Props) {
  const client = useQueryClient();
  const [sessionId, setSessionId] = useState(sessions[0]?.id ?? "");
  const [memberId, setMemberId] = useState(members[0]?.id ?? "");
  const [asText, setAsText] = useState(false);
  const preview = useQuery(
    orpc.notices.preview.queryOptions({
      input: { cohort, sessionId, memberId },
      enabled: sessionId !== "" && memberId !== "",
    }),
  );
  const send = useMutation(
    orpc.notices.sendNow.mutationOptions({
      onSuccess: () =>
        client.invalidateQueries({ queryKey: orpc.notices.outgoing.queryOptions({ input: { cohort } }).queryKey }),
    }),
  );
  const error = preview.error ?? send.error;
  return (
    <div className="grid gap-8 lg:grid-cols-[1fr_2fr]">
      <div className="space-y-4">
        <SelectField label="Session" value={sessionId} onChange={(event) => setSessionId(event.target.value)}>
          <Options of={sessions.map(({ id, name }) => [id, name] as const)} />
        </SelectField>
        <SelectField label="As" value={memberId} onChange={(event) => setMemberId(event.target.value)}>
          <Options of={members.map(({ id, name }) => [id, name] as const)} />
        </SelectField>
        <label className="flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={asText}
            onChange={() => setAsText(!asText)}
          />
          Show the text part
        </label>
        <Button busy={send.isPending} onClick={() => send.mutate({ cohort, sessionId })}>
          Send it now
        </Button>
        <p className="text-sm text-quiet">
          To every active learner and organizer who has not stopped it. Who has it already does not get it twice.
        </p>
        {send.data && (
          <Callout>
            {send.data.queued} {send.data.queued === 1 ? "mail is" : "mails are"} on the way
            {send.data.already > 0 && `; ${send.data.already} had it already`}.
          </Callout>
        )}
        {error && <Callout tone="trouble">{problemFrom(error).detail}</Callout>}
      </div>
      {preview.data && (
        <div className="min-w-0 space-y-3">
          <p>
            <span className="text-sm text-quiet">Subject</span>
            <br />
            <strong>{preview.data.subject}</strong>
          </p>
          {asText ? (
            <pre className="overflow-x-auto border border-line bg-raised p-4 font-mono text-sm whitespace-pre-wrap">
              {preview.data.text}
            </pre>
          ) : (
            <iframe
              title="The mail"
              // No scripts, no forms, no way out: a picture of the mail.
              sandbox=""
              srcDoc={preview.data.html}
              className="h-160 w-full border border-line bg-raised"
            />
          )}
        </div>
      )}
    </div>
  );
}
