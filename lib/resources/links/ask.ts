import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type Answer, askable, failureOf, isPublicAddress, refusedAddresses } from "@/lib/resources/links/rules";

/** How long one link may take with all its redirects, in milliseconds. */
const PATIENCE = 10_000;
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Answers to a HEAD that servers give who answer a GET well. */
const TRY_GET = new Set([403, 404, 405, 501]);
const MAX_HEADER_BYTES = 64 * 1024;

export interface AskOptions {
  userAgent: string;
  /** Cuts the check short, without a verdict. */
  signal?: AbortSignal;
  /** Which addresses may be connected to; the public ones if left out. */
  isAllowed?: (address: string) => boolean;
  /** All addresses of a name; the system's resolver if left out. */
  resolve?: (host: string) => Promise<string[]>;
  /** In milliseconds. */
  patience?: number;
}

interface Reply {
  status: number;
  words: string;
  location: string | undefined;
}

/**
 * Asks a link whether it still works: HEAD, and GET where HEAD is not liked; at most five redirects, ten seconds in all;
 * no cookies, no proxy, and of the answer only its head, so that nothing is downloaded. At each step the name is resolved
 * once, every address of it must be allowed, and the connection goes to exactly those addresses, so that neither a
 * redirect nor a name that changes its mind leads into a private network. Never throws.
 */
export async function askLink(link: string, options: AskOptions): Promise<Answer> {
  const patience = options.patience ?? PATIENCE;
  const deadline = AbortSignal.timeout(patience);
  const signal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline;
  try {
    return await follow(link, { ...options, signal });
  } catch (error) {
    if (options.signal?.aborted) return { kind: "none" };
    if (deadline.aborted)
      return { kind: "unreachable", problem: `took longer than ${Math.ceil(patience / 1000)} seconds` };
    return failureOf(codeOf(error));
  }
}

async function follow(link: string, options: AskOptions & { signal: AbortSignal }): Promise<Answer> {
  const { isAllowed = isPublicAddress, resolve = systemResolve, signal } = options;
  let next = link;
  let method: "HEAD" | "GET" = "HEAD";
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const url = askable(next);
    if (!(url instanceof URL)) return url;
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(host) ? [host] : await unlessAborted(resolve(host), signal);
    if (addresses.length === 0) return failureOf("ENOTFOUND");
    const refused = refusedAddresses(addresses, isAllowed);
    if (refused) return refused;
    let reply = method === "HEAD" ? await head(url, addresses, options) : await request(url, "GET", addresses, options);
    if (method === "HEAD" && (reply === null || TRY_GET.has(reply.status))) {
      method = "GET";
      reply = await request(url, method, addresses, options);
    }
    if (!reply) return { kind: "none" };
    const { status, words, location } = reply;
    if (!REDIRECTS.has(status)) return { kind: "status", status, words };
    if (!location || !URL.canParse(location, url)) return { kind: "broken", problem: `${words}, but not to where` };
    next = new URL(location, url).href;
  }
  return { kind: "broken", problem: `more than ${MAX_REDIRECTS} redirects` };
}

/** The answer to a HEAD; null from a server that hangs up on it or answers nonsense. */
async function head(
  url: URL,
  addresses: readonly string[],
  options: AskOptions & { signal: AbortSignal },
): Promise<Reply | null> {
  try {
    return await request(url, "HEAD", addresses, options);
  } catch (error) {
    const code = codeOf(error);
    if (!options.signal.aborted && (code === "ECONNRESET" || code.startsWith("HPE_"))) return null;
    throw error;
  }
}

function request(
  url: URL,
  method: "HEAD" | "GET",
  addresses: readonly string[],
  { userAgent, signal }: AskOptions & { signal: AbortSignal },
): Promise<Reply> {
  const module = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = module.request(url, {
      method,
      signal,
      // An agent of its own: the shared one keeps connections, and may be told by the environment to use a proxy.
      agent: new module.Agent({ keepAlive: false }),
      lookup: only(addresses),
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: { "user-agent": userAgent, accept: "text/html,application/xhtml+xml,*/*;q=0.8" },
    });
    outgoing.on("response", (response) => {
      const status = response.statusCode ?? 0;
      const reason = (response.statusMessage ?? "").replace(/[^\x20-\x7e]/g, "").slice(0, 60);
      const words = `${status} ${http.STATUS_CODES[status] ?? reason}`.trim();
      response.on("error", () => undefined);
      resolve({ status, words, location: response.headers.location });
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    // A connection that ends without an answer and without an error.
    outgoing.on("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    outgoing.end();
  });
}

/** Answers every question for a name with the addresses that were looked at, and asks nobody again. */
function only(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all) callback(null, all);
    else if (first) callback(null, first.address, first.family);
    else callback(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 0);
  };
}

async function systemResolve(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: "verbatim" });
  return found.map(({ address }) => address);
}

/** The resolver cannot be interrupted; nobody waits for it longer than there is time. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The code of an error; of several attempts at once, that of the first. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
