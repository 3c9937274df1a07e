"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";
import { post } from "@/lib/api/post";

/** Asks for an address, a name and a lab; what comes back is the same for every address. */
export function SignUpForm({ cohort }: { cohort: string }) {
  const [state, setState] = useState<"open" | "busy" | "sent">("open");
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState("");

  // Says to tests, and to nobody else, that the page answers by itself from here on.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setState("busy");
    const answer = await post<{ sent: true }>(`/api/cohorts/${cohort}/sign-ups`, {
      email: form.get("email"),
      name: form.get("name"),
      lab: form.get("lab"),
      role: form.get("follow") ? "follower" : "learner",
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    setErrors(answer.ok ? {} : (answer.problem.fields ?? {}));
    setTrouble(answer.ok ? "" : answer.problem.detail);
    setState(answer.ok ? "sent" : "open");
  }

  if (state === "sent") {
    return (
      <Callout title="Check your mail">
        If this address can receive it, a mail with one button is on its way. It works for three days. Nothing there?
        Look in the spam folder, or sign up again.
      </Callout>
    );
  }
  return (
    // The action is for browsers that run no scripts, or not yet; a GET would put the address into the URL.
    <form
      onSubmit={submit}
      noValidate
      data-ready={ready || undefined}
      method="post"
      action={`/c/${cohort}/join`}
      className="space-y-4"
    >
      {trouble && Object.keys(errors).length === 0 && <Callout tone="trouble">{trouble}</Callout>}
      <TextField label="E-mail address" name="email" type="email" autoComplete="email" required error={errors.email} />
      <TextField label="Name" name="name" autoComplete="name" required error={errors.name} />
      <TextField label="Lab or affiliation" name="lab" autoComplete="organization" error={errors.lab} />
      <label className="flex min-h-6 items-start gap-2 text-[0.9375rem]">
        <input type="checkbox" name="follow" className="mt-1 size-4 accent-accent" />
        Only send me the mails, I do not take part
      </label>
      <Button type="submit" busy={state === "busy"}>
        Join
      </Button>
      <p className="text-sm text-quiet">
        Organizers see your address and your progress; a partner sees your progress. Every mail stops with one click.
      </p>
    </form>
  );
}
