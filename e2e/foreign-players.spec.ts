import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { complaintsOf, open, pauseAndSee, VIMEO_STUB, YOUTUBE_STUB } from "./watching";

interface Site {
  name: string;
  url: string;
  host: string;
  frame: RegExp;
  stub: string;
  /** Everybody who is asked for something once it plays. */
  asks: string[];
}

const SITES: Site[] = [
  {
    name: "YouTube",
    url: "https://www.youtube.com/watch?v=Ilg3gGewQ5U",
    host: "youtube.com",
    frame: /^https:\/\/www\.youtube-nocookie\.com\/embed\/Ilg3gGewQ5U\?/,
    stub: YOUTUBE_STUB,
    asks: ["www.youtube-nocookie.com"],
  },
  {
    name: "Vimeo",
    url: "https://vimeo.com/640499893",
    host: "vimeo.com",
    frame: /^https:\/\/player\.vimeo\.com\/video\/640499893\?.*dnt=true/,
    stub: VIMEO_STUB,
    asks: ["player.vimeo.com", "vimeo.com"],
  },
];

// It is watched in its own time.
test.describe.configure({ timeout: 120_000 });

/** Where the page in the player's place stands, in seconds; below 0 as long as it is not there. */
async function placeIn(page: Page, site: Site): Promise<number> {
  return (await page.frame({ url: site.frame })?.evaluate<number>("typeof at === 'number' ? at : -1")) ?? -1;
}

const playsTo = (page: Page, site: Site, second: number) =>
  expect.poll(() => placeIn(page, site), { timeout: 30_000 }).toBeGreaterThanOrEqual(second);

for (const site of SITES) {
  test(`nothing of ${site.name} is asked for before the click on Play, then its frame without cookies only; what it says it played is stored, what was skipped is not`, async ({
    as,
    cohort,
    db,
  }) => {
    const { page, context, memberId } = await as("learner");
    const [, resourceId = ""] = cohort.resources;
    await db.resource.update({ where: { id: resourceId }, data: { url: site.url } });
    const foreign = new Set<string>();
    const complaints = complaintsOf(page);
    context.on("request", (request) => {
      const { hostname } = new URL(request.url());
      if (hostname !== "localhost" && hostname !== "127.0.0.1" && hostname !== "") foreign.add(hostname);
    });
    await context.route(site.frame, (route) => route.fulfill({ contentType: "text/html", body: site.stub }));
    await context.route(/^https:\/\/vimeo\.com\/api\/oembed\.json\?/, (route) =>
      route.fulfill({
        headers: { "access-control-allow-origin": "*" },
        json: {
          title: "A talk",
          duration: 60,
          account_type: "pro",
          thumbnail_url: "https://i.vimeocdn.com/video/1_640",
        },
      }),
    );
    await open(page, cohort, resourceId);
    await expect(page.getByText(`Plays from ${site.host} (no cookies until you play)`)).toBeVisible();
    await expect(page.getByRole("link", { name: `Open on ${site.host}` })).toBeVisible();
    await page.getByRole("button", { name: "Play", exact: true }).hover();
    expect([...foreign]).toEqual([]);
    expect(await page.locator("iframe").count()).toBe(0);

    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect(page.locator("iframe")).toHaveAttribute("src", site.frame);
    await page.getByLabel("Speed").selectOption("2");
    await playsTo(page, site, 4);
    const { stopped, ...row } = await pauseAndSee(page, db, memberId, resourceId);
    expect(Math.abs(stopped - (await placeIn(page, site)))).toBeLessThanOrEqual(1);
    expect(row).toEqual({ state: "started", source: "player", watched: [[0, stopped]], stoppedAt: stopped });

    // To the last six seconds, and two of them.
    const slider = page.getByRole("slider", { name: "Place" });
    await slider.focus();
    await slider.press("9");
    await expect.poll(() => placeIn(page, site)).toBe(54);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await playsTo(page, site, 56);
    const end = await pauseAndSee(page, db, memberId, resourceId);
    expect(end.stopped).toBeGreaterThanOrEqual(55);
    const both = [
      [0, stopped],
      [54, end.stopped],
    ];
    expect(end.watched).toEqual(both);
    expect([...foreign].sort()).toEqual(site.asks);
    expect(await page.locator("link[rel=preconnect], link[rel=dns-prefetch], script[src^='http']").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
}
