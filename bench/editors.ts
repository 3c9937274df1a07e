import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Site } from "./site";
import { makeTerm } from "./term";

/**
 * Eight organizers who edit one schedule at once through the API of two web processes, each as a browser would: they
 * read, change, and on a conflict read again. Afterwards every saved word must be there, once, and in the audit log.
 */

const CLIENTS = 8;
const SIZE = { sessions: 6, resources: 30, organizers: CLIENTS };

const list = z.object({ sessions: z.array(z.object({ id: z.string(), version: z.number(), notes: z.string() })) });

interface Tally {
  saved: string[];
  conflicts: number;
  failures: number;
}

export async function editorsFigure(site: Site, seconds: number, say: (line: string) => void) {
  const term = await makeTerm(site.db, SIZE);
  const webs = [await site.startWeb(), await site.startWeb()];
  say(`Eight organizers edit for ${seconds} seconds.`);
  const until = performance.now() + seconds * 1000;
  const tallies = await Promise.all(
    term.cookies.map((cookie, index) => {
      const origin = webs[index % webs.length]?.origin ?? "";
      return work({ origin, slug: term.slug, cookie, name: `c${index}`, until });
    }),
  );
  const saved = tallies.flatMap((tally) => tally.saved);
  const { rows: notes } = await site.db.query<{ notes: string; version: number }>(
    "SELECT notes, version FROM session WHERE cohort_id = $1",
    [term.cohortId],
  );
  const words = notes.flatMap((row) => row.notes.split(" ").filter(Boolean));
  const { rows: audit } = await site.db.query<{ notes: string }>(
    `SELECT s ->> 'notes' AS notes FROM audit, jsonb_array_elements(after -> 'sessions') AS s
      WHERE cohort_id = $1 AND action = 'schedule.edited'`,
    [term.cohortId],
  );
  const audited = new Set(audit.map((row) => row.notes.split(" ").at(-1)));
  const lost = saved.filter((word) => !words.includes(word)).length;
  const doubled = words.length - new Set(words).size;
  const unaudited = saved.filter((word) => !audited.has(word)).length;
  const versions = notes.reduce((sum, row) => sum + row.version - 1, 0);
  const count = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0);
  for (const web of webs) await web.stop();
  return {
    met:
      lost + doubled + unaudited === 0 &&
      versions === saved.length &&
      saved.length > 0 &&
      count((one) => one.failures) === 0,
    clients: CLIENTS,
    seconds,
    saved: saved.length,
    savedPerSecond: Number((saved.length / seconds).toFixed(1)),
    conflicts: count((one) => one.conflicts),
    failures: count((one) => one.failures),
    lost,
    doubled,
    unaudited,
    versions,
  };
}

async function work(job: {
  origin: string;
  slug: string;
  cookie: string;
  name: string;
  until: number;
}): Promise<Tally> {
  const { origin, slug, cookie, name, until } = job;
  const headers = { cookie, origin, "content-type": "application/json" };
  const tally: Tally = { saved: [], conflicts: 0, failures: 0 };
  for (let number = 0; performance.now() < until; number += 1) {
    const answer = await fetch(`${origin}/api/cohorts/${slug}/sessions`, { headers });
    const { sessions } = list.parse(await answer.json());
    const session = sessions[randomInt(sessions.length)];
    if (!session) throw new Error("There is no session.");
    const word = `${name}-${number}`;
    const edits = [{ sessionId: session.id, version: session.version, notes: `${session.notes} ${word}`.trim() }];
    const body = JSON.stringify({ edits });
    const response = await fetch(`${origin}/api/cohorts/${slug}/sessions/edit`, { method: "POST", headers, body });
    await response.text();
    if (response.ok) tally.saved.push(word);
    else if (response.status === 409) tally.conflicts += 1;
    else tally.failures += 1;
  }
  return tally;
}
