import { parseArgs } from "node:util";
import { FUZZED, type Fuzzed, hostileText, seeded } from "@/lib/transfer/formats/testing/inputs";
import { readHostile } from "@/lib/transfer/formats/testing/readers";
import { understandHostile } from "@/lib/transfer/testing/understood";

/**
 * Gives the readers of pasted schedules many hostile texts: `npm run fuzz -- [--inputs 100000] [--seed 1] [reader …]`.
 * Prints a JSON object a reader with how many threw, how many gave something that is no sheet or no schedule, and the
 * slowest one in milliseconds of processor time; an input is read three times: by its reader alone, in one of the ways it
 * can be pasted or dropped, and as a schedule with what a cohort knows beside it. The exit code is 1 when any failed or
 * took more than a second. The same seed gives the same inputs.
 */

interface Outcome {
  reader: Fuzzed;
  inputs: number;
  crashes: number;
  faults: number;
  slowestMs: number;
  characters: number;
  /** The seed of the first input that failed, or of the slowest one. */
  look?: { seed: number; why: string; text: string };
}

const { values, positionals } = parseArgs({
  options: { inputs: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
  allowPositionals: true,
});
const chosen = FUZZED.filter((reader) => positionals.length === 0 || positionals.includes(reader));
const outcomes = chosen.map((reader) => {
  const outcome = fuzz(reader, Number(values.inputs), Number(values.seed));
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  return outcome;
});
/** For one input and all three readings together. */
const MOST_MS = 1000;
const failed = ({ crashes, faults, slowestMs }: Outcome) => crashes + faults > 0 || slowestMs > MOST_MS;
process.exitCode = outcomes.some(failed) ? 1 : 0;

function fuzz(reader: Fuzzed, inputs: number, firstSeed: number): Outcome {
  const outcome: Outcome = { reader, inputs, crashes: 0, faults: 0, slowestMs: 0, characters: 0 };
  let slowest = firstSeed;
  for (let turn = 0; turn < inputs; turn += 1) {
    const seed = firstSeed + turn;
    const choices = seeded(seed);
    const text = hostileText(reader, choices);
    outcome.characters += text.length;
    const started = process.cpuUsage();
    let why: string | null = null;
    try {
      why = readHostile(reader, text) ?? understandHostile(text, choices);
      if (why !== null) outcome.faults += 1;
    } catch (error) {
      outcome.crashes += 1;
      why = error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 4).join(" ") : String(error);
    }
    const { user, system } = process.cpuUsage(started);
    const ms = Math.round((user + system) / 100) / 10;
    if (ms > outcome.slowestMs) [outcome.slowestMs, slowest] = [ms, seed];
    if (why !== null) outcome.look ??= { seed, why, text: text.slice(0, 500) };
  }
  const text = hostileText(reader, seeded(slowest));
  outcome.look ??= { seed: slowest, why: `the slowest, ${text.length} characters`, text: text.slice(0, 60) };
  return outcome;
}
