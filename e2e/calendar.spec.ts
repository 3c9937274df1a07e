import type { APIRequestContext, Page } from "@playwright/test";
import { readWithIcalJs } from "@/lib/testing/calendars";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, type SignedIn, type TestCohort, test } from "./fixtures";

const origin = process.env.CONVENE_E2E_URL ?? "http://localhost:3000";
const OUTLOOKS = [
  ["Outlook.com", "outlook.live.com"],
  ["Office 365", "outlook.office.com"],
] as const;
const inDays = (days: number) => addDays(dateIn(new Date(), "America/Chicago"), days);

async function eventsAt(request: APIRequestContext, url: string) {
  const response = await request.get(url);
  expect(response.status(), url).toBe(200);
  return readWithIcalJs(await response.text());
}

async function hrefIn(page: Page, list: string, link: string): Promise<string> {
  const found = page.getByRole("list", { name: list, exact: true }).getByRole("link", { name: link });
  return (await found.getAttribute("href")) ?? "";
}

async function move({ context }: SignedIn, cohort: TestCohort, date: string): Promise<void> {
  const response = await context.request.patch(`/api/cohorts/${cohort.slug}/sessions/${cohort.sessionId}`, {
    headers: { origin },
    data: { version: 1, date },
  });
  expect(response.status()).toBe(200);
}

