import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";
import { linkIn } from "./inbox";

const site = process.env.CONVENE_E2E_URL ?? "http://localhost:3000";

test("two tabs with one sign-in link: one signs in, the other says how to get a new link", async ({
  as,
  inbox,
  browser,
  db,
}) => {
  const { address, personId } = await as("learner");
  const context = await browser.newContext();
  const [asking, first, second] = [await context.newPage(), await context.newPage(), await context.newPage()];
  await asking.goto("/sign-in");
  await asking.getByLabel("E-mail address").fill(address);
  await asking.getByRole("button", { name: "Mail me a link" }).click();
  const link = linkIn(await inbox.waitFor(address, /sign.in/i), /\/sign-in\/confirm#/);
  const before = await db.signIn.count({ where: { personId } });
  for (const tab of [first, second]) await tab.goto(link);
  await expect(second.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(await db.signIn.count({ where: { personId } }), "opening the link signs nobody in").toBe(before);
  await Promise.all([first, second].map((tab) => tab.getByRole("button", { name: "Sign in" }).click()));
  const dead = (tab: typeof first) => tab.getByText("This link does not work any more").count();
  await expect.poll(async () => (await dead(first)) + (await dead(second))).toBe(1);
  await expect.poll(() => db.signIn.count({ where: { personId } })).toBe(before + 1);
  await context.close();
});

test("the code from the mail signs in the browser that asked, and a wrong one says so", async ({
  as,
  inbox,
  page,
  cohort,
}) => {
  const { address } = await as("learner");
  await page.goto(`/c/${cohort.slug}/week`);
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  const code = /\b\d{3} ?\d{3}\b/.exec((await inbox.waitFor(address, /sign.in/i)).text)?.[0] ?? "";
  await page.getByLabel("Code from the mail").fill(code.startsWith("0") ? "111111" : "000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("That is not the code in the mail.")).toBeVisible();
  await page.getByLabel("Code from the mail").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**/c/${cohort.slug}/week`);
  await expect(page.getByRole("heading", { name: "Before the session" })).toBeVisible();
});

test("an address that is none is refused at the field, an unknown one gets the same answer as a known one", async ({
  as,
  page,
}) => {
  const { address } = await as("learner");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("a@example.org, evil@example.org");
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByText("Enter one e-mail address, like ada@example.org.")).toBeVisible();
  const answers: string[] = [];
  for (const asked of [address, `nobody-${randomUUID()}@example.org`]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(asked);
    await page.getByRole("button", { name: "Mail me a link" }).click();
    const answer = await page.getByRole("status").textContent();
    answers.push((answer ?? "").replace(asked, "it"));
  }
  expect(answers[0]).toBe(answers[1]);
});

test("a person ends a sign-in of theirs from another browser, and it is over on the next request", async ({
  as,
  signedIn,
  cohort,
}) => {
  const here = await as("learner");
  const there = await signedIn(here.personId);
  await there.page.goto(`/c/${cohort.slug}/week`);
  await expect(there.page.getByRole("heading", { name: "Before the session" })).toBeVisible();
  await here.page.goto("/me");
  await here.page.getByRole("button", { name: "Sign out all other browsers" }).click();
  await expect(here.page.getByRole("button", { name: "Sign out all other browsers" })).toBeHidden();
  await there.page.goto(`/c/${cohort.slug}/week`);
  await expect(there.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await here.page.getByRole("button", { name: "Sign out" }).click();
  await here.page.waitForURL(`${site}/`);
  await here.page.goto("/me");
  await expect(here.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("signing in never leads to another site", async ({ as, cohort, inbox, page }) => {
  const { address } = await as("learner");
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent("//evil.example/x")}`);
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  const code = /\b\d{3} ?\d{3}\b/.exec((await inbox.waitFor(address, /sign.in/i)).text)?.[0] ?? "";
  // Somebody who gets past the page is held by the server.
  const path = "/api/auth/callback/email";
  await page.route(`**${path}`, (route) => {
    const form = new URLSearchParams(route.request().postData() ?? "");
    form.set("callbackUrl", "/\\evil.example");
    return route.continue({ postData: form.toString() });
  });
  await page.getByLabel("Code from the mail").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${site}/c/${cohort.slug}/week`);
});

test("mailed links carry the configured address, whatever Host a request claims", async ({ as, inbox, request }) => {
  const { address } = await as("learner");
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  await request.post("/api/auth/signin/email", {
    form: { email: address, csrfToken, callbackUrl: "/", json: "true" },
    headers: { origin: site, "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
  });
  const mail = await inbox.waitFor(address, /sign.in/i);
  expect(mail.text).not.toContain("evil.example");
  expect(linkIn(mail, /\/sign-in\/confirm#/)).toContain(new URL(site).host);
});

test("a write without this site's Origin is refused", async ({ request, cohort }) => {
  const path = `/api/cohorts/${cohort.slug}/sign-ups`;
  const data = { email: "eve@example.org", name: "Eve" };
  for (const origin of [undefined, "null", "https://evil.example"]) {
    const answer = await request.post(path, { data, headers: origin ? { origin } : {} });
    expect(answer.status(), `Origin ${origin}`).toBe(403);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
  }
});
