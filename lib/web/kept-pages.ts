import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type KeptPage, keepPage, sendKept } from "./kept-page.ts";

/**
 * The public pages of cohorts, kept whole in the memory of this process. A page is made by Next for whoever asks first and
 * sent from here until the database says that its cohort has changed, whichever process changed it, or until it is a
 * minute old, since it says "in 3 days".
 */

const MAX_PAGES = 500;
const MAX_AGE_MS = 60_000;
/** While notifications may be missed a page is kept this long only. */
const UNHEARD_MS = 1000;

export interface Freshness {
  /** Milliseconds since the process began up to which a page that was begun earlier is out of date, by slug; `*` stands for all. */
  staleSince: Map<string, number>;
  listening: boolean;
}

/** Whether what was begun at `madeAt` may still be shown at `now` (milliseconds since the process began). */
export function isFresh(state: Freshness, slug: string, madeAt: number, now: number): boolean {
  if (now - madeAt > (state.listening ? MAX_AGE_MS : UNHEARD_MS)) return false;
  return madeAt > Math.max(state.staleSince.get("*") ?? 0, state.staleSince.get(slug) ?? 0);
}

/** Where a member watches something: the one page that plays what lies on other servers. */
const WATCH_PAGE = /^\/c\/[^/]+\/watch\/[^/]+\/?$/;

/**
 * What the player of that page needs: the two players it knows, files, and Vimeo's word on what a video may do. Which of
 * them one resource needs the page itself says, which may only narrow this. Files without TLS play only on a site without it.
 */
export function playerSources(path: string, secure: boolean): readonly string[] {
  if (!WATCH_PAGE.test(path)) return [];
  return [
    "frame-src https://www.youtube-nocookie.com https://player.vimeo.com",
    `media-src 'self' https:${secure ? "" : " http:"}`,
    "connect-src 'self' https://vimeo.com",
  ];
}

/**
 * The site's content security policy; `scripts` says which inline scripts may run, as hashes or a nonce, `sources` are
 * directives for what one page needs besides.
 */
export function contentSecurityPolicy(scripts: string, sources: readonly string[] = []): string {
  const asks = sources.some((directive) => directive.startsWith("connect-src"));
  return [
    "default-src 'self'",
    `script-src 'self'${scripts ? ` ${scripts}` : ""}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ...(asks ? [] : ["connect-src 'self'"]),
    ...sources,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The policy for a page that is the same for everybody: exactly its own inline scripts may run, by their SHA-256. */
export function policyFor(html: string): string {
  const hashes = new Set<string>();
  for (const [, attributes = "", body = ""] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (!/\ssrc=/.test(attributes)) hashes.add(`'sha256-${createHash("sha256").update(body).digest("base64")}'`);
  }
  return contentSecurityPolicy([...hashes].join(" "));
}

const EXTERNAL_SCRIPT = /<script\b(?=[^>]*\ssrc="([^"]+)")([^>]*)><\/script>/g;
const SCRIPT_PRELOAD = /<link\b(?=[^>]*\brel="preload")(?=[^>]*\bas="script")[^>]*\/?>/g;

/**
 * A page whose scripts load at the first touch, key or focus instead of at once. Such a page is read, mostly on the way to
 * a schedule; until somebody means to do something in it, its scripts only cost them time and power. What is typed while
 * they load stays where it is.
 */
export function withLateScripts(html: string): string {
  const sources: string[] = [];
  const quiet = html
    .replace(SCRIPT_PRELOAD, "")
    .replace(EXTERNAL_SCRIPT, (_tag, source: string, attributes: string) => {
      if (!/\bnomodule\b/i.test(attributes)) sources.push(source);
      return "";
    });
  if (sources.length === 0) return html;
  const loader = `(()=>{const wake=["pointerdown","pointerover","keydown","focusin","touchstart","change"];let awake=false;const load=()=>{if(awake)return;awake=true;for(const source of ${JSON.stringify([...new Set(sources)])}){const script=document.createElement("script");script.src=source;script.async=false;document.head.append(script)}};for(const sign of wake)addEventListener(sign,load,{once:true,passive:true,capture:true})})()`;
  return quiet.replace("</body>", () => `<script>${loader}</script></body>`);
}

/** A `Link` header without its scripts, which must wait. */
function withoutScripts(link: number | string | string[] | undefined): string {
  const targets = [link ?? ""]
    .flat()
    .join(", ")
    .split(/,\s*(?=<)/);
  return targets.filter((target) => target !== "" && !/\bas="?script\b/.test(target)).join(", ");
}

export class KeptPages {
  readonly state: Freshness = { staleSince: new Map(), listening: false };
  readonly #pages = new Map<string, KeptPage>();
  readonly #make: (request: IncomingMessage, response: ServerResponse) => unknown;

  constructor(make: (request: IncomingMessage, response: ServerResponse) => unknown) {
    this.#make = make;
  }

  /** Answers a plain GET or HEAD of a cohort's public page. `now` is a clock that never goes back, in milliseconds. */
  answer(slug: string, request: IncomingMessage, response: ServerResponse, now: () => number): void {
    const page = this.#pages.get(slug);
    if (page && isFresh(this.state, slug, page.madeAt, now())) sendKept(page, request, response);
    else this.#makeAndSend(slug, request, response, now());
  }

  // Next writes the page into memory instead of to the reader; what it says besides a whole page goes out as it is.
  #makeAndSend(slug: string, request: IncomingMessage, response: ServerResponse, begunAt: number): void {
    const accepted = request.headers["accept-encoding"];
    delete request.headers["accept-encoding"];
    // Also who asks for the head only is told the length and the policy of the whole.
    const { method } = request;
    request.method = "GET";
    const chunks: Buffer[] = [];
    const { write, end, writeHead, flushHeaders } = response;
    const collect = (chunk: unknown, encoding: unknown): void => {
      if (typeof chunk === "string")
        chunks.push(Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"));
      else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    // The head must wait for the body, whose scripts it names.
    response.flushHeaders = () => undefined;
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      const headers = rest.find((value) => typeof value === "object" && value !== null);
      for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
      return response;
    }) as typeof response.writeHead;
    response.write = ((chunk: unknown, encoding?: unknown, done?: unknown) => {
      collect(chunk, encoding);
      const callback = [encoding, done].find((value) => typeof value === "function");
      if (callback) process.nextTick(callback as () => void);
      return true;
    }) as typeof response.write;
    response.end = ((chunk?: unknown, encoding?: unknown) => {
      collect(chunk, encoding);
      Object.assign(response, { write, end, writeHead, flushHeaders });
      request.headers["accept-encoding"] = accepted;
      request.method = method;
      const made = Buffer.concat(chunks).toString();
      const html = response.statusCode === 200 ? withLateScripts(made) : made;
      const policy = policyFor(html);
      if (response.statusCode !== 200) {
        response.setHeader("content-security-policy", policy);
        return response.end(method === "HEAD" ? undefined : html);
      }
      const link = withoutScripts(response.getHeader("link"));
      for (const name of response.getHeaderNames())
        if (/^(?:x-next|cache-control|vary|etag|content-length|transfer-encoding|link)/.test(name))
          response.removeHeader(name);
      const page = keepPage(html, policy, begunAt, link);
      this.#keep(slug, page);
      sendKept(page, request, response);
      return response;
    }) as typeof response.end;
    this.#make(request, response);
  }

  #keep(slug: string, page: KeptPage): void {
    const oldest = this.#pages.keys().next().value;
    if (this.#pages.size >= MAX_PAGES && oldest !== undefined) this.#pages.delete(oldest);
    this.#pages.set(slug, page);
  }
}
