import lighthouse from "lighthouse";
import { quantile } from "./statistics";

/** Lighthouse's judgement of a page with its own defaults: a phone of the middle class on a slow network. */

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const TARGET = 95;

export interface Judgement {
  target: number;
  met: boolean;
  runs: number;
  /** 0 to 100, the median of the runs. */
  scores: Record<string, number>;
  performanceOfRuns: number[];
  /** Lighthouse's own measure of the processor; below 1000 it slows a page down by more than the phone it imitates. */
  benchmarkIndexOfRuns: number[];
  /** Of the last run, milliseconds or a ratio, as Lighthouse shows them. */
  metrics: Record<string, string>;
  /** Whatever cost a point in the last run. */
  failing: { category: string; id: string; score: number; title: string; items: string[] }[];
}

const METRICS = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "speed-index",
];

async function judgeOnce(url: string, port: number) {
  const result = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: [...CATEGORIES] });
  if (!result) throw new Error("Lighthouse gave no result.");
  const { runtimeError } = result.lhr;
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
  return result.lhr;
}

/** On a busy machine the browser now and then gives no usable trace; such a run says nothing about the page. */
async function patiently(url: string, port: number): Promise<Awaited<ReturnType<typeof judgeOnce>>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await judgeOnce(url, port);
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}

/** `port` is a Chromium's debugging port. Simulated time still hangs on the real processor, hence several runs. */
export async function judge(url: string, port: number, runs: number): Promise<Judgement> {
  // A page that is made at its first request is judged as every reader but the first one gets it.
  await (await fetch(url)).text();
  const results: Awaited<ReturnType<typeof judgeOnce>>[] = [];
  for (let i = 0; i < runs; i += 1) results.push(await patiently(url, port));
  const scoreOf = (category: string) =>
    Math.round(
      quantile(
        results.map((result) => (result.categories[category]?.score ?? 0) * 100),
        0.5,
      ),
    );
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, scoreOf(category)]));
  const last = results.at(-1);
  return {
    target: TARGET,
    met: Object.values(scores).every((score) => score >= TARGET),
    runs,
    scores,
    performanceOfRuns: results.map((result) => Math.round((result.categories.performance?.score ?? 0) * 100)),
    benchmarkIndexOfRuns: results.map((result) => Math.round(result.environment.benchmarkIndex)),
    metrics: Object.fromEntries(METRICS.map((id) => [id, last?.audits[id]?.displayValue ?? ""])),
    failing: last ? failing(last) : [],
  };
}

function failing({ categories, audits }: Awaited<ReturnType<typeof judgeOnce>>): Judgement["failing"] {
  return CATEGORIES.flatMap((category) =>
    (categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = audits[id];
      if (!audit || weight === 0 || audit.score === null || audit.score >= 1) return [];
      return [{ category, id, score: audit.score, title: audit.title, items: itemsOf(audit.details) }];
    }),
  );
}

/** The elements or addresses an audit points at, to be read by a person. */
function itemsOf(details: unknown): string[] {
  if (!details || typeof details !== "object" || !("items" in details) || !Array.isArray(details.items)) return [];
  return details.items.slice(0, 5).map((item) => JSON.stringify(item).slice(0, 300));
}
