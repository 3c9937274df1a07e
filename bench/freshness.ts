import { setTimeout as delay } from "node:timers/promises";
import type { Site, Web } from "./site";
import { round } from "./statistics";

/** How long a kept page of one web process shows what the database no longer says. */
export interface Freshness {
  /** Milliseconds from the commit to the first answer with the change, the slowest of all edits. */
  worstMs: number;
  medianMs: number;
  edits: number;
}

const POLL_MS = 10;
const GIVE_UP_MS = 10_000;

async function shows(url: string, text: string): Promise<boolean> {
  const response = await fetch(url);
  return (await response.text()).includes(text);
}

/** Asks like a reader who keeps reloading; null when the change never came. */
async function untilShown(url: string, text: string, since: number): Promise<number> {
  while (performance.now() - since < GIVE_UP_MS) {
    if (await shows(url, text)) return performance.now() - since;
    await delay(POLL_MS);
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Edits the cohort in the database, by no web process of ours, and looks when each of the processes shows it. Leaves the
 * cohort as it was.
 */
export async function freshness(site: Site, processes: readonly Web[], edits: number): Promise<Freshness[]> {
  const slug = site.publicPath.split("/").at(-1);
  const { rows } = await site.db.query<{ place: string }>("SELECT place FROM cohort WHERE slug = $1", [slug]);
  const urls = processes.map(({ origin }) => origin + site.publicPath);
  const times: number[][] = processes.map(() => []);
  for (let i = 0; i < edits; i += 1) {
    const place = `Room ${1000 + i}`;
    // A page that was never kept would always be fresh.
    for (const url of urls) await shows(url, place);
    await site.db.query("UPDATE cohort SET place = $1 WHERE slug = $2", [place, slug]);
    const since = performance.now();
    const shown = await Promise.all(urls.map((url) => untilShown(url, place, since)));
    for (const [index, ms] of shown.entries()) times[index]?.push(ms);
  }
  await site.db.query("UPDATE cohort SET place = $1 WHERE slug = $2", [rows[0]?.place ?? "", slug]);
  return times.map((all) => {
    const sorted = all.sort((a, b) => a - b);
    return {
      worstMs: round(sorted.at(-1) ?? Number.NaN, 0),
      medianMs: round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, 0),
      edits,
    };
  });
}
