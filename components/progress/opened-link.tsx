"use client";

import { useEffect, useRef, useState } from "react";
import { TookAbout } from "@/components/progress/took-about";
import { useReportMinutes } from "@/lib/progress/minutes/hooks";
import { minutesAway, type Opened, readOpened, writeOpened } from "@/lib/progress/opened/rules";
import { isSettled } from "@/lib/progress/rules";
import type { PrepUse, ProgressState } from "@/lib/progress/schema";

interface Props {
  cohort: string;
  use: Pick<PrepUse, "resourceId" | "title" | "url" | "minutes" | "state" | "seen">;
  /** It is started or done. */
  onMark: (state: ProgressState) => void;
}

/**
 * The link of something that is read elsewhere. Whoever opens it has started; when they come back it asks once, in a line
 * below, whether that was it. Asking is all it does: nobody has to answer.
 */
export function OpenedLink({ cohort, use, onMark }: Props) {
  const { resourceId, state, minutes } = use;
  const link = useRef<HTMLAnchorElement>(null);
  const [suggested, setSuggested] = useState<number | null>(null);
  const settled = isSettled(use);
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
    if (state === "todo") onMark("started");
  }

  function done(took: number | null) {
    // The line that had the focus goes away. A list that shows no longer what is done moves it on.
    link.current?.focus();
    // One waits for the other, since only what is done can have taken time.
    onMark("done");
    if (took !== null) report.mutate(took);
  }

  return (
    <>
      <a
        ref={link}
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
              link.current?.focus();
              neverAsk(resourceId);
              setSuggested(null);
            }}
          />
        )}
      </div>
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
