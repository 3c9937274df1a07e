import { clip, overlapAll, type Range, type Ranges, secondsOf, union } from "@/lib/progress/ranges/rules";
import type { ProgressState } from "@/lib/progress/schema";
import type { AskedPart, Player, ReportWatched, WatchedState, Watching } from "@/lib/progress/watching/schema";
import { youtubeId } from "@/lib/resources/rules";

/** Who stopped so many seconds before the end has seen it to the end. */
const END = 2;

const FILES: Record<string, "video" | "audio"> = {
  mp4: "video",
  m4v: "video",
  webm: "video",
  ogv: "video",
  mp3: "audio",
  ogg: "audio",
};
const VIMEO_PATH =
  /^\/(?:(?:video|channels\/[\w-]+|groups\/[\w-]+\/videos|(?:album|showcase)\/\d+\/video)\/)?(\d{5,12})(?:\/([0-9a-f]{6,20}))?\/?$/;
/** Words that stand where YouTube has the id of a video and are as long as one. */
const NO_VIDEO = new Set(["videoseries", "live_stream"]);

/**
 * How a link plays on our own page; null when it does not. `secure` is whether that page comes by TLS: a file without it
 * could not be part of the page, so its address is asked for with it.
 */
export function playerOf(url: string | null, secure = true): Player | null {
  if (url === null || !URL.canParse(url)) return null;
  const link = new URL(url);
  if (link.protocol !== "https:" && link.protocol !== "http:") return null;
  const start = startOf(link);
  const video = youtubeId(url);
  if (video !== null) {
    const isVideo = /^[\w-]{11}$/.test(video) && !NO_VIDEO.has(video);
    return isVideo ? { kind: "youtube", source: video, host: "youtube.com", start } : null;
  }
  if (/^(www\.|player\.)?vimeo\.com$/.test(link.hostname)) {
    const [, id, key = link.searchParams.get("h") ?? ""] = VIMEO_PATH.exec(link.pathname) ?? [];
    if (id === undefined || !/^[0-9a-f]{0,20}$/.test(key)) return null;
    return { kind: "vimeo", source: key ? `${id}/${key}` : id, host: "vimeo.com", start };
  }
  const kind = FILES[/\.([a-z0-9]{3,4})$/.exec(link.pathname.toLowerCase())?.[1] ?? ""];
  if (!kind) return null;
  if (secure) link.protocol = "https:";
  link.hash = "";
  return { kind, source: link.href, host: link.host.replace(/^www\./, ""), start };
}

/** Where a link wants to start: `t=90`, `t=1h2m3s`, `start=90`, `#t=90`; 0 when it does not say. */
function startOf(link: URL): number {
  const fragment = new URLSearchParams(link.hash.slice(1));
  const said = link.searchParams.get("t") ?? link.searchParams.get("start") ?? fragment.get("t") ?? "";
  const [whole, hours, minutes, seconds] = /^(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/.exec(said) ?? [];
  return whole ? Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0) : 0;
}

/**
 * What of a page's policy one player needs: whose frame, whose files, whom the page itself asks. A file's server may
 * send on to another of its own names; everybody else stays shut out.
 */
export function sourcesOf(player: Player | null): string {
  const needs = { "frame-src": "'none'", "media-src": "'none'", "connect-src": "'self'" };
  if (player?.kind === "youtube") needs["frame-src"] = "https://www.youtube-nocookie.com";
  else if (player?.kind === "vimeo") {
    needs["frame-src"] = "https://player.vimeo.com";
    // Vimeo's player tells only there whether a video may be played faster.
    needs["connect-src"] = "'self' https://vimeo.com";
  } else if (player) {
    const { protocol, host, hostname } = new URL(player.source);
    const isName = /[a-z]$/.test(hostname) && hostname.includes(".");
    const own = host.replace(/^www\./, "");
    needs["media-src"] = isName ? `${protocol}//${own} ${protocol}//*.${own}` : `${protocol}//${host}`;
  }
  return Object.entries(needs)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");
}

/** The seconds that a cohort asks for of something `length` seconds long: all of them unless each session asks for a part. */
export function askedOf(parts: readonly Pick<AskedPart, "from" | "to">[], length: number): Ranges {
  const asked = clip(
    parts.map(({ from, to }): Range => [from, to ?? length]),
    length,
  );
  // A part that lies behind the end was meant for something else; then only the whole can be meant.
  return asked.length > 0 ? asked : [[0, length]];
}

/**
 * Where the player begins, in seconds: where the member stopped, unless that is the end; else where the link or the part
 * for the next session begins.
 */
