import { useEffect, useEffectEvent, useState } from "react";
import { type Outside, Reporter, type Waiting, WRITE_EVERY } from "@/components/progress/player/reporter";
import { beaconReport, sendReport } from "@/lib/progress/watching/hooks";
import type { WatchedState } from "@/lib/progress/watching/schema";

/**
 * What one page reports as long as it is open: every ten seconds, when it goes out of sight and when the connection is
 * back; and what closed tabs of this member have left. `hear` gets what the server says to it.
 */
export function useReporter(
  of: { cohort: string; memberId: string; resourceId: string },
  hear: (state: WatchedState) => void,
) {
  const [waiting, setWaiting] = useState<Waiting>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const onTaken = useEffectEvent(hear);
  const [reporter, setReporter] = useState<Reporter | null>(null);
  const { cohort, memberId, resourceId } = of;

  useEffect(() => {
    const told = { onTaken: (state: WatchedState) => onTaken(state), onRefused: setRefused, onWaiting: setWaiting };
    const made = new Reporter({ cohort, memberId, resourceId, tab: tabName() }, browserItself(), told);
    const tell = () => {
      void made.write();
      void made.writeLeftovers();
    };
    const turn = () => (document.visibilityState === "hidden" ? made.leave() : void made.write());
    const leave = () => made.leave();
    const every = setInterval(() => void made.write(), WRITE_EVERY);
    addEventListener("online", tell);
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", turn);
    void made.writeLeftovers();
    setReporter(made);
    return () => {
      clearInterval(every);
      removeEventListener("online", tell);
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", turn);
      made.leave();
    };
  }, [cohort, memberId, resourceId]);

  return { reporter, waiting, refused };
}

/** Tells what closed tabs of this member have left, now and when the connection is back; for a page that plays nothing. */
export function useLeftovers(cohort: string, memberId: string): void {
  useEffect(() => {
    const told = { onTaken: () => undefined, onRefused: () => undefined, onWaiting: () => undefined };
    const made = new Reporter({ cohort, memberId, resourceId: "", tab: tabName() }, browserItself(), told);
    const tell = () => void made.writeLeftovers();
    tell();
    addEventListener("online", tell);
    return () => removeEventListener("online", tell);
  }, [cohort, memberId]);
}

/** Tells this tab from others; `randomUUID` is not there on a site without TLS. */
function tabName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");
}

function browserItself(): Outside {
  return {
    send: sendReport,
    beacon: beaconReport,
    storage: storageOf(window),
    now: () => Date.now(),
    elapsed: () => performance.now(),
  };
}

const NO_STORAGE: Outside["storage"] = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
  keys: () => [],
};

/** The browser's memory; one that keeps nothing where it is forbidden even to ask. */
function storageOf(page: Window): Outside["storage"] {
  try {
    const { localStorage } = page;
    return {
      getItem: (key) => localStorage.getItem(key),
      setItem: (key, value) => localStorage.setItem(key, value),
      removeItem: (key) => localStorage.removeItem(key),
      keys: () => Object.keys(localStorage),
    };
  } catch {
    return NO_STORAGE;
  }
}
