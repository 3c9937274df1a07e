import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openApiDocument, routesDocument } from "@/lib/api/documents";

const committed = (name: string) => readFile(path.join(import.meta.dirname, name), "utf8");

describe("what is generated from the contract", () => {
  it("is what is committed: run `npm run api` after changing a contract", async () => {
    expect(await openApiDocument()).toBe(await committed("openapi.json"));
    expect(routesDocument()).toBe(await committed("routes.json"));
  });

  it("describes every procedure by a path of its own", async () => {
    const { paths } = JSON.parse(await openApiDocument());
    const operations = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods as object).map((method) => `${method} ${url}`),
    );
    expect(new Set(operations).size).toBe(operations.length);
    expect(operations).toContain("post /unsubscribe");
  });
});
