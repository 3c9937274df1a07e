"use client";

import { type FormEvent, useState } from "react";
import { FragmentToken } from "@/components/shell/fragment-token";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";
import { post } from "@/lib/api/post";

const DEAD = (
  <Callout tone="care" title="This link does not work any more">
    It works once and for a day. Start Convene again, or run <code>npm run convene -- organizer link</code>, to get a
    new one.
  </Callout>
);

/** Makes whoever holds the one-time link the first organizer. */
export function SetupForm() {
  const [state, setState] = useState<"open" | "busy" | "dead">("open");
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState("");

  async function submit(event: FormEvent<HTMLFormElement>, token: string) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setState("busy");
    const answer = await post<{ path: string }>("/api/setup", {
      token,
      email: form.get("email"),
      name: form.get("name"),
    });
    if (answer.ok) {
      window.location.assign(answer.data.path);
      return;
    }
    const { code, detail, fields = {} } = answer.problem;
    setErrors(fields);
    setTrouble(Object.keys(fields).length > 0 ? "" : detail);
    setState(code === "gone" || fields.token ? "dead" : "open");
  }

  if (state === "dead") return DEAD;
  return (
    <FragmentToken missing={DEAD}>
      {(token) => (
        <form onSubmit={(event) => submit(event, token)} noValidate className="space-y-4">
          <p>You are setting up this server. You become its first organizer and can create cohorts.</p>
          {trouble && <Callout tone="trouble">{trouble}</Callout>}
          <TextField label="E-mail address" name="email" type="email" autoComplete="email" error={errors.email} />
          <TextField label="Name" name="name" autoComplete="name" error={errors.name} />
          <Button type="submit" busy={state === "busy"}>
            Become the organizer
          </Button>
        </form>
      )}
    </FragmentToken>
  );
}
