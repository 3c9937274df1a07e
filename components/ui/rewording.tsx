"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";

interface Props {
  label: string;
  rows: number;
  words: string;
  onWords: (words: string) => void;
  /** What the server said last, and of that what is wrong with the words themselves. */
  problem: { detail: string; fields?: Record<string, string> | undefined } | null;
  error: string | undefined;
  /** What stands now, when somebody else was faster; null when nobody was. */
  stands: ReactNode;
  onChoose: (choice: "keep" | "take") => void;
  busy: boolean;
  onSubmit: () => void;
  onCancel: () => void;
  /** What else can be said, between the words and the buttons. */
  children?: ReactNode;
}

/** Words that stand already, to be changed in place: Escape leaves them, ctrl-Enter saves. */
export function Rewording(props: Props) {
  const { label, rows, words, onWords, problem, error, stands, onChoose, busy, onSubmit, onCancel, children } = props;
  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <TextArea
        label={label}
        rows={rows}
        autoFocus
        value={words}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        error={error}
      />
      {children}
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      {stands && <KeepOrTake onChoose={onChoose}>{stands}</KeepOrTake>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={busy}>
          Save
        </Button>
        <Button weight="plain" onClick={onCancel}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
