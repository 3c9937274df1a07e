import { escapeBlock } from "@/lib/transfer/write/escape";
import { changeList, scheduleTable, whenAndWhere } from "@/lib/transfer/write/markdown";
import type { ScheduleToWrite } from "@/lib/transfer/write/of";

/** In percent, in the order of the columns; Pandoc would else go by the length of the links. */
const WIDTHS = [13, 27, 20, 22, 18];

/**
 * A schedule as a Quarto document: front matter, a callout with when and where, the table, and the log of changes in a
 * folded callout (quarto.org/docs/authoring: tables, callout blocks). Its date is that of the first session.
 */
export function writeQuarto(schedule: ScheduleToWrite): string {
  const { cohort, sessions, changes } = schedule;
  const first = sessions.map(({ date }) => date).sort()[0];
  const parts = [
    frontMatter({ title: escapeBlock(cohort.title), ...(first ? { date: first } : {}), format: "html" }),
    callout("note", "When and where", whenAndWhere(schedule)),
    "## Schedule",
    scheduleTable(schedule),
    `: {tbl-colwidths="[${WIDTHS.join(",")}]"}`,
  ];
  if (changes.length > 0) parts.push(callout('note collapse="true"', "Changes", changeList(schedule)));
  return `${parts.join("\n\n")}\n`;
}

/** YAML whose values are quoted: a JSON string is a YAML string in quotation marks (YAML 1.2, 1.2), on one line. */
function frontMatter(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ["---", ...lines, "---"].join("\n");
}

function callout(kind: string, title: string, text: string): string {
  return [`::: {.callout-${kind}}`, `## ${title}`, "", text, ":::"].join("\n");
}
