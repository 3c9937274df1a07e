"use client";

import { Button } from "@/components/ui/button";

/** Something broke while a page was made. Nothing that was saved is touched by it. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" className="mx-auto max-w-md space-y-6 px-4 py-12">
      <h1>This page could not be made</h1>
      <p>
        Something went wrong on the server. What was saved is still there. Try again; if it stays, tell the organizer.
      </p>
      <Button onClick={reset}>Try again</Button>
    </main>
  );
}
