import { Temporal } from "temporal-polyfill";

/** A stretch of time in which the clocks of a zone keep their distance to UTC (RFC 5545, 3.6.5). */
export interface Observance {
  /** Whether it is the summer part of a year: the clocks are put back again within one. */
  daylight: boolean;
  /** The local time at which it begins, on the clock as it was before: `2024-11-03T02:00:00`. */
  begins: string;
  /** Seconds east of UTC, before it and in it. */
  from: number;
  to: number;
}

/** Earlier changes need not be told: what holds then is said to have always held. */
const EARLIEST = "1970-01-01T00:00:00Z";
const YEAR_MS = 366 * 86_400_000;

/**
 * The stretches of a zone that anything between two instants falls into, from the zone's own changes: the one that holds
 * at `first`, and one for each change up to `last`.
 */
export function observancesOf(zone: string, first: Date, last: Date): Observance[] {
  const start = zonedAt(first, zone);
  const before = start.getTimeZoneTransition("previous");
  const observances = [isTold(before) ? observance(before) : standing(start)];
  // The instant itself may be the one at which the clocks change; "previous" and "next" both leave it out.
  let next = zonedAt(new Date(first.getTime() - 1), zone).getTimeZoneTransition("next");
  while (next && next.epochMilliseconds <= last.getTime()) {
    observances.push(observance(next));
    next = next.getTimeZoneTransition("next");
  }
  return observances;
}

/** What the clock of a zone shows at an instant, `2024-10-22T11:00:00`; null where it shows the same a second time. */
export function clockTime(instant: Date, zone: string): string | null {
  const shown = zonedAt(instant, zone).toPlainDateTime();
  const [first, second] = (["earlier", "later"] as const).map((disambiguation) =>
    shown.toZonedDateTime(zone, { disambiguation }),
  );
  return first && second && first.equals(second) ? shown.toString({ smallestUnit: "second" }) : null;
}

function isTold(transition: Temporal.ZonedDateTime | null): transition is Temporal.ZonedDateTime {
  return transition !== null && Temporal.Instant.compare(transition.toInstant(), EARLIEST) >= 0;
}

/** The stretch that a change begins. */
function observance(transition: Temporal.ZonedDateTime): Observance {
  const [from, to] = [offsetOf(transition.subtract({ nanoseconds: 1 })), offsetOf(transition)];
  const next = transition.getTimeZoneTransition("next");
  const daylight =
    next !== null && next.epochMilliseconds - transition.epochMilliseconds < YEAR_MS && offsetOf(next) < to;
  return { daylight, begins: local(transition.epochMilliseconds + from * 1000), from, to };
}

/** The stretch that holds where no change is told before it. */
function standing(at: Temporal.ZonedDateTime): Observance {
  const to = offsetOf(at);
  const earliest = Math.min(Date.parse(EARLIEST), at.epochMilliseconds);
  return { daylight: false, begins: local(earliest + to * 1000), from: to, to };
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return Math.round(at.offsetNanoseconds / 1e9);
}

function zonedAt(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

/** An instant that was moved by its distance to UTC, as the clock shows it. */
function local(shifted: number): string {
  return new Date(shifted).toISOString().slice(0, 19);
}
