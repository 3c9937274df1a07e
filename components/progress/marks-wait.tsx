import { type Marker, useMarksWait } from "@/lib/progress/kept/hooks";

interface Props {
  of: Marker;
  /** What waits, as the beginning of a sentence. */
  what?: string;
}

/** Says that marks of this page wait for the server; nothing when none does. */
export function MarksWait({ of, what = "Your tick" }: Props) {
  return (
    useMarksWait(of) && (
      <p role="status" className="text-sm text-amber">
        No connection. {what} is kept in this browser and sent when it is back.
      </p>
    )
  );
}
