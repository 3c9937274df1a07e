"use client";

import { type ReactNode, useEffect, useState } from "react";

/**
 * Reads the secret from the address's fragment, which no server or mail scanner sees, and takes it out of the address
 * bar. Shows `missing` when there is none; nothing happens by itself.
 */
export function FragmentToken({
  children,
  missing,
}: {
  children: (fragment: string) => ReactNode;
  missing: ReactNode;
}) {
  const [fragment, setFragment] = useState<string | null>(null);
  useEffect(() => {
    const value = window.location.hash.slice(1);
    // React runs this twice in development; the second time the secret is out of the address already.
    setFragment((last) => last || value);
    if (value) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }, []);
  if (fragment === null) return null;
  return fragment === "" ? missing : children(fragment);
}
