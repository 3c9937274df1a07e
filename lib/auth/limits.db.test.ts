import { describe, expect, it } from "vitest";
import { countTry } from "@/lib/auth/limits";
import { clientAddress, rateOrigin } from "@/lib/auth/rules";
import { testDatabase } from "@/lib/testing/database";

testDatabase();

async function triesUntilRefused(origin: (i: number) => string, most: number): Promise<number> {
  for (let i = 0; i < most; i += 1) {
    const refused = await countTry("sign-in", origin(i)).then(
      () => false,
      (error) => error.code === "too_many",
    );
    if (refused) return i;
  }
  return most;
}

describe("asking for sign-ins", () => {
  it("is refused after twenty tries of one origin, and another origin is not", async () => {
    expect(await triesUntilRefused(() => rateOrigin("203.0.113.7"), 30)).toBe(20);
    expect(await triesUntilRefused(() => rateOrigin("203.0.113.8"), 5)).toBe(5);
  });

  it("cannot be stretched by walking through the addresses of an IPv6 /64", async () => {
    expect(await triesUntilRefused((i) => rateOrigin(`2001:db8:1:2::${i.toString(16)}`), 30)).toBe(20);
  });

  it("cannot be stretched by claiming to be forwarded", async () => {
    const origin = (i: number) => rateOrigin(clientAddress(`198.51.100.${i}`, "192.0.2.9", 0));
    expect(await triesUntilRefused(origin, 30)).toBe(20);
  });

  it("is counted together by requests that come at once", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => countTry("sign-in", "192.0.2.77")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  });
});
