/**
 * Schedules in words of our own, one in the shape of each kind of source: what is on the clipboard or in the file when
 * an organizer copies from there. Read by tests, and taken apart by the fuzzers.
 */

/** The clipboard's HTML when three columns of a Google sheet are copied. */
export const GOOGLE_SHEET = [
  `<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}br `,
  `{mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" cellpadding="0" `,
  `dir="ltr" border="1" style="table-layout:fixed;font-size:10pt;width:0px" data-sheets-root="1"><colgroup><col width="100"/>`,
  `<col width="180"/><col width="300"/></colgroup><tbody>`,
  `<tr style="height:21px;"><td data-sheets-value="{&quot;1&quot;:2}">Date</td><td>Session</td><td>Before</td></tr>`,
  `<tr style="height:21px;"><td style="text-align:right;">10/1/2026</td><td>Knots [intro]</td>`,
  `<td data-sheets-hyperlink="https://knots.example.org/reef">Reef knot 0h18</td></tr>`,
  `<tr style="height:21px;"><td>10/8/2026</td><td>Bends &amp; hitches</td><td><span style="text-decoration:underline;">`,
  `<a class="in-cell-link" target="_blank" href="https://knots.example.org/bend">Sheet bend</a></span> 0h09<br/>Bring a rope`,
  `</td></tr>`,
  `<tr style="height:21px;"><td>10/15/2026</td><td></td><td>[Splices 1h02](<a href="https://knots.example.org/splice">`,
  `https://knots.example.org/splice</a>)</td></tr></tbody></table>`,
].join("");

/** What Excel puts on the clipboard, with its conditional comments. */
export const EXCEL = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name=Generator content="Microsoft Excel 15"><!--[if gte mso 9]><xml></xml><![endif]-->
<style><!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {mso-number-format:"Short Date";}--></style></head>
<body link="#0563C1"><table border=0 cellpadding=0 cellspacing=0 width=300 style='border-collapse:collapse'>
<!--StartFragment--><col width=64><tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65>Week</td><td>Topic</td><td>Reading</td></tr>
 <tr height=20><td align=right>1</td><td>Sourdough
  starters</td><td><a href="https://bread.example.org/1">Flour</a></td></tr>
 <tr height=20><td align=right>2</td><td>Folding</td><td>chapter 2</td></tr>
<!--EndFragment--></table></body></html>`;

/** A page of a blog made with Quarto: headings, words and a table with a head of two rows. */
export const BLOG_PAGE = `<!DOCTYPE html>
<html lang="en"><head><title>Stargazing</title><style>th { color: red }</style><script>if (a<b) { alert("x") }</script></head>
<body><nav><a href="/">Home</a></nav><main><h1 class="title">Stargazing group</h1>
<p>We meet on Fridays, see <a href="https://stars.example.org/how">how we work</a>.</p>
<table class="caption-top table"><caption>Spring</caption><thead>
<tr class="header"><th></th><th></th><th colspan="2">To prepare</th></tr>
<tr class="header"><th>Week</th><th>Date</th><th>Reading</th><th>Video</th></tr></thead><tbody>
<tr class="odd"><td rowspan="2">1</td><td>Apr 3</td><td><ul><li><a href="https://stars.example.org/moon">Moon</a></li><li>maps</li></ul></td>
<td><a href="javascript:alert(1)">Tides</a></td></tr>
<tr class="even"><td>Apr 10</td><td><p><a href="/notes/2">Planets</a></p></td><td></td></tr>
<tr class="odd"><td colspan="4">No session: clouds</td></tr>
</tbody></table><p>Bring warm clothes.</p></main></body></html>`;

/** A README as GitHub shows it in its editor: a front matter, references, an escaped bar, two tables. */
export const README = `---
layout: page
---
# Reading group

Every second Monday.

