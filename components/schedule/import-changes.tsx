import { Pages } from "@/components/schedule/import-pages";
import { type ImportLine, isTicked } from "@/components/schedule/import-state";
import { Button } from "@/components/ui/button";
import { changeWords, dayWords } from "@/lib/schedule/import/rules";

interface Props {
  changes: readonly ImportLine[];
  today: string;
  leave: ReadonlySet<string>;
  onLeave: (leave: ReadonlySet<string>) => void;
}

/** Every difference by the date of its session, with a tick for what is saved. */
export function ImportChanges({ changes, today, leave, onLeave }: Props) {
  const dates = [...Map.groupBy(changes, ({ date }) => date)];
  const taken = changes.filter((line) => isTicked(line, leave)).length;

  /** What a line needs comes back with all that is in it. */
  function toggle(id: string, ticked: boolean) {
    const next = new Set(leave);
    const inIt = changes.filter(({ needs }) => needs === id).map((line) => line.id);
    if (ticked) for (const one of [id, ...inIt]) next.delete(one);
    else next.add(id);
    onLeave(next);
  }

  return (
    <section aria-labelledby="import-changes" className="space-y-3">
      <h2 id="import-changes">What would change</h2>
      <div className="flex flex-wrap items-center gap-3">
        <p className="w-full text-sm text-quiet">
          {taken} of {changes.length} ticked. What you untick stays as it is and is shown again next time.
        </p>
        <Button weight="plain" disabled={taken === changes.length} onClick={() => onLeave(new Set())}>
          Tick all
        </Button>
        <Button weight="plain" disabled={taken === 0} onClick={() => onLeave(new Set(changes.map(({ id }) => id)))}>
          Untick all
        </Button>
      </div>
      <Pages items={dates} step={60} what="dates">
        {(shown) => (
          <ol className="border-t border-line">
            {shown.map(([date, lines]) => (
              <li key={date} className="grid gap-x-4 border-b border-line py-2 sm:grid-cols-[7rem_1fr]">
                <h3 className="py-1 font-sans text-base font-medium">{date ? dayWords(date, today) : "No date"}</h3>
                <ul aria-label={date ? dayWords(date, today) : "No date"}>
                  {lines.map((line) => (
                    <Line key={line.id} line={line} today={today} leave={leave} onToggle={toggle} />
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </section>
  );
}

function Line({
  line,
  today,
  leave,
  onToggle,
}: { line: ImportLine } & Pick<Props, "today" | "leave"> & { onToggle: (id: string, ticked: boolean) => void }) {
  const ticked = isTicked(line, leave);
  const waits = line.needs !== null && leave.has(line.needs);
  return (
    <li>
      <label className="flex min-h-8 cursor-pointer items-start gap-2 py-1">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0 accent-accent"
          checked={ticked}
          disabled={waits}
          onChange={(event) => onToggle(line.id, event.target.checked)}
        />
        <span className={`min-w-0 [overflow-wrap:anywhere] ${ticked ? "" : "text-quiet line-through"}`}>
          {changeWords(line, today)}
        </span>
      </label>
    </li>
  );
}
