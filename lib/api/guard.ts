import { AppError } from "@/lib/core/errors";

/** The largest body that any procedure takes: a pasted schedule of 5 MB, escaped. */
export const MAX_BODY_BYTES = 6 * 1024 * 1024;
/** Deeper JSON than this is an attack on the parser's stack, not input. */
const MAX_JSON_DEPTH = 64;

/**
 * The same request with its body read and bounded, so that nothing behind this point can be made to read for long.
 * Throws `too_large` beyond `maxBytes` (reading stops there) and `malformed` for JSON that is too deep or not UTF-8.
 */
export async function boundRequest(request: Request, maxBytes: number = MAX_BODY_BYTES): Promise<Request> {
  if (!request.body) return request;
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const body = await readBounded(request.body, maxBytes);
  if ((request.headers.get("content-type") ?? "").includes("json")) assertPlainJson(body);
  return new Request(request.url, { method: request.method, headers: request.headers, body });
}

/** Scans JSON bytes for nesting without parsing them; brackets inside strings do not count. */
export function assertPlainJson(bytes: Uint8Array): void {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("malformed", "The body is not UTF-8.");
  }
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) throw new AppError("malformed", "The body is nested too deeply.");
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
}

async function readBounded(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(part.value);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("too_large", `At most ${Math.round(maxBytes / 1024 / 1024)} MB.`);
}
