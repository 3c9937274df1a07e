import type { StandingUse } from "@/lib/schedule/match";
import type { ScheduleChange, SessionFormat, SessionState } from "@/lib/schedule/schema";
import type { WantedResource } from "@/lib/schedule/wanted";
import type { LocalDate } from "@/lib/time/zones";

export interface ResourceRow extends WantedResource {
  id: string;
}

export interface SessionRow {
  id: string;
  date: LocalDate;
  title: string;
  format: SessionFormat | null;
  state: SessionState;
}

export type UseRow = StandingUse;

/** A change with the session it is about, and whether the public may read of it. */
export interface PlannedChange extends ScheduleChange {
  sessionId: string | null;
  visible: boolean;
  /** The session in a few words, for the public log. */
  name?: string;
}

export function change(
  kind: ScheduleChange["kind"],
  date: LocalDate,
  title: string,
  from: string | null = null,
  to: string | null = null,
): ScheduleChange {
  return { kind, date, title, from, to };
}
