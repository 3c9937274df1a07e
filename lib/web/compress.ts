import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/**
 * Compresses what a build made for browsers, once and as small as it gets (Brotli, RFC 7932, at its highest quality, a
 * seventh smaller than gzip), so that the web process only sends files. Run after `next build`; again, it writes the same.
 */

const TEXT = /\.(?:js|css|svg|json|txt)$/;
/** Below this a header costs more than is won. */
const MIN_BYTES = 512;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

export async function compressStatic(distDir: string): Promise<number> {
  const root = path.join(distDir, "static");
  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && TEXT.test(entry.name),
  );
  let count = 0;
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    const body = await readFile(file);
    if (body.length < MIN_BYTES) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
    await writeFile(`${file}.br`, await brotli(body, { params }));
    await writeFile(`${file}.gz`, await gzipped(body, { level: 9 }));
    count += 1;
  }
  return count;
}

// As a command: `node lib/web/compress.ts .next`.
if (process.argv[1] === import.meta.filename) {
  const count = await compressStatic(process.argv[2] ?? ".next");
  process.stdout.write(`Compressed ${count} files.\n`);
}
