import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import type { PrismaClient } from "@/lib/db/generated/client";
import { type Range, readRanges } from "@/lib/progress/ranges/rules";

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
const tell = () => say({ duration: 60, playerState: state, playbackRate: rate, volume: 100, muted: false,
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
