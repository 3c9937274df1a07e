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
