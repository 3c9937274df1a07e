import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

interface Props {
  /** What stands now, shown so that a choice can be made. */
  children: ReactNode;
  onChoose: (choice: "keep" | "take") => void;
}

/** Two people changed one thing: shows the second what stands now and lets them choose. Nothing is lost before that. */
export function KeepOrTake({ children, onChoose }: Props) {
  return (
    <Callout tone="care" title="What stands now">
      {children}
      <div className="mt-3 flex flex-wrap gap-3">
        <Button weight="plain" onClick={() => onChoose("keep")}>
          Keep mine, I have seen theirs
        </Button>
        <Button weight="plain" onClick={() => onChoose("take")}>
          Take theirs
        </Button>
      </div>
    </Callout>
  );
}

/** The fields in which what somebody wrote and what stands now differ. */
export function Differences({ rows }: { rows: readonly { name: string; mine: string; theirs: string }[] }) {
  return (
    <dl className="space-y-2">
      {rows.map(({ name, mine, theirs }) => (
        <div key={name}>
          <dt className="font-medium">{name}</dt>
          <dd>
            <del className="block break-words whitespace-pre-wrap text-quiet">yours: {mine || "empty"}</del>
            <ins className="block break-words whitespace-pre-wrap no-underline">now: {theirs || "empty"}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
