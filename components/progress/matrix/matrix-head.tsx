import type { Column } from "@/lib/progress/matrix/rules";
import type { MatrixSession } from "@/lib/progress/matrix/schema";
import { dayAndMonth, longDate } from "@/lib/time/words";
import type { Drawn } from "./matrix-row";

interface Props {
  columns: readonly Column[];
  /** Those of them that are on the screen. */
  drawn: readonly Drawn[];
  sessions: ReadonlyMap<string, MatrixSession>;
  nameWidth: number;
  cell: number;
  height: number;
  width: number;
}

/** The dates of the sessions over the titles of their resources; it stays while the rows scroll. */
export function MatrixHead({ columns, drawn, sessions, nameWidth, cell, height, width }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the columns that are not on the screen
    <div role="rowgroup" className="matrix-head" style={{ height, width }}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the cells below are what takes the focus */}
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="row" aria-rowindex={1}>
        {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div
          role="columnheader"
          aria-colindex={1}
          aria-rowspan={2}
          className="matrix-corner"
          style={{ width: nameWidth, height }}
        >
          Member
        </div>
        {spansOf(columns, drawn).map(({ session, from, to }) => {
          const { date = "", title = "" } = sessions.get(session) ?? {};
          const words = date ? `${longDate(date)}${title ? `: ${title}` : ""}` : title;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div
              key={`${session}-${from}`}
              role="columnheader"
              aria-colindex={from + 2}
              aria-colspan={to - from + 1}
              aria-label={words}
              title={words}
              className="matrix-session"
              style={{ left: nameWidth + from * cell, width: (to - from + 1) * cell }}
            >
              <span style={{ left: nameWidth }}>{date && dayAndMonth(date)}</span>
            </div>
          );
        })}
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="row" aria-rowindex={2}>
        {drawn.map(({ column: { resource }, index, left }) => {
          const optional = resource.uses[0]?.optional === true;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div
              key={resource.id}
              role="columnheader"
              aria-colindex={index + 2}
              aria-label={optional ? `${resource.title}, optional` : resource.title}
              title={titleOf(resource, sessions)}
              data-optional={optional || undefined}
              className="matrix-resource"
              style={{ left }}
            >
              {resource.title}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface Span {
  session: string;
  from: number;
  to: number;
}

/** The sessions above the drawn columns, each over all of its own columns. */
function spansOf(columns: readonly Column[], drawn: readonly Drawn[]): Span[] {
  const spans = new Map<number, Span>();
  for (const { index } of drawn) {
    let from = index;
    while (from > 0 && !columns[from]?.opens) from -= 1;
    if (spans.has(from)) continue;
    let to = from;
    while (columns[to + 1]?.opens === false) to += 1;
    spans.set(from, { session: columns[from]?.session ?? "", from, to });
  }
  return [...spans.values()];
}

function titleOf({ title, minutes, uses }: Column["resource"], sessions: ReadonlyMap<string, MatrixSession>): string {
  const dates = uses.flatMap(({ session }) => sessions.get(session)?.date ?? []).map(dayAndMonth);
  const again = dates.length > 1 ? `used on ${dates.join(" and ")}` : "";
  return [title, minutes === null ? "" : `${minutes} min`, again].filter(Boolean).join(", ");
}
