import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startWorker } from "@/lib/jobs/run";
import { claimLinks, markLinksDue, writeVerdict } from "@/lib/resources/links/commands";
import { checkLinks } from "@/lib/resources/links/jobs";
import { resourceOf } from "@/lib/resources/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx } from "@/lib/testing/factories";
import { libraryWorld, makeResource, NOW } from "@/lib/testing/library";

const test = testDatabase();
const HOUR = 3_600_000;
const later = (hours: number) => new Date(Date.parse(NOW) + hours * HOUR).toISOString();

/** A web server on loopback that stands for all the hosts there are; `status` says how each path is answered. */
const status = new Map<string, number>();
const asked: string[] = [];
let under = 0;
let most = 0;
let answering = () => {};
const server = createServer((request, response) => {
  under += 1;
  most = Math.max(most, under);
  asked.push(`${request.headers.host?.split(":")[0]}${request.url}`);
  answering();
  setImmediate(() => {
    under -= 1;
    response.writeHead(status.get(request.url ?? "") ?? 200).end();
  });
});
let port = 0;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());
beforeEach(async () => {
  await test.db.cohort.deleteMany();
  status.clear();
  asked.length = 0;
  answering = () => {};
});

const unknownName = Object.assign(new Error("dns"), { code: "ENOTFOUND" });
const nobodyToAsk = Object.assign(new Error("dns"), { code: "EAI_AGAIN" });
const options = {
  userAgent: "test",
  isAllowed: (address: string) => address === "127.0.0.1",
  resolve: async (host: string) => (host.endsWith(".test") ? ["127.0.0.1"] : Promise.reject(unknownName)),
};

async function world(cohortOptions: Parameters<typeof libraryWorld>[1] = {}) {
  const at = await libraryWorld(test.db, cohortOptions);
  const { cohort, scope } = at;
  const add = (host: string, path: string) => makeResource(test.db, cohort, { url: `http://${host}:${port}${path}` });
  const link = async (id: string) => (await resourceOf(test.db, scope, id))?.link;
  const run = (iso = NOW, over: Partial<typeof options> = {}) =>
    checkLinks(frozenCtx(test.db, iso), { ...options, ...over });
  return { ...at, add, link, run };
}

