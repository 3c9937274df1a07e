import { FORMAT_NAMES } from "@/lib/schedule/rules";
import { clockLength, minutesInWords } from "@/lib/time/durations";
import { shortDate, weekdayName, zoneCity } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";
import type { ReadResource } from "@/lib/transfer/schema";
import { partWords } from "@/lib/transfer/understand/marks";
import { escapeMarkdown, markdownLink } from "@/lib/transfer/write/escape";
import type { ScheduleToWrite, WrittenSession } from "@/lib/transfer/write/of";

/** A schedule as GitHub's Markdown: a heading, the table as a blog shows it, and the log of changes. */
export function writeMarkdown(schedule: ScheduleToWrite): string {
  const { cohort, changes } = schedule;
  const parts = [`# ${escapeMarkdown(cohort.title)}`, whenAndWhere(schedule), "## Schedule", scheduleTable(schedule)];
  if (changes.length > 0) parts.push("## Changes", changeList(schedule));
  return `${parts.join("\n\n")}\n`;
}

/** When and where the cohort meets, and where the schedule is kept up to date, in a line. */
export function whenAndWhere({ cohort, pageUrl }: Pick<ScheduleToWrite, "cohort" | "pageUrl">): string {
  const { weekday, startsAt, timezone, lengthMinutes, place } = cohort;
  const time = `${weekdayName(weekday)}s, ${startsAt} ${zoneCity(timezone)}, ${minutesInWords(lengthMinutes)}`;
  const where = place === "" ? "" : `, ${escapeMarkdown(place)}`;
  return `${time}${where}. ${markdownLink("The schedule as it is now", pageUrl)}`;
}

/** One row a session, in the columns of the public page. */
export function scheduleTable({ sessions }: Pick<ScheduleToWrite, "sessions">): string {
  const rows = sessions.map((session) => [
    dateCell(session),
    usesCell(session.resources.filter(({ slot }) => slot === "before")),
    sessionCell(session),
    usesCell(session.resources.filter(({ slot }) => slot === "after")),
    usesCell(session.resources.filter(({ slot }) => slot === "deep_dive")),
  ]);
  const header = ["Date", "Before", "Session", "After", "Deep Dive"];
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The public log as a list. Each line begins with its date, so that no line can begin as a list or a heading does. */
export function changeList({ changes }: Pick<ScheduleToWrite, "changes">): string {
  return changes.map(({ date, text }) => `- ${dateWithYear(date)}: ${escapeMarkdown(text)}`).join("\n");
}

function dateCell({ date, startsAt, lengthMinutes }: WrittenSession): string {
  const own = [startsAt ?? "", lengthMinutes ? minutesInWords(lengthMinutes) : ""].filter((words) => words !== "");
  return [dateWithYear(date), ...own].join("<br>");
}

function sessionCell({ title, format, cancelled, draft, presenters = [], resources, recordingUrl }: WrittenSession) {
  const name = escapeMarkdown(title === "" && format ? FORMAT_NAMES[format] : title);
  const state = cancelled ? `${name === "" ? "" : `~~${name}~~ `}cancelled` : draft ? `${name} (draft)`.trim() : name;
  const used = resources.filter(({ slot }) => slot === "session");
  const lines = [state, escapeMarkdown(presenters.join(", ")), usesCell(used)];
  if (recordingUrl) lines.push(markdownLink("Recording", recordingUrl));
  return lines.filter((line) => line !== "").join("<br>");
}

function usesCell(resources: readonly ReadResource[]): string {
  return resources.map(useWords).join("<br>");
}

function useWords({ title, label, url, minutes, optional, part }: ReadResource): string {
  const words = minutes === null ? (label ?? title) : `${label ?? title} ${clockLength(minutes)}`;
  const said = [optional ? "optional" : "", part ? partWords({ ...part, from: part.from ?? 0 }) : ""];
  const marks = said.filter((mark) => mark !== "").join("; ");
  const name = url === null ? escapeMarkdown(words) : markdownLink(words, url);
  return marks === "" ? name : `${name} (${marks})`;
}

function dateWithYear(date: LocalDate): string {
  return `${shortDate(date)} ${date.slice(0, 4)}`;
}
