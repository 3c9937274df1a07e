import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { test as base, expect, type TestCohort } from "./fixtures";
import { complaintsOf, hasSeen, place, playsTo, progressIn, serveVideo, YOUTUBE_STUB } from "./watching";

/** The cohort's first resource is a file on another server, with good places to stop at 0:08 and 0:20. */
const test = base.extend<{ resourceId: string }>({
  resourceId: async ({ cohort, db }, use) => {
    const video = await serveVideo();
    const id = cohort.resources[0] ?? "";
    await db.resource.update({ where: { id }, data: { url: video.url, minutes: 1, stopPoints: [8, 20] } });
    await use(id);
    video.close();
  },
});

// It is watched in its own time.
test.describe.configure({ timeout: 120_000 });

async function open(page: Page, cohort: TestCohort, resourceId: string): Promise<void> {
  await page.goto(`/c/${cohort.slug}/watch/${resourceId}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Plays at twice the speed from wherever the page offers. */
async function play(page: Page, button: string | RegExp = /^(Play|Resume at .*)$/): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByLabel("Speed").selectOption("2");
}

const pause = (page: Page) => page.getByRole("button", { name: "Pause", exact: true }).click();

test("a learner stops at 40 % and goes on at the same second on another device; skipping to the end is not done, watching the rest is", async ({
  as,
  signedIn,
  cohort,
  db,
  resourceId,
}) => {
  const { page, context, memberId, personId } = await as("learner");
  const complaints = complaintsOf(page);
  await open(page, cohort, resourceId);
  await play(page);
  await playsTo(page, 16);
  await pause(page);
  const stopped = Math.round(await place(page));
  await expect
    .poll(() => progressIn(db, memberId, resourceId))
    .toEqual({
      state: "started",
      source: "player",
      watched: [[0, stopped]],
      stoppedAt: stopped,
    });
  await expect(page.getByText(`0:${stopped} of 0:40 watched`)).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();

  const second = await signedIn(personId);
  await open(second.page, cohort, resourceId);
  await play(second.page, `Resume at 0:${stopped}`);
  await playsTo(second.page, stopped + 1);
  await pause(second.page);
  const began = await second.page.locator("video").evaluate((video: HTMLVideoElement) => video.played.start(0));
  expect(Math.abs(began - stopped)).toBeLessThan(0.5);

  // To the last four seconds, and those.
  const slider = second.page.getByRole("slider", { name: "Place" });
  await slider.focus();
  await slider.press("9");
  await expect.poll(() => place(second.page)).toBeCloseTo(36, 0);
  await second.page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => hasSeen(db, memberId, resourceId, [36, 40])).toBe(true);
  expect(await progressIn(db, memberId, resourceId)).toMatchObject({ state: "started" });
  await expect(second.page.getByLabel("Done")).not.toBeChecked();

  await second.page.getByRole("button", { name: "Go to 0:08" }).click();
  await playsTo(second.page, 8);
  await expect(second.page.getByLabel("Done")).toBeChecked({ timeout: 30_000 });
  expect(await progressIn(db, memberId, resourceId)).toMatchObject({ state: "done", source: "player" });
});

test("two tabs that play at once are one person who watched both parts", async ({ as, cohort, db, resourceId }) => {
  const { page, context, memberId } = await as("learner");
  const other = await context.newPage();
  await Promise.all([open(page, cohort, resourceId), open(other, cohort, resourceId)]);
  await play(page);
  await other.getByRole("button", { name: "Go to 0:20" }).click();
  await Promise.all([playsTo(page, 6), playsTo(other, 24)]);
  await Promise.all([pause(page), pause(other)]);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [0, 6])).toBe(true);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [20, 24])).toBe(true);
  const { watched } = await progressIn(db, memberId, resourceId);
  expect(watched).toHaveLength(2);
});

test("what is watched without a connection is kept and sent when it is back, also when the tab is closed by then", async ({
  as,
  cohort,
  db,
  resourceId,
}) => {
  const { page, context, memberId } = await as("learner");
  await open(page, cohort, resourceId);
  await play(page);
  await page.waitForFunction(() => (document.querySelector("video")?.buffered.end(0) ?? 0) > 39);
  await context.setOffline(true);
  await playsTo(page, 8);
  await pause(page);
  await expect(page.getByText("No connection. What you watch is kept here")).toBeVisible();
  expect(await hasSeen(db, memberId, resourceId, [0, 8])).toBe(false);
  await context.setOffline(false);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [0, 8])).toBe(true);
  await expect(page.getByText("No connection.")).toBeHidden();

  await context.setOffline(true);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await playsTo(page, 18);
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await open(next, cohort, resourceId);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [0, 16])).toBe(true);
});

test("a tab that is closed while it plays says its last words by itself, and nobody sends another person's", async ({
  as,
  cohort,
  db,
  resourceId,
}) => {
  const { page, context, memberId } = await as("learner");
  await open(page, cohort, resourceId);
  await play(page);
  await playsTo(page, 6);
  await page.goto("about:blank");
  await expect.poll(() => hasSeen(db, memberId, resourceId, [0, 5])).toBe(true);

  // What a tab has left that nobody heard, hers and another person's who uses the same browser.
  const somebody = await as("learner");
  const tab = await context.newPage();
  await tab.goto("/");
  const left = { cohort: cohort.slug, resourceId, lengthSeconds: 40, stoppedAt: 35, moment: new Date().toISOString() };
  const keyOf = (member: string) => `convene-watched:${member}:${resourceId}:gone`;
  const keep = ([key, value]: string[]) => localStorage.setItem(key ?? "", value ?? "");
  await tab.evaluate(keep, [keyOf(memberId), JSON.stringify({ ...left, ranges: [[20, 24]] })]);
  await tab.evaluate(keep, [keyOf(somebody.memberId), JSON.stringify({ ...left, ranges: [[30, 35]] })]);
  await open(tab, cohort, resourceId);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [20, 24])).toBe(true);
  const keptKeys = () =>
    tab.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("convene-watched:")));
  await expect.poll(keptKeys).toEqual([keyOf(somebody.memberId)]);
  for (const id of [memberId, somebody.memberId]) expect(await hasSeen(db, id, resourceId, [30, 35])).toBe(false);
});

test("nothing of another site is asked for before the click on Play, and then its frame without cookies only", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context, memberId } = await as("learner");
  const resourceId = cohort.resources[1] ?? "";
  await db.resource.update({ where: { id: resourceId }, data: { url: "https://www.youtube.com/watch?v=Ilg3gGewQ5U" } });
  const foreign = new Set<string>();
  const complaints = complaintsOf(page);
  context.on("request", (request) => {
    const { hostname } = new URL(request.url());
    if (hostname !== "localhost" && hostname !== "127.0.0.1" && hostname !== "") foreign.add(hostname);
  });
  await context.route("https://www.youtube-nocookie.com/**", (route) =>
    route.fulfill({ contentType: "text/html", body: YOUTUBE_STUB }),
  );
  await open(page, cohort, resourceId);
  await expect(page.getByText("Plays from youtube.com (no cookies until you play)")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open on youtube.com" })).toBeVisible();
  await page.getByRole("button", { name: "Play", exact: true }).hover();
  expect([...foreign]).toEqual([]);
  expect(await page.locator("iframe").count()).toBe(0);

  await play(page);
  const frame = page.locator("iframe");
  await expect(frame).toHaveAttribute("src", /^https:\/\/www\.youtube-nocookie\.com\/embed\/Ilg3gGewQ5U\?/);
  await expect(page.getByText(/^0:0[4-9] of 1:00$/)).toBeVisible();
  await pause(page);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [0, 3])).toBe(true);
  expect([...foreign]).toEqual(["www.youtube-nocookie.com"]);
  expect(await page.locator("link[rel=preconnect], link[rel=dns-prefetch], script[src^='http']").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("the page's policy lets in the server of its own video and nobody else, and other pages let in nothing", async ({
  as,
  cohort,
  resourceId,
}) => {
  const { page } = await as("learner");
  const policyOf = async (path: string) =>
    (await page.request.get(path)).headers()["content-security-policy"]?.replace(/'nonce-[^']+'/, "") ?? "";
  const week = await policyOf(`/c/${cohort.slug}/week`);
  expect(week).toContain("connect-src 'self';");
  expect(week).not.toMatch(/frame-src|media-src|https:/);
  expect(await policyOf(`/c/${cohort.slug}/watch/${resourceId}`)).toContain(
    "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; media-src 'self' https: http:; connect-src 'self' https://vimeo.com",
  );
  await open(page, cohort, resourceId);
  const own = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  expect(own).toMatch(/^frame-src 'none'; media-src http:\/\/127\.0\.0\.1:\d+; connect-src 'self'$/);
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ blockedURI }) => resolve(blockedURI));
        document.body.append(
          Object.assign(document.createElement("video"), { src: "https://elsewhere.example/a.mp4" }),
        );
      }),
  );
  expect(refused).toContain("elsewhere.example");
});

test("everything about a video can be done by keyboard and on 360 px, and axe finds nothing while it plays", async ({
  as,
  cohort,
  db,
  resourceId,
}) => {
  const { page, memberId } = await as("learner");
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, cohort, resourceId);
  await page.getByRole("button", { name: "Play", exact: true }).press("Enter");
  await playsTo(page, 1);
  await expect(page.getByRole("region", { name: /^Video Player/ })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const before = await place(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => place(page)).toBeGreaterThan(before + 4);
  await page.keyboard.press(">");
  await expect(page.getByLabel("Speed")).not.toHaveValue("1");
  const reached = new Set<string>();
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press("Tab");
    reached.add(
      await page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") || (document.activeElement?.textContent ?? ""),
      ),
    );
  }
  for (const name of ["Place", "Play", "Back 10 s", "On 10 s", "Mute", "Full screen", "Go to 0:08"])
    expect([...reached]).toContain(name);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  }

  await page.getByLabel("Done").press("Space");
  await expect.poll(() => progressIn(db, memberId, resourceId)).toMatchObject({ state: "done", source: "member" });
  await page.getByLabel("Done").press("Space");
  await expect.poll(() => progressIn(db, memberId, resourceId)).toMatchObject({ state: "todo", source: "member" });
});

test("a resource that does not play here has its link and its tick, and one of another cohort is not there", async ({
  as,
  cohort,
  db,
}) => {
  const { page } = await as("learner");
  const resourceId = cohort.resources[2] ?? "";
  await db.resource.update({
    where: { id: resourceId },
    data: { url: "https://example.org/lesson", stopPoints: [60] },
  });
  await open(page, cohort, resourceId);
  await expect(page.getByText("This does not play here.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open on example.org" })).toHaveAttribute(
    "href",
    "https://example.org/lesson",
  );
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeHidden();
  for (const id of [crypto.randomUUID(), "not-an-id"]) {
    expect((await page.request.get(`/c/${cohort.slug}/watch/${id}`)).status()).toBe(404);
  }
});
