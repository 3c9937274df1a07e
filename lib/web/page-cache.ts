import { createHash } from "node:crypto";
import { type KeptPage, keepPage } from "./kept-page.ts";

/**
 * Next's cache handler for whole pages. Entries live in the memory of this process. A page of a cohort is dropped when
 * `staleSince` says that its cohort changed after it was made; the web server fills that map from the database's
 * notifications, so a change made in any process reaches all of them.
 */

interface Entry {
  value: PageValue | null;
  lastModified: number;
  tags: string[];
}

interface PageValue {
  kind: string;
  html?: string | Buffer;
  status?: number;
  headers?: Record<string, string | string[] | undefined>;
}

interface PageState {
  /** Milliseconds since 1970 after which a page made earlier is out of date, by slug; `*` stands for all. */
  staleSince: Map<string, number>;
  /** False while notifications may be missed: then a page is kept for one second only. */
  listening: boolean;
}

const MAX_ENTRIES = 500;
/** How long a page is sent without asking Next, which then makes it again: it says "in 3 days". */
const SENT_AS_IT_IS_MS = 60_000;
const UNHEARD_MS = 1000;
const PAGE = /\/c\/([^/]+)$/;

const holder = globalThis as typeof globalThis & {
  convenePages?: PageState;
  convenePageEntries?: Map<string, Entry>;
  conveneKept?: Map<string, KeptPage>;
};

/** Shared by the web server, which learns of changes, and by Next's bundles, which make and read pages. */
export function pageState(): PageState {
  holder.convenePages ??= { staleSince: new Map(), listening: false };
  return holder.convenePages;
}

function entries(): Map<string, Entry> {
  holder.convenePageEntries ??= new Map();
  return holder.convenePageEntries;
}

/** The kept pages by path. */
function keptPages(): Map<string, KeptPage> {
  holder.conveneKept ??= new Map();
  return holder.conveneKept;
}

/** The page at a path if it can be sent as it is at `now` (milliseconds since 1970), else null: then Next answers. */
export function keptPage(path: string, now: number): KeptPage | null {
  const page = keptPages().get(path);
  if (!page || now - page.madeAt > SENT_AS_IT_IS_MS || !isFresh(pageState(), path, page.madeAt, now)) return null;
  return page;
}

/** Whether a page made at `madeAt` may still be shown at `now` (both in milliseconds since 1970). */
export function isFresh(state: PageState, key: string, madeAt: number, now: number): boolean {
  if (!state.listening && now - madeAt > UNHEARD_MS) return false;
  // Next puts names of its own before the path. What is no cohort's page may show any of them.
  const slug = PAGE.exec(key)?.[1];
  const changes = slug
    ? [state.staleSince.get("*") ?? 0, state.staleSince.get(slug) ?? 0]
    : [...state.staleSince.values()];
  return madeAt > Math.max(0, ...changes);
}

/** The policy for a page whose inline scripts are known: exactly those may run, by their SHA-256 (CSP Level 3). */
export function policyFor(html: string): string {
  const hashes = new Set<string>();
  for (const [, attributes = "", body = ""] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (!/\bsrc=/.test(attributes)) hashes.add(`'sha256-${createHash("sha256").update(body).digest("base64")}'`);
  }
  return contentSecurityPolicy([...hashes].join(" "));
}

/** The site's content security policy; `scripts` says which inline scripts may run, as hashes or a nonce. */
export function contentSecurityPolicy(scripts: string): string {
  return [
    "default-src 'self'",
    `script-src 'self'${scripts ? ` ${scripts}` : ""}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export default class PageCache {
  async get(key: string): Promise<Entry | null> {
    const entry = entries().get(key);
    if (!entry) return null;
    if (isFresh(pageState(), key, entry.lastModified, Date.now())) return entry;
    entries().delete(key);
    return null;
  }

  async set(key: string, value: PageValue | null, context: { tags?: string[] }): Promise<void> {
    if (value?.kind === "APP_PAGE" && value.html) {
      const html = String(value.html);
      const policy = policyFor(html);
      value.headers = { ...value.headers, "content-security-policy": policy };
      const path = PAGE.exec(key)?.[0];
      if (path && (value.status ?? 200) === 200) keptPages().set(path, keepPage(html, policy, Date.now()));
    }
    if (entries().size >= MAX_ENTRIES) {
      const oldest = entries().keys().next().value;
      if (oldest !== undefined) entries().delete(oldest);
      const oldestPage = keptPages().keys().next().value;
      if (oldestPage !== undefined && keptPages().size >= MAX_ENTRIES) keptPages().delete(oldestPage);
    }
    entries().set(key, { value, lastModified: Date.now(), tags: context.tags ?? [] });
  }

  async revalidateTag(tags: string | string[]): Promise<void> {
    const wanted = new Set([tags].flat());
    for (const [key, entry] of entries()) if (entry.tags.some((tag) => wanted.has(tag))) entries().delete(key);
  }

  resetRequestCache(): void {}
}
