import type { ReactNode } from "react";

export type Tone = "calm" | "trouble" | "care";

const TONES: Record<Tone, string> = {
  calm: "border-accent",
  care: "border-amber",
  trouble: "border-red",
};

/**
 * A few words set apart by a line: what happened and what to do. Trouble is announced at once, the rest when the
 * reader pauses.
 */
export function Callout({ tone = "calm", title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  return (
    <div role={tone === "trouble" ? "alert" : "status"} className={`border-l-4 ${TONES[tone]} bg-raised px-4 py-3`}>
      {title && <p className="font-medium">{title}</p>}
      {children && <div className="text-[0.9375rem]">{children}</div>}
    </div>
  );
}
