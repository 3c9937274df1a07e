import { afterEach, beforeEach, vi } from "vitest";

/**
 * Fails a test in which something was written to `console.error` or `console.warn`: what nobody reads in a passing run
 * is a defect nobody sees. A test that expects an error replaces the console's function with `vi.spyOn` itself.
 */

const complaints: string[] = [];

function complain(...values: unknown[]): void {
  complaints.push(
    values.map((value) => (value instanceof Error ? (value.stack ?? value.message) : String(value))).join(" "),
  );
}

beforeEach(() => {
  complaints.length = 0;
  vi.spyOn(console, "error").mockImplementation(complain);
  vi.spyOn(console, "warn").mockImplementation(complain);
});

afterEach(() => {
  vi.restoreAllMocks();
  if (complaints.length > 0) throw new Error(`The test wrote to the console:\n${complaints.join("\n")}`);
});
