"use client";

import { PublishEffects } from "@/components/changes/publish-preview";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { ScheduleSession } from "@/lib/schedule/schema";

interface Props {
  cohort: string;
  drafts: readonly ScheduleSession[];
  /** Whether something is still being saved, so that what members will see is not settled yet. */
  unsaved?: boolean;
  busy?: boolean;
  onPublish: () => void;
  onLeave: () => void;
}

/** Before drafts become public: what members will see and be told. Only who was shown that can publish. */
export function PublishFirst({ cohort, drafts, unsaved = false, busy = false, onPublish, onLeave }: Props) {
  if (drafts.length === 0) return null;
  const leave = (
    <Button weight="plain" onClick={onLeave}>
      Not yet
    </Button>
  );
  return (
    <Callout
      tone="care"
      title={drafts.length === 1 ? "Publish this session?" : `Publish these ${drafts.length} sessions?`}
    >
      {unsaved ? (
        <p className="py-2 text-quiet">Saving what you changed first …</p>
      ) : (
        <PublishEffects
          key={drafts.map(({ id, version }) => `${id} ${version}`).join()}
          cohort={cohort}
          drafts={drafts}
        >
          <Button busy={busy} onClick={onPublish}>
            Publish
          </Button>
          {leave}
        </PublishEffects>
      )}
      {unsaved && leave}
    </Callout>
  );
}
