import AxeBuilder from "@axe-core/playwright";
import { addDays, dateIn } from "@/lib/time/zones";
import { busyness, expect, test } from "./fixtures";
import { answerTo, box, coming, open, paste, save } from "./importing";

test("a question about the dates is answered once, and a corrected column is remembered", async ({
  as,
  cohort,
  db,
}) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const year = Number(dateIn(new Date(), "America/Chicago").slice(0, 4)) + 1;
  const text = `Date\tTopic\tBlurb\n03/04/${year}\tMaps\tRead it\n04/05/${year}\tGlobes\tDraw it`;
  await open(page, cohort.slug);
  await paste(page, { text });
  await expect(page.getByRole("button", { name: /^Save/ })).toHaveCount(0);
  await answerTo(page, () => page.getByRole("button", { name: "The day: 3 Apr" }).click());
  await expect(page.getByLabel("Dates like 03/04")).toHaveValue("day");
  await answerTo(page, () => page.getByLabel("What “Blurb” is").selectOption("before"));
  await expect(page.getByRole("checkbox", { name: "Add “Read it”, before" })).toBeChecked();
  await save(page);
  const dates = await db.session.findMany({
    where: { cohortId: cohort.id, deletedAt: null },
    orderBy: { date: "asc" },
  });
  expect(dates.map(({ date }) => date.toISOString().slice(0, 10))).toEqual([`${year}-04-03`, `${year}-05-04`]);

  await open(page, cohort.slug);
  await paste(page, { text });
  await expect(page.getByText("Nothing would change")).toBeVisible();
  await expect(page.getByLabel("What “Blurb” is")).toHaveValue("before");
  await expect(page.getByText("Taken for this because you said so.")).toBeVisible();
});

test("a table from a web page comes with its links, and can be taken as plain text", async ({ as, cohort }) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const date = addDays(dateIn(new Date(), "America/Chicago"), 30);
  const html = `<table><tr><th>Date</th><th>Session</th><th>Before</th></tr>
    <tr><td>${date}</td><td>Maps</td><td><a href="https://example.org/p">Projections</a></td></tr></table>`;
  await open(page, cohort.slug);
  await paste(page, { text: `Date\tSession\tBefore\n${date}\tMaps\tProjections`, html });
  await expect(box(page)).toHaveValue(/Projections/);
  await expect(page.getByText("Pasted as on its page, with its links.")).toBeVisible();
  const sent = page.waitForRequest(/\/import\/apply$/);
  await save(page);
  expect((await sent).postDataJSON()).toMatchObject({ html });
  await page.goto(`/c/${cohort.slug}`);
  const link = page.getByRole("table", { name: "Schedule" }).getByRole("link", { name: "Projections" });
  await expect(link).toHaveAttribute("href", "https://example.org/p");
});

test("a list from a page comes with its links; into other text it comes without them, and the page says so", async ({
  as,
  cohort,
}) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const date = addDays(dateIn(new Date(), "America/Chicago"), 30);
  const html = `<ul><li>${date}: <a href="https://e.org/maps">Maps</a></li></ul>`;
  const text = `${date}: Maps`;
  await open(page, cohort.slug);
  await paste(page, { text, html });
  await expect(page.getByText("Pasted as on its page, with its links.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Add “Maps”, in the session" })).toBeChecked();

  await box(page).press("ControlOrMeta+End");
  await box(page).pressSequentially("!");
  await expect(page.getByText("You changed the text, which has no links of its own.")).toBeVisible();
  await answerTo(page, () => page.getByRole("button", { name: "Take it as it was pasted, with its links" }).click());
  await expect(page.getByRole("checkbox", { name: "Add “Maps”, in the session" })).toBeChecked();

  await box(page).fill("Date,Session");
  await box(page).evaluate(putOnEnd, { text, html });
  await expect(page.getByText("This was put into the text that is here, without the links that it has.")).toBeVisible();
  await answerTo(page, () => page.getByRole("button", { name: "Take only it, with its links" }).click());
  await expect(box(page)).toHaveValue(text);
  await expect(page.getByRole("checkbox", { name: "Add “Maps”, in the session" })).toBeChecked();

  await paste(page, { text, html: `${html}${" ".repeat(5 * 1024 * 1024)}` });
  await expect(
    page.getByText("With its links this is larger than 5 MB, so that only its text was taken."),
  ).toBeVisible();
});

test("what only seems to have sessions with links is read as the text, and the page says so", async ({
  as,
  cohort,
}) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, cohort.slug);
  const text = coming([["Maps", ""]]).text;
  await paste(page, { text, html: '<p><a href="https://e.org/help">Help</a></p>' });
  await expect(page.getByText("Read as text: on its page there are no sessions with links.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "New session “Maps”" })).toBeChecked();
});

