import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMigration, migrationNames, pendingSql } from "./diff";

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

describe("new migrations", () => {
  let dir: string;
  const at = () => ({ schema: path.join(dir, "schema"), migrations: path.join(dir, "migrations") });

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), "convene-diff-"));
    await mkdir(at().schema);
    await writeFile(path.join(at().schema, "base.prisma"), DATASOURCE);
    await writeFile(path.join(at().schema, "person.prisma"), "model Person {\n  id String @id\n}\n");
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  it("start from nothing and then hold only what is new", async () => {
    await createMigration({ name: "init", ...at(), now: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)) });
    await writeFile(path.join(at().schema, "person.prisma"), "model Person {\n  id String @id\n  name String?\n}\n");
    await createMigration({ name: "Add names", ...at(), now: new Date(Date.UTC(2026, 0, 3)) });

    expect(await migrationNames(at().migrations)).toEqual(["20260102030405_init", "20260103000000_add_names"]);
    const read = (name: string) => readFile(path.join(at().migrations, name, "migration.sql"), "utf8");
    expect(await read("20260102030405_init")).toContain('CREATE TABLE "Person"');
    expect(await read("20260103000000_add_names")).toMatch(
      /^-- AlterTable\nALTER TABLE "Person" ADD COLUMN\s+"name" TEXT;\n$/,
    );
  });

  it("are not written when the schema says nothing new", async () => {
    await createMigration({ name: "init", ...at(), now: new Date(Date.UTC(2026, 0, 2)) });
    expect(await createMigration({ name: "again", ...at(), now: new Date(Date.UTC(2026, 0, 3)) })).toBeNull();
  });

  it("are refused when they would sort before one that exists", async () => {
    await createMigration({ name: "init", ...at(), now: new Date(Date.UTC(2026, 0, 2)) });
    await writeFile(path.join(at().schema, "talk.prisma"), "model Talk {\n  id String @id\n}\n");
    await expect(createMigration({ name: "late", ...at(), now: new Date(Date.UTC(2026, 0, 1)) })).rejects.toThrow(
      "20260102000000_init",
    );
  });
});

it("the schema says nothing that no migration says", async () => {
  const here = import.meta.dirname;
  expect(await pendingSql(path.join(here, "schema"), path.join(here, "migrations"))).toBe("");
});
