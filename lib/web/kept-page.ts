import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/**
 * A whole page in memory, ready to be sent: the same bytes for everybody, in three encodings made once. Answering from
 * here costs a small part of what Next's own pipeline takes for a page it has already made.
 */
export interface KeptPage {
  /** Milliseconds since the process began. */
  madeAt: number;
  etag: string;
  policy: string;
  /** What a browser should fetch before it has read the page (`Link`, RFC 8288): its fonts. */
  link: string;
  bodies: { identity: Buffer; gzip?: Buffer; br?: Buffer };
}

export function keepPage(html: string, policy: string, madeAt: number, link = ""): KeptPage {
  const identity = Buffer.from(html);
  const etag = `W/"${createHash("sha256").update(identity).digest("base64url").slice(0, 22)}"`;
  return { madeAt, etag, policy, link, bodies: { identity } };
}

type Encoding = keyof KeptPage["bodies"];

/** The best encoding that an Accept-Encoding header (RFC 9110, 12.5.3) allows; one with `q=0` is not. */
export function encodingFor(accepted: string | undefined): Encoding {
  const allowed = new Set<string>();
  for (const item of (accepted ?? "").split(",")) {
    const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    if (!parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))) allowed.add(name);
  }
  return allowed.has("br") ? "br" : allowed.has("gzip") ? "gzip" : "identity";
}

/** Sends a kept page, or says that the reader has it already (RFC 9110, 13.1.2). */
export function sendKept(page: KeptPage, request: IncomingMessage, response: ServerResponse): void {
  const headers = {
    "content-security-policy": page.policy,
    // Other caches do not hear of changes, so they must ask each time.
    "cache-control": "public, max-age=0, must-revalidate",
    etag: page.etag,
    ...(page.link ? { link: page.link } : {}),
    vary: "rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, accept-encoding",
  };
  if (request.headers["if-none-match"]?.split(",").some((tag) => tag.trim() === page.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoding = encodingFor(request.headers["accept-encoding"]);
  const body = bodyIn(page, encoding);
  response.writeHead(200, {
    ...headers,
    "content-type": "text/html; charset=utf-8",
    "content-length": body.length,
    ...(encoding === "identity" ? {} : { "content-encoding": encoding }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function bodyIn(page: KeptPage, encoding: Encoding): Buffer {
  const { bodies } = page;
  if (encoding === "br") {
    // Quality 6 takes milliseconds and is within a few per cent of the best.
    bodies.br ??= brotliCompressSync(bodies.identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
    return bodies.br;
  }
  if (encoding === "gzip") {
    bodies.gzip ??= gzipSync(bodies.identity);
    return bodies.gzip;
  }
  return bodies.identity;
}
