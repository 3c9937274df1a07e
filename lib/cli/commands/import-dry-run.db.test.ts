import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import { importFile } from "@/lib/cli/commands/import";
import { importSchedule } from "@/lib/schedule/import/commands";
import { newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();
const MAPS = "Date,Session\n2026-12-03,Maps";
const BOTH = `${MAPS}\n2026-12-10,Globes`;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "convene-dry-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** What the command prints. */
async function printed(text: string, options: { cohort: string } & Record<string, unknown>): Promise<string> {
  const file = path.join(folder, "schedule.csv");
  await writeFile(file, text);
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await importFile(testCtx(test.db), file, options);
    return out.mock.calls.map(([chunk]) => String(chunk)).join("");
  } finally {
    out.mockRestore();
  }
}

async function titles({ cohort }: CohortScope): Promise<string[]> {
  const where = { cohortId: cohort.id, deletedAt: null };
  const sessions = await test.db.session.findMany({ where, orderBy: { date: "asc" } });
  return sessions.map(({ title }) => title);
}

describe("a dry run of an import", () => {
  it("prints who is mailed what, the lines of the public log, and an id for each line", async () => {
    const scope = await newCohort(test.db);
    const { memberId } = await seat(test.db, scope, "learner");
    const quiet = await seat(test.db, scope, "learner");
    await test.db.subscription.create({ data: { memberId: quiet.memberId, kind: "change", enabled: false } });
    const { slug } = scope.cohort;
    const words = await printed(BOTH, { cohort: slug, dryRun: true });
    expect(words).toMatch(/^[\w-]{16} {2}added {13}2026-12-03 {2}Maps$/m);
    expect(words).toMatch(/^The public log:\n[\w-]{16} {2}The schedule is published: 2 dates/m);
    expect(words).toContain(
      "A mail with the line of the public log goes out 15 minutes after you save (1 person).\n  Ada, learner\n  1 person gets none: they switched it off.",
    );
    const json = JSON.parse(await printed(BOTH, { cohort: slug, dryRun: true, json: true }));
    expect(json.log).toMatchObject([{ id: expect.any(String), text: expect.stringContaining("published") }]);
    expect(json.mail[0]).toMatchObject({
      kind: "change",
      people: [{ memberId, name: "Ada", role: "learner" }],
      off: 1,
    });
    expect(json.changes).toMatchObject([{ id: expect.any(String), needs: null, left: false }, {}]);
    expect(await titles(scope)).toEqual([]);
  });

  it("says that nobody is mailed by a cohort that is not there yet, and what its log would say", async () => {
    const words = await printed(BOTH, { cohort: "not-there-yet", timezone: "UTC", dryRun: true });
    expect(words).toContain("Nobody is mailed because of this.");
    expect(words).toContain("The public log:");
    expect(await test.db.cohort.count({ where: { slug: "not-there-yet" } })).toBe(0);
  });

  it("has the year of dates that are not in this one", async () => {
    const words = await printed(`${MAPS}\n2027-01-07,Globes`, { cohort: "years", timezone: "UTC", dryRun: true });
    expect(words).toContain("Thu 3 Dec      Maps");
    expect(words).toContain("Thu 7 Jan 2027 Globes");
  });
});

describe("a line that is left out", () => {
  it("is a change that is not made, or a line that the public log does not have", async () => {
    const scope = await newCohort(test.db);
    const cohort = scope.cohort.slug;
    await importSchedule(testCtx(test.db), scope, { text: MAPS, publish: true });
    const next = `${BOTH}\n2026-12-17,Rings`;
    const { changes, log } = JSON.parse(await printed(next, { cohort, dryRun: true, json: true }));
    const [globes, rings] = changes.map(({ id }: { id: string }) => id);
    const ofRings = log.find(({ text }: { text: string }) => text.includes("Rings")).id;
    const again = await printed(next, { cohort, dryRun: true, leave: [globes] });
    expect(again).toContain(`${globes}  left out: added`);
    expect(again).toContain(`1 change for ${cohort}; nothing was saved.`);
    const saved = await printed(next, { cohort, leave: [globes, ofRings] });
    expect(saved).toContain(`1 change saved in ${cohort}.`);
    expect(saved).not.toContain("added              2026-12-10");
    expect(await titles(scope)).toEqual(["Maps", "Rings"]);
    const told = await test.db.change.findMany({ where: { cohortId: scope.cohort.id } });
    expect(told.map(({ text }) => text).filter((text) => /Rings|Globes/.test(text))).toEqual([]);
    expect(rings).not.toBe(globes);
  });

  it("is refused where there is none of this id, and nothing is saved", async () => {
    const scope = await newCohort(test.db);
    const asked = printed(BOTH, { cohort: scope.cohort.slug, leave: ["nothing"] });
    await expect(asked).rejects.toThrow("--leave: this import has no line “nothing”; --dry-run lists them.");
    expect(await titles(scope)).toEqual([]);
  });

  it("is told where it cannot be saved so", async () => {
    const scope = await newCohort(test.db);
    const cohort = scope.cohort.slug;
    await importSchedule(testCtx(test.db), scope, { text: BOTH, publish: true });
    const swapped = "Date,Session\n2026-12-03,Globes\n2026-12-10,Maps";
    const { changes } = JSON.parse(await printed(swapped, { cohort, dryRun: true, json: true }));
    const leave = [changes.find(({ title }: { title: string }) => title === "Globes").id];
    const words = await printed(swapped, { cohort, dryRun: true, leave });
    expect(words).toContain("This cannot be saved so:\nThu 10 Dec would have two sessions");
    expect(process.exitCode).toBe(1);
    await expect(printed(swapped, { cohort, leave })).rejects.toMatchObject({ code: "conflict" });
  });
});
