import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";

interface Props<T> {
  items: readonly T[];
  /** So many at first, and so many more with each press. */
  step: number;
  /** What they are, for the button: "dates". */
  what: string;
  children: (shown: readonly T[]) => ReactNode;
}

/** The beginning of a long list, and a button for more of it, so that ten thousand rows stay as quick as ten. */
export function Pages<T>({ items, step, what, children }: Props<T>) {
  const [count, setCount] = useState(step);
  const rest = items.length - count;
  return (
    <>
      {children(items.slice(0, count))}
      {rest > 0 && (
        <p className="flex flex-wrap items-center gap-3 py-2">
          <Button weight="plain" onClick={() => setCount(count + step)}>
            Show {Math.min(step, rest)} more
          </Button>
          <span className="text-sm text-quiet">
            {count} of {items.length} {what}
          </span>
        </p>
      )}
    </>
  );
}
