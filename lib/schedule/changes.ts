import type { StandingResource, StandingSession, StandingUse } from "@/lib/schedule/match";
import type { ScheduleChange } from "@/lib/schedule/schema";
import type { LocalDate } from "@/lib/time/zones";

export type ResourceRow = Omit<StandingResource, "version" | "mergedIntoId">;
export type SessionRow = Omit<StandingSession, "version" | "bare" | "uses">;
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
