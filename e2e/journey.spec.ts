import { randomUUID } from "node:crypto";
import { makeCohort, makeMember } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, test, wakeForm } from "./fixtures";
import { linkIn } from "./inbox";

/** A schedule in the shape organizers keep theirs, with the next session in two days. */
function schedule(): { csv: string; year: number } {
  const next = addDays(dateIn(new Date(), "America/Chicago"), 2);
  const row = (date: string, rest: string) => {
    const month = new Date(`${date}T12:00:00Z`).toLocaleString("en", { month: "short", timeZone: "UTC" });
    return `${month}.,${Number(date.slice(8))},${rest}`;
  };
  const csv = [
    "Month,Day,Before,Session,After,Deep Dive",
    row(addDays(next, -7), "Pre-Meeting Setup,Python: Application,,"),
    row(
      next,
      '"[What is backpropagation really doing? 0h12](https://example.org/one) , [Backpropagation calculus 0h10](https://example.org/two), [Backpropagation 2h25](https://example.org/three)",Discussion,[An article](https://example.org/four),',
    ),
    row(addDays(next, 7), ",,,"),
  ].join("\n");
  return { csv, year: Number(addDays(next, -7).slice(0, 4)) };
}

test("a term begins: import, publish, sign up, confirm, tick, get the prep mail with the right minutes, stop it", async ({
  page,
  db,
  inbox,
  signedIn,
}) => {
  test.setTimeout(120_000);
  const cohort = await makeCohort(db, { title: `Term ${randomUUID().slice(0, 6)}`, state: "open" });
  const grace = await makeMember(db, cohort, { role: "organizer", name: "Grace" });
  const address = `ada-${randomUUID().slice(0, 8)}@example.org`;

  const organizer = (await signedIn(grace.personId)).page;
  await test.step("the organizer imports and publishes the schedule", async () => {
    const { csv, year } = schedule();
    await organizer.goto(`/c/${cohort.slug}/admin/import`);
    await organizer.getByLabel("Your schedule").fill(csv);
    await organizer.getByLabel("First year").fill(String(year));
    await organizer.getByRole("button", { name: "See what is understood" }).click();
    await expect(organizer.getByText("Before: Backpropagation calculus")).toBeVisible();
    await organizer.getByRole("button", { name: /^Save these/ }).click();
    await organizer.getByRole("link", { name: "See the schedule" }).click();
    await organizer.getByRole("button", { name: "Publish them all" }).click();
    await expect(organizer.getByRole("grid").getByText("Published", { exact: true })).toHaveCount(3);
  });

  await test.step("a newcomer reads the public page and signs up", async () => {
    await page.goto(`/c/${cohort.slug}`);
    await expect(page.getByText("in 2 days, 2 h 47 min to prepare")).toBeVisible();
    await wakeForm(page);
    await page.getByLabel("E-mail address").fill(address);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("Lab or affiliation").fill("Analytical Engines");
    await page.getByRole("button", { name: "Join" }).click();
    await expect(page.getByText("Check your mail")).toBeVisible();
  });

  await test.step("the confirmation's one button lets her in", async () => {
    const mail = await inbox.waitFor(address, /confirm/i);
    await page.goto(linkIn(mail, /\/join\/confirm#/));
    await page.getByRole("button", { name: "Confirm and join" }).click();
    await page.waitForURL(`**/c/${cohort.slug}/week`);
    await expect(page.getByText("167 of 167 min left")).toBeVisible();
    await inbox.waitFor(address, /welcome/i);
  });

  await test.step("a tick sticks", async () => {
    await page.getByLabel("Done: What is backpropagation really doing?").check();
    await expect(page.getByText("155 of 167 min left").first()).toBeVisible();
    const progress = () => db.progress.count({ where: { cohortId: cohort.id, state: "done" } });
    await expect.poll(progress).toBe(1);
    await page.reload();
    await expect(page.getByLabel("Done: What is backpropagation really doing?")).toBeChecked();
  });

  await test.step("she signs in on another browser with the mailed link", async () => {
    const other = await (await page.context().browser())?.newContext();
    const second = await other?.newPage();
    if (!second) throw new Error("No second browser.");
    await second.goto(`/c/${cohort.slug}/week`);
    await second.getByLabel("E-mail address").fill(address);
    await second.getByRole("button", { name: "Mail me a link" }).click();
    const mail = await inbox.waitFor(address, /sign.in/i);
    await second.goto(linkIn(mail, /\/sign-in\/confirm#/));
    await second.getByRole("button", { name: "Sign in" }).click();
    // Home is This week.
    await second.waitForURL(`**/c/${cohort.slug}/week`);
    await expect(second.getByText("155 of 167 min left").first()).toBeVisible();
    await other?.close();
  });

  const prep = await test.step("the prep mail says what she has left", async () => {
    await organizer.goto(`/c/${cohort.slug}/admin/notices`);
    await organizer.getByLabel("As").selectOption({ label: "Ada" });
    await expect(organizer.getByText("155 of 167 min left")).toBeVisible();
    await organizer.getByRole("button", { name: "Send it now" }).click();
    const mail = await inbox.waitFor(address, /155 of 167 min left/);
    expect(mail.text).toMatch(/done\s+What is backpropagation really doing\?/);
    expect(mail.text).toMatch(/next\s+Backpropagation calculus/);
    return mail;
  });

  await test.step("one click stops it, from the mail program without a cookie and from the link", async () => {
    expect(prep.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    const url = /<(https?:[^>]+)>/.exec(prep.headers.get("list-unsubscribe") ?? "")?.[1] ?? "";
    const off = () =>
      db.subscription.count({ where: { member: { cohortId: cohort.id }, kind: "weekly_prep", enabled: false } });
    await fetch(url);
    expect(await off(), "a GET changes nothing").toBe(0);
    const oneClick = () =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
      });
    expect((await oneClick()).status).toBe(200);
    expect((await oneClick()).status).toBe(200);
    expect(await off()).toBe(1);
    const stranger = await (await page.context().browser())?.newContext();
    const reader = await stranger?.newPage();
    if (!reader) throw new Error("No other browser.");
    await reader.goto(linkIn(prep, /\/unsubscribe#/));
    await expect(reader.getByText("Stopped")).toBeVisible();
    await reader.getByRole("checkbox", { name: /Before each session/ }).click();
    await expect.poll(off).toBe(0);
    await reader.getByRole("button", { name: /^Stop “/ }).click();
    await expect.poll(off).toBe(1);
    await stranger?.close();
  });

  await db.cohort.delete({ where: { id: cohort.id } });
  await db.person.deleteMany({ where: { email: { in: [address, grace.address] } } });
});
