import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { secondsOf } from "@/lib/progress/ranges/rules";
import { test as base, expect } from "./fixtures";
import {
  complaintsOf,
  hasSeen,
  keptIn,
  missing,
  open,
  pauseAndSee,
  place,
  playsTo,
  progressIn,
  serveVideo,
} from "./watching";

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

/** Plays from where the page offers to; a busy machine is late to stop what plays slowly by less of it. */
async function play(page: Page, button = "Play", speed = "2"): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByLabel("Speed").selectOption(speed);
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
  await play(page, "Play", "1");
  await playsTo(page, 16);
  const { stopped, ...row } = await pauseAndSee(page, db, memberId, resourceId);
  // A player comes to rest a moment after it said so.
  expect(Math.abs(stopped - (await place(page)))).toBeLessThanOrEqual(1);
  expect(row).toMatchObject({ state: "started", source: "player", stoppedAt: stopped });
  // A busy machine may stop the video for a moment, which costs the second in which it did.
  const watched = secondsOf(row.watched);
  expect(watched).toBeGreaterThanOrEqual(stopped - 2);
  await expect(page.getByText(`0:${watched} of 0:40 watched`)).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();

  const second = await signedIn(personId);
  await open(second.page, cohort, resourceId);
  await play(second.page, `Resume at 0:${stopped}`, "0.5");
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

  await second.page.getByLabel("Speed").selectOption("2");
  await second.page.getByRole("button", { name: "Go to 0:08" }).click();
  await playsTo(second.page, 8);
  await expect(second.page.getByLabel("Done")).toBeChecked({ timeout: 30_000 });
  expect(await progressIn(db, memberId, resourceId)).toMatchObject({ state: "done", source: "player" });
});

test("two tabs that play at once are one person who watched both parts", async ({ as, cohort, db, resourceId }) => {
  const { page, context, memberId } = await as("learner");
  const other = await context.newPage();
  await Promise.all([open(page, cohort, resourceId), open(other, cohort, resourceId)]);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await other.getByRole("button", { name: "Go to 0:20" }).click();
  await Promise.all([playsTo(page, 6).then(() => pause(page)), playsTo(other, 24).then(() => pause(other))]);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [0, 5])).toBe(true);
  await expect.poll(() => hasSeen(db, memberId, resourceId, [21, 23])).toBe(true);
  expect(await hasSeen(db, memberId, resourceId, [0, 20]), "what neither played").toBe(false);
});

test("what is watched for a minute without a connection is kept and sent when it is back, also when the tab is closed by then", async ({
  as,
  cohort,
  db,
  resourceId,
}) => {
  test.setTimeout(300_000);
  const { page, context, memberId } = await as("learner");
  await open(page, cohort, resourceId);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await playsTo(page, 1);
  const { stopped: _, ...before } = await pauseAndSee(page, db, memberId, resourceId);
  await page.waitForFunction(() => (document.querySelector("video")?.buffered.end(0) ?? 0) > 39);

  // At half the speed, from the beginning: half of the video is not enough for a minute.
  await page.getByLabel("Speed").selectOption("0.5");
  await page.getByRole("slider", { name: "Place" }).press("0");
  await expect.poll(() => place(page)).toBe(0);
  await context.setOffline(true);
  const left = Date.now();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const noConnection = page.getByText("No connection. What you watch is kept here and sent when it is back.");
  await expect(noConnection).toBeVisible({ timeout: 60_000 });
  await playsTo(page, 31);
  expect(Date.now() - left).toBeGreaterThan(60_000);
  await pause(page);
  await expect(noConnection).toBeVisible();
  expect(await progressIn(db, memberId, resourceId)).toEqual(before);
  const minute = await keptIn(page, memberId);
  expect(secondsOf(minute)).toBeGreaterThanOrEqual(28);
  await context.setOffline(false);
  await expect.poll(() => missing(db, memberId, resourceId, minute)).toEqual([]);
  await expect(noConnection).toBeHidden();

  await context.setOffline(true);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(async () => (await keptIn(page, memberId)).at(-1)?.[1], { timeout: 60_000 }).toBeGreaterThan(34);
  const rest = await keptIn(page, memberId);
  await page.close();
  expect(await missing(db, memberId, resourceId, rest)).not.toEqual([]);
  await context.setOffline(false);
  const next = await context.newPage();
  await open(next, cohort, resourceId);
  await expect.poll(() => missing(db, memberId, resourceId, rest)).toEqual([]);
});

test("from the mail before a session to a video that plays it is three taps at most", async ({
  as,
  cohort,
  db,
  inbox,
  resourceId,
}) => {
  const learner = await as("learner");
  const organizer = (await as("organizer")).page;
  await organizer.goto(`/c/${cohort.slug}/admin/notices`);
  await organizer.getByRole("button", { name: "Send it now" }).click();
  const mail = await inbox.waitFor(learner.address, /156 of 156 min left/);

  let taps = 0;
  const tap = async (target: Locator) => {
    taps += 1;
    await target.click();
  };
  await learner.page.setContent(mail.html);
  const opened = learner.context.waitForEvent("page");
  await tap(learner.page.getByRole("link", { name: "What is backpropagation really doing?" }));
  const page = await opened;
  await expect(page).toHaveURL(`/c/${cohort.slug}/watch/${resourceId}`);
  await tap(page.getByRole("button", { name: "Play", exact: true }));
  await playsTo(page, 2);
  await pause(page);
  expect(taps, "pausing it is not on the way").toBeLessThanOrEqual(3);
  await expect.poll(() => hasSeen(db, learner.memberId, resourceId, [0, 2])).toBe(true);
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
  const { page, memberId } = await as("learner");
  const resourceId = cohort.resources[2] ?? "";
  await db.resource.update({
    where: { id: resourceId },
    data: { url: "https://example.org/lesson", stopPoints: [60] },
  });
  await open(page, cohort, resourceId);
  await expect(page.getByText("This does not play here.")).toBeVisible();
  await expect(page.getByText("watched")).toHaveCount(0);
  // Opening it is starting it, as on This week.
  await page.context().route("https://example.org/**", (route) => route.fulfill({ body: "A lesson." }));
  const lesson = page.getByRole("link", { name: "Backpropagation in code", exact: true });
  await expect(lesson).toHaveAttribute("href", "https://example.org/lesson");
  const opened = page.waitForEvent("popup");
  await lesson.click();
  await (await opened).close();
  await expect.poll(() => progressIn(db, memberId, resourceId)).toMatchObject({ state: "started", source: "member" });
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeHidden();
  for (const id of [crypto.randomUUID(), "not-an-id"]) {
    expect((await page.request.get(`/c/${cohort.slug}/watch/${id}`)).status()).toBe(404);
  }
});
