import ipaddr from "ipaddr.js";
import { youtubeId } from "@/lib/resources/rules";

/** What asking a link came to, before it is weighed. */
export type Answer =
  /** The server answered; `words` is its status, `404 Not Found`. */
  | { kind: "status"; status: number; words: string }
  /** Convene does not ask this. */
  | { kind: "refused"; problem: string }
  /** Something is wrong with the link whoever asks. */
  | { kind: "broken"; problem: string }
  /** No server answered. Whether that is the link's fault depends on whether others answer. */
  | { kind: "unreachable"; problem: string }
  /** Nothing was learnt: the trouble is on this side, or the check was cut short. */
  | { kind: "none" };

/** What is known of a link: the columns of its row. */
export interface LinkVerdict {
  state: "ok" | "broken" | "refused";
  problem: string;
  failures: number;
}

const PRIVATE = "leads into a private network";
/** Ports below 1024 other than the web's own belong to mail, shells and the like. */
const FIRST_FREE_PORT = 1024;
/** Ports from 1024 up that no browser opens, since other protocols live there (the Fetch standard's bad ports). */
const BAD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * Whether an address belongs to the public internet: one host's, and no network's own. An IPv6 address that stands for an
 * IPv4 one (mapped, NAT64 of RFC 6052, 6to4 of RFC 3056) is what that one is; of the rest only 2000::/3 is given out.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.range() === "unicast";
  const bytes = parsed.toByteArray();
  // 64:ff9b:1::/48 (RFC 8215) is for a network's own use, whatever it embeds.
  if (parsed.match(ipaddr.IPv6.parse("64:ff9b::"), 96)) return isPublicIPv4(bytes.slice(12));
  if (parsed.range() === "6to4") return isPublicIPv4(bytes.slice(2, 6));
  return parsed.range() === "unicast" && parsed.match(ipaddr.IPv6.parse("2000::"), 3);
}

function isPublicIPv4(octets: number[]): boolean {
  return new ipaddr.IPv4(octets).range() === "unicast";
}

/** The link as a URL when its form allows asking it; the answer otherwise. */
export function askable(link: string): URL | Extract<Answer, { kind: "refused" | "broken" }> {
  if (!URL.canParse(link)) return { kind: "broken", problem: "is no web address" };
  const url = new URL(link);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { kind: "refused", problem: "leads to something that is no web page" };
  }
  if (url.username || url.password) return { kind: "refused", problem: "has a name and a password in it" };
  const port = Number(url.port);
  if (url.port && url.port !== "80" && url.port !== "443" && (port < FIRST_FREE_PORT || BAD_PORTS.has(port))) {
    return { kind: "refused", problem: `leads to port ${url.port}, which is no web server's` };
  }
  return url;
}

/** Addresses of one name, of which all must be allowed: a name that leads to both is a trick. Null when they are. */
export function refusedAddresses(
  addresses: readonly string[],
  isAllowed: (address: string) => boolean,
): Extract<Answer, { kind: "refused" }> | null {
  return addresses.every(isAllowed) ? null : { kind: "refused", problem: PRIVATE };
}

/**
 * What to ask about a link. YouTube's pages answer 200 also for videos that are gone; its oEmbed address does not, and
 * says 401 for one that is there but must not be embedded.
 */
export function questionFor(link: string): { url: string; fine: readonly number[] } {
  const video = youtubeId(link);
  if (!video) return { url: link, fine: [] };
  const page = encodeURIComponent(`https://www.youtube.com/watch?v=${video}`);
  return { url: `https://www.youtube.com/oembed?format=json&url=${page}`, fine: [401] };
}

/** The answer of a server that answers people differently from robots says nothing about the link. */
const FORBIDS_ROBOTS = new Set([401, 403, 407, 451, 999]);
/** A server that is busy or out of order today. */
const PASSING = new Set([408, 425, 429]);

/**
 * Weighs an answer against what was known of the same link: the row to write, or null when there is no verdict and the
 * link is simply asked again. A server's passing trouble (429, 5xx) is no failure the first time. `othersAnswer` says
 * whether this machine reaches anything at all; if not, silence says nothing about a link.
 */
export function weigh(known: LinkVerdict | null, answer: Answer, othersAnswer: boolean): LinkVerdict | null {
  const broken = (problem: string): LinkVerdict => ({
    state: "broken",
    problem,
    failures: (known?.failures ?? 0) + 1,
  });
  switch (answer.kind) {
    case "none":
      return null;
    case "refused":
      return { state: "refused", problem: answer.problem, failures: 0 };
    case "broken":
      return broken(answer.problem);
    case "unreachable":
      return othersAnswer ? broken(answer.problem) : null;
    case "status": {
      const { status, words } = answer;
      if (status < 400) return { state: "ok", problem: "", failures: 0 };
      if (FORBIDS_ROBOTS.has(status)) return { state: "refused", problem: `answers robots with ${words}`, failures: 0 };
      if (!PASSING.has(status) && status < 500) return broken(words);
      const again = known !== null && known.state !== "refused" && known.problem !== "";
      if (!again) return { state: "ok", problem: words, failures: 0 };
      if (status === 429) return { state: "refused", problem: `answers robots with ${words}`, failures: 0 };
      return broken(words);
    }
  }
}

const UNREACHABLE: Record<string, string> = {
  ENOTFOUND: "no such host",
  ENODATA: "no such host",
  ECONNREFUSED: "the server refused the connection",
  ECONNRESET: "the server closed the connection",
  EPIPE: "the server closed the connection",
  EHOSTUNREACH: "the server cannot be reached",
  ETIMEDOUT: "the server did not answer",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not trusted",
};

/**
 * What an error of the network means, by its code. One that tells of trouble on this side (a resolver that cannot be
 * reached, no route at all) or that is not known gives no verdict; so does a certificate whose issuer the server forgot to
 * send, since browsers find it.
 */
export function failureOf(code: string): Answer {
  const problem = UNREACHABLE[code] ?? (code.startsWith("HPE_") ? "the server's answer makes no sense" : null);
  return problem ? { kind: "unreachable", problem } : { kind: "none" };
}
