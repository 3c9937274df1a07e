import { tidyLines } from "@/lib/transfer/formats/words";

export interface Property {
  name: string;
  parameters: Map<string, string>;
  value: string;
  line: number;
}

export interface Component {
  /** VEVENT or VTODO. */
  kind: string;
  /** The line of its BEGIN. */
  line: number;
  properties: Property[];
}

export interface Calendar {
  /** X-WR-TIMEZONE: the zone that the whole calendar is in, where it says one. */
  zone: string | null;
  components: Component[];
}

const READ = new Set("VEVENT VTODO VJOURNAL".split(" "));

/** Takes an iCalendar text apart (RFC 5545, 3.1): its events with their properties, alarms and zones left out. */
export function readComponents(text: string): Calendar {
  const calendar: Calendar = { zone: null, components: [] };
  let current: Component | null = null;
  let inside = 0;
  for (const { words, line } of unfolded(text)) {
    const property = readProperty(words, line);
    if (!property) continue;
    const component = property.value.trim().toUpperCase();
    if (property.name === "BEGIN") {
      if (READ.has(component)) {
        // A component that was not ended ends where the next one begins.
        current = { kind: component, line, properties: [] };
        calendar.components.push(current);
        inside = 0;
      } else inside += current ? 1 : 0;
    } else if (property.name === "END") {
      if (inside > 0) inside -= 1;
      else current = null;
    } else if (current) {
      if (inside === 0) current.properties.push(property);
    } else if (property.name === "X-WR-TIMEZONE") calendar.zone = property.value.trim();
  }
  return calendar;
}

/** The words of a text value: escapes undone, HTML of some calendars left to the caller. */
export function textValue(property: Property | undefined): string {
  const pieces = (property?.value ?? "").split("\\\\");
  return tidyLines(pieces.map((piece) => piece.replace(/\\n/gi, "\n").replace(/\\([,;])/g, "$1")).join("\\"));
}

export function propertyOf(component: Component, name: string): Property | undefined {
  return component.properties.find((property) => property.name === name);
}

function* unfolded(text: string): Generator<{ words: string; line: number }> {
  let parts: string[] = [];
  let begun = 1;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^[ \t]/.test(line)) {
      parts.push(line.slice(1));
      continue;
    }
    yield { words: parts.join(""), line: begun };
    parts = [line];
    begun = index + 1;
  }
  yield { words: parts.join(""), line: begun };
}

function readProperty(words: string, line: number): Property | null {
  const name = /^[A-Za-z0-9-]{1,60}/.exec(words)?.[0];
  if (!name) return null;
  const parameters = new Map<string, string>();
  let at = name.length;
  while (words[at] === ";") {
    const equals = words.indexOf("=", at);
    if (equals === -1 || equals > at + 60) return null;
    const quoted = words[equals + 1] === '"';
    const end = quoted ? words.indexOf('"', equals + 2) + 1 : nextOf(words, equals + 1);
    if (end <= 0) return null;
    const value = words.slice(equals + 1, end).replaceAll('"', "");
    if (parameters.size < 50) parameters.set(words.slice(at + 1, equals).toUpperCase(), value);
    at = end;
  }
  if (words[at] !== ":") return null;
  return { name: name.toUpperCase(), parameters, value: words.slice(at + 1), line };
}

function nextOf(words: string, from: number): number {
  for (let at = from; at < words.length; at += 1) if (words[at] === ";" || words[at] === ":") return at;
  return -1;
}
