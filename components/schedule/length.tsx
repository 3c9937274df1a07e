import { clockLength, minutesInWords } from "@/lib/time/durations";

/** The length of something as the schedule shows it (`0h18`), and in words for those who listen. */
export function Length({ minutes }: { minutes: number | null }) {
  if (minutes === null) return null;
  return (
    <span className="whitespace-nowrap text-sm text-quiet">
      <span aria-hidden="true">{clockLength(minutes)}</span>
      <span className="sr-only">{minutesInWords(minutes)}</span>
    </span>
  );
}