test("the date of week 1 is asked once and can be changed later", async ({ as, cohort }) => {
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const first = addDays(dateIn(new Date(), "America/Chicago"), 30);
  const text = "Week\tTopic\n1\tMaps\n2\tGlobes";
  await open(page, cohort.slug);
  await paste(page, { text });
  await page.getByLabel("Date of week 1").fill(first);
  await answerTo(page, () => page.getByRole("button", { name: "Take this date" }).click());
  await save(page);
  await open(page, cohort.slug);
  await paste(page, { text });
  await expect(page.getByText("Nothing would change")).toBeVisible();
  await expect(page.getByLabel("Week 1")).toHaveValue(first);
  await answerTo(page, () => page.getByLabel("Week 1").fill(addDays(first, 7)));
  await expect(page.getByRole("checkbox", { name: /^Move “Globes” here from/ })).toBeChecked();
});

test("files: a spreadsheet is refused with advice, one that is too large too, ten thousand rows and five megabytes are answered in time", async ({
  as,
  cohort,
}) => {
  test.setTimeout(120_000);
  const { page } = await as("organizer");
  await open(page, cohort.slug);
  const choose = page.getByLabel("Or choose a file");
  const kept = "Date,Session\n2031-01-07,Maps";
  await box(page).fill(kept);
  await choose.setInputFiles({
    name: "plan.xlsx",
    mimeType: "application/zip",
    buffer: Buffer.from("PK\u0003\u0004rest"),
  });
  await expect(
    page.getByText("“plan.xlsx” is a spreadsheet file. Copy its cells and paste them here, or save it as CSV."),
  ).toBeVisible();
  await choose.setInputFiles({
    name: "huge.csv",
    mimeType: "text/csv",
    buffer: Buffer.alloc(5 * 1024 * 1024 + 1, "a"),
  });
  await expect(
    page.getByText("“huge.csv” is larger than 5 MB; a schedule is a few kilobytes. It was not read."),
  ).toBeVisible();
  await expect(box(page)).toHaveValue(kept);

  const start = Date.UTC(2031, 0, 1);
  const rows = Array.from({ length: 10_000 }, (_, index) => {
    const day = new Date(start + index * 86_400_000).toISOString().slice(0, 10);
    return `${day},Session ${index},[Thing ${index} 0h10](https://example.org/${index})`;
  });
  const long = {
    name: "long.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`Date,Session,Before\n${rows.join("\n")}`),
  };
  const busy = busyness();
  const times = [await answerTo(page, () => choose.setInputFiles(long))];
  await expect(page.getByText("20001 of 20001 ticked.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Show 60 more" })).toBeVisible();
  const line = page.getByRole("checkbox", { name: "Take out “Backpropagation”" });
  for (const ticked of ["20000", "20001"]) {
    times.push(await answerTo(page, () => line.click()));
    await expect(page.getByText(`${ticked} of 20001 ticked.`)).toBeVisible();
  }
  // The middle one of three: neither a pause of the machine nor one lucky answer decides.
  const [, median = Number.POSITIVE_INFINITY] = times.toSorted((a, b) => a - b);
  const slow = Math.max(busy, busyness());
  expect(median, `milliseconds: ${times.map(Math.round).join(", ")}, load ${slow}`).toBeLessThan(2000 * slow);

  const much = { name: "much.csv", mimeType: "text/csv", buffer: Buffer.alloc(5 * 1024 * 1024 - 1, "a") };
  const read = await answerTo(page, () => choose.setInputFiles(much));
  await expect(page.getByText("There are no dates in this text.")).toBeVisible();
  expect(read, "milliseconds for five megabytes").toBeLessThan(2000 * Math.max(slow, busyness()));
});

/** A paste at the end of what is there, which the browser would put in by itself. */
function putOnEnd(area: Element, { text, html }: { text: string; html: string }): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  clipboardData.setData("text/html", html);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}

test("axe finds nothing on an import with questions, columns, changes and mails, narrow and wide", async ({
  as,
  cohort,
}) => {
  test.setTimeout(120_000);
  const { page, context } = await as("organizer");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { text } = coming([
    ["Maps", "[Projections 0h12](https://example.org/p)"],
    ["Globes", ""],
  ]);
  const cases = [
    text.replace("Before", "Blurb"),
    "Date\tTopic\n03/04/2031\tMaps\n04/05/2031\tGlobes",
    "Week\tTopic\n1\tMaps",
    "Date\tTopic\n31 Feb\tMaps",
  ];
  for (const [colorScheme, width] of [
    ["light", 1440],
    ["dark", 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await open(page, cohort.slug);
    for (const one of cases) {
      await paste(page, { text: one });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), one).toBeLessThanOrEqual(width);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
        `${one} at ${width}`,
      ).toEqual([]);
    }
  }
});
