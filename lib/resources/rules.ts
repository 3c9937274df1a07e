import type { ResourceKind } from "@/lib/progress/schema";

/** Hosts whose pages are a video with a text around it. */
const VIDEO =
  /(^|\.)(youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|loom\.com|panopto\.(com|eu)|dailymotion\.com|videolectures\.net)$/;
const PAPER_HOST =
  /(^|\.)(arxiv\.org|openreview\.net|aclanthology\.org|doi\.org|biorxiv\.org|medrxiv\.org|proceedings\.mlr\.press|ncbi\.nlm\.nih\.gov)$/;
const NOTEBOOK_HOST = /(^|\.)(colab\.research\.google\.com|nbviewer\.(jupyter\.)?org|mybinder\.org|deepnote\.com)$/;

/** What words say a thing is: as a label in front, in parentheses, or as the last word. */
const WORDS: readonly (readonly [ResourceKind, string])[] = [
  ["article", "blog(?: ?post)?|article|chapter|book chapter"],
  ["task", "exercises?|homework|assignment|problem set|quiz"],
  ["notebook", "(?:jupyter |colab )?notebook|colab"],
  ["paper", "paper|pdf|preprint"],
  ["video", "watch|(?:lecture |talk )?(?:video|recording)|video lecture|lecture video|screencast"],
  ["other", "podcast|audio|slides"],
];
const PLACES: readonly ((words: string) => RegExp)[] = [
  (words) => new RegExp(`^(?:${words})(?: \\d{1,3})? ?[:–—]`, "i"),
  (words) => new RegExp(`[([](?:${words})[)\\]]`, "i"),
  (words) => new RegExp(`(?:^|[^\\p{L}])(?:${words})$`, "iu"),
  (words) => new RegExp(`^(?:${words})(?: \\d{1,3})?(?: |$)`, "i"),
];
/** Most titles have none of the words, which is found faster at once. */
const ANY_WORD = new RegExp(WORDS.map(([, words]) => words).join("|"), "i");
const SAID = PLACES.flatMap((place) => WORDS.map(([kind, words]) => [kind, place(words)] as const));

/**
 * What kind of thing a link leads to, from the link and, where that says no more than that it is a page or a document,
 * from the words of its title; without a link it is something to do.
 */
export function kindOf(url: string | null, words = ""): ResourceKind {
  if (!url) return "task";
  const kind = kindOfLink(url);
  if (kind !== null) return kind;
  const title = words.slice(0, 300).trim();
  const said = ANY_WORD.test(title) ? SAID.find(([, pattern]) => pattern.test(title)) : undefined;
  return said?.[0] ?? (isPdf(url) ? "paper" : "article");
}

/** The kind where the link alone is sure of it. */
function kindOfLink(url: string): ResourceKind | null {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  const [host, path] = [hostname.toLowerCase(), pathname.toLowerCase()];
  if (VIDEO.test(host) || /\.(mp4|webm|mov)$/.test(path)) return "video";
  if (/(^|\.)3blue1brown\.com$/.test(host) && path.startsWith("/lessons/")) return "video";
  if (NOTEBOOK_HOST.test(host) || path.endsWith(".ipynb")) return "notebook";
  if (PAPER_HOST.test(host)) return "paper";
  if (/(^|\.)(podcasts\.apple\.com|open\.spotify\.com)$/.test(host) || path.endsWith(".mp3")) return "other";
  return null;
}

function isPdf(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.toLowerCase().endsWith(".pdf");
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
