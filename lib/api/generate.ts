import { writeFile } from "node:fs/promises";
import path from "node:path";
import { openApiDocument, routesDocument } from "@/lib/api/documents";

/**
 * Writes what is generated from the contract and committed: `openapi.json` for people and other programs, `routes.json`
 * for our own pages. Run it after changing a contract: `npm run api`. A test fails while they differ.
 */
const here = import.meta.dirname;
await writeFile(path.join(here, "openapi.json"), await openApiDocument());
await writeFile(path.join(here, "routes.json"), routesDocument());
process.stdout.write("Wrote lib/api/openapi.json and lib/api/routes.json\n");
