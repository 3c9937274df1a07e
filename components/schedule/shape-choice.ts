import type { ScheduleSession } from "@/lib/schedule/schema";
import type { PushBy, ShapeOperation } from "@/lib/schedule/shape/schema";
import { isDay } from "@/lib/time/days";

export type Kind = ShapeOperation["kind"];

export const KINDS: readonly (readonly [Kind, string])[] = [
  ["push_back", "Push back"],
  ["pull_forward", "Pull forward"],
  ["swap", "Swap two sessions"],
  ["cancel", "Cancel a session"],
  ["split", "Split a session in two"],
  ["continue", "Go on with something in the next session"],
  ["no_session", "A week without a session"],
];

/** What an organizer has chosen so far, for every operation at once, so that nothing is lost when they change it. */
export interface ShapeChoice {
  kind: Kind;
  session: string;
  other: string;
  by: "week" | "next_free" | "weeks";
  weeks: string;
  /** Whether the freed date says that there is no session. */
  insert: boolean;
  /** Held later instead of marked as cancelled. */
  later: boolean;
  title: string;
  date: string;
  useIds: readonly string[];
  useId: string;
  /** Where to go on, `1:57:00` or `38:00`. */
  point: string;
}

export function firstChoice(
  sessions: readonly ScheduleSession[],
  { kind = "push_back", from }: { kind?: Kind | undefined; from?: string | undefined },
  today: string,
): ShapeChoice {
  const session = sessions.find(({ id }) => id === from) ?? nextOf(sessions, today);
  const other = sessions.find(({ id, date }) => id !== session?.id && date > (session?.date ?? ""));
  return {
    kind,
    session: session?.id ?? "",
    other: other?.id ?? "",
    by: "week",
    weeks: "2",
    insert: false,
    later: false,
    title: "",
    date: session?.date ?? today,
    useIds: [],
    useId: session?.uses[0]?.id ?? "",
    point: "",
  };
}

/** The operation that was chosen, or what is missing for it. */
export function operationOf(choice: ShapeChoice): { operation: ShapeOperation } | { missing: string } {
  const { kind, session: sessionId, title } = choice;
  const by = pushByOf(choice);
  const titled = title.trim() === "" ? {} : { title: title.trim() };
  if (kind !== "no_session" && sessionId === "") return { missing: "Choose a session." };
  if (by === null) return { missing: "Say by how many weeks, from 1 to 52." };
  switch (kind) {
    case "push_back":
      return { operation: { kind, from: sessionId, by, insertNoSession: choice.insert, ...titled } };
    case "pull_forward":
      return { operation: { kind, from: sessionId } };
    case "swap":
      return choice.other === ""
        ? { missing: "Choose the other session." }
        : { operation: { kind, a: sessionId, b: choice.other } };
    case "cancel":
      return { operation: { kind, sessionId, pushBack: choice.later, ...titled } };
    case "split": {
      const second = title.trim() === "" ? {} : { titleOfSecond: title.trim() };
      return { operation: { kind, sessionId, useIds: [...choice.useIds], by, ...second } };
    }
    case "continue": {
      const fromSeconds = secondsOf(choice.point);
      if (choice.useId === "") return { missing: "Choose what goes on." };
      if (fromSeconds === null) return { missing: "Say where to go on like 38:00 or 1:57:00." };
      return { operation: { kind, sessionId, useId: choice.useId, ...(fromSeconds ? { fromSeconds } : {}) } };
    }
    case "no_session":
      return isDay(choice.date)
        ? { operation: { kind, date: choice.date, by, ...titled } }
        : { missing: "Choose a date." };
  }
}

/** Seconds of `38:00` or `1:57:00`; 0 for nothing, null for anything else. */
export function secondsOf(point: string): number | null {
  if (point.trim() === "") return 0;
  const match = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(point.trim());
  if (!match) return null;
  return Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

function pushByOf({ kind, by, weeks }: ShapeChoice): PushBy | null {
  if (by !== "weeks" || !["push_back", "split", "no_session"].includes(kind)) return by === "weeks" ? "week" : by;
  const number = Number(weeks);
  return Number.isInteger(number) && number >= 1 && number <= 52 ? { weeks: number } : null;
}

function nextOf(sessions: readonly ScheduleSession[], today: string): ScheduleSession | undefined {
  const movable = sessions.filter((one) => !one.pinned && one.state !== "cancelled" && one.format !== "no_session");
  return movable.find(({ date }) => date >= today) ?? movable[0];
}
