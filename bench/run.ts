import os from "node:os";
import { parseArgs } from "node:util";
import { freePort } from "@/lib/cli/supervisor/ports";
import { openBrowser } from "./browser";
import { budget } from "./budget";
import type { Effort } from "./compare";
import { editorsFigure } from "./editors";
import { publicFigure, weekFigure } from "./figures";
import { gridFigure } from "./grid";
import { judge } from "./lighthouse";
import { matrixFigure } from "./matrix";
import { pairingFigure } from "./pairing/figure";
import { openSite, type Site } from "./site";
import { tickFigure } from "./tick";

/** Measures the pages and prints JSON; what it is doing meanwhile goes to stderr. Exit code 1 when a target is missed. */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "12" },
    "warm-up": { type: "string", default: "20" },
    seconds: { type: "string", default: "60" },
  },
});
const FIGURES = ["public", "week", "budget", "lighthouse", "grid", "editors", "tick", "matrix", "pairing"];
const unknown = positionals.find((name) => !FIGURES.includes(name));
if (unknown) throw new Error(`There is no figure ${unknown}; there are ${FIGURES.join(", ")}.`);
const wanted = positionals.length > 0 ? positionals : FIGURES;
const effort: Effort = {
  pairs: Number(values.pairs),
  seconds: 3,
  warmUpSeconds: Number(values["warm-up"]),
  connections: 8,
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const machine = {
  cores: os.availableParallelism(),
  cpu: os.cpus()[0]?.model ?? "",
  node: process.version,
  date: new Date().toISOString(),
  loadBefore: os.loadavg()[0],
};

/** What the browser says of the public page. */
async function inBrowser(site: Site) {
  const port = await freePort();
  const web = await site.startWeb();
  const browser = await openBrowser(port);
  try {
    const url = web.origin + site.publicPath;
    return {
      ...(wanted.includes("budget") ? { budget: await budget(browser, url) } : {}),
      ...(wanted.includes("lighthouse") ? { lighthouse: await judge(url, port, 5) } : {}),
    };
  } finally {
    await browser.close();
    await web.stop();
  }
}

if (wanted.every((name) => name === "pairing")) {
  // It needs no site.
  const pairing = await pairingFigure(say);
  if (!pairing.met) process.exitCode = 1;
  const report = { machine: { ...machine, loadAfter: os.loadavg()[0] }, met: pairing.met, figures: { pairing } };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exit();
}

// While pages are measured nothing is written, and the disk is left out; a save is measured with it.
const site = await openSite(say, {
  durable: wanted.some((name) => name === "grid" || name === "editors"),
  pages: wanted.some((name) => name !== "tick"),
});
try {
  const seen = wanted.some((name) => name === "budget" || name === "lighthouse");
  const figures = {
    ...(seen ? await inBrowser(site) : {}),
    ...(wanted.includes("public") ? { public: await publicFigure(site, effort, say) } : {}),
    ...(wanted.includes("week") ? { week: await weekFigure(site, effort, say) } : {}),
    ...(wanted.includes("grid") ? { grid: await gridFigure(site, say) } : {}),
    ...(wanted.includes("tick") ? { tick: await tickFigure(site, effort.pairs, say) } : {}),
    ...(wanted.includes("matrix") ? { matrix: await matrixFigure(site, effort, say) } : {}),
    ...(wanted.includes("pairing") ? { pairing: await pairingFigure(say) } : {}),
    ...(wanted.includes("editors") ? { editors: await editorsFigure(site, Number(values.seconds), say) } : {}),
  };
  const met = Object.values(figures).every((figure) => figure.met) && (figures.public?.freshness.met ?? true);
  if (!met) process.exitCode = 1;
  const report = { machine: { ...machine, loadAfter: os.loadavg()[0] }, effort, met, figures };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  await site.stop();
}
process.exit();
