"use client";

import { useEffect, useState } from "react";
import { TookAbout } from "@/components/progress/took-about";
import { useMark } from "@/lib/progress/hooks";
import { useReportMinutes } from "@/lib/progress/minutes/hooks";
import { minutesAway, type Opened, readOpened, writeOpened } from "@/lib/progress/opened/rules";
import { isSettled } from "@/lib/progress/rules";
import type { PrepUse } from "@/lib/progress/schema";

/**
 * The link of something that is read elsewhere. Whoever opens it has started; when they come back it asks once, in a line
 * below, whether that was it. Asking is all it does: nobody has to answer.
 */
export function OpenedLink({ cohort, use }: { cohort: string; use: PrepUse }) {
  const { resourceId, state, minutes } = use;
  const [suggested, setSuggested] = useState<number | null>(null);
  const settled = isSettled(use);
  // That it was started is not worth a word when the server does not take it; a tick says so where it is made.
  const start = useMark(cohort, { onRefused: () => undefined, onSaved: () => undefined });
  const [refused, setRefused] = useState<string | null>(null);
  const finish = useMark(cohort, {
    onRefused: (_resourceId, message) => setRefused(message),
    onSaved: () => setRefused(null),
  });
  const report = useReportMinutes(cohort, resourceId);

  useEffect(() => {
    if (settled) {
      setSuggested(null);
      return forget(resourceId);
    }
    const look = () => {
      if (document.visibilityState === "visible") setSuggested((last) => last ?? suggestionFor(resourceId, minutes));
    };
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  }, [resourceId, minutes, settled]);

  function open() {
    if (settled) return;
    setSuggested(null);
    remember(resourceId, { at: now() });
    if (state === "todo") start.mutate({ cohort, resourceId, state: "started" });
  }

  function done(took: number | null) {
    // One waits for the other, since only what is done can have taken time.
    finish.mutate({ cohort, resourceId, state: "done" });
    if (took !== null) report.mutate(took);
  }

  return (
    <>
      <a
        href={use.url ?? ""}
        rel="noreferrer"
        target="_blank"
        className={settled ? "text-quiet" : "font-medium"}
        onClick={open}
        // The middle button opens a link as well, and is no click to a browser.
        onAuxClick={(event) => event.button === 1 && open()}
      >
        {use.title}
      </a>
      <div aria-live="polite">
        {suggested !== null && !settled && (
          <TookAbout
            title={use.title}
            minutes={suggested}
            onDone={done}
            onNotYet={() => {
              neverAsk(resourceId);
              setSuggested(null);
            }}
          />
        )}
      </div>
      {refused && (
        <span role="alert" className="block text-sm text-red">
          It was not saved as done: {refused}
        </span>
      )}
    </>
  );
}

/** What to suggest to somebody who may just have come back; the first answer stays, however late they look at it. */
function suggestionFor(resourceId: string, length: number | null): number | null {
  const opened = recall(resourceId);
  if (!opened) return null;
  if ("minutes" in opened) return opened.minutes;
  const minutes = minutesAway(now() - opened.at, length);
  if (minutes !== null) remember(resourceId, { minutes });
  return minutes;
}

/** Now, in milliseconds since 1970; it also goes on across a reload of the page. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

// What was opened is of this tab; that somebody does not want to be asked is for good. A browser may refuse to keep
// anything, and then nothing is asked.
const openedKey = (resourceId: string) => `opened ${resourceId}`;
const quietKey = (resourceId: string) => `not asked ${resourceId}`;

function remember(resourceId: string, opened: Opened): void {
  withStorage(() => {
    if (localStorage.getItem(quietKey(resourceId)) === null) {
      sessionStorage.setItem(openedKey(resourceId), writeOpened(opened));
    }
  });
}

function recall(resourceId: string): Opened | null {
  return withStorage(() => readOpened(sessionStorage.getItem(openedKey(resourceId)))) ?? null;
}

function forget(resourceId: string): void {
  withStorage(() => sessionStorage.removeItem(openedKey(resourceId)));
}

function neverAsk(resourceId: string): void {
  forget(resourceId);
  withStorage(() => localStorage.setItem(quietKey(resourceId), "yes"));
}

function withStorage<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
