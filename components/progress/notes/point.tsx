"use client";

import { type ReactNode, useState } from "react";
import { CheckField } from "@/components/ui/field";
import { clockPoint } from "@/lib/time/durations";

interface Point {
  /** The point to save, in whole seconds; null when there is none or it is not wanted. */
  seconds: number | null;
  /** The box to tick, while there is a point. */
  box: ReactNode;
  /** To be called when the empty field gets the focus or its first character: what is playing now is what is meant. */
  take: () => void;
  clear: () => void;
}

/** The point of a player at which somebody began to write, offered as a box that is ticked. */
export function usePoint(at: () => number | null): Point {
  const [taken, setTaken] = useState<number | null>(null);
  const [wanted, setWanted] = useState(true);
  return {
    seconds: wanted ? taken : null,
    box: taken !== null && (
      <CheckField
        label={`at ${clockPoint(taken)}`}
        checked={wanted}
        onChange={(event) => setWanted(event.target.checked)}
      />
    ),
    take: () => {
      const now = at();
      setTaken(now === null ? null : Math.max(0, Math.floor(now)));
    },
    clear: () => {
      setTaken(null);
      setWanted(true);
    },
  };
}
