"use client";

import { OneButton } from "@/components/shell/one-button";
import { Callout } from "@/components/ui/callout";
import { type Answer, post } from "@/lib/api/post";

const DEAD = (
  <Callout tone="care" title="This link does not work any more">
    It works once and for three days. <a href="/">Choose the cohort and sign up again</a>; if you are in already,{" "}
    <a href="/sign-in">sign in</a>.
  </Callout>
);

async function confirm(token: string): Promise<Answer<string>> {
  const answer = await post<{ cohort: string; role: string }>("/api/sign-ups/confirm", { token });
  if (!answer.ok) return answer;
  const { cohort, role } = answer.data;
  return { ok: true, data: role === "follower" ? `/c/${cohort}` : `/c/${cohort}/week` };
}

/** The one button of the confirmation mail's page. Opening the page confirms nobody. */
export function ConfirmForm() {
  return (
    <OneButton
      words="One click and you are in. You will be signed in on this browser."
      button="Confirm and join"
      dead={DEAD}
      act={confirm}
    />
  );
}
