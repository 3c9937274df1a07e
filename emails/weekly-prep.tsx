import { Text } from "@react-email/text";
import { Action, cell, type Footer, Layout, MailLink, MONO, Paragraph, Rows, Title, tone } from "./layout";
import { oneLine, type Template, textMail } from "./render";

/** One thing to watch, read or do, in words. */
export interface PrepLine {
  /** `done`, `next`, `at` (begun), or nothing. */
  mark: "done" | "next" | "at" | "";
  title: string;
  url: string | null;
  /** `12 min`, `2 h 25 min`, `length unknown`. */
  length: string;
  /** `start here`, `you stopped at 1:57:00`, `optional`. */
  note: string;
  /** The page where the reader marks it as done with one button; null for what is done. */
  markUrl: string | null;
  /** Whether the reader is told to start with it. */
  first: boolean;
}

export interface WeeklyPrepProps {
  subject: string;
  /** `Tuesday 22 October, 11:00 Chicago (18:00 for you), room 219a or video link`. */
  when: string;
  /** `Discussion: backpropagation`. */
  heading: string;
  /** The organizer's own words at the start, or nothing. */
  opening: string;
  /** `Before the session: 167 min, 38 left for you`, or what the short form says. */
  summary: string;
  /** The minute bar as text, and what it says; null where there are no minutes. */
  bar: { text: string; says: string } | null;
  prep: readonly PrepLine[];
  /** What one may look at when there is no session. */
  deepDive: readonly PrepLine[];
  weekUrl: string;
  meetingUrl: string | null;
  footer: Footer;
}

function WeeklyPrepMail(props: WeeklyPrepProps) {
  const { when, heading, opening, summary, bar, prep, deepDive, weekUrl, meetingUrl, footer } = props;
  return (
    <Layout preview={summary} footer={footer}>
      <Paragraph quiet>{when}</Paragraph>
      <Title>{heading}</Title>
      {opening ? <Paragraph>{opening}</Paragraph> : null}
      <Paragraph>{summary}</Paragraph>
      {bar ? (
        <Text
          role="img"
          aria-label={bar.says}
          className="accent"
          style={{ fontFamily: MONO, fontSize: 13, lineHeight: "20px", margin: "0 0 8px", color: tone.GREEN }}
        >
          {bar.text}
        </Text>
      ) : null}
      <Lines lines={prep} />
      {deepDive.length > 0 ? (
        <>
          <Paragraph quiet>If you like, a deep dive:</Paragraph>
          <Lines lines={deepDive} />
        </>
      ) : null}
      <Action href={weekUrl}>Open my week</Action>
      {meetingUrl ? (
        <Paragraph>
          By video: <MailLink href={meetingUrl}>join link</MailLink>
        </Paragraph>
      ) : null}
    </Layout>
  );
}

function Lines({ lines }: { lines: readonly PrepLine[] }) {
  if (lines.length === 0) return null;
  return (
    <Rows>
      {lines.map((line) => (
        <Row key={`${line.title} ${line.url ?? ""}`} line={line} />
      ))}
    </Rows>
  );
}

function Row({ line }: { line: PrepLine }) {
  const settled = line.mark === "done";
  return (
    <tr>
      <td className="quiet hair" width={40} style={{ ...cell, color: tone.QUIET }}>
        {line.mark}
      </td>
      <td className={settled ? "quiet hair" : "ink hair"} style={{ ...cell, color: settled ? tone.QUIET : tone.INK }}>
        {line.url ? (
          <MailLink href={line.url} quiet={settled}>
            {line.title}
          </MailLink>
        ) : (
          line.title
        )}
        {line.note ? <span style={{ color: tone.QUIET }} className="quiet">{` ${line.note}`}</span> : null}
        {line.markUrl ? (
          <>
            <br />
            <span style={{ fontSize: 13 }}>
              <MailLink href={line.markUrl} quiet>
                mark as done
              </MailLink>
            </span>
          </>
        ) : null}
      </td>
      <td
        className="quiet hair"
        align="right"
        style={{ ...cell, paddingRight: 0, whiteSpace: "nowrap", color: tone.QUIET }}
      >
        {line.length}
      </td>
    </tr>
  );
}

/**
 * The lines as columns of text, as wide as the longest needs and no wider than a mail program shows. Links are long here:
 * only what to start with has one to mark it.
 */
export function linesAsText(lines: readonly PrepLine[]): string {
  const title = Math.min(44, Math.max(0, ...lines.map((line) => [...oneLine(line.title)].length)));
  const length = Math.max(0, ...lines.map((line) => line.length.length));
  return lines
    .map((line) => {
      const columns = `  ${line.mark.padEnd(6)} ${pad(oneLine(line.title), title)}  ${line.length.padStart(length)}`;
      const note = line.note ? `   ${line.note}` : "";
      const url = line.mark !== "done" && line.url ? `\n         ${line.url}` : "";
      const mark = line.first && line.markUrl ? `\n         Mark as done: ${line.markUrl}` : "";
      return `${columns}${note}`.trimEnd() + url + mark;
    })
    .join("\n");
}

function pad(value: string, width: number): string {
  return value + " ".repeat(Math.max(0, width - [...value].length));
}

/** The mail before a session: when, what is left for the reader, where to start. */
export const weeklyPrepMail: Template<WeeklyPrepProps> = {
  subject: ({ subject }) => subject,
  Html: WeeklyPrepMail,
  text: ({ when, heading, opening, summary, bar, prep, deepDive, weekUrl, meetingUrl, footer }) =>
    textMail(
      [
        `${oneLine(when)}\n${oneLine(heading)}`,
        opening,
        [summary, bar?.text, linesAsText(prep)].filter(Boolean).join("\n"),
        deepDive.length > 0 ? `If you like, a deep dive:\n${linesAsText(deepDive)}` : null,
        `Open my week: ${weekUrl}${meetingUrl ? `\nBy video: ${meetingUrl}` : ""}`,
      ],
      footer,
    ),
};
