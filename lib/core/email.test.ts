import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailAddress, isEmailAddress, maskAddress } from "@/lib/core/email";

describe("an address", () => {
  it("is one mailbox, trimmed and in lower case", () => {
    expect(emailAddress.parse("  Ada.Lovelace+lab@Example.ORG ")).toBe("ada.lovelace+lab@example.org");
  });

  it("is refused when it is none, or more than one, or pretends", () => {
    const refused = [
      "",
      "ada",
      "ada@",
      "@example.org",
      "ada@example",
      "a@x.org, evil@x.org",
      "a@x.org;evil@x.org",
      "Ada <ada@example.org>",
      "group: a@x.org, b@x.org;",
      "ada\uFF20example.org",
      '"a b"@example.org',
      "ada@example.org\r\nBcc: evil@example.org",
      "ada@exa mple.org",
      ".ada@example.org",
      "a..b@example.org",
      "ada@-example.org",
      "ada@example.org\u0000",
      `${"a".repeat(65)}@example.org`,
    ];
    for (const value of refused) expect(emailAddress.safeParse(value).success, JSON.stringify(value)).toBe(false);
  });

  it("never holds what could end a header or start a second mailbox", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.emailAddress(), (noise, address) => {
        for (const value of [noise, `${noise}${address}`, `${address}${noise}`]) {
          if (isEmailAddress(value)) expect(value).toMatch(/^[\x21-\x7E]+$/);
          if (isEmailAddress(value)) expect(value).not.toMatch(/[\s,;<>"()]/);
        }
      }),
    );
  });

  it("is shown masked where it must not stand whole", () => {
    expect(maskAddress("ada@example.org")).toBe("a…@example.org");
    expect(maskAddress("nothing")).toBe("…");
  });
});
