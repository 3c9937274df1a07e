import path from "node:path";
import { boundaries, conclude, endTools, lint, runStages, type Tools, types, unit } from "./stages";
import { bareEnvironment } from "./supervisor/settings";

/** `npm run check`: what can be known in seconds, for use between two edits. Arguments narrow the tests. */

const tools: Tools = {
  root: path.resolve(import.meta.dirname, "../.."),
  env: bareEnvironment(),
  filters: process.argv.slice(2),
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, endTools);
process.once("disconnect", endTools);
process.channel?.unref();

const stages = [types(tools), unit(tools), boundaries(tools), lint(tools)];

process.exit(conclude(await runStages(stages, stages.length)));
