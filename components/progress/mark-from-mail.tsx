"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { FragmentToken } from "@/components/shell/fragment-token";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type Answer, post } from "@/lib/api/post";
import type { MailedItem } from "@/lib/progress/from-mail/schema";

const DEAD = (
  <Callout tone="care" title="This link does not work any more">
    Links in a mail work until shortly after its session. <Link href="/">Sign in</Link> and mark it in your week
    instead.
  </Callout>
);

/** Where a mail's "mark as done" leads: the one thing and one button. Opening it changes nothing. */
export function MarkFromMail() {
  return <FragmentToken missing={DEAD}>{(token) => <Item token={token} />}</FragmentToken>;
}

function Item({ token }: { token: string }) {
  const [answer, setAnswer] = useState<Answer<MailedItem> | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  // Whether what is said about it was said here and now, or found.
  const [said, setSaid] = useState(false);

  useEffect(() => {
    void post<MailedItem>("/api/marks/show", { token }).then(setAnswer);
  }, [token]);

  async function mark(state: "done" | "todo") {
    setBusy(true);
    const next = await post<MailedItem>("/api/marks", { token, state });
    // A link that has died meanwhile replaces the page; without a connection the button stays.
    if (next.ok || next.problem.code === "gone") setAnswer(next);
    if (next.ok) setSaid(true);
    setTrouble(next.ok ? "" : next.problem.detail);
    setBusy(false);
  }

  if (!answer) return <p role="status">Looking up what it is about …</p>;
  if (!answer.ok) {
    const { code, detail } = answer.problem;
    return code === "gone" || code === "invalid" ? DEAD : <Callout tone="trouble">{detail}</Callout>;
  }
  const { title, cohort, who, state, weekPath } = answer.data;
  const done = state === "done";
  return (
    <div className="space-y-6">
      <div>
        <p className="text-lg font-medium [overflow-wrap:anywhere]">{title}</p>
        <p className="text-sm text-quiet">
          {cohort}, mailed to {who}
        </p>
      </div>
      {done && <Callout title={said ? "Marked as done." : "It is marked as done already."} />}
      {!done && said && <Callout title="It is to do again." />}
      {trouble && <Callout tone="trouble">{trouble}</Callout>}
      {done ? (
        <Button weight="plain" busy={busy} onClick={() => mark("todo")}>
          Not done after all
        </Button>
      ) : (
        <Button busy={busy} onClick={() => mark("done")}>
          Mark as done
        </Button>
      )}
      <p className="text-sm">
        <Link href={weekPath} prefetch={false}>
          Open my week
        </Link>
      </p>
    </div>
  );
}
