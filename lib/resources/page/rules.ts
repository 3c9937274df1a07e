import type { ScopeCohort } from "@/lib/auth/queries";
import type { LibraryResource } from "@/lib/resources/schema";
import { shortDate } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

/** The words for all dates that resources name, by date: browsers are spared the calendar arithmetic behind them. */
export function datesIn(resources: readonly Pick<LibraryResource, "uses" | "link">[]): Record<LocalDate, string> {
  const dates = resources.flatMap(({ uses, link }) => [
    ...uses.map(({ date }) => date),
    ...(link?.askedOn ? [link.askedOn] : []),
  ]);
  return Object.fromEntries(dates.map((date) => [date, shortDate(date)]));
}

/** Why the worker does not ask the links of a cohort; null when it does. */
export function whyNotAsked(
  { state, demo }: Pick<ScopeCohort, "state" | "demo">,
  linkCheck: "on" | "off",
): string | null {
  if (linkCheck === "off") return "This server does not check links.";
  if (demo) return "The links of the demo are not checked.";
  if (state === "draft") return "Links are checked as soon as the cohort is open.";
  return state === "archived" ? "The cohort has ended; its links are not checked any more." : null;
}
