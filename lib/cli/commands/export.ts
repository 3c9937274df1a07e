import { link, rename, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import { authorise, openCohort } from "@/lib/auth/scope";
import { CliError } from "@/lib/cli/run";
import type { Ctx } from "@/lib/core/context";
import { FILE_FORMATS, writeSchedule } from "@/lib/transfer/write/files";
import { scheduleToWrite } from "@/lib/transfer/write/queries";

const options = z.object({
  cohort: z.string(),
  format: z.enum(FILE_FORMATS, { error: `Choose one of ${FILE_FORMATS.join(", ")}.` }),
  drafts: z.boolean().default(false),
  output: z.string().min(1, "Name a file.").optional(),
  force: z.boolean().default(false),
});

/**
 * Writes a cohort's schedule to standard output, exactly as the site gives it, or to a file that is there whole or not at
 * all. A file that is there already is replaced only with `force`. Throws `not_found` when there is no such cohort.
 */
export async function exportFile(ctx: Ctx, given: unknown): Promise<void> {
  const parsed = options.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CliError(`--${String(issue?.path[0] ?? "")}: ${issue?.message ?? ""}`);
  }
  const { cohort, format, drafts, output, force } = parsed.data;
  const scope = await openCohort(ctx, ctx.db, cohort);
  authorise(ctx, scope, "schedule.export");
  const text = writeSchedule(format, await scheduleToWrite(ctx.db, scope, { drafts }));
  if (output === undefined) await toStandardOutput(text);
  else await toFile(output, text, { force, beside: `${output}.${ctx.newId()}.part` });
}

/** Waits for a reader that is slow, so that nothing is cut off when the command ends. */
function toStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

async function toFile(file: string, text: string, how: { force: boolean; beside: string }): Promise<void> {
  const { force, beside } = how;
  try {
    await writeFile(beside, text, { flag: "wx" });
    // A second name is given only where there is none; renaming would replace what is there.
    if (force) await rename(beside, file);
    else await link(beside, file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new CliError(
      `${file}: ${REASONS[code] ?? (error instanceof Error ? error.message : "it cannot be written")}.`,
    );
  } finally {
    await rm(beside, { force: true });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "it is there already; --force replaces it",
  ENOENT: "there is no such folder",
  ENOTDIR: "there is no such folder",
  EISDIR: "it is a folder",
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "it may not be written",
  ENOSPC: "the disk is full",
};
