import type { Browser } from "@playwright/test";

/** What a first visit transfers, as Chromium counts it: compressed, with headers, an empty cache, and nothing left out. */

export interface Budget {
  totalKb: number;
  scriptKb: number;
  targetTotalKb: number;
  targetScriptKb: number;
  met: boolean;
  requests: number;
  kbByType: Record<string, number>;
  /** The largest transfers first. */
  largest: { kb: number; type: string; path: string }[];
}

const TOTAL_KB = 250;
const SCRIPT_KB = 130;

interface Transfer {
  type: string;
  path: string;
  bytes: number;
}

/** Opens the page once in a fresh browser profile and waits until nothing is loaded any more. */
async function transfers(browser: Browser, url: string): Promise<Transfer[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const byId = new Map<string, Transfer>();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    byId.set(requestId, { type: type ?? "Other", path: new URL(request.url).pathname, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const transfer = byId.get(requestId);
    if (transfer) transfer.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.goto(url, { waitUntil: "networkidle" });
  // What a page fetches only when it is scrolled to belongs to the visit too.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForLoadState("networkidle");
  // Neither may it wait with its scripts until somebody begins to type, so that they are not counted.
  await page.locator("input").first().focus();
  await page.locator("form[data-ready]").waitFor();
  await context.close();
  return [...byId.values()];
}

const kb = (bytes: number): number => Number((bytes / 1000).toFixed(1));

export async function budget(browser: Browser, url: string): Promise<Budget> {
  const all = await transfers(browser, url);
  const byType = new Map<string, number>();
  for (const { type, bytes } of all) byType.set(type, (byType.get(type) ?? 0) + bytes);
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const script = byType.get("Script") ?? 0;
  return {
    totalKb: kb(total),
    scriptKb: kb(script),
    targetTotalKb: TOTAL_KB,
    targetScriptKb: SCRIPT_KB,
    met: total <= TOTAL_KB * 1000 && script < SCRIPT_KB * 1000,
    requests: all.length,
    kbByType: Object.fromEntries([...byType].map(([type, bytes]) => [type, kb(bytes)])),
    largest: all
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, 8)
      .map(({ bytes, type, path }) => ({ kb: kb(bytes), type, path })),
  };
}
