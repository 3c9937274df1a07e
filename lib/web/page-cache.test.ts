import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, isFresh, policyFor } from "@/lib/web/page-cache";

const listening = { staleSince: new Map([["fall-2024", 5000]]), listening: true };

describe("a kept page", () => {
  it("is shown until its cohort changes, and another cohort's change leaves it alone", () => {
    expect(isFresh(listening, "/c/fall-2024", 5001, 90_000)).toBe(true);
    expect(isFresh(listening, "/c/fall-2024", 5000, 5001)).toBe(false);
    expect(isFresh(listening, "/route-cache/APP_PAGE/d440/$/c/fall-2024", 5000, 5001)).toBe(false);
    expect(isFresh(listening, "/something/else", 5000, 5001)).toBe(false);
    expect(isFresh(listening, "/c/spring-2025", 1000, 90_000)).toBe(true);
  });

  it("is made again when everything may have changed", () => {
    expect(isFresh({ staleSince: new Map([["*", 7000]]), listening: true }, "/c/spring-2025", 6999, 7001)).toBe(false);
  });

  it("is kept for a second at most while changes may go unheard", () => {
    const deaf = { staleSince: new Map<string, number>(), listening: false };
    expect(isFresh(deaf, "/c/fall-2024", 1000, 1900)).toBe(true);
    expect(isFresh(deaf, "/c/fall-2024", 1000, 2100)).toBe(false);
  });
});

describe("the content security policy", () => {
  it("names exactly the inline scripts of the page", () => {
    const policy = policyFor('<script src="/a.js"></script><script>alert(1)</script><script id="b">let x</script>');
    expect(policy.match(/'sha256-[^']+'/g)).toHaveLength(2);
    expect(policy).toContain("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
    expect(policyFor("<p>no script</p>")).toBe(contentSecurityPolicy(""));
    expect(policy).not.toContain("unsafe-inline");
  });
});
