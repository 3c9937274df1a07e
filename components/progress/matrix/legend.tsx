import { cellInWords } from "@/lib/progress/matrix/rules";

/** One of each kind, in the order in which things get done. */
const SHOWN = [".", "4", "d", "s"] as const;

/** What the marks of the matrix mean. */
export function Legend() {
  return (
    <ul aria-label="What the marks mean" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {SHOWN.map((code) => (
        <li key={code} className="flex items-center gap-2">
          <span className="matrix-mark" data-code={code} aria-hidden="true" />
          {cellInWords(code)}
        </li>
      ))}
      <li className="text-quiet">
        <i>In italics</i>: optional
      </li>
    </ul>
  );
}
