"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";
import { post } from "@/lib/api/post";

/** Asks for an address, then for the code in the mail; the link in the mail works as well. */
export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const [email, setEmail] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");

  async function ask(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(await requestLink(email, callbackUrl, () => setAsked(true)));
    setBusy(false);
  }

  async function enter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    setBusy(true);
    const answer = await post<{ path: string }>(
      "/api/auth/callback/email",
      new URLSearchParams({ email, code, callbackUrl }),
    );
    if (answer.ok) window.location.assign(answer.data.path);
    else {
      setError(answer.problem.detail);
      setBusy(false);
    }
  }

  if (!asked) {
    return (
      <form onSubmit={ask} noValidate className="space-y-4">
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={error || undefined}
        />
        <Button type="submit" busy={busy}>
          Mail me a link
        </Button>
      </form>
    );
  }
  return (
    <form onSubmit={enter} noValidate className="space-y-4">
      <Callout title="Check your mail">
        If {email} has an account here, a mail with a link and a code is on its way. Both work for ten minutes.
      </Callout>
      <TextField
        label="Code from the mail"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        hint="Six digits. They work in this browser only."
        error={error || undefined}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={busy}>
          Sign in
        </Button>
        <Button
          weight="plain"
          onClick={() => {
            setAsked(false);
            setError("");
          }}
        >
          Use another address
        </Button>
      </div>
    </form>
  );
}

/** Asks next-auth for a link; gives the sentence to show when it did not take the address. */
async function requestLink(email: string, callbackUrl: string, done: () => void): Promise<string> {
  const csrf = await fetch("/api/auth/csrf")
    .then((response) => response.json() as Promise<{ csrfToken: string }>)
    .catch(() => null);
  if (!csrf) return "The server cannot be reached. Try again.";
  const form = new URLSearchParams({ email, callbackUrl, csrfToken: csrf.csrfToken, json: "true" });
  const answer = await post<{ url: string }>("/api/auth/signin/email", form);
  if (!answer.ok) return answer.problem.detail;
  if (answer.data.url.includes("error=")) return "Enter one e-mail address, like ada@example.org.";
  done();
  return "";
}
