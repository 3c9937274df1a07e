import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientAddress, isOwnOrigin, rateOrigin, safePath } from "@/lib/auth/rules";

describe("where a sign-in leads", () => {
  it("keeps a path of this site", () => {
    for (const path of ["/", "/c/fall-2024/week", "/me?tab=mail#top"]) expect(safePath(path)).toBe(path);
  });

  it("goes home for everything a browser could read as another site or a script", () => {
    const evil = [
      "//evil",
      "/\\evil",
      "\\evil",
      "javascript:alert(1)",
      "https://evil.example",
      "/\t/evil",
      "/a\nb",
      "",
      null,
    ];
    for (const value of evil) expect(safePath(value)).toBe("/");
  });

  it("never leaves the site, whatever is asked for", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.webUrl(),
          fc.string().map((text) => `/${text}`),
        ),
        (value) => {
          expect(new URL(safePath(value), "https://convene.example").origin).toBe("https://convene.example");
        },
      ),
    );
  });
});

describe("who counts as one origin for rate limits", () => {
  it("takes an IPv4 address as it is, mapped into IPv6 or not", () => {
    expect(rateOrigin("203.0.113.7")).toBe("203.0.113.7");
    expect(rateOrigin("::ffff:203.0.113.7")).toBe("203.0.113.7");
  });

  it("is the same for every address of an IPv6 /64", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 4 }), (address, tail) => {
        if (address.includes(".")) return;
        const network = rateOrigin(address).replace("::/64", "");
        const sibling = `${network}:${tail.map((group) => group.toString(16)).join(":")}`;
        expect(rateOrigin(sibling)).toBe(rateOrigin(address));
      }),
    );
  });

  it("believes no X-Forwarded-For unless a proxy of ours wrote it", () => {
    expect(clientAddress("1.1.1.1", "192.0.2.1", 0)).toBe("192.0.2.1");
    expect(clientAddress("1.1.1.1, 198.51.100.4", "192.0.2.1", 1)).toBe("198.51.100.4");
    expect(clientAddress(null, "192.0.2.1", 1)).toBe("192.0.2.1");
  });
});

describe("which page a write may come from", () => {
  it("is a page of this site, and no other, and not an unknown one", () => {
    const site = "https://convene.example";
    expect(isOwnOrigin("https://convene.example", site)).toBe(true);
    for (const origin of [
      null,
      "null",
      "https://evil.example",
      "http://convene.example",
      "https://convene.example.evil.test",
    ]) {
      expect(isOwnOrigin(origin, site)).toBe(false);
    }
  });
});
