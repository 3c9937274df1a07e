import { decode } from "@/lib/transfer/formats/decode";
import { withoutFence } from "@/lib/transfer/formats/detect";
import { readOwnJson } from "@/lib/transfer/formats/json";
import { readSheet, type SheetInput } from "@/lib/transfer/formats/read";
import type { ReadSchedule } from "@/lib/transfer/schema";
import { readOwnSessions } from "@/lib/transfer/understand/own";
import { type Understanding, understandSheet } from "@/lib/transfer/understand/schedule";

/**
 * Reads a schedule in whatever form an organizer keeps it: the columns are recognised by their names and by what is in
 * them, dates and lengths in the ways people write them. What stands in the way of saving are problems, with row and
 * column; what only the organizer can tell are questions, and until they are answered there are no sessions; what was
 * not understood is in `leftOut`. Sessions come by date. Pure, takes time linear in the text, never throws.
 */
export function readSchedule(input: SheetInput, options: Understanding): ReadSchedule {
  const { fileName } = options;
  const sheet = readSheet(input, { fileName });
  if (sheet.format === "json" && sheet.rows.length === 0 && sheet.problems.length === 0) {
    const own = readOwnJson(textOf(input));
    if (own) return readOwnSessions(own.sessions);
  }
  return understandSheet(sheet, options);
}

function textOf(input: SheetInput): string {
  const text = typeof input === "string" || input instanceof Uint8Array ? input : (input.text ?? "");
  return withoutFence(decode(text).text ?? "");
}
