import { MAX_BYTES } from "@/lib/transfer/schema";

// A parser may turn half a character into another one unseen; as NUL it is found in its cell and refused.
const HALF_CHARACTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** First bytes of files that are no text, with what to do instead. */
const BINARY: readonly (readonly [number[], string])[] = [
  [
    [0x50, 0x4b, 0x03, 0x04],
    "This is an Excel, Word or zip file. Copy its table and paste it, or save it as “CSV UTF-8”.",
  ],
  [[0xd0, 0xcf, 0x11, 0xe0], "This is an old Excel or Word file. Copy its table and paste it, or save it as CSV."],
  [[0x25, 0x50, 0x44, 0x46], "This is a PDF. Copy its table and paste it."],
  [[0x1f, 0x8b], "This file is compressed. Unpack it first."],
];

export type Decoded = { text: string; refused?: undefined } | { text?: undefined; refused: string };

/**
 * The text of what was pasted or dropped: UTF-8, or UTF-16 as Excel's “Unicode text”, with or without a byte order mark.
 * Half characters become NUL. What is too large, empty or no text is refused with a sentence that says so.
 */
export function decode(input: string | Uint8Array): Decoded {
  const size = typeof input === "string" ? Buffer.byteLength(input) : input.byteLength;
  if (size > MAX_BYTES) return { refused: "The file is larger than 5 MB; a schedule is a few kilobytes." };
  if (typeof input !== "string") {
    const known = BINARY.find(([bytes]) => bytes.every((byte, at) => input[at] === byte));
    if (known) return { refused: known[1] };
  }
  const text = typeof input === "string" ? input : textOf(input);
  if (text === null) return { refused: "The file is not UTF-8 text. Save it as “CSV UTF-8” and try again." };
  const body = text.replace(/^\uFEFF/, "");
  const whole = wholeCharacters(body);
  return whole.trim() === "" ? { refused: "The file is empty." } : { text: whole };
}

/** The text with NUL for every half of a character. */
export function wholeCharacters(text: string): string {
  return text.isWellFormed() ? text : text.replace(HALF_CHARACTER, "\u0000");
}

function textOf(bytes: Uint8Array): string | null {
  const order = byteOrder(bytes);
  if (order) return utf16(bytes, order);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
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
  const copy = Buffer.from(bytes);
  return (order === "big" ? copy.swap16() : copy).toString("utf16le");
}
