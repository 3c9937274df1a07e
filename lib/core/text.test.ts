import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { line, prose, webUrl } from "@/lib/core/text";

describe("a line of text", () => {
  it("is trimmed and keeps every script", () => {
    expect(line(50).parse("  Ada Löwe 李 مرحبا 🎓 ")).toBe("Ada Löwe 李 مرحبا 🎓");
  });

  it("refuses what cannot be stored or would break out of one line", () => {
    for (const value of ["a\u0000b", "a\nb", "a\r\nBcc: x", "a\u2028b", "a\tb", "\uD800"]) {
      expect(line(50).safeParse(value).success, JSON.stringify(value)).toBe(false);
    }
    expect(line(3).safeParse("four").success).toBe(false);
    expect(line(3, { required: "Say it." }).safeParse("  ").error?.issues[0]?.message).toBe("Say it.");
  });
});

describe("prose", () => {
  it("keeps lines and refuses what is not text", () => {
    expect(prose(50).parse("a\r\nb")).toBe("a\nb");
    expect(prose(50).safeParse("a\u0000").success).toBe(false);
    expect(prose(50).safeParse("\uDC00 lone").success).toBe(false);
  });
});

describe("a link", () => {
  it("leads to the web or nowhere", () => {
    expect(webUrl.parse("")).toBe("");
    expect(webUrl.parse(" https://example.org/a ")).toBe("https://example.org/a");
    for (const value of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//example.org",
      "ftp://example.org",
      "example.org",
    ]) {
      expect(webUrl.safeParse(value).success, value).toBe(false);
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const parsed = webUrl.safeParse(value);
        if (parsed.success && parsed.data !== "") expect(parsed.data).toMatch(/^https?:/i);
      }),
    );
  });
});
