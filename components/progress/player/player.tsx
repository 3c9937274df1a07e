"use client";

import {
  Gesture,
  isAudioProvider,
  isVideoProvider,
  MediaPlayer,
  type MediaPlayerInstance,
  MediaProvider,
  type PlayerSrc,
  VimeoProviderLoader,
  YouTubeProviderLoader,
} from "@vidstack/react";
import { type RefObject, useState } from "react";
import { Controls } from "@/components/progress/player/controls";
import { askForeign } from "@/components/progress/player/foreign";
import type { Reporter } from "@/components/progress/player/reporter";
import type { Player as Plays } from "@/lib/progress/watching/schema";
import "./player.css";

// Their loaders would greet advertising servers ahead of time; what plays needs its frame and nobody else.
YouTubeProviderLoader.prototype.preconnect = () => undefined;
VimeoProviderLoader.prototype.preconnect = () => undefined;

interface Props {
  plays: Plays;
  title: string;
  /** Where it begins, in seconds; it plays at once, since a click brought it here. */
  begin: number;
  reporter: Reporter;
  instance: RefObject<MediaPlayerInstance | null>;
  /** The whole second at which it stands, each time that changes. */
  onSecond: (second: number) => void;
}

/** The player itself, with nothing of another site but the frame or the file that it plays. */
export default function Player({ plays, title, begin, reporter, instance, onSecond }: Props) {
  const [src] = useState(() => sourceOf(plays));
  const [first] = useState(begin);
  const [trouble, setTrouble] = useState<"blocked" | "failed" | null>(null);
  const [captions, setCaptions] = useState(false);
  const isFile = plays.kind === "video" || plays.kind === "audio";
  const stand = () => {
    const player = instance.current;
    if (!player || player.state.paused || player.state.waiting) return;
    // What another site's player calls a jump may be its silence in a tab behind others; the clock tells the two apart.
    if (fileOf(player)?.seeking) return reporter.breaksOff();
    reporter.playsAt(placeOf(player), player.state.duration);
  };
  // A busy browser may tell only a second later where it plays, so what it plays begins where it is told to.
  const start = () => {
    const player = instance.current;
    if (player) reporter.playsAt(placeOf(player), player.state.duration);
  };
  // The last word of a player is where it came to rest, which it had no time to say while it played.
  const halt = () => {
    start();
    reporter.breaksOff();
  };
  const rest = () => {
    halt();
    void reporter.write();
  };
  return (
    <div>
      <MediaPlayer
        ref={instance}
        className="player"
        src={src}
        title={title}
        viewType={plays.kind === "audio" ? "audio" : "video"}
        streamType="on-demand"
        load="eager"
        posterLoad="custom"
        currentTime={first}
        playsInline
        onCanPlay={() => {
          // The button that was pressed is gone; the keys of the player work at once, unless something else was begun.
          if (document.activeElement === document.body) instance.current?.el?.focus();
          instance.current?.play().catch(() => setTrouble("blocked"));
        }}
        onTimeUpdate={({ currentTime }) => {
          stand();
          onSecond(Math.floor(currentTime));
        }}
        onMediaSeekRequest={() => reporter.breaksOff()}
        onSeeking={() => isFile && reporter.breaksOff()}
        onWaiting={halt}
        onPlay={start}
        onSeeked={stand}
        onPlaying={() => {
          setTrouble(null);
          start();
        }}
        onPause={rest}
        onEnd={rest}
        onError={() => setTrouble("failed")}
      >
        <MediaProvider
          // A site that does not learn where its player stands refuses to play there; it learns the name of this one only.
          iframeProps={{ title, referrerPolicy: "strict-origin" }}
        >
          <Gesture event="pointerup" action="toggle:paused" className="player-touch" />
        </MediaProvider>
        <Controls
          foreignCaptions={
            isFile
              ? null
              : {
                  shown: captions,
                  toggle: () => {
                    askForeign(instance.current?.provider ?? null, !captions);
                    setCaptions(!captions);
                  },
                }
          }
        />
      </MediaPlayer>
      <p className="mt-2 text-sm text-quiet">
        Keys: space plays and pauses, ← and → go 5 seconds, ↑ and ↓ set the sound, &lt; and &gt; the speed, m mutes, f
        fills the screen.
      </p>
      {trouble && (
        <p role="alert" className="mt-2 text-sm text-red">
          {trouble === "blocked"
            ? "The browser wants one more click: press Play."
            : `${plays.host} does not let it play here. Open it there and tick it by hand.`}
        </p>
      )}
    </div>
  );
}

/** The element that plays a file of its own; null in the frame of another site. */
function fileOf({ provider }: MediaPlayerInstance): HTMLMediaElement | null {
  return isVideoProvider(provider) || isAudioProvider(provider) ? provider.media : null;
}

/** Where it stands this moment, in seconds, as exactly as it can be known. */
function placeOf(player: MediaPlayerInstance): number {
  return fileOf(player)?.currentTime ?? player.state.currentTime;
}

const TYPES = {
  mp4: "video/mp4",
  m4v: "video/mp4",
  webm: "video/webm",
  ogv: "video/ogg",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
} as const;

function sourceOf({ kind, source }: Plays): PlayerSrc {
  if (kind === "youtube") return { src: `youtube/${source}`, type: "video/youtube" };
  if (kind === "vimeo") return { src: `vimeo/${source}`, type: "video/vimeo" };
  const end = new URL(source).pathname.toLowerCase().split(".").at(-1);
  const type = TYPES[(end ?? "mp4") as keyof typeof TYPES] ?? "video/mp4";
  return { src: source, type };
}
