import { Command } from "commander";
import { fail, withDatabase } from "@/lib/cli/run";

/**
 * The `convene` command: the same commands as the site's, for the person at the server. What it is asked for goes to
 * stdout; what went wrong is one line on stderr and exit code 1. Each command loads what it needs when it runs, so that
 * `--help` is quick and needs no database.
 */
const program = new Command("convene").description("Runs cohorts of people who teach themselves something together.");

program
  .command("import")
  .description("make a schedule file (CSV, Markdown, HTML, YAML, JSON, iCalendar or a list) the schedule of a cohort")
  .argument("<file>", "the file, or - for standard input")
  .requiredOption("--cohort <slug>", "the cohort; it is created when there is none of this name")
  .option("--title <title>", "title of a new cohort")
  .option("--timezone <zone>", "time zone of a new cohort, like America/Chicago")
  .option("--year <year>", "year of the first date in the file, where it names none")
  .option("--day-first", "03/04 is 3 April")
  .option("--month-first", "03/04 is March 4")
  .option("--first-date <date>", "date of week 1, YYYY-MM-DD")
  .option("--column <name=role>", "what a column is, as often as needed", (pair, all: string[]) => [...all, pair], [])
  .option(
    "--leave <id>",
    "a line that --dry-run lists and that is not to be saved, as often as needed",
    (id, all: string[]) => [...all, id],
    [],
  )
  .option("--time <time>", "when sessions of a new cohort begin, HH:MM (default 11:00)")
  .option("--length <minutes>", "how long they last, in minutes (default 60)")
  .option("--draft", "leave new sessions as drafts instead of publishing them")
  .option("--dry-run", "only say what would change")
  .option("--json", "print what was understood as JSON")
  .action(async (file: string, options: Record<string, string | boolean | string[] | undefined>) => {
    const { importFile } = await import("@/lib/cli/commands/import");
    await withDatabase((ctx) => importFile(ctx, file, options));
  });

program
  .command("export")
  .description("print a cohort's schedule as a file, or write it to one")
  .requiredOption("--cohort <slug>", "the cohort")
  .requiredOption("--format <format>", "csv or json, which can be imported again; md or qmd (Quarto) for a page")
  .option("--drafts", "also what is not published")
  .option("--output <file>", "write to this file instead of standard output")
  .option("--force", "replace the file when it is there already")
  .action(async (options: Record<string, string | boolean | undefined>) => {
    const { exportFile } = await import("@/lib/cli/commands/export");
    await withDatabase((ctx) => exportFile(ctx, options));
  });

const notices = program.command("notices").description("mails that Convene decides to send");
notices
  .command("plan")
  .description("what is due between two dates, both included")
  .requiredOption("--cohort <slug>", "the cohort")
  .requiredOption("--from <date>", "first date, YYYY-MM-DD")
  .requiredOption("--to <date>", "last date, YYYY-MM-DD")
  .option("--json", "print JSON")
  .action(async (options: { cohort: string; from: string; to: string; json?: boolean }) => {
    const { printPlan } = await import("@/lib/cli/commands/notices");
    await withDatabase((ctx) => printPlan(ctx, options));
  });

const pair = program
  .command("pair")
  .description("partners for the members of a cohort")
  .option("--cohort <slug>", "the cohort")
  .option("--dry-run", "only show whom the next round would bring together, and why")
  .option("--seed <number>", "which of the equally good draws (default: the cohort's own)")
  .option("--json", "print JSON")
  .action(async (options: { cohort?: string; dryRun?: boolean; seed?: string; json?: boolean }) => {
    const { drawPairs } = await import("@/lib/cli/commands/pair");
    await withDatabase((ctx) => drawPairs(ctx, options));
  });
pair
  .command("solve")
  .description("print the cheapest groups of the members in a file, by the costs in it; needs no database")
  .argument("<file>", "JSON with members, cost, defaultCost, forbidden and locked; - for standard input")
  .option("--seed <number>", "which of the equally good answers (default 1)")
  .option("--json", "print JSON")
  .action(async (file: string, _: unknown, command: Command) => {
    const { solveFile } = await import("@/lib/cli/commands/pair-solve");
    // --seed and --json are options of `pair` too, which takes them wherever they stand.
    await solveFile(file, command.optsWithGlobals<{ seed?: string; json?: boolean }>());
  });

const demo = program.command("demo").description("a cohort in the middle of its term, with invented people");
demo
  .command("load")
  .description("add the demo cohort; a second call does nothing")
  .option("--if-empty", "only when this server has no cohort and its demo was never removed")
  .action(async (options: { ifEmpty?: boolean }) => {
    const { demoLoad } = await import("@/lib/cli/commands/demo");
    await withDatabase((ctx) => demoLoad(ctx, options));
  });
demo
  .command("remove")
  .description("remove the demo cohort and its invented people for good")
  .action(async () => {
    const { demoRemove } = await import("@/lib/cli/commands/demo");
    await withDatabase(demoRemove);
  });

const organizer = program.command("organizer").description("people who run cohorts on this server");
organizer
  .command("link")
  .description("print a link, good for one use, that makes the first organizer; nothing when there is one")
  .action(async () => {
    const { printLink } = await import("@/lib/cli/commands/server");
    await withDatabase(printLink);
  });

program
  .command("doctor")
  .description("check settings, database, migrations and the mail accounts of this server")
  .action(async () => {
    const { doctor } = await import("@/lib/cli/commands/server");
    await withDatabase(doctor);
  });

await program.parseAsync().catch(fail);
