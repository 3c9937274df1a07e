"use client";

import Link from "next/link";
import { useState } from "react";
import { FragmentToken } from "@/components/shell/fragment-token";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { post } from "@/lib/api/post";

const DEAD = (
  <Callout tone="care" title="This link does not work any more">
    It works once and for ten minutes. <Link href="/sign-in">Ask for a new one</Link>.
  </Callout>
);

/** The button behind a mailed sign-in link. Opening the page signs nobody in. */
export function ConfirmSignIn() {
  const [state, setState] = useState<"open" | "busy" | "dead">("open");
  const [trouble, setTrouble] = useState("");

  async function signIn(fragment: string) {
    setState("busy");
    const said = new URLSearchParams(fragment);
    const form = new URLSearchParams({ email: said.get("email") ?? "", token: said.get("token") ?? "" });
    form.set("callbackUrl", said.get("to") ?? "/");
    const answer = await post<{ path: string }>("/api/auth/callback/email", form);
    if (answer.ok) {
      window.location.assign(answer.data.path);
      return;
    }
    const { code, detail } = answer.problem;
    setState(code === "gone" || code === "invalid" ? "dead" : "open");
    setTrouble(detail);
  }

  if (state === "dead") return DEAD;
  return (
    <FragmentToken missing={DEAD}>
      {(fragment) => (
        <>
          <p>You asked for this link. If you did not, close this page; nothing has happened.</p>
          {trouble && <Callout tone="trouble">{trouble}</Callout>}
          <Button busy={state === "busy"} onClick={() => signIn(fragment)}>
            Sign in
          </Button>
        </>
      )}
    </FragmentToken>
  );
}
