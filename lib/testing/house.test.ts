import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** The rules of the house that are about files as such; what may import what is in .dependency-cruiser.cjs. */

const root = path.resolve(import.meta.dirname, "../..");
const ROOMS = ["app", "components", "lib", "emails", "prisma", "e2e"];

const code = ROOMS.filter((room) => existsSync(path.join(root, room)))
  .flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" }).map((name) => `${room}/${name}`),
  )
  .filter((file) => /\.(tsx?|mjs|cjs|js)$/.test(file) && !file.startsWith("lib/db/generated/"))
  .filter((file) => statSync(path.join(root, file)).isFile());

const texts = new Map(code.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
const linesOf = (file: string) => (texts.get(file) ?? "").trimEnd().split("\n").length;
const isTest = (file: string) => /\.(test|spec)\.tsx?$|^e2e\/|^lib\/testing\//.test(file);

/** Next wants a file for each route, and the closed vocabulary of a noun's folder one for each layer. */
const DEMANDED = /^app\/|^lib\/.+\/(schema|rules|contract|queries|commands|router|jobs|hooks)\.tsx?$/;

/** Files under 20 lines, and why each is one. */
const SHORT: Record<string, string> = {
  "lib/pairing/testing/edmonds-blossom.d.ts": "the types of a package that has none",
  "components/calendar/calendar-links.tsx": "one list for pages and for what runs in the browser",
  "components/progress/marks-wait.tsx": "one sentence for every page with ticks",
  "components/schedule/length.tsx": "the one place where a length becomes markup",
  "components/shell/mark.tsx": "the mark",
  "components/shell/narrow-page.tsx": "the frame of every page with one form",
  "components/ui/focus-back.ts": "where the focus goes when a form has gone",
  "components/ui/new-id.ts": "what the browser's own is missing without TLS",
  "components/ui/prose.tsx": "the measure and rhythm of running text",
  "lib/api/contract.ts": "the contract put together",
  "lib/api/generate.ts": "a command",
  "lib/api/procedure.ts": "what every router starts from; apart, because routers cannot import the router",
  "lib/api/router.ts": "the routers put together",
  "lib/auth/actor.ts": "who asks, for pages and handlers",
  "lib/cli/check.ts": "a command",
  "lib/core/context.ts": "a type that everything shares",
  "lib/db/context.ts": "the only clock and the only source of ids",
  "lib/time/durations.ts": "lengths as people write them",
  "lib/transfer/formats/links.ts": "what the browser needs of the readers",
};

/** Files over 320 lines, and why each is one. */
const LONG: Record<string, string> = {};

/** The only readers of the environment outside lib/config/env.ts, and why. */
const ENVIRONMENT: Record<string, string> = {
  "lib/config/env.ts": "the reader",
  "lib/cli/bootstrap.mjs": "runs before anything is installed",
  "lib/cli/supervisor/settings.ts": "the settings of the processes around the site",
  "lib/cli/supervisor/attach.ts": "gives a command the environment of the site",
  "prisma/migrate.ts": "runs in a container without the rest",
};

/** The only readers of a clock, and why; everything else takes `now` from its context or its caller. */
const CLOCKS: Record<string, string> = {
  "components/progress/player/use-reporter.ts":
    "when a device's player stood where; the server never believes it to be ahead",
  "lib/db/context.ts": "the clock of every context",
  "lib/progress/kept/hooks.ts": "how long a mark waited in a browser; only the difference reaches the server",
  "prisma/diff.ts": "names a new migration",
};

describe("the rules of the house", () => {
  it("no barrels: a file named index hides where things live", () => {
    expect(code.filter((file) => /(^|\/)index\.[a-z]+$/.test(file))).toEqual([]);
  });

  it("no names that mean anything: utils, helpers, manager, service, common, misc", () => {
    const vague = /(^|[/.-])(utils?|helpers?|managers?|services?|common|misc)([/.-]|$)/;
    expect(code.filter((file) => vague.test(file))).toEqual([]);
  });

  it("no file too short to be one", () => {
    const short = code.filter((file) => linesOf(file) < 20 && !DEMANDED.test(file) && !(file in SHORT));
    expect(short).toEqual([]);
  });

  it("no file too long to be read", () => {
    expect(code.filter((file) => linesOf(file) > 320 && !(file in LONG))).toEqual([]);
  });

  it("the environment is read in one place", () => {
    const readers = code.filter(
      (file) => !isTest(file) && !(file in ENVIRONMENT) && /process\.env\b/.test(texts.get(file) ?? ""),
    );
    expect(readers).toEqual([]);
  });

  it("the clock is read in one place, and nothing is left to Math.random", () => {
    const reading = /new Date\(\)|Date\.now\(\)/;
    expect(code.filter((file) => !isTest(file) && !(file in CLOCKS) && reading.test(texts.get(file) ?? ""))).toEqual(
      [],
    );
    expect(code.filter((file) => !isTest(file) && /Math\.random\(\)/.test(texts.get(file) ?? ""))).toEqual([]);
  });

  it("no test waits for time to pass instead of for what it waits for", () => {
    const sleep = /waitForTimeout|new Promise(<\w+>)?\(\(?\w+\)? => setTimeout|from "node:timers\/promises"/;
    const here = "lib/testing/house.test.ts";
    expect(code.filter((file) => isTest(file) && file !== here && sleep.test(texts.get(file) ?? ""))).toEqual([]);
  });

  it("no type is silenced", () => {
    const silenced = /@ts-(ignore|nocheck|expect-error)|biome-ignore-all/;
    const here = "lib/testing/house.test.ts";
    expect(code.filter((file) => file !== here && silenced.test(texts.get(file) ?? ""))).toEqual([]);
  });

  it("exceptions are for files that exist", () => {
    const named = [SHORT, LONG, ENVIRONMENT, CLOCKS].flatMap((list) => Object.keys(list));
    expect(named.filter((file) => !texts.has(file))).toEqual([]);
  });
});
