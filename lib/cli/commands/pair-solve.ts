import { text } from "node:stream/consumers";
import { CliError, print, readNamed } from "@/lib/cli/run";
import { solve } from "@/lib/pairing/solve/rules";
import { pairingFile, problemOf } from "@/lib/pairing/solve/schema";

/** The seed as a whole number of 32 bits; the same one gives the same groups. */
export function seedOf(given: string | undefined): number {
  const seed = Number(given ?? "1");
  if (!/^\d{1,10}$/.test(given ?? "1") || seed >= 2 ** 31) {
    throw new CliError("--seed: Enter a whole number from 0 to 2147483647.");
  }
  return seed;
}

/**
 * Prints the cheapest groups of the members in a JSON file (`-` is standard input): one line of JSON, or one line a
 * group. Needs no database. Throws a CliError that says what is wrong with the file, and where.
 */
export async function solveFile(file: string, options: { seed?: string; json?: boolean }): Promise<void> {
  const seed = seedOf(options.seed);
  const parsed = pairingFile.safeParse(await readJson(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CliError(`${file}: ${issue?.path.join(".") || "the file"}: ${issue?.message ?? ""}`);
  }
  const { alone, bound, ...solution } = solveOrSay(file, parsed.data, seed);
  if (options.json) {
    // Who is alone is named only when somebody is: the answer is groups otherwise.
    print(JSON.stringify({ ...solution, bound, ...(alone.length > 0 ? { alone } : {}) }));
    return;
  }
  for (const group of solution.groups) print(group.join("  "));
  for (const member of alone) print(`${member}  alone`);
  print(`cost ${solution.cost}, ${solution.optimal ? "the least there is" : `at least ${bound ?? "unknown"}`}`);
}

function solveOrSay(file: string, data: Parameters<typeof problemOf>[0], seed: number): ReturnType<typeof solve> {
  try {
    return solve(problemOf(data, seed));
  } catch (error) {
    if (error instanceof RangeError) throw new CliError(`${file}: ${error.message}`);
    throw error;
  }
}

async function readJson(file: string): Promise<unknown> {
  const content = file === "-" ? await text(process.stdin) : (await readNamed(file)).toString("utf8");
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch {
    throw new CliError(`${file}: This is not JSON.`);
  }
}
