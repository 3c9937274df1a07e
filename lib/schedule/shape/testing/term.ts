import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { byDate, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import type { ShapePlan } from "@/lib/schedule/shape/rules";
import { someSession, someUse } from "@/lib/schedule/testing/rows";
import { dayAndMonth } from "@/lib/time/words";

/** A session of the invented term; its id is its title, or its date when it has none. */
export function meeting(date: string, title = "", more: Partial<ScheduleSession> = {}): ScheduleSession {
  return someSession(title || date, date, { title, format: title ? "discussion" : null, ...more });
}

export function using(title: string, more: Partial<ScheduleUse> = {}): ScheduleUse {
  const resource = { resourceId: title, kind: "video", minutes: 30, resourceMinutes: 30 } as const;
  return someUse(`use of ${title}`, title, { ...resource, ...more });
}

/** A term at the start of its third week, Thursdays in autumn. Breaks are `["Thanksgiving", first day, last day]`. */
export function termOf(
  sessions: readonly ScheduleSession[],
  breaks: readonly (readonly [string, string, string])[] = [],
): ShapeWorld {
  return {
    sessions: sessions.toSorted(byDate("11:00")),
    breaks: breaks.map(([title, firstDay, lastDay]) => ({ id: title, title, firstDay, lastDay })),
    bare: new Set(sessions.filter(({ title }) => title === "").map(({ id }) => id)),
    today: "2026-10-12",
    cohort: { startsAt: "11:00" },
  };
}

/** The schedule after an operation in a few words: `22 Oct Chains`. */
export function afterwards({ after }: Pick<ShapePlan, "after">): string[] {
  return after.map(({ date, title, state }) => {
    const words = `${dayAndMonth(date)} ${title || "open"}`;
    return state === "cancelled" ? `${words} (cancelled)` : words;
  });
}