describe("asking the links of a library", () => {
  it("asks each once a week, and one that does not work each day until it does", async () => {
    const { add, link, run } = await world();
    const [fine, gone] = [await add("a.test", "/fine"), await add("b.test", "/gone")];
    status.set("/gone", 404);
    expect(await run()).toEqual({ asked: 2, judged: 2, failed: 1 });
    expect(await link(fine)).toEqual({ state: "ok", problem: "", askedOn: "2024-10-19" });
    expect(await link(gone)).toEqual({ state: "unsure", problem: "404 Not Found", askedOn: "2024-10-19" });
    expect(await run(later(23))).toEqual({ asked: 0, judged: 0, failed: 0 });
    expect(await run(later(24))).toEqual({ asked: 1, judged: 1, failed: 1 });
    expect(await link(gone)).toEqual({ state: "broken", problem: "404 Not Found", askedOn: "2024-10-20" });
    status.delete("/gone");
    await run(later(48));
    expect(await link(gone)).toMatchObject({ state: "ok", problem: "" });
    expect((await run(later(7 * 24))).asked, "the one that was asked a week ago").toBe(1);
  });

  it("leaves the resource as it is and wakes no page", async () => {
    const { add, run } = await world();
    const id = await add("a.test", "/");
    const before = await test.db.resource.findUniqueOrThrow({ where: { id } });
    await run();
    expect(await test.db.resource.findUniqueOrThrow({ where: { id } })).toEqual(before);
    const [row] = await test.db.$queryRaw<{ triggers: number }[]>`
      SELECT count(*)::int AS triggers FROM pg_trigger WHERE tgrelid = 'link_check'::regclass AND NOT tgisinternal`;
    expect(row?.triggers).toBe(0);
  });

  it("asks only for cohorts that are open or running, and never for the demo or what was removed", async () => {
    const [draft, ended, demo, open] = [
      await world({ state: "draft" }),
      await world({ state: "archived" }),
      await world(),
      await world({ state: "open" }),
    ];
    for (const at of [draft, ended, demo, open]) await at.add("a.test", `/${at.cohort.slug}`);
    await test.db.cohort.update({ where: { id: demo.cohort.id }, data: { demo: true } });
    const removed = await open.add("b.test", "/removed");
    await test.db.resource.update({ where: { id: removed }, data: { deletedAt: new Date(NOW) } });
    await open.run();
    expect(asked).toEqual([`a.test/${open.cohort.slug}`]);
  });

  it("asks a host one link at a time and few hosts at once, also with several workers", async () => {
    const { add, run } = await world();
    for (let n = 0; n < 4; n += 1)
      for (const host of ["a.test", "www.a.test", "b.test"]) await add(host, `/${n}/${host}`);
    most = 0;
    const claims = await Promise.all([1, 2, 3].map(() => claimLinks(frozenCtx(test.db, NOW), 4)));
    const hosts = claims.flat().map(({ host }) => host);
    expect(hosts.toSorted(), "one of each host, whoever claims").toEqual([`a.test:${port}`, `b.test:${port}`]);
    await test.db.linkCheck.deleteMany();
    const reports = await Promise.all([run(), run(), run()]);
    expect(reports.reduce((sum, report) => sum + report.judged, 0)).toBe(asked.length);
    expect(new Set(asked).size, "no link twice").toBe(asked.length);
    expect(most).toBeLessThanOrEqual(4);
    for (let minutes = 1; minutes < 10; minutes += 1) await run(later(minutes / 60));
    expect(asked.length).toBe(12);
  });

  it("asks a link again whose worker died, an hour later", async () => {
    const { add, link, run } = await world();
    const id = await add("a.test", "/");
    expect((await claimLinks(frozenCtx(test.db, NOW), 4)).length).toBe(1);
    expect((await run(later(0.9))).asked).toBe(0);
    expect(await link(id)).toMatchObject({ state: "waiting" });
    expect((await run(later(1))).asked).toBe(1);
    // The same for one that is known, which is asked each week.
    await claimLinks(frozenCtx(test.db, later(8 * 24)), 4);
    expect(await link(id)).toMatchObject({ state: "ok" });
    expect((await run(later(8 * 24 + 1))).asked).toBe(1);
  });

  it("writes nothing about a link that was changed, or asked by somebody else, meanwhile", async () => {
    const { add, link, ctx } = await world();
    const id = await add("a.test", "/");
    const [claim] = await claimLinks(frozenCtx(test.db, NOW), 4);
    if (!claim) throw new Error("nothing was due");
    const verdict = { state: "broken" as const, problem: "404 Not Found", failures: 2 };
    await test.db.resource.update({ where: { id }, data: { url: "http://other.test/" } });
    expect(await writeVerdict(ctx, claim, verdict)).toBe(false);
    await test.db.resource.update({ where: { id }, data: { url: claim.url } });
    await claimLinks(frozenCtx(test.db, later(2)), 4);
    expect(await writeVerdict(ctx, claim, verdict)).toBe(false);
    expect(await link(id)).toMatchObject({ state: "waiting" });
  });
});