| Date | Paper | Who | Notes |
|:-----|:------|:---:|-------|
| 2026-03-02 | **[Ants \\| bees][ants]** (optional) | Ada | first one<br>room 2 |
| 2026-03-16 | [Wasps](https://bugs.example.org/wasps "PDF") [draft] | | <https://bugs.example.org/slides> |

More will come.

| Date | Paper | Who | Notes |
|------|-------|-----|-------|
| 2026-03-30 | <a href="https://bugs.example.org/flies">Flies</a> &amp; gnats | Bo | |

[ants]: https://bugs.example.org/ants "Ants"
[unused]: https://bugs.example.org/unused
`;

/** A Jekyll site's _data/schedule.yml: bracketed lists closed at the margin, a name twice. */
export const JEKYLL = `# the schedule
- date: 2026-09-01
  title: "Wheels [intro]"
  readings:
    - title: What is a wheel
      url: https://pots.example.org/wheel
      length: 18
      author: Mia Potter
    - "[Clay](https://pots.example.org/clay)"
  links: {slides: "https://pots.example.org/s.pdf", video: "https://pots.example.org/v"}
- date: 2026-09-08
  title: Glazes
  time: 11:00
  speaker: {name: Ann, url: "https://ann.example.org"}
  readings: [
  chapter 1,
  {name: Kilns, pdf: "https://pots.example.org/k.pdf", optional: true, minutes: 95},
]
  notes: bring clay
  notes: bring water
`;

/** Weeks with sessions in them, and what else a course's file has. */
export const NESTED_YAML = `title: Sailing
staff:
  - name: Ann
    email: ann@sail.example.org
weeks:
  - week: 1
    title: Wind
    readings: [{title: Currents, url: "https://sail.example.org/c"}]
    sessions:
      - date: May 4
        topic: Knots
      - date: May 6
        topic: Sails
  - week: 2
    title: Holiday
  - week: 3
    sessions:
      - {date: May 18, topic: Tacking}
`;

/** Modules of lectures, with a number that no computer can hold. */
export const NESTED_JSON = `{
  "course": "Cheese",
  "modules": [
    {
      "title": "Fresh",
      "lectures": [
        { "title": "Ricotta", "when": "2026-02-03", "url": "https://cheese.example.org/1", "id": 1e999 },
        { "title": "Quark [1]", "videos": [
          { "title": "Curds", "url": "https://cheese.example.org/q", "duration": "12:30", "optional": true, "by": "Bo" }
        ] }
      ]
    }
  ]
}`;

/** A weekly series with an exception, a moved and cancelled session, a single one in UTC and a whole day. */
export const CALENDAR = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "X-WR-TIMEZONE:America/Chicago",
  "BEGIN:VTIMEZONE",
  "TZID:America/Chicago",
  "BEGIN:STANDARD",
  "DTSTART:19701101T020000",
  "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
  "END:STANDARD",
  "END:VTIMEZONE",
  "BEGIN:VEVENT",
  "UID:series@chess.example.org",
  "DTSTART;TZID=America/Chicago:20261013T110000",
  "DTEND;TZID=America/Chicago:20261013T123000",
  "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261110T170000Z",
  "EXDATE;TZID=America/Chicago:20261027T110000",
  "SUMMARY:Chess\\, openings",
  'DESCRIPTION:See <a href="https://chess.example.org/x">the game</a><br>bri',
  " ng a board",
  "LOCATION:Room 1",
  "BEGIN:VALARM",
  "DESCRIPTION:Soon",
  "END:VALARM",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "UID:series@chess.example.org",
  "RECURRENCE-ID;TZID=America/Chicago:20261020T110000",
  "DTSTART;TZID=America/Chicago:20261021T110000",
  "DTEND;TZID=America/Chicago:20261021T120000",
  "SUMMARY:Chess\\, endings",
  "STATUS:CANCELLED",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "UID:single@chess.example.org",
  "DTSTART:20261208T170000Z",
  "DURATION:PT45M",
  "SUMMARY:Blitz",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "UID:day@chess.example.org",
  "DTSTART;VALUE=DATE:20261201",
  "SUMMARY:Tournament",
  "URL:https://chess.example.org/day",
  "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

/** An announcement as it stands in a mail. */
export const WORDS = `Weaving in spring

Week 1, Oct 1: Looms, reading: [warp](https://weave.example.org/warp), [weft](https://weave.example.org/weft); homework: wind [one] bobbin
- **Oct 8**: Patterns
  - Before: [Twill](https://weave.example.org/twill) 0h10
  - After:
    - dye
    - wash
  - bring yarn
Oct 15 (Thu), 11:00 – Tapestry
  Deep dive: see https://weave.example.org/deep
4. Oct 22: Finishing
Thursday, October 29th, 2026: Show
  for everyone
`;

export const COMMAS = `Dancing in autumn,,
,,
Date,Topic,Before
Oct 1,"Steps, turns","[Waltz 0h18](https://dance.example.org/w),
bring shoes"
Oct 8,Tango,
`;

export const TABS = "Oct 1\tSteps\t[Waltz](https://dance.example.org/w)\nOct 8\tTango\t\n";
