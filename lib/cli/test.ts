import path from "node:path";
import { parseArgs } from "node:util";
import { browser, endBrowserStage } from "./browser-stage";
import * as stages from "./stages";
import { buildIfStale } from "./supervisor/build";
import { bareEnvironment } from "./supervisor/settings";

/**
 * `npm test`: everything that can be known about the code, on ports and in folders of its own, beside whatever runs.
 * `npm test -- --only unit,db [names of tests]` runs a part. The last line is `N passed, N failed`.
 */

const root = path.resolve(import.meta.dirname, "../..");

const build = ({ env }: stages.Tools): stages.Stage => ({
  name: "build",
  async run() {
    await buildIfStale({ root, distDir: ".next-test", environment: env }, () => {});
    return { passed: 1, failed: 0, output: "" };
  },
});

// Two at a time, the long ones first; the browser comes last and alone, because it needs the build and measures time.
const TOGETHER = [
  stages.types,
  stages.lint,
  stages.boundaries,
  stages.unused,
  stages.unit,
  build,
  stages.database,
] as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: "string" } } });
  const tools: stages.Tools = { root, env: bareEnvironment(), filters: positionals };
  const together = TOGETHER.map((stage) => stage(tools));
  const last = browser(tools);
  const names = [...together, last].map((stage) => stage.name);
  const only = values.only?.split(",").map((name) => name.trim());
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown) {
    console.error(`There is no stage "${unknown}"; say some of ${names.join(", ")}.`);
    process.exit(1);
  }
  const wanted = (stage: stages.Stage) => !only || only.includes(stage.name);

  const interrupted = () => {
    stages.endTools();
    void endBrowserStage().finally(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, interrupted);
  process.once("disconnect", interrupted);
  process.channel?.unref();

  const outcomes = await stages.runStages(together.filter(wanted), 2);
  if (wanted(last)) {
    for (const [stage, outcome] of await stages.runStages([last], 1)) outcomes.set(stage, outcome);
  }
  process.exit(stages.conclude(outcomes));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
