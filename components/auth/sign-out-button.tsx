"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { post } from "@/lib/api/post";

/** Ends this browser's sign-in, on the server too. */
export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  async function signOut() {
    setBusy(true);
    const csrf = await fetch("/api/auth/csrf")
      .then((response) => response.json() as Promise<{ csrfToken: string }>)
      .catch(() => ({ csrfToken: "" }));
    const form = new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: "/", json: "true" });
    const answer = await post<{ url: string }>("/api/auth/signout", form);
    if (answer.ok) window.location.assign("/");
    setFailed(!answer.ok);
    setBusy(false);
  }

  return (
    <>
      <Button weight="plain" busy={busy} onClick={signOut}>
        Sign out
      </Button>
      {failed && <p role="alert">You are still signed in: the server cannot be reached.</p>}
    </>
  );
}
