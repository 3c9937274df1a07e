import { writeCsv } from "@/lib/transfer/write/csv";
import { writeJson } from "@/lib/transfer/write/json";
import { writeMarkdown } from "@/lib/transfer/write/markdown";
import type { ScheduleToWrite } from "@/lib/transfer/write/of";
import { writeQuarto } from "@/lib/transfer/write/quarto";

/** How a schedule can be written; each is the end of a file's name. */
export const FILE_FORMATS = ["csv", "json", "md", "qmd"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** The kinds of Markdown have names since RFC 7764. */
const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json",
  md: "text/markdown; charset=utf-8; variant=GFM",
  qmd: "text/markdown; charset=utf-8; variant=pandoc",
};

/** A schedule as a file of this format. */
export function writeSchedule(format: FileFormat, schedule: ScheduleToWrite): string {
  switch (format) {
    case "csv":
      return writeCsv(schedule.sessions);
    case "json":
      return writeJson(schedule);
    case "md":
      return writeMarkdown(schedule);
    case "qmd":
      return writeQuarto(schedule);
  }
}

/** The media type of a file of this format, as HTTP has it. */
export function mediaType(format: FileFormat): string {
  return MEDIA_TYPES[format];
}

/** The format that the name of a file asks for: `schedule.csv`; null for any other name. */
export function formatOfFile(name: string): FileFormat | null {
  return FILE_FORMATS.find((format) => name === `schedule.${format}`) ?? null;
}
