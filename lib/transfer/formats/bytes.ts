/** Files that are no text, known by their first bytes. */
export type Binary = "office" | "old_office" | "pdf" | "compressed";

const BINARY: readonly (readonly [Binary, readonly number[]])[] = [
  ["office", [0x50, 0x4b, 0x03, 0x04]],
  ["old_office", [0xd0, 0xcf, 0x11, 0xe0]],
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["compressed", [0x1f, 0x8b]],
];

/** What a file is that is no text; null for any other. */
export function binaryOf(bytes: Uint8Array): Binary | null {
  return BINARY.find(([, start]) => start.every((byte, at) => bytes[at] === byte))?.[0] ?? null;
}

/**
 * The text of bytes as the server and the page read them, so that a file is the same dropped or sent: UTF-8, or UTF-16
 * as Excel's “Unicode text”, with or without a byte order mark, which stays. Null for what is neither.
 */
export function textOfBytes(bytes: Uint8Array): string | null {
  const order = byteOrder(bytes);
  if (order) return utf16(bytes, order);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 by its mark, or because every other byte of mostly Latin text is zero. */
function byteOrder(bytes: Uint8Array): "little" | "big" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "little";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "big";
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  const pairs = Math.min(bytes.length, 2000) >> 1;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.6 && even < pairs * 0.1) return "little";
  return even > pairs * 0.6 && odd < pairs * 0.1 ? "big" : null;
}

// Not a TextDecoder: that one replaces half characters, and they are to be found later.
function utf16(bytes: Uint8Array, order: "little" | "big"): string | null {
  if (bytes.length % 2 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  // A function takes some ten thousand arguments at most.
  for (let from = 0; from < bytes.length; from += 8192) {
    const units = Array.from({ length: Math.min(8192, bytes.length - from) / 2 }, (_, index) =>
      view.getUint16(from + index * 2, order === "little"),
    );
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join("");
}
