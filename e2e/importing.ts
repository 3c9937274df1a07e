import type { Locator, Page } from "@playwright/test";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect } from "./fixtures";

export const box = (page: Page): Locator => page.getByLabel("Your schedule");
export const saveButton = (page: Page): Locator => page.getByRole("button", { name: /^Save (this|these)/ });

export async function open(page: Page, slug: string): Promise<void> {
  await page.goto(`/c/${slug}/admin/import`);
  await expect(page.getByText("What was understood will stand here.")).toBeVisible();
}

/** Puts text over everything in the box as the keyboard's paste does, and waits for the answer. */
export async function paste(page: Page, data: { text: string; html?: string }): Promise<void> {
  const answer = page.waitForResponse(/\/import\/preview$/);
  await box(page).focus();
  await box(page).selectText();
  if (data.html === undefined) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), data.text);
    await page.keyboard.press("ControlOrMeta+V");
  } else {
    await box(page).evaluate((area, { text, html = "" }) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      clipboardData.setData("text/html", html);
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, data);
  }
  expect((await answer).status()).toBe(200);
}

/** Ticks or unticks a line, and waits for what follows from it. */
export async function toggle(page: Page, line: string | RegExp): Promise<void> {
  await answerTo(page, () => page.getByRole("checkbox", { name: line }).click());
}

/** Does something that is looked at by the server; answers how many milliseconds the whole answer took. */
export async function answerTo(page: Page, act: () => Promise<unknown>): Promise<number> {
  const answer = page.waitForResponse(/\/import\/preview$/);
  await act();
  const response = await answer;
  await response.finished();
  return response.request().timing().responseEnd;
}

export async function save(page: Page): Promise<void> {
  await saveButton(page).click();
  await expect(page.getByText(/changes? (is|are) saved/)).toBeVisible();
}

/** Two sessions from a month ahead on, as a table; the fixture's own session is not in it. */
export function coming(rows: readonly string[][]): { text: string; dates: string[] } {
  const first = addDays(dateIn(new Date(), "America/Chicago"), 30);
  const dates = rows.map((_, index) => addDays(first, index * 7));
  const lines = rows.map((cells, index) => [dates[index], ...cells].join("\t"));
  return { text: ["Date\tSession\tBefore", ...lines].join("\n"), dates };
}
