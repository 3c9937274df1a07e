import type { ResourceKind } from "@/lib/progress/schema";

/** Hosts whose pages are a video with a text around it. */
const VIDEO = /(^|\.)(youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com)$/;
const PAPER_HOST = /(^|\.)(arxiv\.org|openreview\.net|aclanthology\.org|doi\.org)$/;
const NOTEBOOK_HOST = /(^|\.)(colab\.research\.google\.com|nbviewer\.(jupyter\.)?org)$/;

/** What kind of thing a link leads to, from the link alone; without a link it is something to do. */
export function kindOf(url: string | null): ResourceKind {
  if (!url) return "task";
  if (!URL.canParse(url)) return "article";
  const { hostname, pathname } = new URL(url);
  const [host, path] = [hostname.toLowerCase(), pathname.toLowerCase()];
  if (VIDEO.test(host)) return "video";
  if (/(^|\.)3blue1brown\.com$/.test(host) && path.startsWith("/lessons/")) return "video";
  if (NOTEBOOK_HOST.test(host) || path.endsWith(".ipynb")) return "notebook";
  if (PAPER_HOST.test(host) || path.endsWith(".pdf")) return "paper";
  return "article";
}

/** The id of a YouTube video, whichever of YouTube's forms its link has; null for every other link. */
export function youtubeId(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname, searchParams } = new URL(url);
  const host = hostname.toLowerCase().replace(/^(www|m|music)\./, "");
  let id: string | null | undefined;
  if (host === "youtu.be") id = pathname.split("/")[1];
  else if (host === "youtube.com" || host === "youtube-nocookie.com") {
    const [, form, rest] = pathname.split("/");
    id = form === "watch" ? searchParams.get("v") : /^(embed|shorts|live|v)$/.test(form ?? "") ? rest : null;
  }
  return id && /^[\w-]{6,20}$/.test(id) ? id : null;
}

/**
 * A link in the form that is equal for links to the same thing: host in lower case without `www.`, no trailing slash,
 * no fragment but one that is a page of its own (`#/…`), no `utm_*`, every YouTube form as one. Null when it is no URL.
 */
export function normalUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const video = youtubeId(url);
  if (video) return `https://youtube.com/watch?v=${video}`;
  const parsed = new URL(url);
  for (const name of [...parsed.searchParams.keys()]) {
    if (name.toLowerCase().startsWith("utm_")) parsed.searchParams.delete(name);
  }
  const path = parsed.pathname.replace(/\/+$/, "");
  const page = /^#[!/]/.test(parsed.hash) ? parsed.hash : "";
  return `https://${parsed.host.replace(/^www\./, "")}${path}${parsed.search}${page}`;
}

/** A title in the form that is equal for equal words: lower case, no punctuation, single spaces. */
export function normalTitle(title: string): string {
  const words = title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}+#]+/gu, " ")
    .trim();
  // A title of signs only is still a title.
  return words || title.trim();
}

/** What tells one resource of a cohort from another: its link, or its title when it has none. */
export function matchKeyOf(resource: { title: string; url: string | null }): string {
  const url = resource.url ? normalUrl(resource.url) : null;
  return url ?? `title:${normalTitle(resource.title)}`;
}
