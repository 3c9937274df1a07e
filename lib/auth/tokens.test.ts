import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveCode, deriveToken, openSubject, sealSubject } from "@/lib/auth/tokens";

const SECRET = "a server's key for this test, long enough";

describe("mailed secrets", () => {
  it("are the same each time they are derived, and different for another purpose, nonce or key", () => {
    const token = deriveToken(SECRET, "sign_in", "nonce");
    expect(deriveToken(SECRET, "sign_in", "nonce")).toBe(token);
    expect(deriveToken(SECRET, "sign_up", "nonce")).not.toBe(token);
    expect(deriveToken(SECRET, "sign_in", "other")).not.toBe(token);
    expect(deriveToken(`${SECRET}.`, "sign_in", "nonce")).not.toBe(token);
    expect(Buffer.from(token, "base64url").length).toBe(32);
  });

  it("have a code of six digits", () => {
    fc.assert(
      fc.property(fc.string(), (nonce) => {
        expect(deriveCode(SECRET, nonce)).toMatch(/^\d{6}$/);
      }),
    );
  });
});

describe("a sealed subject", () => {
  it("opens to what was sealed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (subject) => {
        expect(openSubject(SECRET, "unsubscribe", sealSubject(SECRET, "unsubscribe", subject))).toBe(subject);
      }),
    );
  });

  it("does not open for another purpose or key, changed, or made up", () => {
    const token = sealSubject(SECRET, "unsubscribe", "member:weekly_prep");
    expect(openSubject(SECRET, "other", token)).toBeNull();
    expect(openSubject("another key", "unsubscribe", token)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(openSubject(SECRET, "unsubscribe", value)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(..."abcXYZ019_-."), (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        const opened = openSubject(SECRET, "unsubscribe", changed);
        // base64url has spare bits at its end, so a changed letter may still spell the same subject.
        expect(opened === null || opened === "member:weekly_prep").toBe(true);
      }),
    );
  });
});
