import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * What no log may hold: whole addresses, sign-in cookies, and the secrets of mailed links, which are 32 bytes in base64url
 * wherever they stand. Names of our own (`Message-ID`s, npm packages) are not addresses of people.
 */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ["an address", /[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}/gi],
  ["a cookie", /session-token=[\w-]+/g],
  ["a token", /(?<![\w-])[\w-]{43}(?![\w-])/g],
];

/** What leaks in a log, each said by its kind, its line and its first characters only. */
export function leaksIn(log: string): string[] {
  const found: string[] = [];
  for (const [number, line] of log.split("\n").entries()) {
    for (const [kind, pattern] of FORBIDDEN) {
      for (const [match] of line.matchAll(pattern)) found.push(`line ${number + 1}: ${kind} (${match.slice(0, 4)}…)`);
    }
  }
  return found;
}

/** Reads the logs of the site and the worker in a folder; answers what leaks, by file. */
export async function leaksInFolder(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^(?:web|worker)\b.*\.log$/.test(name));
  if (files.length === 0) throw new Error("There are no logs to look into.");
  const found = await Promise.all(
    files.map(async (name) =>
      leaksIn(await readFile(path.join(folder, name), "utf8")).map((leak) => `${name}, ${leak}`),
    ),
  );
  return found.flat();
}
