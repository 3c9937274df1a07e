import { expect, test } from "./fixtures";

test("the public page opens with the next session and is whole without JavaScript", async ({ browser, cohort }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await page.goto(`/c/${cohort.slug}`);
  await expect(page.getByText("Next session in 2 days, 2 h 47 min to prepare")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Backpropagation calculus" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Join" })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await context.close();
});

test("somebody without JavaScript signs up as well, and no address gets into a URL", async ({
  browser,
  cohort,
  inbox,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const address = `plain-${cohort.slug}@example.org`;
  await page.goto(`/c/${cohort.slug}`);
  await page.getByLabel("E-mail address").fill("nobody");
  await page.getByLabel("Name").fill("Ada");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByText("it needs one e-mail address")).toBeVisible();
  expect(page.url()).not.toContain("nobody");
  await page.goBack();
  await page.getByLabel("E-mail address").fill(address);
  await page.getByLabel("Name").fill("Ada");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await inbox.waitFor(address, /confirm/i);
  await context.close();
});

test("an edit is on the public page within two seconds, whoever made it", async ({ page, cohort, db }) => {
  const title = page.getByRole("heading", { level: 1 });
  await page.goto(`/c/${cohort.slug}`);
  await expect(title).toHaveText(cohort.title);
  for (const next of ["Renamed once", "Renamed twice"]) {
    await db.cohort.update({ where: { id: cohort.id }, data: { title: next } });
    const shown = async () => {
      await page.goto(`/c/${cohort.slug}`);
      return title.textContent();
    };
    await expect.poll(shown, { timeout: 2000, intervals: [100] }).toBe(next);
  }
});

test("a draft session and a deleted one are not on the public page, a cancelled one is marked", async ({
  page,
  cohort,
  db,
}) => {
  const row = page.getByRole("row").filter({ hasText: "Backpropagation" });
  await db.session.update({ where: { id: cohort.sessionId }, data: { state: "cancelled" } });
  await expect.poll(async () => (await page.goto(`/c/${cohort.slug}`)) && row.textContent()).toContain("cancelled");
  await db.session.update({ where: { id: cohort.sessionId }, data: { state: "draft" } });
  await expect.poll(async () => (await page.goto(`/c/${cohort.slug}`)) && row.count()).toBe(0);
});

test("a Markdown section that tries to run something is inert under a policy that allows no inline script", async ({
  page,
  cohort,
  db,
}) => {
  const body = [
    "<script>window.ran = 1</script>",
    '<img src=x onerror="window.ran = 1">',
    "[click](javascript:window.ran=1)",
    '<svg onload="window.ran = 1"></svg>',
  ].join("\n\n");
  await db.section.create({ data: { id: crypto.randomUUID(), cohortId: cohort.id, title: "Evil", body, position: 9 } });
  await expect
    .poll(async () => (await page.goto(`/c/${cohort.slug}`)) && page.getByRole("heading", { name: "Evil" }).count())
    .toBe(1);
  const response = await page.goto(`/c/${cohort.slug}`);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("unsafe-inline");
  await page.getByText("click", { exact: true }).click();
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});

test("the public page weighs at most 250 kB, under 130 kB of it JavaScript", async ({ browser, cohort }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const kinds = new Map<string, string>();
  const bytes = { all: 0, script: 0 };
  devtools.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength;
    if (kinds.get(requestId) === "Script") bytes.script += encodedDataLength;
  });
  await page.goto(`/c/${cohort.slug}`, { waitUntil: "networkidle" });
  expect(bytes.script, "scripts wait for somebody who does something").toBe(0);
  await page.getByLabel("E-mail address").focus();
  await page.waitForLoadState("networkidle");
  await expect.poll(() => bytes.script).toBeGreaterThan(100_000);
  expect(bytes.script).toBeLessThan(130_000);
  expect(bytes.all).toBeLessThanOrEqual(250_000);
  await context.close();
});
