import { defineConfig } from "@playwright/test";

/**
 * `npm test` starts a site and says here where it is. On its own, `npx playwright test` takes the site in
 * CONVENE_E2E_URL and its inbox in CONVENE_E2E_INBOX, or those that `npm start` opens.
 */

const { CONVENE_E2E_URL = "http://localhost:3000", CONVENE_CHROMIUM, CI } = process.env;

const args = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(CI),
  retries: 0,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: CONVENE_E2E_URL,
    browserName: "chromium",
    locale: "en-US",
    // Far from the cohort's zone, so that a time shown in the wrong one is seen.
    timezoneId: "Europe/Athens",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: CONVENE_CHROMIUM || undefined,
      // Chromium's sandbox does not work for root.
      args: process.getuid?.() === 0 ? [...args, "--no-sandbox"] : args,
    },
  },
});
