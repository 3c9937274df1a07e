import { openDraft } from "@/lib/schedule/edit/apply";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";

/** A published session that says no more than its date, but for `more`. */
export function someSession(id: string, date: string, more: Partial<ScheduleSession> = {}): ScheduleSession {
  return { ...openDraft(id, date), state: "published", ...more };
}

/** Something to do before a session: a whole resource of ten minutes without a link, but for `more`. */
export function someUse(id: string, title: string, more: Partial<ScheduleUse> = {}): ScheduleUse {
  return {
    id,
    resourceId: id,
    slot: "before",
    title,
    resourceTitle: title,
    url: null,
    kind: "task",
    minutes: 10,
    optional: false,
    label: "",
    fromSeconds: null,
    toSeconds: null,
    resourceMinutes: 10,
    author: "",
    stopPoints: [],
    ...more,
  };
}
