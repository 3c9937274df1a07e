import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page } from "@playwright/test";
import type { PrismaClient } from "@/lib/db/generated/client";
import { gaps, type Range, readRanges, union } from "@/lib/progress/ranges/rules";
import { readKept } from "@/lib/progress/watching/kept/rules";

/**
 * A video of 40 seconds that counts them, from a server that is not ours and answers for parts of it (RFC 9110, 14).
 * The file was made once by `ffmpeg -f lavfi -i testsrc=duration=40:size=192x108:rate=10 -f lavfi -i anullsrc=r=8000:cl=mono
 * -t 40 -c:v libvpx -b:v 20k -g 20 -c:a libopus -b:a 6k video.webm`.
 */
const FILE = "e2e/files/video.webm";

export async function serveVideo(): Promise<{ url: string; close: () => void }> {
  const { size } = statSync(FILE);
  const server = createServer((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const [start, end] = [Number(from ?? 0), to ? Number(to) : size - 1];
    response.writeHead(from === undefined ? 200 : 206, {
      "content-type": "video/webm",
      "accept-ranges": "bytes",
      "content-length": end - start + 1,
      ...(from === undefined ? {} : { "content-range": `bytes ${start}-${end}/${size}` }),
    });
    createReadStream(FILE, { start, end }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/video.webm`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the database has of one member's resource. */
export async function progressIn(db: PrismaClient, memberId: string, resourceId: string) {
  const [row] = await db.$queryRaw<{ state: string; source: string; watched: string; stoppedAt: number | null }[]>`
    SELECT state::text AS state, source::text AS source, watched::text AS watched, stopped_at_seconds AS "stoppedAt"
      FROM progress WHERE member_id = ${memberId}::uuid AND resource_id = ${resourceId}::uuid`;
  const watched: Range[] = row ? readRanges(row.watched) : [];
  return { state: row?.state ?? "todo", source: row?.source ?? null, watched, stoppedAt: row?.stoppedAt ?? null };
}

/** Whether the database has all seconds of a range. */
export async function hasSeen(db: PrismaClient, memberId: string, resourceId: string, [from, to]: Range) {
  const { watched } = await progressIn(db, memberId, resourceId);
  return watched.some(([a, b]) => a <= from && b >= to);
}

/** What this browser keeps of what a member watched, as long as the server has not answered to it. */
export async function keptIn(page: Page, memberId: string): Promise<Range[]> {
  const texts = await page.evaluate(
    (prefix) =>
      Object.entries(localStorage).flatMap(([key, text]: [string, string]) => (key.startsWith(prefix) ? [text] : [])),
    `convene-watched:${memberId}:`,
  );
  return union(...texts.map((text) => readKept(text)?.ranges ?? []));
}

/** What of some ranges the database does not have. */
export async function missing(db: PrismaClient, memberId: string, resourceId: string, ranges: readonly Range[]) {
  const { watched } = await progressIn(db, memberId, resourceId);
  return ranges.flatMap((range) => gaps(watched, range));
}

/** Pauses, waits until the server has answered to all that was played, and gives what the database has then. */
export async function pauseAndSee(page: Page, db: PrismaClient, memberId: string, resourceId: string) {
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  // A report that is on its way just then holds up the last one until the next is due, ten seconds later.
  await expect.poll(() => keptIn(page, memberId), { timeout: 20_000 }).toEqual([]);
  const row = await progressIn(db, memberId, resourceId);
  return { ...row, stopped: row.stoppedAt ?? 0 };
}

/** Opens the page on which a resource is watched. */
export async function open(page: Page, { slug }: { slug: string }, resourceId: string): Promise<void> {
  await page.goto(`/c/${slug}/watch/${resourceId}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Where the player stands, in seconds. */
export function place(page: Page): Promise<number> {
  return page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
}

/** Waits until the player itself has come to that second. */
export async function playsTo(page: Page, second: number): Promise<void> {
  await page.waitForFunction((to) => (document.querySelector("video")?.currentTime ?? 0) >= to, second);
}

/** Everything that a page says in its console: what the policy forbids is told there too. */
export function complaintsOf(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/net::ERR_|Failed to load resource/.test(message.text()))
      said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  return said;
}

/**
 * A page in the place of YouTube's player, which takes its messages and plays 60 seconds of nothing: enough of what the
 * IFrame API says for a library that speaks with it.
 */
export const YOUTUBE_STUB = `<!doctype html><title>Stub</title><script>
let at = 0, state = 5, timer = 0, rate = 1;
const say = (info) => parent.postMessage(JSON.stringify({ event: "infoDelivery", info }), "*");
const tell = () => say({ duration: 60, currentTime: at, playerState: state, playbackRate: rate, volume: 100, muted: false,
  progressState: { current: at, duration: 60, loaded: 60, seekableStart: 0, seekableEnd: 60 } });
const commands = {
  playVideo() { state = 1; tell(); clearInterval(timer); timer = setInterval(() => { at += rate / 4; tell(); }, 250); },
  pauseVideo() { state = 2; clearInterval(timer); tell(); },
  seekTo([to]) { at = to; tell(); },
  setPlaybackRate([to]) { rate = to; tell(); },
};
addEventListener("message", ({ data }) => {
  const { event, func, args } = JSON.parse(data);
  if (event === "listening") tell(); else commands[func]?.(args);
});
</script>`;

/** The same in the place of Vimeo's player, in the messages of its player.js. */
export const VIMEO_STUB = `<!doctype html><title>Stub</title><script>
let at = 0, timer = 0, rate = 1;
const say = (message) => parent.postMessage(JSON.stringify(message), "*");
const tell = (event) => say({ event, data: { seconds: at, duration: 60, percent: at / 60 } });
const values = { getCurrentTime: () => at, getDuration: () => 60, getMuted: () => false, getQualities: () => [], getChapters: () => [] };
const commands = {
  play() {
    tell("play");
    clearInterval(timer);
    timer = setInterval(() => { at += rate / 4; tell("timeupdate"); tell("playProgress"); }, 250);
  },
  pause() { clearInterval(timer); tell("pause"); },
  seekTo(to) { at = to; tell("seeked"); },
  setPlaybackRate(to) { rate = to; say({ event: "playbackratechange", data: { playbackRate: to } }); },
  addEventListener(event) { if (event === "loaded") tell("loaded"); },
};
addEventListener("message", ({ data }) => {
  const { method, value } = JSON.parse(data);
  commands[method]?.(value);
  say({ method, value: values[method] ? values[method]() : value });
});
say({ event: "ready" });
</script>`;
