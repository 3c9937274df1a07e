import path from "node:path";
import type { Client } from "pg";
import { freePort } from "@/lib/cli/supervisor/ports";
import { openBrowser } from "./browser";
import { type Comparison, compare, type Effort, Loader, type Side } from "./compare";
import { serve } from "./processes";
import { root, type Site, type Web } from "./site";
import { quantile, round } from "./statistics";
import { makeTerm, type Term } from "./term";

/** The organizer's matrix: its answer and its file against bare node:http, how both grow, and how it scrolls. */

const RESOURCES = 100;
const MEMBERS = 1000;
const SIZES = [100, MEMBERS, 4000] as const;

const ANSWER_MS = 200;
const TIMES_BARE = 3;
const CSV_TIMES_BARE = 2;
/** Time a row, of the largest cohort through the middle one: more would mean that something grows with the square. */
const GROWTH = 1.25;
/** Three frames of a usual screen. */
const FRAME_MS = 50;

type Say = (line: string) => void;

/** A term with learners who have touched half of it. */
async function makeLearners(db: Client, members: number): Promise<Term> {
  const term = await makeTerm(db, { sessions: 20, resources: RESOURCES, organizers: 1 });
  await db.query(
    `WITH people AS (
       INSERT INTO person (id, email, name)
       SELECT gen_random_uuid(), gen_random_uuid() || '@example.org', 'Learner number ' || n FROM generate_series(1, $2::int) AS n
       RETURNING id)
     INSERT INTO member (id, cohort_id, person_id, role, state, lab)
     SELECT gen_random_uuid(), $1, id, 'learner', 'active', 'Laboratory ' || row_number() OVER () % 12 FROM people`,
    [term.cohortId, members],
  );
  await db.query(
    `INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, source, updated_at)
     SELECT m.id, r.id, $1, (ARRAY['done', 'done', 'done', 'started', 'skipped'])[1 + (m.n / 7 + r.n) % 5]::"ProgressState",
            CASE WHEN (m.n + r.n) % 3 = 0 THEN '{[0,100),[160,220)}' ELSE '{[0,180)}' END::int4multirange, 'player',
            now() - make_interval(mins => (m.n + r.n)::int)
       FROM (SELECT id, row_number() OVER () AS n FROM member WHERE cohort_id = $1 AND role = 'learner') AS m
       JOIN (SELECT id, row_number() OVER () AS n FROM resource WHERE cohort_id = $1) AS r ON (m.n + r.n) % 2 = 0
      -- People tick at their own times, so no row lies beside the others of its member, however many members there are.
      ORDER BY md5(m.id::text || r.id::text)`,
    [term.cohortId],
  );
  await db.query("VACUUM ANALYZE");
  return term;
}

async function startBareMatrix(site: Site): Promise<Web> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const program = {
    name: "The bare matrix",
    args: [path.join(root, "bench/bare/matrix/server.ts")],
    cwd: root,
    env: { ...site.environment, PORT: String(port) },
    logFile: path.join(site.dir, "bare-matrix.log"),
  };
  return { ...(await serve(program, `${origin}/`)), origin };
}

interface Times {
  /** Our time through the bare one's. */
  timesBare: number;
  target: number;
  met: boolean;
  byteRatio: number;
}

function judged(comparison: Comparison, target: number): Times & Comparison {
  const { ratio, ours, baseline, twin } = comparison;
  const timesBare = round(1 / ratio.median, 2);
  const errors = ours.errors + baseline.errors + twin.errors;
  const byteRatio = round(ours.bytes / baseline.bytes, 3);
  return { timesBare, target, met: timesBare <= target && errors === 0, byteRatio, ...comparison };
}

export async function matrixFigure(site: Site, effort: Effort, say: Say) {
  const terms: Term[] = [];
  for (const members of SIZES) {
    say(`Making a cohort of ${members} members by ${RESOURCES} resources.`);
    terms.push(await makeLearners(site.db, members));
  }
  const term = terms[SIZES.indexOf(MEMBERS)];
  if (!term) throw new Error("There is no cohort of the measured size.");
  const [web, other, bare] = [await site.startWeb(), await site.startWeb(), await startBareMatrix(site)];
  const loader = new Loader();
  // One organizer looks at it; who asks eight times at once measures the queue.
  const alone = { ...effort, connections: 1 };
  const api = ({ slug }: Term) => `/api/cohorts/${slug}/progress/matrix`;
  const file = ({ slug }: Term) => `/c/${slug}/admin/progress/matrix.csv`;
  const side = (server: Web, where: string, marker: string): Side => ({
    url: server.origin + where,
    headers: { cookie: term.cookies[0] ?? "" },
    marker,
    pid: server.pid,
  });
  try {
    say("The answer.");
    const answer = await compare(
      loader,
      {
        ours: side(web, api(term), '"cells"'),
        baseline: side(bare, `/matrix/${term.cohortId}`, '"cells"'),
        twin: side(other, api(term), '"cells"'),
      },
      alone,
      say,
    );
    say("The file.");
    const csv = await compare(
      loader,
      {
        ours: side(web, file(term), "Name,Lab"),
        baseline: side(bare, `/matrix.csv/${term.cohortId}`, "Name,Lab"),
        twin: side(other, file(term), "Name,Lab"),
      },
      alone,
      say,
    );
    const p95Ms = await p95Of(loader, side(web, api(term), '"cells"'));
    const grown = await growthOf(loader, web, terms, api);
    const scroll = await scrollOf(web, term, say);
    const figures = { answer: judged(answer, TIMES_BARE), csv: judged(csv, CSV_TIMES_BARE) };
    const quick = p95Ms <= ANSWER_MS;
    return {
      met: figures.answer.met && figures.csv.met && quick && grown.met && scroll.met,
      members: MEMBERS + 1,
      resources: RESOURCES,
      p95Ms: { measured: p95Ms, target: ANSWER_MS, met: quick },
      ...figures,
      growth: grown,
      scroll,
    };
  } finally {
    loader.stop();
    await Promise.all([web, other, bare].map((running) => running.stop()));
  }
}

