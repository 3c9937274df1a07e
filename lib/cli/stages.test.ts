import { describe, expect, it } from "vitest";
import { countVitest } from "./stages";

const report = (passed: number, failed: number, suites = failed) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numFailedTestSuites: suites,
});

describe("the sum of a test run", () => {
  it("is what the runner counted", () => {
    expect(countVitest(report(12, 0), true)).toMatchObject({ passed: 12, failed: 0 });
    expect(countVitest(report(12, 3), false)).toMatchObject({ passed: 12, failed: 3 });
  });

  it("has a failure when no test was found", () => {
    expect(countVitest(report(0, 0), true)).toMatchObject({ passed: 0, failed: 1 });
  });

  it("has a failure when a file could not be loaded", () => {
    expect(countVitest(report(12, 0, 1), false)).toMatchObject({ passed: 12, failed: 1 });
  });

  it("has a failure when the runner crashed before it could report", () => {
    expect(countVitest(null, false)).toMatchObject({ passed: 0, failed: 1 });
    expect(countVitest(null, true)).toMatchObject({ passed: 0, failed: 1 });
  });
});
