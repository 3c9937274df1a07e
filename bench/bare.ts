import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { freePort } from "@/lib/cli/supervisor/ports";
import { run, serve } from "./processes";
import { root, type Site, type Web } from "./site";

/**
 * The baselines: small Next apps outside of the project, built and started as the Next documentation says, on the same
 * packages. Their sources are in `bare/`.
 */

const next = path.join(root, "node_modules/next/dist/bin/next");

/** What both stand in. */
const SHELL = "bench/bare/shell";

interface BareApp {
  name: "public" | "week";
  /** Further files, by name. */
  files?: Readonly<Record<string, string>>;
  /** Folders of the project that go along, like the queries that both pages run. */
  folders?: readonly string[];
}

const config = (dir: string) => `
export default {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg"],
  // The packages are linked in from the project, so both must lie below what the bundler takes for the whole.
  turbopack: { root: ${JSON.stringify(commonFolder(dir, root))} },
  outputFileTracingRoot: ${JSON.stringify(commonFolder(dir, root))},
};
`;

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (!`${b}/`.startsWith(folder.endsWith("/") ? folder : `${folder}/`)) folder = path.dirname(folder);
  return folder;
}

/** Makes, builds and starts a bare app; returns when its page answers. */
export async function startBare(site: Site, app: BareApp): Promise<Web> {
  const dir = path.join(site.dir, `bare-${app.name}`);
  await mkdir(dir);
  await cp(path.join(root, "bench/bare", app.name), dir, { recursive: true });
  for (const name of ["layout.tsx", "not-found.tsx"]) {
    await cp(path.join(root, SHELL, name), path.join(dir, "app", name));
  }
  for (const folder of [SHELL, ...(app.folders ?? [])])
    await cp(path.join(root, folder), path.join(dir, folder), { recursive: true });
  await symlink(path.join(root, "node_modules"), path.join(dir, "node_modules"));
  const files = {
    "next.config.mjs": config(dir),
    "package.json": JSON.stringify({ name: `bare-${app.name}`, private: true, type: "module" }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { jsx: "react-jsx", paths: { "@/*": ["./*"] } } }),
    ...app.files,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(dir, name), text);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { NEXT_DIST_DIR: _, ...environment } = site.environment;
  const env = { ...environment, CONVENE_URL: origin, NEXTAUTH_URL: origin };
  const program = {
    name: `The bare app ${app.name}`,
    cwd: dir,
    env,
    logFile: path.join(site.dir, `bare-${app.name}.log`),
  };
  await run({ ...program, args: [next, "build"] });
  const running = await serve(
    { ...program, args: [next, "start", "--hostname", "127.0.0.1", "--port", String(port)] },
    origin,
  );
  return { ...running, origin };
}
