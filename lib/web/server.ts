import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import pg from "pg";
import sirv from "sirv";
import { env } from "../config/env.ts";
import { contentSecurityPolicy, KeptPages, playerSources } from "./kept-pages.ts";

/**
 * The web process: Next behind our own `node:http` server, which says which socket a request came from, gives every
 * page its content security policy, hears from the database which public pages changed, and ends without cutting off
 * a request. Runs on Node's own type stripping; `--dev` turns on hot reload.
 */

const dev = process.argv.includes("--dev");
const { DATABASE_URL, NEXT_DIST_DIR, PORT, HOST } = env();
const app = next({ dev, dir: process.cwd(), port: PORT, hostname: HOST ?? "localhost" });
const handle = app.getRequestHandler();

const STATIC = "/_next/static/";
/** The build's own files, compressed when it was made; a name is never used again for other contents. */
const sendStatic = dev
  ? null
  : sirv(join(process.cwd(), NEXT_DIST_DIR, "static"), {
      brotli: true,
      gzip: true,
      immutable: true,
      maxAge: 31_536_000,
    });

const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
} as const;

/** Shows mails as they are, and those style themselves inside their frame, which takes over the page's policy. */
const SHOWS_MAIL = /^\/c\/[^/]+\/admin\/notices\/?$/;

/** A cohort's public page, which is the same for everybody; other spellings of the same address are not kept. */
const PUBLIC_PAGE = /^\/c\/([a-z0-9-]{1,60})\/?$/;
const pages = new KeptPages((request, response) => void handle(request, response));

/** Milliseconds since this process began: a clock that nobody sets back. */
const elapsed = (): number => performance.now();

function answer(request: IncomingMessage, response: ServerResponse): void {
  // Ours to say; what a client sends under this name is not believed.
  request.headers["x-convene-client"] = request.socket.remoteAddress ?? "";
  // Next would skip its own routing for a request that claims to come from its middleware.
  delete request.headers["x-middleware-subrequest"];
  // Next takes a nonce from these; what a client sends would end up in the page, also in the one that is kept for all.
  delete request.headers["content-security-policy"];
  delete request.headers["content-security-policy-report-only"];
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (env().CONVENE_URL.startsWith("https:")) response.setHeader("strict-transport-security", "max-age=31536000");
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (sendStatic && path.startsWith(STATIC)) {
    const url = request.url;
    request.url = path.slice(STATIC.length - 1);
    sendStatic(request, response, () => {
      request.url = url;
      void handle(request, response);
    });
    return;
  }
  if (!isDecodable(path)) {
    response.writeHead(400, { "content-type": "text/plain", "content-security-policy": contentSecurityPolicy("") });
    response.end("This address cannot be read.\n");
    return;
  }
  const slug = PUBLIC_PAGE.exec(path)?.[1];
  if (slug && !dev && asksForPage(request)) {
    pages.answer(slug, request, response, elapsed);
    return;
  }
  const nonce = randomBytes(16).toString("base64");
  // Hot reload evaluates code and styles as it goes; only development allows that.
  const sources = playerSources(path, env().CONVENE_URL.startsWith("https:"));
  const policy = contentSecurityPolicy(`'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`, sources);
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", dev || SHOWS_MAIL.test(path) ? withInlineStyles(policy) : policy);
  void handle(request, response);
}

/** Whether the escapes of a path are whole; Next takes others for an error of its own. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a request is for a page as it is: no query, and none of the headers by which Next's client asks for parts. */
function asksForPage({ method, url, headers }: IncomingMessage): boolean {
  return (
    (method === "GET" || method === "HEAD") &&
    !url?.includes("?") &&
    !Object.keys(headers).some((name) => /^(?:rsc|next-)/.test(name))
  );
}

function withInlineStyles(policy: string): string {
  return policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
}

/** Hears of changes to public pages for as long as the process lives; while it cannot, pages are kept for a second. */
async function listenForPages(): Promise<void> {
  const { state } = pages;
  const client = new pg.Client({ connectionString: DATABASE_URL, keepAlive: true });
  let lost = false;
  const onLost = (): void => {
    if (lost) return;
    lost = true;
    state.listening = false;
    client.end().catch(() => undefined);
    setTimeout(() => void listenForPages(), 1000).unref();
  };
  client.on("notification", ({ payload }) => state.staleSince.set(payload || "*", elapsed()));
  client.on("error", onLost);
  client.on("end", onLost);
  try {
    await client.connect();
    await client.query("LISTEN convene_page");
    // Whatever happened before we listened is unknown.
    state.staleSince.set("*", elapsed());
    state.listening = true;
  } catch {
    onLost();
  }
}

await app.prepare();
const server = createServer(answer);
if (dev) server.on("upgrade", app.getUpgradeHandler());
server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === "EADDRINUSE" ? `Port ${PORT} is taken.` : `The web server stopped: ${error.code ?? error.name}`,
  );
  process.exit(1);
});
server.listen(PORT, HOST, () => void listenForPages());

function stop(): void {
  // Requests that are being answered are finished; idle connections are not waited for.
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 10_000).unref();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
process.once("disconnect", stop);
