import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { CONTINUED, DRAFT, SPLIT, TERM, TERM_YEAR } from "@/lib/transfer/testing/term";

const test = testDatabase();
const root = path.resolve(import.meta.dirname, "../../..");
let folder = "";

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the real command in a process of its own. */
function convene(args: string[], input?: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "lib/cli/convene.ts", ...args],
      { cwd: root, env: { ...process.env, DATABASE_URL: test.url } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

async function file(name: string, text: string): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, text);
  return place;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "convene-import-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("convene import", { timeout: 120_000 }, () => {
  it("makes a cohort from a file, and takes every later state of it into the same one", async () => {
    const args = ["--cohort", "stats-2026", "--timezone", "America/Chicago", "--year", String(TERM_YEAR), "--json"];
    for (const [index, text] of TERM.entries()) {
      const ended = await convene(["import", await file(`${index}.csv`, text), ...args]);
      expect(ended).toMatchObject({ code: 0, stderr: "" });
      const report = JSON.parse(ended.stdout);
      expect(Object.keys(report)).toEqual(["sessions", "problems", "changes"]);
      expect(report.sessions).toHaveLength(6);
      expect(report.problems).toEqual([]);
    }
    const cohort = await test.db.cohort.findUniqueOrThrow({
      where: { slug: "stats-2026" },
      include: { sections: true },
    });
    expect(cohort).toMatchObject({
      title: "Stats 2026",
      weekday: 4,
      startsAt: "11:00",
      lengthMinutes: 60,
      state: "open",
    });
    expect(cohort.sections).toHaveLength(4);
    expect(await test.db.session.count({ where: { cohortId: cohort.id, state: "published" } })).toBe(6);
    const again = await convene(["import", await file("again.csv", TERM.at(-1) ?? ""), "--cohort", "stats-2026"]);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toContain("nothing to change");
  });

  it("writes nothing at all on a dry run or with a problem, not even the cohort", async () => {
    const good = await file("good.csv", DRAFT);
    const bad = await file("bad.csv", DRAFT.replace("https://stats.example.org/chance", "javascript:alert(1)"));
    const dry = await convene(["import", good, "--cohort", "dry", "--year", "2026", "--dry-run", "--json"]);
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.stdout).changes).toHaveLength(13);
    const json = await convene(["import", bad, "--cohort", "dry", "--year", "2026", "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ problems: [{ row: 4, column: "After" }], changes: [] });
    const words = await convene(["import", bad, "--cohort", "dry", "--year", "2026"]);
    expect(words.code).toBe(1);
    expect(words.stdout).toContain("row 4, column After: “Chance in pictures” links to “javascript:alert(1)”.");
    expect(await test.db.cohort.count({ where: { slug: "dry" } })).toBe(0);
  });

  it("reads standard input, leaves drafts on demand, and takes time and length for a new cohort", async () => {
    const args = ["--cohort", "piped", "--title", "Piped", "--timezone", "Europe/Berlin", "--year", "2026"];
    const ended = await convene(["import", "-", ...args, "--time", "17:30", "--length", "90", "--draft"], SPLIT);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const cohort = await test.db.cohort.findUniqueOrThrow({ where: { slug: "piped" }, include: { sessions: true } });
    expect(cohort).toMatchObject({ title: "Piped", startsAt: "17:30", lengthMinutes: 90, timezone: "Europe/Berlin" });
    expect(cohort.sessions.every(({ state }) => state === "draft")).toBe(true);
  });

  it("run twice at the same moment makes one cohort with one schedule", async () => {
    const place = await file("both.csv", CONTINUED);
    const args = ["import", place, "--cohort", "both", "--year", "2026", "--timezone", "UTC", "--json"];
    const both = await Promise.all([convene(args), convene(args)]);
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const cohort = await test.db.cohort.findUniqueOrThrow({ where: { slug: "both" }, include: { sessions: true } });
    expect(cohort.sessions).toHaveLength(6);
  });

  it.each([
    [["import", "missing.csv", "--cohort", "x"], "missing.csv: there is no such file."],
    [["import", ".", "--cohort", "x"], ".: it is a folder."],
    [
      ["import", "package.json", "--cohort", "No Slug"],
      "--cohort: Use small letters, digits and hyphens, like fall-2024.",
    ],
    [
      ["import", "package.json", "--cohort", "x", "--timezone", "Mars/Olympus"],
      "--timezone: Choose a time zone like America/Chicago.",
    ],
    [["import", "package.json", "--cohort", "x", "--time", "25:00"], "--time: Enter a time as HH:MM."],
    [
      ["notices", "plan", "--cohort", "nobody", "--from", "2026-01-01", "--to", "2026-01-02"],
      "There is no such cohort.",
    ],
    [
      ["notices", "plan", "--cohort", "x", "--from", "soon", "--to", "2026-01-02"],
      "--from: Enter a date as YYYY-MM-DD.",
    ],
  ])("says in one line what is wrong: %j", async (args, message) => {
    expect(await convene(args)).toEqual({ code: 1, stdout: "", stderr: `${message}\n` });
  });

  it("prints the first organizer's link until there is an organizer, and the doctor says what is missing", async () => {
    const link = await convene(["organizer", "link"]);
    expect(link.stdout).toMatch(/^http:\/\/convene\.test\/setup#\S+\n$/);
    const ill = await convene(["doctor"]);
    expect(ill.code).toBe(1);
    expect(ill.stdout).toMatch(/trouble +organizer +none/);
    await test.db.person.create({
      data: { id: crypto.randomUUID(), email: "first@example.org", mayCreateCohorts: true },
    });
    expect(await convene(["organizer", "link"])).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
