import { CheckField, Options, SelectField, TextField } from "@/components/ui/field";
import { labsOf, ORDERS, type Order, stateInWords, type View } from "@/lib/progress/matrix/rules";
import type { Matrix } from "@/lib/progress/matrix/schema";
import { shortDate, weekdayName } from "@/lib/time/words";
import { weekdayOf } from "@/lib/time/zones";

const ORDER_NAMES: Record<Order, string> = {
  name: "Name",
  lab: "Lab",
  done: "Least done first",
  seen: "Longest not seen first",
};
const STATES = ["todo", "started", "done", "skipped"] as const;

interface Props {
  matrix: Matrix;
  view: View;
  onChange: (view: View) => void;
}

/** What of the matrix is shown, and in which order. */
export function MatrixFilters({ matrix, view, onChange }: Props) {
  const { sessions, resources, members, next } = matrix;
  const used = new Set(resources.flatMap(({ uses }) => uses.map(({ session }) => session)));
  const labs = labsOf(members);
  const nextDate = sessions.find(({ id }) => id === next)?.date;
  return (
    <search className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
      <TextField
        label="Find"
        type="search"
        value={view.words}
        onChange={(event) => onChange({ ...view, words: event.target.value })}
      />
      <SelectField
        label="Week"
        value={view.session ?? ""}
        onChange={(event) => onChange({ ...view, session: event.target.value || null })}
      >
        <option value="">All weeks</option>
        <Options
          of={sessions
            .filter(({ id }) => used.has(id))
            .map(({ id, date, title }) => [id, title ? `${shortDate(date)}: ${title}` : shortDate(date)] as const)}
        />
      </SelectField>
      <SelectField
        label="Lab"
        value={view.lab ?? ""}
        onChange={(event) => onChange({ ...view, lab: event.target.value || null })}
      >
        <option value="">All labs</option>
        <Options of={labs.map((lab) => [lab, lab] as const)} />
      </SelectField>
      <SelectField
        label="With something"
        value={view.state ?? ""}
        onChange={(event) => onChange({ ...view, state: chosen(STATES, event.target.value) })}
      >
        <option value="">In any state</option>
        <Options of={STATES.map((state) => [state, stateInWords(state)] as const)} />
      </SelectField>
      <SelectField
        label="Order"
        value={view.order}
        onChange={(event) => onChange({ ...view, order: chosen(ORDERS, event.target.value) ?? "name" })}
      >
        <Options of={ORDERS.map((order) => [order, ORDER_NAMES[order]] as const)} />
      </SelectField>
      {nextDate && (
        <CheckField
          label={`Not ready for ${weekdayName(weekdayOf(nextDate))}`}
          checked={view.unready}
          onChange={(event) => onChange({ ...view, unready: event.target.checked })}
        />
      )}
    </search>
  );
}

function chosen<T extends string>(options: readonly T[], value: string): T | null {
  return options.find((option) => option === value) ?? null;
}