test("a visitor finds the calendar, and a session that moves is in it once, where it moved to", async ({
  page,
  request,
  cohort,
  as,
}) => {
  await page.goto(`/c/${cohort.slug}`);
  const url = await hrefIn(page, "Subscribe to the schedule", "The address itself");
  expect(new URL(url).pathname).toBe(`/c/${cohort.slug}/calendar.ics`);
  const webcal = url.replace(/^https?/, "webcal");
  expect(await hrefIn(page, "Subscribe to the schedule", "Apple Calendar and others")).toBe(webcal);
  const google = new URL(await hrefIn(page, "Subscribe to the schedule", "Google Calendar"));
  expect(google.searchParams.get("cid")).toBe(webcal);
  for (const [link, host] of OUTLOOKS) {
    const outlook = new URL(await hrefIn(page, "Subscribe to the schedule", link));
    expect([outlook.host, outlook.searchParams.get("url")]).toEqual([host, url]);
  }

  const response = await request.get(url);
  const headers = response.headers();
  expect(headers["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(headers["content-disposition"]).toBe(`inline; filename="${cohort.slug}.ics"`);
  expect(headers["cache-control"]).toBe("private, max-age=300");
  const [before] = readWithIcalJs(await response.text());
  expect(before).toMatchObject({ uid: expect.stringContaining(`${cohort.sessionId}@`), status: "CONFIRMED" });
  expect(before?.description).toContain("- Backpropagation in code (2 h 25 min)");
  const head = await request.head(url);
  expect([head.status(), (await head.body()).length, head.headers().etag]).toEqual([200, 0, headers.etag]);
  expect((await request.get(url, { headers: { "if-none-match": headers.etag ?? "" } })).status()).toBe(304);
  expect((await request.post(url)).status()).toBe(405);

  await move(await as("organizer"), cohort, inDays(9));
  const after = await eventsAt(request, url);
  expect(after).toHaveLength(1);
  expect(after[0]?.uid).toBe(before?.uid);
  expect(after[0]?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
  expect(after[0]?.begins.slice(0, 10)).toBe(inDays(9));
});

test("a visitor takes the next session alone", async ({ page, request, cohort }) => {
  await page.goto(`/c/${cohort.slug}`);
  const list = "This session in your calendar";
  const file = await hrefIn(page, list, "A file for other calendars");
  const [event] = await eventsAt(request, file);
  expect(event?.uid).toContain(cohort.sessionId);
  const google = new URL(await hrefIn(page, list, "Google Calendar")).searchParams;
  const begins = event?.begins.replaceAll(/[-:]|\.000/g, "");
  expect(google.get("dates")?.split("/")[0]).toBe(begins);
  for (const [link, host] of OUTLOOKS) {
    const outlook = new URL(await hrefIn(page, list, link));
    expect([outlook.host, outlook.searchParams.get("startdt")]).toEqual([host, event?.begins]);
  }
});

test("a visitor chooses to be told before each session, and the links carry that", async ({
  page,
  request,
  cohort,
}) => {
  await page.goto(`/c/${cohort.slug}`);
  const list = "Subscribe to the schedule";
  const plain = await hrefIn(page, list, "The address itself");
  const reminder = page.getByLabel("Reminder");
  await expect(reminder.getByRole("option")).toHaveText([
    "None",
    "10 min before",
    "30 min before",
    "1 h before",
    "1 day before",
  ]);
  await expect
    .poll(async () => {
      await reminder.selectOption("1 day before");
      return hrefIn(page, list, "The address itself");
    })
    .toBe(`${plain}?alarm=1440`);
  expect(await hrefIn(page, list, "Apple Calendar and others")).toMatch(/^webcal:.*\/calendar\.ics\?alarm=1440$/);
  const [event] = await eventsAt(request, `${plain}?alarm=1440`);
  expect(String(event?.component)).toContain("TRIGGER:-PT1440M");
  await reminder.selectOption("None");
  expect(await hrefIn(page, list, "The address itself")).toBe(plain);
});

test("an organizer makes the calendar secret and replaces its address; members find the one that works", async ({
  page,
  request,
  cohort,
  as,
}) => {
  const organizer = (await as("organizer")).page;
  const publicUrl = `/c/${cohort.slug}/calendar.ics`;
  await eventsAt(request, publicUrl);
  await organizer.goto(`/c/${cohort.slug}/admin/settings`);
  await organizer.getByRole("button", { name: "Make it secret" }).click();
  const address = organizer.getByLabel("The secret address");
  await expect(address).toBeVisible();
  const first = await address.inputValue();
  expect((await request.get(publicUrl)).status()).toBe(404);
  expect(await eventsAt(request, first)).toHaveLength(1);
  const offered = async () => {
    await page.goto(`/c/${cohort.slug}`);
    return page.getByRole("heading", { name: "In your calendar" }).count();
  };
  await expect.poll(offered).toBe(0);

  await organizer.getByRole("button", { name: "Replace the address" }).click();
  await organizer.getByRole("button", { name: "Keep it" }).click();
  expect((await request.get(first)).status()).toBe(200);
  await organizer.getByRole("button", { name: "Replace the address" }).click();
  await organizer.getByRole("button", { name: "Replace it" }).click();
  await expect(address).not.toHaveValue(first);
  const second = await address.inputValue();
  const answers = await Promise.all(
    [first, `${origin}/api/feeds/never.was.ics`, publicUrl].map(async (url) => {
      const response = await request.get(url);
      return [response.status(), await response.text()];
    }),
  );
  expect(new Set(answers.map(String)), "a dead address says the same as one that never was").toEqual(
    new Set([`404,There is no such calendar.\n`]),
  );
  expect(await eventsAt(request, second)).toHaveLength(1);

  // The other settings are of the same version, and saving them is no conflict.
  await organizer.getByLabel("Place").fill("room 7");
  await organizer.getByRole("button", { name: "Save" }).click();
  await expect(organizer.getByText("Saved.")).toBeVisible();

  const learner = (await as("learner")).page;
  await learner.goto("/me");
  const list = `Subscribe to ${cohort.title}`;
  expect(await hrefIn(learner, list, "The address itself")).toBe(second);
  await expect
    .poll(async () => {
      await learner.getByLabel(`Reminder for ${cohort.title}`).selectOption("1 h before");
      return hrefIn(learner, list, "The address itself");
    })
    .toBe(`${second}?alarm=60`);
});

test("of two organizers the second is told that the calendar was changed meanwhile", async ({ cohort, as }) => {
  const [first, second] = [(await as("organizer")).page, (await as("organizer")).page];
  for (const page of [first, second]) await page.goto(`/c/${cohort.slug}/admin/settings`);
  await first.getByRole("button", { name: "Make it secret" }).click();
  await first.getByRole("button", { name: "Make it public" }).click();
  await expect(first.getByText("Public: everybody can subscribe")).toBeVisible();
  await second.getByRole("button", { name: "Make it secret" }).click();
  await expect(second.getByText("It is public now.")).toBeVisible();
  await second.getByRole("button", { name: "Load them again" }).click();
  await second.getByRole("button", { name: "Make it secret" }).click();
  await expect(second.getByLabel("The secret address")).toBeVisible();
});

test("a learner makes a calendar of their own on the account page, and replaces its address", async ({
  request,
  cohort,
  as,
  db,
}) => {
  const { page, personId } = await as("learner");
  await page.goto("/me");
  await page.getByRole("button", { name: "Make my calendar" }).click();
  const address = page.getByLabel("The address of your calendar");
  await expect(address).toBeVisible();
  const first = await address.inputValue();
  const nonce = async () => (await db.person.findUniqueOrThrow({ where: { id: personId } })).calendarNonce;
  const before = await nonce();
  const events = await eventsAt(request, `${first}?alarm=30`);
  expect(events).toHaveLength(1);
  expect(events[0]?.description).toContain(`/c/${cohort.slug}/week`);
  expect(events[0]?.description).toContain("https://meet.example.org/fall");
  expect(String(events[0]?.component)).toContain("TRIGGER:-PT30M");
  await request.head(first);
  expect(await nonce(), "reading changes nothing").toBe(before);

  await page.getByLabel("Reminder", { exact: true }).selectOption("30 min before");
  await expect(address).toHaveValue(`${first}?alarm=30`);
  expect(await hrefIn(page, "Subscribe", "Apple Calendar and others")).toMatch(/\?alarm=30$/);
  await page.reload();
  await expect(address).toHaveValue(first);
  await page.getByRole("button", { name: "Replace the address" }).click();
  await page.getByRole("button", { name: "Replace it" }).click();
  await expect(page.getByText("The old address leads nowhere from now on")).toBeVisible();
  await expect(address).not.toHaveValue(first);
  expect((await request.get(first)).status()).toBe(404);
  expect(await eventsAt(request, await address.inputValue())).toHaveLength(1);
});
