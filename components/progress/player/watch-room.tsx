"use client";

import type { MediaPlayerInstance } from "@vidstack/react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { ResourceNotes } from "@/components/progress/notes/resource-notes";
import { OpenedLink } from "@/components/progress/opened-link";
import { Tick } from "@/components/progress/player/tick";
import { useReporter } from "@/components/progress/player/use-reporter";
import { WatchBar } from "@/components/progress/player/watch-bar";
import { AskQuestion } from "@/components/questions/ask-question";
import { Button } from "@/components/ui/button";
import { clip, overlapAll, type Ranges, secondsOf, union } from "@/lib/progress/ranges/rules";
import { useTick, useWatching } from "@/lib/progress/watching/hooks";
import { askedOf, beginAt } from "@/lib/progress/watching/rules";
import type { Watching } from "@/lib/progress/watching/schema";
import { shortDay } from "@/lib/time/days";
import { clockPoint } from "@/lib/time/durations";

// What it is made of comes with the click on Play: most of the page's weight, which reading it does not need.
const Player = lazy(() => import("@/components/progress/player/player"));

interface Props {
  cohort: string;
  memberId: string;
  initial: Watching;
}

/** One resource to watch: the player, how much was seen, where to stop, and what they say of it. */
export function WatchRoom({ cohort, memberId, initial }: Props) {
  const { watching, hear } = useWatching({ cohort, memberId }, initial);
  const { reporter, waiting, refused } = useReporter({ cohort, memberId, resourceId: initial.resourceId }, hear);
  const { mark } = useTick({ cohort, memberId }, initial.resourceId);
  const [begin, setBegin] = useState<number | null>(null);
  // Each second that the player moves on is drawn.
  const [, setSecond] = useState(0);
  const instance = useRef<MediaPlayerInstance>(null);
  const { player } = watching;

  const jump = (to: number) => {
    if (!player) return;
    const playing = instance.current;
    if (!playing) return setBegin(to);
    reporter?.breaksOff();
    playing.currentTime = to;
    // Where the browser wants one more click, the player says so itself.
    if (playing.state.paused) playing.play().catch(() => undefined);
  };
  const at = () => (instance.current ? Math.floor(instance.current.state.currentTime) : null);
  const seen = union(watching.watched, reporter?.unsaid() ?? []);
  return (
    <div className="space-y-6">
      {player && begin !== null && reporter ? (
        <Suspense fallback={<Frame>The player is on its way…</Frame>}>
          <Player
            plays={player}
            title={watching.title}
            begin={begin}
            reporter={reporter}
            instance={instance}
            onSecond={setSecond}
          />
        </Suspense>
      ) : (
        player && <BeforePlaying watching={watching} ready={reporter !== null} onPlay={setBegin} />
      )}
      {player ? (
        <Seen watching={watching} seen={seen} />
      ) : (
        watching.url && <OpenedLink cohort={cohort} use={{ ...watching, seen: false }} onMark={mark} />
      )}
      {watching.stopPoints.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <span>Good places to stop:</span>
          {watching.stopPoints.map((stop) =>
            player ? (
              <Button key={stop} weight="plain" aria-label={`Go to ${clockPoint(stop)}`} onClick={() => jump(stop)}>
                {clockPoint(stop)}
              </Button>
            ) : (
              <span key={stop}>{clockPoint(stop)}</span>
            ),
          )}
        </div>
      )}
      <Tick cohort={cohort} memberId={memberId} watching={watching} />
      {waiting && (
        <p role="status" className="text-sm text-amber">
          {waiting === "sign-in" ? (
            <>
              You are no longer signed in. What you watch is kept here until you{" "}
              <a href={`/sign-in?callbackUrl=${encodeURIComponent(`/c/${cohort}/watch/${watching.resourceId}`)}`}>
                sign in
              </a>
              .
            </>
          ) : (
            "No connection. What you watch is kept here and sent when it is back."
          )}
        </p>
      )}
      {refused && (
        <p role="alert" className="text-sm text-red">
          What you watched was not saved: {refused}
        </p>
      )}
      <ResourceNotes cohort={cohort} resourceId={watching.resourceId} at={at} onJump={jump} />
      {watching.sessionId && (
        <AskQuestion cohort={cohort} sessionId={watching.sessionId} resourceId={watching.resourceId} at={at} />
      )}
    </div>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="flex aspect-video w-full flex-col items-center justify-center gap-3 border border-line bg-raised p-4 text-center">
      {children}
    </div>
  );
}

/** In the player's place, with nothing of another site in it until the click. */
function BeforePlaying({
  watching,
  ready,
  onPlay,
}: {
  watching: Watching;
  ready: boolean;
  onPlay: (begin: number) => void;
}) {
  const { at, resumes } = beginAt(watching);
  return (
    <Frame>
      <Button disabled={!ready} onClick={() => onPlay(at)}>
        {resumes ? `Resume at ${clockPoint(at)}` : "Play"}
      </Button>
      {resumes && (
        <Button weight="plain" disabled={!ready} onClick={() => onPlay(beginAt({ ...watching, stoppedAt: null }).at)}>
          Play from the start
        </Button>
      )}
      <p className="text-sm text-quiet">Plays from {watching.player?.host} (no cookies until you play)</p>
    </Frame>
  );
}

function Seen({ watching, seen }: { watching: Watching; seen: Ranges }) {
  const { lengthSeconds, minutes, parts, stopPoints } = watching;
  const length = lengthSeconds ?? (minutes === null ? null : minutes * 60);
  if (length === null) return <p>Length unknown. Nothing watched yet.</p>;
  const asked = askedOf(parts, length);
  const [has, all] = [secondsOf(overlapAll(clip(seen, length), asked)), secondsOf(asked)];
  const words = `${clockPoint(has)} of ${clockPoint(all)} watched`;
  const isPart = all < length;
  return (
    <div className="space-y-2">
      <p>{words}</p>
      <WatchBar length={length} watched={clip(seen, length)} asked={asked} stops={stopPoints} label={words} />
      {isPart && (
        <ul className="text-sm text-quiet">
          {parts.map(({ sessionId, date, from, to }) => (
            <li key={`${sessionId}-${from}`}>
              For {shortDay(date)}: {clockPoint(from)} to {to === null ? "the end" : clockPoint(to)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
