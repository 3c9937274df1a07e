import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

interface Props {
  /** What stands now, shown so that a choice can be made. */
  children: ReactNode;
  onKeep: () => void;
  onTake: () => void;
}

/** Two people changed one thing: shows the second what stands now and lets them choose. Nothing is lost before that. */
export function KeepOrTake({ children, onKeep, onTake }: Props) {
  return (
    <Callout tone="care" title="What stands now">
      {children}
      <div className="mt-3 flex flex-wrap gap-3">
        <Button weight="plain" onClick={onKeep}>
          Keep mine, I have seen theirs
        </Button>
        <Button weight="plain" onClick={onTake}>
          Take theirs
        </Button>
      </div>
    </Callout>
  );
}
