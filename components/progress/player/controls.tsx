"use client";

import { TimeSlider, useMediaRemote, useMediaState } from "@vidstack/react";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { clockPoint } from "@/lib/time/durations";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP = 10;

interface Props {
  /** Switches captions on and off where the player of another site has them; null where the file's own are known. */
  foreignCaptions: { shown: boolean; toggle: () => void } | null;
}

/** Everything that a player can be told, as words: each is a button, a list or a slider of its own. */
export function Controls({ foreignCaptions }: Props) {
  const remote = useMediaRemote();
  const paused = useMediaState("paused");
  const [at, length] = [useMediaState("currentTime"), useMediaState("duration")];
  const [muted, hasSound] = [useMediaState("muted"), useMediaState("canSetVolume")];
  const [canFill, fills] = [useMediaState("canFullscreen"), useMediaState("fullscreen")];
  const [hasCaptions, track] = [useMediaState("hasCaptions"), useMediaState("textTrack")];
  const captions =
    foreignCaptions ?? (hasCaptions ? { shown: track !== null, toggle: () => remote.toggleCaptions() } : null);
  return (
    <div className="space-y-2 px-1">
      <div className="flex items-center gap-3">
        <TimeSlider.Root aria-label="Place" keyStep={5} className="player-place grow">
          <TimeSlider.Track className="player-track" />
          <TimeSlider.TrackFill className="player-gone" />
          <TimeSlider.Thumb className="player-thumb" />
        </TimeSlider.Root>
        <span className="whitespace-nowrap text-sm text-quiet">
          {clockPoint(Math.floor(at))} of {length > 0 ? clockPoint(Math.floor(length)) : "…"}
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => remote.togglePaused()}>{paused ? "Play" : "Pause"}</Button>
        <Step onClick={() => remote.seek(Math.max(0, at - STEP))}>Back 10 s</Step>
        <Step onClick={() => remote.seek(Math.min(length, at + STEP))}>On 10 s</Step>
        <Speed />
        {hasSound && <Step onClick={() => remote.toggleMuted()}>{muted ? "Sound on" : "Mute"}</Step>}
        {captions && <Step onClick={captions.toggle}>{captions.shown ? "Hide captions" : "Captions"}</Step>}
        {canFill && (
          <Step onClick={() => remote.toggleFullscreen("prefer-media")}>
            {fills ? "Leave full screen" : "Full screen"}
          </Step>
        )}
      </div>
    </div>
  );
}

function Step({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button weight="plain" onClick={onClick}>
      {children}
    </Button>
  );
}

function Speed() {
  const remote = useMediaRemote();
  const [speed, canSet] = [useMediaState("playbackRate"), useMediaState("canSetPlaybackRate")];
  const ready = useMediaState("canPlay");
  const id = useId();
  if (!canSet) return null;
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="text-sm">
        Speed
      </label>
      <select
        id={id}
        value={speed}
        disabled={!ready}
        onChange={(event) => remote.changePlaybackRate(Number(event.target.value))}
        className="min-h-11 rounded-sm border border-quiet bg-raised px-2 text-base"
      >
        {(SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed]).map((choice) => (
          <option key={choice} value={choice}>
            {choice} ×
          </option>
        ))}
      </select>
    </span>
  );
}
