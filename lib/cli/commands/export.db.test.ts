import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import { createSession } from "@/lib/schedule/commands";
import { importSchedule } from "@/lib/schedule/import/commands";
import { newCohort, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import { SPLIT, TERM_YEAR } from "@/lib/transfer/testing/term";
import { FILE_FORMATS, writeSchedule } from "@/lib/transfer/write/files";
import { scheduleToWrite } from "@/lib/transfer/write/queries";

const test = testDatabase();
const root = path.resolve(import.meta.dirname, "../../..");
let folder = "";
let scope: CohortScope;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the real command in a process of its own. */
function convene(args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "lib/cli/convene.ts", ...args],
      { cwd: root, env: { ...process.env, DATABASE_URL: test.url } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

function exportAs(format: string, ...more: string[]): Promise<Ended> {
  return convene(["export", "--cohort", scope.cohort.slug, "--format", format, ...more]);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "convene-export-"));
  scope = await newCohort(test.db);
  await importSchedule(testCtx(test.db), scope, { text: SPLIT, year: TERM_YEAR, publish: true });
  await createSession(testCtx(test.db), scope, { cohort: scope.cohort.slug, date: "2027-02-04", title: "Secret" });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("convene export", { timeout: 120_000 }, () => {
  it("prints just what the site gives, in every format, and drafts on demand only", async () => {
    const ended = await Promise.all(FILE_FORMATS.map((format) => exportAs(format)));
    const file = await scheduleToWrite(test.db, scope, { drafts: false });
    expect(ended).toEqual(FILE_FORMATS.map((format) => ({ code: 0, stdout: writeSchedule(format, file), stderr: "" })));
    expect(ended.every(({ stdout }) => !stdout.includes("Secret"))).toBe(true);
    expect((await exportAs("csv", "--drafts")).stdout).toContain("2027-02-04,none,draft,Secret");
  });

  it("writes a file that an import takes without a change, and replaces one only when told to", async () => {
    const place = path.join(folder, "term.csv");
    expect(await exportAs("csv", "--drafts", "--output", place)).toEqual({ code: 0, stdout: "", stderr: "" });
    const again = await convene(["import", place, "--cohort", scope.cohort.slug, "--draft"]);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toContain("nothing to change");

    await writeFile(place, "Mine.");
    const refused = await exportAs("md", "--output", place);
    expect(refused).toEqual({ code: 1, stdout: "", stderr: `${place}: it is there already; --force replaces it.\n` });
    expect(await readFile(place, "utf8")).toBe("Mine.");
    expect((await exportAs("md", "--output", place, "--force")).code).toBe(0);
    expect(await readFile(place, "utf8")).toContain("## Schedule");
    expect(await readdir(folder), "nothing is left beside it").toEqual(["term.csv"]);
  });

  it("says in one line what is wrong", async () => {
    expect((await exportAs("xls")).stderr).toBe("--format: Choose one of csv, json, md, qmd.\n");
    expect((await exportAs("csv", "--output", path.join(folder, "none/x.csv"))).stderr).toContain("no such folder");
    expect((await exportAs("csv", "--output", folder, "--force")).stderr).toContain("it is a folder");
    expect(await convene(["export", "--cohort", "nobody", "--format", "csv"])).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no such cohort.\n",
    });
  });
});
