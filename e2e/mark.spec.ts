import { expect, test } from "./fixtures";
import { linkIn } from "./inbox";

test("a learner marks something as done from the mail: looking changes nothing, the button does", async ({
  as,
  cohort,
  db,
  inbox,
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const learner = await as("learner");
  const organizer = (await as("organizer")).page;
  await organizer.goto(`/c/${cohort.slug}/admin/notices`);
  await expect(organizer.getByRole("button", { name: "Send it now" })).toBeVisible();
  await organizer.getByRole("button", { name: "Send it now" }).click();
  const mail = await inbox.waitFor(learner.address, /167 of 167 min left/);
  const link = linkIn(mail, /\/mark#/);
  expect(mail.text.match(/Mark as done: /g), "in text, only what to start with").toHaveLength(1);
  expect(mail.html.match(/mark as done/g), "in HTML, everything that is open").toHaveLength(3);
  const done = () => db.progress.findMany({ where: { memberId: learner.memberId } });

  await test.step("a scanner that opens it, and a page that is only looked at, change nothing", async () => {
    for (const method of ["GET", "HEAD"]) await request.fetch(link, { method });
    await page.goto(link);
    await expect(page.getByText("What is backpropagation really doing?")).toBeVisible();
    await expect(page.getByText(`${cohort.title}, mailed to m…@example.org`)).toBeVisible();
    expect(page.url(), "the secret is not left in the address bar").not.toContain("#");
    expect(await done()).toEqual([]);
  });

  await test.step("the button marks it", async () => {
    await page.getByRole("button", { name: "Mark as done" }).click();
    await expect(page.getByText("Marked as done.")).toBeVisible();
    expect(await done()).toMatchObject([{ resourceId: cohort.resources[0], state: "done", source: "mail" }]);
    await learner.page.goto(`/c/${cohort.slug}/week`);
    await expect(learner.page.getByLabel("Done: What is backpropagation really doing?")).toBeChecked();
  });

  await test.step("opened again it says so, and can be taken back", async () => {
    await page.goto("/");
    await page.goto(link);
    await expect(page.getByText("It is marked as done already.")).toBeVisible();
    await page.getByRole("button", { name: "Not done after all" }).click();
    await expect(page.getByText("It is to do again.")).toBeVisible();
    expect(await done()).toMatchObject([{ state: "todo" }]);
  });

  await test.step("whoever has left is told no more than a stranger with a made-up link", async () => {
    await db.member.update({ where: { id: learner.memberId }, data: { state: "left" } });
    const said: string[] = [];
    for (const dead of [link, `${link}x`, "/mark#a.b", "/mark"]) {
      await page.goto("/");
      await page.goto(dead);
      await expect(page.getByText("This link does not work any more")).toBeVisible();
      said.push((await page.locator("main").textContent()) ?? "");
    }
    expect(new Set(said).size).toBe(1);
  });
});
