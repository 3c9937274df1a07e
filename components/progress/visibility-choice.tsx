"use client";

import { Callout } from "@/components/ui/callout";
import { useVisibility } from "@/lib/progress/peers/hooks";
import { choicesIn, isLooser, ORGANIZERS_SEE_ALL, VISIBILITY_WORDS } from "@/lib/progress/peers/rules";
import type { OwnVisibility, Visibility } from "@/lib/progress/peers/schema";

/** Who in a cohort sees one's progress: as the cohort has it, or less. What is chosen is saved at once. */
export function VisibilityChoice({ initial }: { initial: OwnVisibility }) {
  const { own, mutate, isPending, isSuccess, problem } = useVisibility(initial);
  const { cohortVisibility, visibility } = own;
  // One that was chosen when the cohort showed more stays to be seen, though it holds nothing back now.
  const kept = visibility !== null && isLooser(visibility, cohortVisibility) ? [visibility] : [];
  return (
    <fieldset className="space-y-1" aria-busy={isPending}>
      <legend className="mb-1 w-full border-t border-line pt-4 font-serif text-lg font-semibold">{own.title}</legend>
      <Choice
        cohort={own.cohort}
        name={`As the cohort has it, now: ${VISIBILITY_WORDS[cohortVisibility].name.toLowerCase()}`}
        means={VISIBILITY_WORDS[cohortVisibility].means}
        checked={visibility === null}
        onChoose={() => mutate(null)}
      />
      {[...choicesIn(cohortVisibility), ...kept].map((level: Visibility) => (
        <Choice
          key={level}
          cohort={own.cohort}
          name={
            level === cohortVisibility
              ? `${VISIBILITY_WORDS[level].name}, and never more`
              : VISIBILITY_WORDS[level].name
          }
          means={
            kept.includes(level)
              ? "The cohort shows less than this now, and that holds for you as well."
              : VISIBILITY_WORDS[level].means
          }
          checked={visibility === level}
          onChoose={() => mutate(level)}
        />
      ))}
      <p className="max-w-prose text-sm">{ORGANIZERS_SEE_ALL}</p>
      {problem && <Callout tone="trouble">{problem}</Callout>}
      <p role="status" className="text-sm text-quiet">
        {isSuccess && !isPending ? "Saved." : ""}
      </p>
    </fieldset>
  );
}

interface ChoiceProps {
  cohort: string;
  name: string;
  means: string;
  checked: boolean;
  onChoose: () => void;
}

function Choice({ cohort, name, means, checked, onChoose }: ChoiceProps) {
  return (
    <label className="flex min-h-8 max-w-prose items-start gap-2 py-1">
      <input
        type="radio"
        name={`visibility-${cohort}`}
        className="mt-1 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={onChoose}
      />
      <span>
        {name}
        <span className="block text-sm text-quiet">{means}</span>
      </span>
    </label>
  );
}
