"use client";

import { OneButton } from "@/components/shell/one-button";
import { Callout } from "@/components/ui/callout";
import { type Answer, post } from "@/lib/api/post";

const DEAD = (
  <Callout tone="care" title="This link does not work any more">
    It works once and for ten minutes. <a href="/sign-in">Ask for a new one</a>.
  </Callout>
);

async function signIn(fragment: string): Promise<Answer<string>> {
  const said = new URLSearchParams(fragment);
  const form = new URLSearchParams({ email: said.get("email") ?? "", token: said.get("token") ?? "" });
  form.set("callbackUrl", said.get("to") ?? "/");
  const answer = await post<{ path: string }>("/api/auth/callback/email", form);
  return answer.ok ? { ok: true, data: answer.data.path } : answer;
}

/** The button behind a mailed sign-in link. Opening the page signs nobody in. */
export function ConfirmSignIn() {
  return (
    <OneButton
      words="You asked for this link. If you did not, close this page; nothing has happened."
      button="Sign in"
      dead={DEAD}
      act={signIn}
    />
  );
}
