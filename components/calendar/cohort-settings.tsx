"use client";

import { useState } from "react";
import { CalendarSettings } from "@/components/calendar/calendar-settings";
import { CohortForm } from "@/components/cohorts/cohort-form";
import type { CohortCalendar } from "@/lib/calendar/schema";
import type { Cohort } from "@/lib/cohorts/schema";

interface Props {
  cohort: Cohort;
  calendar: CohortCalendar;
  zones: readonly string[];
}

/**
 * A cohort's settings with its calendar's. Both are parts of one row and share its version, so that changing one does not
 * make the other look as if somebody else had.
 */
export function CohortSettings({ cohort, calendar, zones }: Props) {
  const versions = useState(cohort.version);
  const [version, setVersion] = versions;
  return (
    <>
      <CohortForm cohort={cohort} zones={zones} versions={versions} />
      <CalendarSettings cohort={cohort} initial={calendar} version={version} onVersion={setVersion} />
    </>
  );
}
