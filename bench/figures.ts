import { startBare } from "./bare";
import { type Comparison, compare, type Effort, Loader } from "./compare";
import { type Freshness, freshness } from "./freshness";
import type { Site, Web } from "./site";

/**
 * What is measured and how fast it has to be; the README says what each figure means. Each figure has processes of its
 * own, as new as its baseline: one that has worked longer is better compiled.
 */

interface Figure extends Comparison {
  target: number;
  met: boolean;
  /** Our bytes through the baseline's; a page that sends less must not win by that. */
  byteRatio: number;
}

export interface PublicFigure extends Figure {
  freshness: { targetMs: number; met: boolean; thisProcess: Freshness; otherProcess: Freshness };
}

const PUBLIC_TARGET = 0.8;
const WEEK_TARGET = 0.85;
const FRESH_TARGET_MS = 2000;

type Say = (line: string) => void;

function judged(comparison: Comparison, target: number): Figure {
  const { ratio, ours, baseline, twin } = comparison;
  const errors = ours.errors + baseline.errors + twin.errors;
  const byteRatio = Number((ours.bytes / baseline.bytes).toFixed(3));
  return { target, met: ratio.median >= target && errors === 0, byteRatio, ...comparison };
}

/** The public page of a cohort against a static page with the same markup. */
export async function publicFigure(site: Site, effort: Effort, say: Say): Promise<PublicFigure> {
  const [web, other] = [await site.startWeb(), await site.startWeb()];
  const html = await (await fetch(web.origin + site.publicPath)).text();
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1];
  if (!main) throw new Error("The public page has no <main>.");
  say("Building the bare static page.");
  const bare = await startBare(site, { name: "public", files: { "main.html": main } });
  const loader = new Loader();
  try {
    const page = { headers: {}, marker: 'id="schedule"' };
    const comparison = await compare(
      loader,
      {
        ours: { ...page, url: web.origin + site.publicPath, pid: web.pid },
        baseline: { ...page, url: `${bare.origin}/`, pid: bare.pid },
        twin: { ...page, url: other.origin + site.publicPath, pid: other.pid },
      },
      effort,
      say,
    );
    const [here, there] = await freshness(site, [web, other], 9);
    if (!here || !there) throw new Error("Freshness was not measured.");
    const fresh = Math.max(here.worstMs, there.worstMs) < FRESH_TARGET_MS;
    return {
      ...judged(comparison, PUBLIC_TARGET),
      freshness: { targetMs: FRESH_TARGET_MS, met: fresh, thisProcess: here, otherProcess: there },
    };
  } finally {
    loader.stop();
    await Promise.all([web, other, bare].map((running) => running.stop()));
  }
}

/** A learner's week against a page that runs the same statements and writes the same markup without our components. */
export async function weekFigure(site: Site, effort: Effort, say: Say): Promise<Figure> {
  const [web, other] = [await site.startWeb(), await site.startWeb()];
  say("Building the bare week.");
  const bare = await startBare(site, { name: "week", folders: ["lib"] });
  const loader = new Loader();
  try {
    const page = { headers: site.signedIn, marker: "Before the session" };
    const side = ({ origin, pid }: Web) => ({ ...page, url: origin + site.weekPath, pid });
    const sides = { ours: side(web), baseline: side(bare), twin: side(other) };
    return judged(await compare(loader, sides, effort, say), WEEK_TARGET);
  } finally {
    loader.stop();
    await Promise.all([web, other, bare].map((running) => running.stop()));
  }
}
