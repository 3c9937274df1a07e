import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expiryOf, readSubject, subjectOf } from "@/lib/progress/from-mail/rules";

const DAY = 86_400_000;
const instants = fc.date({ min: new Date("2020-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

describe("a link in a mail that marks one thing", () => {
  it("works until a day after the session, and for fourteen days at least", () => {
    const now = new Date("2024-10-19T14:00:00Z");
    expect(expiryOf(new Date("2024-10-22T16:00:00Z"), now).toISOString()).toBe("2024-11-02T14:00:00.000Z");
    expect(expiryOf(new Date("2024-11-12T17:00:00Z"), now).toISOString()).toBe("2024-11-13T17:00:00.000Z");
    fc.assert(
      fc.property(instants, instants, (startsAt, at) => {
        const expiry = expiryOf(startsAt, at).getTime();
        expect(expiry).toBeGreaterThanOrEqual(startsAt.getTime() + DAY);
        expect(expiry).toBeGreaterThanOrEqual(at.getTime() + 14 * DAY);
      }),
    );
  });

  it("carries whom and what it is for, and reads back the same until it is over", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), instants, (memberId, resourceId, expiresAt) => {
        const subject = subjectOf({ memberId, resourceId, expiresAt });
        expect(readSubject(subject, new Date(expiresAt.getTime() - 1))).toMatchObject({ memberId, resourceId });
        expect(readSubject(subject, new Date(expiresAt.getTime() + 1000))).toBeNull();
      }),
    );
  });

  it("is nothing in any other form", () => {
    const [a, b] = ["3f0e7a0e-0000-4000-8000-000000000001", "3f0e7a0e-0000-4000-8000-000000000002"];
    const now = new Date(0);
    expect(readSubject(`${a}:${b}:99`, now)).not.toBeNull();
    for (const wrong of [
      "",
      `${a}:${b}`,
      `${a}:${b}:`,
      `${a}:${b}:99:1`,
      `${a}:weekly_prep`,
      `${a}:${b}:-1`,
      `x:${b}:99`,
    ]) {
      expect(readSubject(wrong, now), wrong).toBeNull();
    }
  });
});
