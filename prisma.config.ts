import { defineConfig } from "prisma/config";

/** The Prisma CLI only generates the client here; `prisma/migrate.ts` applies migrations. */
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
