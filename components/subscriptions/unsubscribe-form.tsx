"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { FragmentToken } from "@/components/shell/fragment-token";
import { ChoiceList } from "@/components/subscriptions/choice-list";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type Answer, post } from "@/lib/api/post";
import type { Change, TokenChoices } from "@/lib/subscriptions/schema";

const DEAD = (
  <Callout tone="care" title="This link cannot be read">
    Open it from the mail again, or <Link href="/me">sign in and choose your mails</Link>.
  </Callout>
);

/** Where a mail's "stop" link leads: what one gets, and one button. Opening it changes nothing. */
export function UnsubscribeForm() {
  return <FragmentToken missing={DEAD}>{(token) => <Choices token={token} />}</FragmentToken>;
}

function Choices({ token }: { token: string }) {
  const [answer, setAnswer] = useState<Answer<TokenChoices> | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");

  useEffect(() => {
    void post<TokenChoices>("/api/unsubscribe/show", { token }).then(setAnswer);
  }, [token]);

  async function change(said: Change) {
    setBusy(true);
    const next = await post<TokenChoices>("/api/unsubscribe/change", { token, ...said });
    if (next.ok) setAnswer(next);
    setTrouble(next.ok ? "" : next.problem.detail);
    setBusy(false);
  }

  if (!answer) return <p role="status">Looking up which mails you get …</p>;
  if (!answer.ok)
    return answer.problem.code === "unavailable" ? <Callout tone="trouble">{answer.problem.detail}</Callout> : DEAD;
  const { cohort, who, kind, choices } = answer.data;
  const current = choices.find((choice) => choice.kind === kind);
  return (
    <div className="space-y-6">
      <p>
        Mails from <strong>{cohort}</strong> to {who}.
      </p>
      {trouble && <Callout tone="trouble">{trouble}</Callout>}
      {current?.enabled ? (
        <Button busy={busy} onClick={() => change({ kind, enabled: false })}>
          Stop “{current.name}”
        </Button>
      ) : (
        current && (
          <Callout title="Stopped">
            You do not get “{current.name}” from {cohort} any more. You can switch it on again below.
          </Callout>
        )
      )}
      <div className="space-y-2 border-t border-line pt-4">
        <h2>All mails of this cohort</h2>
        <ChoiceList choices={answer.data} busy={busy} onChange={change} />
      </div>
    </div>
  );
}