export function beginAt(watching: Pick<Watching, "stoppedAt" | "lengthSeconds" | "player" | "parts" | "sessionId">): {
  at: number;
  resumes: boolean;
} {
  const { stoppedAt, lengthSeconds, player, parts, sessionId } = watching;
  if (stoppedAt !== null && stoppedAt > 0 && stoppedAt < (lengthSeconds ?? 0) - END)
    return { at: stoppedAt, resumes: true };
  const next = parts.find((part) => part.sessionId === sessionId);
  return { at: next?.from || player?.start || 0, resumes: false };
}

/** How much of the asked seconds was seen, 0 to 1. */
export function shareSeen(watched: readonly Range[], asked: readonly Range[]): number {
  return secondsOf(overlapAll(watched, asked)) / Math.max(1, secondsOf(asked));
}

/** One member's row, as far as a player changes it; `stoppedMoment` in milliseconds since 1970. */
export interface WatchedRow extends Omit<WatchedState, "resourceId"> {
  stoppedMoment: number | null;
}

/** What a cohort wants to have been seen before it counts as done. */
export interface Wanted {
  parts: readonly Pick<AskedPart, "from" | "to">[];
  doneAtPercent: number;
}

const UNSEEN: WatchedRow = {
  state: "todo",
  watched: [],
  lengthSeconds: null,
  stoppedAt: null,
  stoppedMoment: null,
  markedBy: "",
  reason: "",
};

/**
 * The row after a report, and how many of its seconds are new. Whatever the order of the reports of one video, and
 * however often each comes, the row is the same in the end. Without new seconds the state stays what it is, so that a
 * tick that was taken back by hand is not set again by something old. What an organizer said, and why, stands until so
 * much is watched that it is done. `now` is when the report came, in milliseconds: no device is believed that it is later.
 */
export function afterReport(
  before: WatchedRow | null,
  report: Pick<ReportWatched, "ranges" | "lengthSeconds" | "stoppedAt" | "moment">,
  wanted: Wanted,
  now: number,
): { row: WatchedRow; newSeconds: number } {
  const row = before ?? UNSEEN;
  const watched = union(row.watched, clip(report.ranges, report.lengthSeconds));
  const lengthSeconds = Math.max(row.lengthSeconds ?? 1, report.lengthSeconds);
  const newSeconds = secondsOf(watched) - secondsOf(row.watched);
  const state = newSeconds === 0 ? row.state : stateAfter(row, { watched, lengthSeconds }, wanted);
  const { markedBy, reason } = state === "done" && row.state !== "done" ? UNSEEN : row;
  return {
    row: { state, watched, lengthSeconds, ...placeAfter(row, report, now), markedBy, reason },
    newSeconds,
  };
}

function placeAfter(
  { stoppedAt, stoppedMoment }: WatchedRow,
  report: Pick<ReportWatched, "lengthSeconds" | "stoppedAt" | "moment">,
  now: number,
): Pick<WatchedRow, "stoppedAt" | "stoppedMoment"> {
  const moment = Math.min(Date.parse(report.moment), now);
  const place = Math.min(report.stoppedAt, report.lengthSeconds);
  const known = stoppedMoment ?? Number.NEGATIVE_INFINITY;
  const isNewer = moment > known || (moment === known && place > (stoppedAt ?? -1));
  return isNewer ? { stoppedAt: place, stoppedMoment: moment } : { stoppedAt, stoppedMoment };
}

/** The state when something new was seen. */
function stateAfter(
  before: WatchedRow,
  { watched, lengthSeconds }: { watched: Ranges; lengthSeconds: number },
  { parts, doneAtPercent }: Wanted,
): ProgressState {
  if (before.state === "done") return "done";
  const asked = askedOf(parts, lengthSeconds);
  // Compared in whole seconds' hundredths, since 0.9 is not exact in binary.
  const isEnough = (ranges: Ranges) => Math.round(shareSeen(ranges, asked) * 1e6) >= doneAtPercent * 1e4;
  const byOrganizer = before.reason !== "";
  // An organizer who says something else of what was watched already has seen that it was.
  if (isEnough(watched) && !(byOrganizer && isEnough(before.watched))) return "done";
  return byOrganizer && before.state === "skipped" ? "skipped" : "started";
}

/** Whether two rows say the same. */
export function sameRow(a: WatchedRow | null, b: WatchedRow): boolean {
  // In one order of words, however each of the two was put together.
  const words = Object.keys(b);
  return JSON.stringify(a, words) === JSON.stringify(b, words);
}
