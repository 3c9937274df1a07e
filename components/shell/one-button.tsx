"use client";

import { type ReactNode, useState } from "react";
import { FragmentToken } from "@/components/shell/fragment-token";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { Answer } from "@/lib/api/post";

interface Props {
  words: string;
  button: string;
  /** What to say when the link has no token, or one that is used up, too old or made up: always the same. */
  dead: ReactNode;
  /** Uses the token; answers where to go next. */
  act: (fragment: string) => Promise<Answer<string>>;
}

/** The page behind a mailed link: a sentence and one button. Opening it does nothing; the click does. */
export function OneButton({ words, button, dead, act }: Props) {
  const [state, setState] = useState<"open" | "busy" | "dead">("open");
  const [trouble, setTrouble] = useState("");

  async function click(fragment: string) {
    setState("busy");
    const answer = await act(fragment);
    if (answer.ok) {
      window.location.assign(answer.data);
      return;
    }
    const { code, detail } = answer.problem;
    setState(code === "gone" || code === "invalid" ? "dead" : "open");
    setTrouble(detail);
  }

  if (state === "dead") return dead;
  return (
    <FragmentToken missing={dead}>
      {(fragment) => (
        <>
          <p>{words}</p>
          {trouble && <Callout tone="trouble">{trouble}</Callout>}
          <Button busy={state === "busy"} onClick={() => click(fragment)}>
            {button}
          </Button>
        </>
      )}
    </FragmentToken>
  );
}