describe("a machine without a way to the internet", () => {
  it("learns nothing about any link when its resolver does not answer, and asks again in an hour", async () => {
    const { add, link, run } = await world();
    const ids = [await add("a.test", "/"), await add("b.test", "/"), await add("c.test", "/")];
    const offline = { resolve: () => Promise.reject(nobodyToAsk) };
    expect(await run(NOW, offline)).toEqual({ asked: 3, judged: 0, failed: 0 });
    for (const id of ids) expect(await link(id)).toEqual({ state: "waiting", problem: "", askedOn: null });
    expect(await run(later(0.5))).toMatchObject({ asked: 0 });
    expect(await run(later(1))).toEqual({ asked: 3, judged: 3, failed: 0 });
  });

  it("believes that a name is unknown only while a link that worked still answers", async () => {
    const { add, link, run, cohort } = await world();
    const nowhere = await makeResource(test.db, cohort, { url: "https://nowhere.invalid/" });
    expect(await run()).toEqual({ asked: 1, judged: 0, failed: 0 });
    expect(await link(nowhere)).toMatchObject({ state: "waiting" });
    const fine = await add("a.test", "/");
    await run(later(1));
    expect(await link(nowhere)).toMatchObject({ state: "unsure", problem: "no such host" });
    // The next day only this one is due; the other one is asked to see whether anybody answers.
    asked.length = 0;
    expect(await run(later(26), { resolve: () => Promise.reject(unknownName) })).toMatchObject({ judged: 0 });
    expect(await run(later(27))).toEqual({ asked: 1, judged: 1, failed: 1 });
    expect(asked).toEqual(["a.test/"]);
    expect(await link(nowhere)).toMatchObject({ state: "broken", problem: "no such host" });
    expect(await link(fine)).toMatchObject({ askedOn: "2024-10-19" });
  });
});

describe("“Check now”", () => {
  it("makes one link or all of the cohort due, but none that was asked in the last ten minutes", async () => {
    const { add, run, cohort, as: _, ctx, scope } = await world();
    const other = await world();
    const [a, b] = [await add("a.test", "/"), await add("b.test", "/")];
    await other.add("c.test", "/");
    await run();
    const due = (iso: string, resourceId?: string) =>
      markLinksDue({ ...ctx, now: () => new Date(iso) }, scope, {
        cohort: cohort.slug,
        ...(resourceId ? { resourceId } : {}),
      });
    expect(await due(later(0.1)), "asked six minutes ago").toBe(0);
    expect(await due(later(0.2), a)).toBe(1);
    expect((await run(later(0.2))).asked).toBe(1);
    expect(await due(later(0.3)), "the other one; the first was asked just now").toBe(1);
    expect(await due(later(0.3)), "pressing again changes nothing").toBe(1);
    expect((await run(later(0.3))).asked).toBe(1);
    expect(asked).toEqual(expect.arrayContaining(["a.test/", "b.test/"]));
    await expect(due(later(1), "00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ code: "not_found" });
    expect(b).not.toBe(a);
  });
});

describe("the worker", () => {
  it("asks links by itself, logs numbers and no link, and stops without waiting for one that hangs", async () => {
    const { add } = await world();
    await add("a.test", "/private?token=abc");
    const lines: Record<string, unknown>[] = [];
    const logged = Promise.withResolvers<void>();
    const start = (asking: Partial<typeof options>) =>
      startWorker({
        ctx: { ...frozenCtx(test.db, NOW), now: () => new Date(later(lines.length)) },
        log: (line) => {
          lines.push(line);
          if (line.event === "links.asked") logged.resolve();
        },
        smtpUrl: "smtp://127.0.0.1:9",
        timings: { tick: HOUR, links: HOUR },
        asking: { ...options, ...asking },
      });
    const worker = start({});
    await logged.promise;
    await worker.stop();
    expect(lines).toContainEqual({ event: "links.asked", asked: 1, judged: 1, failed: 0 });
    expect(JSON.stringify(lines)).not.toMatch(/a\.test|token/);
    await test.db.linkCheck.deleteMany();
    const hanging = Promise.withResolvers<void>();
    const stuck = start({
      resolve: () => {
        hanging.resolve();
        return new Promise(() => undefined);
      },
    });
    await hanging.promise;
    await stuck.stop();
    expect(lines.at(-1)).toMatchObject({ event: "worker.stopped" });
  });
});
