import { type RefObject, useEffect, useRef } from "react";

/**
 * For a button that gives way to a form: the focus comes back to the button when the form has gone, since otherwise it
 * would be nowhere. Goes on the button; `open` is whether the form is there.
 */
export function useFocusBack(open: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return button;
}

/**
 * For a button that comes when something goes away that may have had the focus: takes it if it would be nowhere, and leaves
 * it to whoever has moved on. Goes on the button; `came` is what it came with, nothing as long as it is not there.
 */
export function useFocusFromNowhere(came: unknown): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (came && (document.activeElement ?? document.body) === document.body) button.current?.focus();
  }, [came]);
  return button;
}
