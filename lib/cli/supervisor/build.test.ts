import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBuilt, sourceHash } from "./build";

describe("whether the site has to be built again", () => {
  let root: string;
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), "convene-build-"));
    await write("app/page.tsx", "one");
    await write("lib/core/ids.ts", "one");
    await write("package-lock.json", "{}");
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it.each([
    "app/page.tsx",
    "app/(member)/week/page.tsx",
    "components/ui/button.tsx",
    "emails/welcome.tsx",
    "lib/core/ids.ts",
    "prisma/schema/base.prisma",
    "next.config.js",
    "package-lock.json",
  ])("a change of %s says yes", async (file) => {
    const before = await sourceHash(root);
    await write(file, "two");
    expect(await sourceHash(root)).not.toBe(before);
  });

  it.each([
    "lib/core/ids.test.ts",
    "lib/testing/factories.ts",
    "lib/cli/start.ts",
    "lib/db/generated/client.ts",
    "README.md",
    "e2e/week.spec.ts",
  ])("a change of %s says no", async (file) => {
    const before = await sourceHash(root);
    await write(file, "two");
    expect(await sourceHash(root)).toBe(before);
  });

  it("a file that was only moved says yes", async () => {
    const before = await sourceHash(root);
    await rm(path.join(root, "app/page.tsx"));
    await write("app/other.tsx", "one");
    expect(await sourceHash(root)).not.toBe(before);
  });

  it("what is baked in from the environment says yes", async () => {
    expect(await sourceHash(root, { NEXT_PUBLIC_NAME: "x" })).not.toBe(await sourceHash(root));
    expect(await sourceHash(root, { DATABASE_URL: "x" })).toBe(await sourceHash(root));
  });

  it("a build that was never finished says yes", async () => {
    await write(".next/server/app.js", "half");
    expect(await isBuilt(root, ".next", await sourceHash(root))).toBe(false);
  });
});
