import { type Binary, binaryOf, textOfBytes } from "@/lib/transfer/formats/bytes";
import { MAX_BYTES } from "@/lib/transfer/schema";

// A parser may turn half a character into another one unseen; as NUL it is found in its cell and refused.
const HALF_CHARACTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** What to do instead of giving a file that is no text. */
const INSTEAD: Readonly<Record<Binary, string>> = {
  office: "This is an Excel, Word or zip file. Copy its table and paste it, or save it as “CSV UTF-8”.",
  old_office: "This is an old Excel or Word file. Copy its table and paste it, or save it as CSV.",
  pdf: "This is a PDF. Copy its table and paste it.",
  compressed: "This file is compressed. Unpack it first.",
};

export type Decoded = { text: string; refused?: undefined } | { text?: undefined; refused: string };

/**
 * The text of what was pasted or dropped: UTF-8, or UTF-16 as Excel's “Unicode text”, with or without a byte order mark.
 * Half characters become NUL. What is too large, empty or no text is refused with a sentence that says so.
 */
export function decode(input: string | Uint8Array): Decoded {
  const size = typeof input === "string" ? Buffer.byteLength(input) : input.byteLength;
  if (size > MAX_BYTES) return { refused: "The file is larger than 5 MB; a schedule is a few kilobytes." };
  if (typeof input !== "string") {
    const known = binaryOf(input);
    if (known) return { refused: INSTEAD[known] };
  }
  const text = typeof input === "string" ? input : textOfBytes(input);
  if (text === null) return { refused: "The file is not UTF-8 text. Save it as “CSV UTF-8” and try again." };
  const body = text.replace(/^\uFEFF/, "");
  const whole = wholeCharacters(body);
  return whole.trim() === "" ? { refused: "The file is empty." } : { text: whole };
}

/** The text with NUL for every half of a character. */
export function wholeCharacters(text: string): string {
  return text.isWellFormed() ? text : text.replace(HALF_CHARACTER, "\u0000");
}
