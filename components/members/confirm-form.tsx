"use client";

import Link from "next/link";
import { useState } from "react";
import { FragmentToken } from "@/components/shell/fragment-token";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { post } from "@/lib/api/post";

const DEAD = (
  <Callout tone="care" title="This link does not work any more">
    It works once and for three days. <Link href="/">Choose the cohort and sign up again</Link>; if you are in already,{" "}
    <Link href="/sign-in">sign in</Link>.
  </Callout>
);

/** The one button of the confirmation mail's page. Opening the page confirms nobody. */
export function ConfirmForm() {
  const [state, setState] = useState<"open" | "busy" | "dead">("open");
  const [trouble, setTrouble] = useState("");

  async function confirm(token: string) {
    setState("busy");
    const answer = await post<{ cohort: string; role: string }>("/api/sign-ups/confirm", { token });
    if (answer.ok) {
      const { cohort, role } = answer.data;
      window.location.assign(role === "follower" ? `/c/${cohort}` : `/c/${cohort}/week`);
      return;
    }
    const { code, detail } = answer.problem;
    setState(code === "gone" || code === "invalid" ? "dead" : "open");
    setTrouble(detail);
  }

  if (state === "dead") return DEAD;
  return (
    <FragmentToken missing={DEAD}>
      {(token) => (
        <>
          <p>One click and you are in. You will be signed in on this browser.</p>
          {trouble && <Callout tone="trouble">{trouble}</Callout>}
          <Button busy={state === "busy"} onClick={() => confirm(token)}>
            Confirm and join
          </Button>
        </>
      )}
    </FragmentToken>
  );
}
