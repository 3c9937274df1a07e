import { describe, expect, it, vi } from "vitest";
import { drawPairs } from "@/lib/cli/commands/pair";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();

async function draw(options: Parameters<typeof drawPairs>[1]): Promise<string> {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  await drawPairs(frozenCtx(test.db, "2024-10-19T14:00:00Z", { kind: "cli" }), options).finally(() =>
    write.mockRestore(),
  );
  return printed.join("");
}

describe("convene pair --dry-run", () => {
  it("shows everyone in groups with the reason and the numbers, the same for the same seed, and saves nothing", async () => {
    const { slug: cohort } = await makeCohort(test.db);
    const at = { id: (await test.db.cohort.findUniqueOrThrow({ where: { slug: cohort } })).id, slug: cohort };
    for (const name of ["Ada", "Bob", "Cleo", "Dan", "Eve"]) await makeMember(test.db, at, { name });
    const first = await draw({ cohort, dryRun: true, seed: "7", json: true });
    const { groups, ...round } = JSON.parse(first);
    expect(round).toMatchObject({ round: 1, seed: 7, alone: [], optimal: true, repeats: 0, leastRepeats: 0 });
    expect(groups.map(({ members }: { members: unknown[] }) => members.length).sort()).toEqual([2, 3]);
    expect(groups[0].points[0]).toMatchObject({
      repeat: 0,
      lab: 10,
      words: 15,
      level: 8,
      hours: 15,
      place: 0,
      pace: 0,
    });
    expect(await draw({ cohort, dryRun: true, seed: "7", json: true })).toBe(first);
    expect(await draw({ cohort, dryRun: true })).toContain("You have not been paired before.");
    expect(await test.db.round.count()).toBe(0);
  });

  it("says what is missing or wrong", async () => {
    const { slug: cohort } = await makeCohort(test.db);
    await expect(draw({ dryRun: true })).rejects.toThrow("--cohort");
    await expect(draw({ cohort })).rejects.toThrow("--dry-run");
    await expect(draw({ cohort, dryRun: true, seed: "-1" })).rejects.toThrow("--seed");
    await expect(draw({ cohort: "none", dryRun: true })).rejects.toMatchObject({ code: "not_found" });
    expect(await draw({ cohort, dryRun: true })).toContain("Nobody is there");
  });
});
