import path from "node:path";
import { defineConfig } from "vitest/config";

// A zone with an odd offset, far from everybody who works on this: what forgets its zone fails here first.
process.env.TZ = "Asia/Kathmandu";

const root = import.meta.dirname;

const alias = {
  "@": root,
  // The real module throws outside a React server bundle.
  "server-only": path.join(root, "node_modules/next/dist/compiled/server-only/empty.js"),
};

const shared = {
  setupFiles: ["lib/testing/strict.ts"],
  exclude: ["node_modules/**", "e2e/**", ".next*/**"],
  sequence: { shuffle: true },
  retry: 0,
  env: {
    NODE_ENV: "test" as const,
    CONVENE_URL: "http://convene.test",
    AUTH_SECRET: "a secret for tests, longer than thirty-two characters",
  },
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "pure",
          // What these test has no state, so the files can share what they load; it halves the time.
          isolate: false,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...shared.exclude, "**/*.db.test.ts"],
          // Nothing is timed by it: a machine that does much else at once is slow and not wrong.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "db",
          include: ["**/*.db.test.ts"],
          globalSetup: ["lib/testing/database.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
