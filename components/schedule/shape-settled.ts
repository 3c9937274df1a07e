"use client";

import { useEffect, useState } from "react";

/** Typing is over when nobody has typed for so long, in milliseconds. */
const PAUSE = 250;

/**
 * A value once it has not changed for a moment, so that the server is not asked at every key. `current` is false as long
 * as a newer one waits. The value is plain data.
 */
export function useSettled<T>(value: T): { settled: T; current: boolean } {
  const words = JSON.stringify(value);
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(words)), PAUSE);
    return () => clearTimeout(timer);
  }, [words]);
  return { settled, current: JSON.stringify(settled) === words };
}
