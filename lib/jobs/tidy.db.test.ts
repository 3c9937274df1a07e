import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { tidy } from "@/lib/jobs/tidy";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

describe("tidying up", () => {
  it("removes what has ended and nothing else, once", async () => {
    const person = await test.db.person.create({ data: { id: randomUUID(), email: "ada@example.org" } });
    const token = (expiresAt: string) =>
      test.db.token.create({
        data: {
          id: randomUUID(),
          purpose: "sign_in",
          nonce: "n",
          tokenHash: randomUUID(),
          expiresAt: new Date(expiresAt),
        },
      });
    const signIn = (expiresAt: string) =>
      test.db.signIn.create({
        data: { id: randomUUID(), tokenHash: randomUUID(), personId: person.id, expiresAt: new Date(expiresAt) },
      });
    await token("2024-09-18T00:00:00Z");
    await token("2024-10-19T13:59:00Z");
    await token("2024-10-19T14:10:00Z");
    await signIn("2024-10-19T13:59:00Z");
    await signIn("2024-11-19T14:00:00Z");
    await test.db.rateLimit.createMany({
      data: [
        { key: "over", points: 1, expire: new Date("2024-10-19T13:00:00Z").getTime() },
        { key: "counts", points: 1, expire: new Date("2024-10-19T15:00:00Z").getTime() },
        { key: "forever", points: 1, expire: null },
      ],
    });
    expect(await tidy(frozenCtx(test.db, NOW))).toEqual({ tokens: 1, signIns: 1, limits: 1 });
    expect(await tidy(frozenCtx(test.db, NOW))).toEqual({ tokens: 0, signIns: 0, limits: 0 });
    expect(await test.db.token.count()).toBe(2);
    expect(await test.db.rateLimit.count()).toBe(2);
  });
});
