"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Options, SelectField, TextField } from "@/components/ui/field";
import { useOverride } from "@/lib/progress/matrix/hooks";
import { stateInWords } from "@/lib/progress/matrix/rules";
import type { CellRef, Story } from "@/lib/progress/matrix/schema";
import type { ProgressState } from "@/lib/progress/schema";

const STATES = ["todo", "started", "done", "skipped"] as const;

/** Sets a cell in the member's stead, with a reason that they read. What was typed stays when it is refused. */
export function OverrideForm({ cell, story }: { cell: CellRef; story: Story }) {
  const { state: stands, updatedAt, ownState, member } = story;
  const set = useOverride(cell);
  const [state, setState] = useState<ProgressState | null>(null);
  const [reason, setReason] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const chosen = state ?? (stands === "done" ? "todo" : "done");

  function submit(event: FormEvent) {
    event.preventDefault();
    const seen = { state: stands, updatedAt };
    set.mutate(
      { ...cell, state: chosen, reason, seen },
      {
        onSuccess: () => {
          setState(null);
          setReason("");
        },
      },
    );
  }

  function setBack() {
    setState(ownState);
    setReason("Set back to what you said.");
    form.current?.querySelector("input")?.focus();
  }

  const conflict = set.problem?.code === "conflict";
  return (
    <form ref={form} onSubmit={submit} noValidate className="space-y-3">
      <h3>Set it for {member.name}</h3>
      {set.problem && !set.problem.fields?.reason && (
        <Callout
          tone={conflict ? "care" : "trouble"}
          title={conflict ? `It is ${stateInWords(stands)} now` : undefined}
        >
          {set.problem.detail}
        </Callout>
      )}
      {set.isSuccess && <Callout>It is set. {member.name} sees it with your reason.</Callout>}
      <SelectField
        label="As"
        value={chosen}
        onChange={(event) => setState(STATES.find((one) => one === event.target.value) ?? null)}
      >
        <Options of={STATES.map((one) => [one, stateInWords(one)] as const)} />
      </SelectField>
      <TextField
        label="Why"
        hint="They read it in their week."
        required
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={set.problem?.fields?.reason}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={set.isPending}>
          Set it
        </Button>
        {ownState !== null && ownState !== stands && (
          <Button weight="plain" onClick={setBack}>
            Set back to {stateInWords(ownState)}
          </Button>
        )}
      </div>
    </form>
  );
}
