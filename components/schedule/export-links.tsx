interface Props {
  cohort: string;
  /** What stands before the links. */
  label: string;
  /** The ends of the files' names with what people call them. */
  formats: readonly (readonly [ending: "csv" | "json" | "md" | "qmd", name: string])[];
  /** Also what is not published, which only organizers get. */
  drafts?: boolean;
  /** What stands behind the links. */
  after?: string;
}

/** The schedule as files, a link each. Plain links: what they lead to is saved and not shown. */
export function ExportLinks({ cohort, label, formats, drafts = false, after }: Props) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-[0.9375rem] text-quiet print:hidden">
      <span>{label}</span>
      {formats.map(([ending, name]) => (
        <a
          key={ending}
          href={`/c/${cohort}/export/schedule.${ending}${drafts ? "?drafts=1" : ""}`}
          className="inline-flex min-h-8 items-center"
        >
          {name}
        </a>
      ))}
      {after && <span>{after}</span>}
    </p>
  );
}

/** The same for organizers: what the public gets, and with the drafts. */
export function ExportSection({ cohort }: { cohort: string }) {
  const formats = [
    ["csv", "CSV"],
    ["json", "JSON"],
    ["md", "Markdown"],
    ["qmd", "Quarto"],
  ] as const;
  return (
    <section aria-labelledby="export" className="mt-12 space-y-2 border-t border-line pt-6">
      <h2 id="export">The schedule as a file</h2>
      <p className="max-w-prose">
        JSON holds everything, CSV everything but the pins, and both can be pasted above again; Markdown and Quarto are
        tables for a page elsewhere.
      </p>
      <ExportLinks cohort={cohort} label="As the public sees it" formats={formats} />
      <ExportLinks cohort={cohort} label="With the drafts" formats={formats} drafts />
    </section>
  );
}
