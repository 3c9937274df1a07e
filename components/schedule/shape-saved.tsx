"use client";

import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { api, problemFrom } from "@/lib/api/client";

interface Props {
  cohort: string;
  /** The audit row that takes it back; null when nothing was changed. */
  undo: string | null;
  onUndone: () => void;
  children?: ReactNode;
}

/** "Saved.", and the way to take it back at once. */
export function ShapeSaved({ cohort, undo, onUndone, children }: Props) {
  const back = useMutation({
    mutationFn: (id: string) => api.audit.undo({ cohort, id }),
    onSuccess: onUndone,
  });
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone by now, and the keyboard would start at the top of the page again.
  useEffect(() => box.current?.focus(), []);
  const words = back.isSuccess ? "Undone." : undo ? "Saved." : "Nothing had to be changed.";
  return (
    <div ref={box} tabIndex={-1} className="space-y-3">
      <Callout>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span>{words}</span>
          {undo && !back.isSuccess && (
            <Button weight="plain" busy={back.isPending} onClick={() => back.mutate(undo)}>
              Undo
            </Button>
          )}
          {children}
        </div>
      </Callout>
      {back.error && <Callout tone="trouble">{problemFrom(back.error).detail}</Callout>}
    </div>
  );
}
