import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { COLUMN_ROLES } from "@/lib/transfer/schema";
import { CONTINUED, DRAFT, SPLIT, TERM, TERM_YEAR } from "@/lib/transfer/testing/term";

const test = testDatabase();
const root = path.resolve(import.meta.dirname, "../../..");
const REAL = path.resolve(root, "../shared/data");
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

/** A cohort's schedule as people read it, and the links of its library. */
async function shown(slug: string) {
  const sessions = await test.db.session.findMany({
    where: { cohort: { slug }, deletedAt: null },
    orderBy: { date: "asc" },
    include: { uses: { include: { resource: true }, orderBy: [{ slot: "asc" }, { position: "asc" }] } },
  });
  const library = await test.db.resource.findMany({ where: { cohort: { slug } } });
  const schedule = sessions.map(({ date, title, format, uses }) => {
    const used = uses.map(({ slot, label, resource }) => [
      slot,
      label || resource.title,
      resource.matchKey,
      resource.minutes,
    ]);
    return [date.toISOString(), title, format, used];
  });
  return { schedule, library: library.map(({ matchKey, title }) => matchKey || title) };
}

/** A learner ticks all that the session of a date uses; the resources by their keys. */
async function tickThe(date: string): Promise<string[]> {
  const { cohortId, uses } = await test.db.session.findFirstOrThrow({
    where: { cohort: { slug: "fall-2024" }, date: new Date(date) },
    include: { uses: { include: { resource: true } } },
  });
  const [personId, memberId] = [crypto.randomUUID(), crypto.randomUUID()];
  await test.db.person.create({ data: { id: personId, email: `${personId}@example.org` } });
  await test.db.member.create({ data: { id: memberId, cohortId, personId, role: "learner", state: "active" } });
  await test.db.progress.createMany({
    data: uses.map(({ resourceId }) => ({ memberId, resourceId, cohortId, state: "done" as const })),
  });
  return uses.map(({ resource }) => resource.matchKey).sort();
}

/** What is ticked of these, and whether a session that stands still uses it. */
async function ticksOf(keys: readonly string[]) {
  const where = { matchKey: { in: [...keys] }, cohort: { slug: "fall-2024" }, deletedAt: null };
  const resources = await test.db.resource.findMany({
    where,
    orderBy: { matchKey: "asc" },
    include: { progress: true, uses: { where: { session: { deletedAt: null } } } },
  });
  return resources.flatMap(({ matchKey, progress, uses }) => {
    return progress.map(({ state }) => ({ resource: matchKey, state, used: uses.length > 0 }));
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
      expect(Object.keys(report)).toEqual(["sessions", "problems", "changes", "leftOut", "questions"]);
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

  it.runIf(existsSync(REAL))("takes five states of a real term in order and ends with the last one", async () => {
    const args = ["--timezone", "America/Chicago", "--year", "2024", "--json"];
    const files = [1, 2, 3, 4, 5].map((state) => path.join(REAL, `2024Fall-${state}.csv`));
    let week3: string[] = [];
    for (const name of files) {
      expect(await convene(["import", name, "--cohort", "fall-2024", ...args])).toMatchObject({ code: 0, stderr: "" });
      if (week3.length === 0) week3 = await tickThe("2024-10-08");
      expect(await ticksOf(week3), name).toEqual(week3.map((resource) => ({ resource, state: "done", used: true })));
    }
    expect(week3).toHaveLength(3);
    await convene(["import", files.at(-1) ?? "", "--cohort", "fresh-2024", ...args]);
    const [through, fresh] = [await shown("fall-2024"), await shown("fresh-2024")];
    expect(through.schedule).toHaveLength(14);
    expect(through.schedule).toEqual(fresh.schedule);
    expect(new Set(through.library).size).toBe(through.library.length);
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
    expect(words.stdout).toContain("row 4, column After: “Chance in pictures");
    expect(words.stdout).toContain("links to “javascript:alert(1)”");
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

  it("asks what only the organizer can tell, says how to answer, and remembers it for the next file", async () => {
    const place = await file("orders.csv", "Date,Topic,Blurb\n03/04/2026,Maps,Read it\n04/05/2026,Globes,Draw it");
    const args = ["import", place, "--cohort", "orders", "--timezone", "UTC"];
    const asked = await convene(args);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain("“03/04/2026” (row 2)? Answer with --day-first or --month-first.");
    expect(asked.stdout).toContain("Nothing was saved: 1 open question.");
    const json = await convene([...args, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      sessions: [],
      changes: [],
      questions: [{ kind: "day_first", row: 2 }],
    });
    const answered = await convene([...args, "--day-first", "--column", "Blurb=before", "--json"]);
    expect(answered).toMatchObject({ code: 0, stderr: "" });
    const { sessions, changes } = JSON.parse(answered.stdout);
    expect(sessions).toMatchObject([
      { date: "2026-04-03", resources: [{ slot: "before", title: "Read it" }] },
      { date: "2026-05-04", resources: [{ slot: "before", title: "Draw it" }] },
    ]);
    expect(changes).toMatchObject([
      { kind: "added" },
      { kind: "resource_added" },
      { kind: "added" },
      { kind: "resource_added" },
    ]);
    expect(await convene([...args])).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to change") });
  });

  it("takes week 1 on a date, and lists what it left out", async () => {
    const place = await file(
      "weeks.md",
      "| Week | Topic | Room |\n|---|---|---|\n| 1 | Maps | 219a |\n| 2 | Globes | 220 |",
    );
    const args = ["import", place, "--cohort", "weeks", "--timezone", "UTC", "--column", "Room=leave-out"];
    expect((await convene(args)).stdout).toContain("Answer with --first-date YYYY-MM-DD.");
    const ended = await convene([...args, "--first-date", "2026-12-03"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("Thu 10 Dec  Globes");
    expect(ended.stdout).toMatch(/Not understood, so left out:\nrow 1, column Room: /);
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
    [["import", "package.json", "--cohort", "x", "--first-date", "soon"], "--first-date: Enter a date as YYYY-MM-DD."],
    [
      ["import", "package.json", "--cohort", "x", "--day-first", "--month-first"],
      "--day-first: Give this or --month-first, not both.",
    ],
    [
      ["import", "package.json", "--cohort", "x", "--column", "Topic=what"],
      `--column: “Topic=what” is not NAME=ROLE with one of the roles ${COLUMN_ROLES.join(", ")}.`,
    ],
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
