/** Lists in order and in words. Dates, times and ids are ordered as text, whatever the language. */

interface Placed {
  date: string;
  startsAt?: string | null | undefined;
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function byDate(a: Pick<Placed, "date">, b: Pick<Placed, "date">): number {
  return byText(a.date, b.date);
}

/** By date and then by its own time; what has none comes first. */
export function byStart(a: Placed, b: Placed): number {
  return byDate(a, b) || byText(a.startsAt ?? "", b.startsAt ?? "");
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "");
}
