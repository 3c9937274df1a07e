import {
  BLOG_PAGE,
  CALENDAR,
  COMMAS,
  EXCEL,
  GOOGLE_SHEET,
  JEKYLL,
  NESTED_JSON,
  NESTED_YAML,
  README,
  TABS,
  WORDS,
} from "@/lib/transfer/formats/testing/samples";

/** Where the choices of a generated input come from: a seeded series, or one that a property test can shrink. */
export interface Choices {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
}

/** An endless series of choices, the same for the same seed (mulberry32, public domain). */
export function seeded(seed: number): Choices {
  let state = seed >>> 0;
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
    },
  };
}

/** Choices written down; where they end the first of everything is taken, which makes the input end, too. */
export function written(numbers: readonly number[]): Choices {
  let at = 0;
  return {
    below(limit) {
      const number = numbers[at] ?? 0;
      at += 1;
      return number % limit;
    },
  };
}

export const FUZZED = ["csv", "markdown", "html", "yaml", "json", "ics", "list"] as const;
export type Fuzzed = (typeof FUZZED)[number];

const SAMPLES: Record<Fuzzed, readonly string[]> = {
  csv: [COMMAS, TABS],
  markdown: [README],
  html: [GOOGLE_SHEET, EXCEL, BLOG_PAGE],
  yaml: [JEKYLL, NESTED_YAML],
  json: [NESTED_JSON],
  ics: [CALENDAR],
  list: [WORDS],
};

const EVERYWHERE = [
  ..."[]()|\"'*_`#:;,.-<>&\\/@=?! \t0199",
  "\n",
  "\r\n",
  "\r",
  "\n\n",
  "\u0000",
  "\ud800",
  "\udc00",
  "\u2028",
  "\ufeff",
  "é",
  "😀",
  "[a](https://e.org)",
  "](",
  "0h18",
  "Oct 1",
  "Week 3",
  "2026-10-01",
  "https://e.org/(",
  "Reading: ",
  "__proto__",
  "constructor",
  "1e999999999",
  "99999999999999999999",
];

const PIECES: Record<Fuzzed, readonly string[]> = {
  csv: ['""', '","', ",,,,", "\t\t", ';";"', "Month,Day\n", '"\n'],
  markdown: ["|", "\\|", "|--|--|\n", "| a | b |\n", "```\n", "> ", "<br>", "[1]: https://e.org\n", "[a][1]", "---\n"],
  html: [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<td colspan=1000000000>",
    "<td rowspan=0>",
    "<td rowspan=999>",
    "<th>",
    "<thead>",
    "<a href='https://e.org'>",
    "<a href=javascript:x>",
    "</a>",
    "<b><p>",
    "<ul><li>",
    "<template>",
    "<svg>",
    "<!--",
    "<style>",
    "<br>",
    "&amp;",
    "&#x110000;",
    "<select>",
    "<pre>\n",
  ],
  yaml: [
    "- ",
    "? ",
    ": ",
    "&a ",
    "*a",
    "!!x ",
    "!!omap\n- a: b\n",
    "!!set {a, b}",
    "!!pairs [a: b]",
    "!!binary ",
    "!!int ",
    "<<: *a\n",
    "---\n",
    "...\n",
    "|\n",
    ">-\n",
    "{",
    "}",
    "[",
    "]",
    "%YAML 1.2\n",
    "  ",
    "'",
    "a: b\n",
    "- date: x\n",
  ],
  json: [
    "{",
    "}",
    "[",
    "]",
    '"',
    ":",
    ",",
    "null",
    "true",
    "-0",
    "1e9",
    '{"date":"x"},',
    '"\\ud800"',
    '"convene":1,',
    "\\u0000",
  ],
  ics: [
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "BEGIN:VALARM\r\n",
    "END:VALARM\r\n",
    "\r\n ",
    "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n",
    "RRULE:FREQ=DAILY;INTERVAL=0\r\n",
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=-1\r\n",
    "DTSTART:00000000T999999Z\r\n",
    'DTSTART;TZID="Nowhere":20260101T000000\r\n',
    "DTEND:20260101T000000Z\r\n",
    "EXDATE:x,20261027,20261027T110000Z\r\n",
    "RDATE;VALUE=PERIOD:20261027T110000Z/PT1H\r\n",
    "DURATION:P99999W\r\n",
    "RECURRENCE-ID:20261020\r\n",
    ';X="',
  ],
  list: [
    "- ",
    "* ",
    "1. ",
    "  ",
    "Oct 2: ",
    "Week 2\n",
    "**Oct 3**",
    "Before: ",
    ", homework: ",
    " – ",
    "Tue 3/4 11:00 ",
  ],
};

/** A text that may be meant for one of the readers: a sample taken apart, pieces of its grammar, or noise. */
export function hostileText(kind: Fuzzed, choices: Choices): string {
  switch (choices.below(5)) {
    case 0:
      return mutated(pick(choices, SAMPLES[kind]), kind, choices);
    case 1:
      return spliced(kind, choices);
    case 2:
      return Array.from({ length: choices.below(60) }, () => piece(kind, choices)).join("");
    case 3:
      return nested(kind, choices);
    default:
      return noise(choices);
  }
}

function mutated(sample: string, kind: Fuzzed, choices: Choices): string {
  let text = sample;
  for (let turn = choices.below(8) + 1; turn > 0; turn -= 1) {
    const at = choices.below(text.length + 1);
    const length = choices.below(40);
    const rest = text.slice(at + (choices.below(2) === 0 ? length : 0));
    const inserted = [piece(kind, choices), "", text.slice(at, at + length).repeat(choices.below(4)), noise(choices)];
    text = text.slice(0, at) + pick(choices, inserted) + rest;
  }
  return text;
}

/** The beginning of one sample and the end of another, perhaps of another kind. */
function spliced(kind: Fuzzed, choices: Choices): string {
  const first = pick(choices, SAMPLES[kind]);
  const other = pick(choices, SAMPLES[pick(choices, FUZZED)]);
  return first.slice(0, choices.below(first.length + 1)) + other.slice(choices.below(other.length + 1));
}

/** One or two pieces again and again, so that what can be nested is. */
function nested(kind: Fuzzed, choices: Choices): string {
  // Mostly few times, now and then many.
  const times = choices.below(choices.below(300) + 1);
  const around = pick(choices, SAMPLES[kind]).slice(0, choices.below(400));
  return `${around}${`${piece(kind, choices)}${piece(kind, choices)}`.repeat(times)}${around}`;
}

function noise(choices: Choices): string {
  return Array.from({ length: choices.below(30) }, () => String.fromCharCode(choices.below(65_536))).join("");
}

function piece(kind: Fuzzed, choices: Choices): string {
  return choices.below(3) === 0 ? pick(choices, EVERYWHERE) : pick(choices, PIECES[kind]);
}

function pick<T>(choices: Choices, from: readonly T[]): T {
  const chosen = from[choices.below(from.length)];
  if (chosen === undefined) throw new RangeError("Nothing to choose from.");
  return chosen;
}
