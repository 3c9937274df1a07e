"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { AuditEntry } from "@/lib/audit/schema";

/** Takes one act back, or does it again, and says so. Why it cannot be done stands beside it. */
export function UndoButton({
  cohort,
  entry,
}: {
  cohort: string;
  entry: Pick<AuditEntry, "id" | "what" | "undo" | "undone">;
}) {
  const router = useRouter();
  const { undo: open, undone } = entry;
  const status = useRef<HTMLParagraphElement>(null);
  const undo = useMutation(orpc.audit.undo.mutationOptions({ onSuccess: () => router.refresh() }));
  const isDone = undo.isSuccess && open === null;
  // The button is gone with the act, so what it did takes the place of it for who works by keyboard.
  useEffect(() => {
    if (isDone) status.current?.focus();
  }, [isDone]);
  const verb = open?.redo ? "Redo" : "Undo";
  return (
    <>
      {undone && (
        <p ref={status} tabIndex={-1} role="status" className="text-sm text-quiet">
          Undone by {undone.who}, {undone.when}
        </p>
      )}
      {open && (
        <p className="flex flex-wrap items-center gap-x-3">
          <Button
            weight="plain"
            aria-label={`${verb}: ${entry.what}`}
            busy={undo.isPending || undo.isSuccess}
            onClick={() => undo.mutate({ cohort, id: entry.id })}
          >
            {verb}
          </Button>
          <span className="text-sm text-quiet">
            {open.daysLeft === 1 ? "1 day left" : `${open.daysLeft} days left`}
          </span>
        </p>
      )}
      {undo.error && (
        <div className="basis-full">
          <Callout tone="trouble">{problemFrom(undo.error).detail}</Callout>
        </div>
      )}
    </>
  );
}
