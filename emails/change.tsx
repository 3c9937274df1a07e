import { Action, type Footer, Layout, Paragraph, Title, tone } from "./layout";
import { oneLine, type Template, textMail } from "./render";

/** One line of the public log with its day: `26 Sep`. */
export interface ChangeLine {
  day: string;
  text: string;
}

export interface ChangeProps {
  subject: string;
  cohort: string;
  /** The oldest first. */
  lines: readonly ChangeLine[];
  /** The next session in words, with the reader's own time; null when none is planned. */
  next: { when: string; title: string } | null;
  scheduleUrl: string;
  footer: Footer;
}

function ChangeMail({ cohort, lines, next, scheduleUrl, footer }: ChangeProps) {
  return (
    <Layout preview={lines.map(({ text }) => text).join(" ")} footer={footer}>
      <Paragraph quiet>{cohort}</Paragraph>
      <Title>{titleOf(lines)}</Title>
      <table
        role="presentation"
        width="100%"
        cellPadding={0}
        cellSpacing={0}
        style={{ borderCollapse: "collapse", margin: "0 0 16px" }}
      >
        <tbody>
          {lines.map((line) => (
            <Row key={`${line.day} ${line.text}`} line={line} />
          ))}
        </tbody>
      </table>
      {next ? (
        <Paragraph>
          The next session is <strong>{next.title}</strong>, {next.when}.
        </Paragraph>
      ) : null}
      <Action href={scheduleUrl}>Open the schedule</Action>
    </Layout>
  );
}

function Row({ line }: { line: ChangeLine }) {
  const cell = {
    borderTop: `1px solid ${tone.HAIR}`,
    padding: "8px 12px 8px 0",
    verticalAlign: "top",
    fontSize: 15,
    lineHeight: "22px",
  };
  return (
    <tr>
      <td className="quiet hair" width={56} style={{ ...cell, whiteSpace: "nowrap", color: tone.QUIET }}>
        {line.day}
      </td>
      <td className="ink hair" style={{ ...cell, paddingRight: 0, color: tone.INK }}>
        {line.text}
      </td>
    </tr>
  );
}

function titleOf(lines: readonly ChangeLine[]): string {
  return lines.length === 1 ? "A change to the schedule" : `${lines.length} changes to the schedule`;
}

/** The mail about what has changed: the lines of the public log, and what comes next. */
export const changeMail: Template<ChangeProps> = {
  subject: ({ subject }) => subject,
  Html: ChangeMail,
  text: ({ cohort, lines, next, scheduleUrl, footer }) =>
    textMail(
      [
        `${titleOf(lines)}: ${oneLine(cohort)}`,
        lines.map(({ day, text }) => `${`${day}:`.padEnd(8)}${oneLine(text)}`).join("\n"),
        next ? `The next session is ${oneLine(next.title)}, ${oneLine(next.when)}.` : null,
        `Open the schedule: ${scheduleUrl}`,
      ],
      footer,
    ),
};
