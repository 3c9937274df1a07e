/**
 * Moves the lines inside `[…]` and `{…}` to the right of the line that opened them. YAML 1.2 wants them there; Jekyll's
 * parser takes them anywhere, and people close a list of several lines at its beginning. Lines keep their numbers.
 */
export function indentFlows(text: string): string {
  const lines = text.split("\n");
  let depth = 0;
  let quote = "";
  let indent = "";
  return lines
    .map((line) => {
      const inside = depth > 0;
      const content = inside ? line : opening(line);
      if (content !== null) {
        if (!inside) indent = /^ {0,200}/.exec(line)?.[0] ?? "";
        [depth, quote] = scan(content, depth, quote);
      }
      return inside && quote === "" && line.trim() !== "" ? `${indent}    ${line.trimStart()}` : line;
    })
    .join("\n");
}

/** What begins with a bracket as the value of a line, or null: brackets in the middle of words open nothing. */
function opening(line: string): string | null {
  const value = /^\s*(?:- +)*(?:[^\s#"'[{][^:#]{0,200}:\s+)?(?=[[{])/.exec(line);
  return value ? line.slice(value[0].length) : null;
}

/** How many brackets are open after some text, and in which quotation it ends. */
function scan(text: string, open: number, quoted: string): [number, string] {
  let depth = open;
  let quote = quoted;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    const before = text[at - 1];
    if (quote !== "") {
      if (char === "\\" && quote === '"') at += 1;
      else if (char === quote) quote = "";
    } else if ((char === '"' || char === "'") && (before === undefined || /[\s[{,:]/.test(before))) quote = char;
    else if (char === "#" && (before === undefined || /\s/.test(before))) break;
    else if (char === "[" || char === "{") depth += 1;
    else if (char === "]" || char === "}") depth = Math.max(0, depth - 1);
  }
  return [depth, quote];
}
