"use client";

import { PublishEffects } from "@/components/changes/publish-preview";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";
import type { GridChange } from "./changes";

/** The drafts that a change makes public; empty when it makes none. */
export function draftsPublished(change: GridChange, sessions: readonly ScheduleSession[]): ScheduleSession[] {
  const published = new Set(
    change.edits.filter(({ fields }) => fields.state === "published").map(({ sessionId }) => sessionId),
  );
  return sessions.filter(({ id, state }) => state === "draft" && published.has(id));
}

interface Props {
  cohort: string;
  drafts: readonly ScheduleSession[];
  onPublish: () => void;
  onLeave: () => void;
}

/** Before drafts become public: what members will see and be told. */
export function PublishFirst({ cohort, drafts, onPublish, onLeave }: Props) {
  return (
    <Callout
      tone="care"
      title={drafts.length === 1 ? "Publish this session?" : `Publish these ${drafts.length} sessions?`}
    >
      <PublishEffects
        cohort={cohort}
        dates={Object.fromEntries(drafts.map(({ id, date }) => [id, shortDay(date)]))}
        sessionIds={drafts.map(({ id }) => id)}
      />
      <div className="mt-3 flex flex-wrap gap-3">
        <Button onClick={onPublish}>Publish</Button>
        <Button weight="plain" onClick={onLeave}>
          Not yet
        </Button>
      </div>
    </Callout>
  );
}
