"use client";

import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { Options, SelectField, TextField } from "@/components/ui/field";
import type { Cohort } from "@/lib/cohorts/schema";
import { isLooser, ORGANIZERS_SEE_ALL, VISIBILITY_WORDS } from "@/lib/progress/peers/rules";
import { VISIBILITIES, type Visibility } from "@/lib/progress/peers/schema";

interface Props {
  cohort: Pick<Cohort, "progressVisibility" | "doneAtPercent">;
  errors: Readonly<Record<string, string>>;
}

/** What of a cohort's settings is about progress: who sees whose, and when a video is done by itself. */
export function ProgressFields({ cohort, errors }: Props) {
  const [chosen, setChosen] = useState<Visibility>(cohort.progressVisibility);
  const told = VISIBILITY_WORDS[cohort.progressVisibility];
  return (
    <>
      <SelectField
        label="What members see of each other’s progress"
        name="progressVisibility"
        hint={`Each member may choose to show less. ${ORGANIZERS_SEE_ALL}`}
        value={chosen}
        onChange={(event) => setChosen(VISIBILITIES.find((level) => level === event.target.value) ?? chosen)}
        error={errors.progressVisibility}
      >
        <Options of={VISIBILITIES.map((level) => [level, VISIBILITY_WORDS[level].cohort] as const)} />
      </SelectField>
      {isLooser(chosen, cohort.progressVisibility) && (
        <Callout tone="care" title="This shows more than members were told">
          <p>
            So far they read: “{told.name}. {told.means}” Once you save, the others see more, also of what was done
            before. Write to them first. Who chose to show less keeps that.
          </p>
        </Callout>
      )}
      <TextField
        label="A video is done when so much of it was watched, in percent"
        name="doneAtPercent"
        type="number"
        min={50}
        max={100}
        hint="Of the part that is asked for. A tick by hand always works."
        defaultValue={cohort.doneAtPercent}
        error={errors.doneAtPercent}
      />
    </>
  );
}
