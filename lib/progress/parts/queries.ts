import { Prisma } from "@/lib/db/generated/client";

/** Names of columns or whole expressions of a statement; never values. */
interface Part {
  /** A multirange of seconds that were watched. */
  watched: string;
  /** Where the asked part begins, in seconds. */
  begins: string;
}

/** How many seconds of a part were watched; `to` null in the row is to the end. */
export function secondsSeen({ watched, begins, to }: Part & { to: string }): Prisma.Sql {
  return Prisma.raw(
    `(SELECT coalesce(sum(upper(w) - lower(w)), 0) FROM unnest(${watched} * int4multirange(int4range(${begins}, ${to}))) AS w)`,
  );
}

/**
 * Whether so many seconds of a part that ends at `ends` are as much of it as a cohort wants, `percent` of a hundred.
 * Null, which is not yes, when nobody knows where it ends.
 */
export function isEnough(of: { seconds: string; begins: string; ends: string; percent: string }): Prisma.Sql {
  return Prisma.raw(`(${of.seconds} * 100 >= ${of.percent} * (${of.ends} - ${of.begins}))`);
}
