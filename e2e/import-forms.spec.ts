import os from "node:os";
import AxeBuilder from "@axe-core/playwright";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";
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
  await expect(page.getByText("Pasted as a table, with its links.")).toBeVisible();
  const sent = page.waitForRequest(/\/import\/apply$/);
  await save(page);
  expect((await sent).postDataJSON()).toMatchObject({ html });
  await page.goto(`/c/${cohort.slug}`);
  const link = page.getByRole("table", { name: "Schedule" }).getByRole("link", { name: "Projections" });
  await expect(link).toHaveAttribute("href", "https://example.org/p");
});

test("files: a spreadsheet is refused with advice, one that is too large too, ten thousand rows are answered within two seconds", async ({
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
  const times = [await answerTo(page, () => choose.setInputFiles(long))];
  await expect(page.getByText("20001 of 20001 ticked.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Show 60 more" })).toBeVisible();
  const line = page.getByRole("checkbox", { name: "Take out “Backpropagation”" });
  for (const ticked of ["20000", "20001"]) {
    times.push(await answerTo(page, () => line.click()));
    await expect(page.getByText(`${ticked} of 20001 ticked.`)).toBeVisible();
  }
  // A machine that does more than it has processors for takes that much longer, and says nothing about the server.
  const busy = Math.max(1, (os.loadavg()[0] ?? 1) / os.availableParallelism());
  expect(Math.min(...times), `milliseconds: ${times.map(Math.round).join(", ")}`).toBeLessThan(2000 * busy);

  const much = { name: "much.csv", mimeType: "text/csv", buffer: Buffer.alloc(5 * 1024 * 1024 - 1, "a") };
  await answerTo(page, () => choose.setInputFiles(much));
  await expect(page.getByText("There are no dates in this text.")).toBeVisible();
});

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