async function p95Of(loader: Loader, side: Side): Promise<number> {
  const { latencies, firstError } = await loader.run({ ...side, connections: 1, seconds: 15 });
  if (firstError) throw new Error(`${side.url} answers with ${firstError}.`);
  return round(quantile(latencies, 0.95) / 1000, 1);
}

/** Rows a second by size of the cohort, the sizes in turn so that what disturbs one disturbs its neighbours. */
async function growthOf(loader: Loader, web: Web, terms: readonly Term[], where: (term: Term) => string) {
  const perRow = SIZES.map((): number[] => []);
  const bytes = SIZES.map(() => 0);
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [at, term] of terms.entries()) {
      const url = web.origin + where(term);
      const headers = { cookie: term.cookies[0] ?? "" };
      const tally = await loader.run({ url, headers, marker: '"cells"', connections: 1, seconds: 5 });
      if (tally.firstError) throw new Error(`${url} answers with ${tally.firstError}.`);
      perRow[at]?.push(quantile(tally.latencies, 0.5) / (SIZES[at] ?? 1));
      bytes[at] = tally.bytes;
    }
  }
  const microseconds = perRow.map((values) => round(quantile(values, 0.5), 1));
  const [, middle = Number.NaN, large = Number.NaN] = microseconds;
  const ratio = round(large / middle, 2);
  return { members: SIZES, microsecondsPerRow: microseconds, bytes, ratio, target: GROWTH, met: ratio <= GROWTH };
}

const STEPS = 120;

/**
 * Scrolls it in a real browser, faster than anybody reads: two rows a frame down, then from the left to the right end and
 * back, and reads how long each frame took. A headless Chromium has no graphics card and paints on the same processor.
 */
async function scrollOf(web: Web, term: Term, say: Say) {
  const browser = await openBrowser(await freePort());
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    const [name = "", value = ""] = (term.cookies[0] ?? "").split("=");
    await context.addCookies([{ name, value, url: web.origin, httpOnly: true, sameSite: "Lax" }]);
    const page = await context.newPage();
    await page.addInitScript("globalThis.__name = (named) => named");
    await page.goto(`${web.origin}/c/${term.slug}/admin/progress`);
    await page.locator("[role=grid][data-ready]").waitFor();
    say("Scrolling the matrix.");
    const framesOf = (way: "still" | "down" | "across") => page.evaluate(scrolled, { way, steps: STEPS });
    // The first time compiles what runs from then on.
    for (const way of ["down", "across"] as const) await framesOf(way);
    const ways = {
      still: summary(await framesOf("still")),
      down: summary(await framesOf("down")),
      across: summary(await framesOf("across")),
    };
    const cells = await page.locator("[role=gridcell]").count();
    const met = Math.max(ways.down.p95Ms, ways.across.p95Ms) <= FRAME_MS;
    return { frames: STEPS, ...ways, cellsInDocument: cells, target: FRAME_MS, met };
  } finally {
    await browser.close();
  }
}

/** Runs in the page: how long each frame took while the grid was scrolled one way. */
async function scrolled({ way, steps }: { way: string; steps: number }): Promise<number[]> {
  const grid = document.querySelector("[role=grid]");
  if (!grid) throw new Error("There is no grid.");
  const frame = () => new Promise(requestAnimationFrame);
  grid.scrollTo(0, 0);
  for (let rest = 0; rest < 10; rest += 1) await frame();
  const times: number[] = [];
  let last = performance.now();
  for (let step = 1; step <= steps; step += 1) {
    if (way === "down") grid.scrollTop += 56;
    const there = 0.5 - Math.cos((step / steps) * 2 * Math.PI) / 2;
    if (way === "across") grid.scrollLeft = (grid.scrollWidth - grid.clientWidth) * there;
    await frame();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
}

function summary(frames: readonly number[]) {
  const at = (share: number) => round(quantile(frames, share), 1);
  return { p50Ms: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}
