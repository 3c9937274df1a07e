import { Action, cell, type Footer, Layout, Paragraph, Rows, Title, tone } from "./layout";
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
  /** Whether the sessions go along as a file for a calendar. */
  attached: boolean;
  scheduleUrl: string;
  footer: Footer;
}

const ATTACHED = "The file with this mail brings your calendar up to date.";

function ChangeMail({ cohort, lines, next, attached, scheduleUrl, footer }: ChangeProps) {
  return (
    <Layout preview={lines.map(({ text }) => text).join(" ")} footer={footer}>
      <Paragraph quiet>{cohort}</Paragraph>
      <Title>{titleOf(lines)}</Title>
      <Rows>
        {lines.map(({ day, text }) => (
          <tr key={`${day} ${text}`}>
            <td className="quiet hair" width={56} style={{ ...cell, whiteSpace: "nowrap", color: tone.QUIET }}>
              {day}
            </td>
            <td className="ink hair" style={{ ...cell, paddingRight: 0, color: tone.INK }}>
              {text}
            </td>
          </tr>
        ))}
      </Rows>
      {next ? (
        <Paragraph>
          The next session is <strong>{next.title}</strong>, {next.when}.
        </Paragraph>
      ) : null}
      {attached ? <Paragraph quiet>{ATTACHED}</Paragraph> : null}
      <Action href={scheduleUrl}>Open the schedule</Action>
    </Layout>
  );
}

function titleOf(lines: readonly ChangeLine[]): string {
  return lines.length === 1 ? "A change to the schedule" : `${lines.length} changes to the schedule`;
}

/** The mail about what has changed: the lines of the public log, and what comes next. */
export const changeMail: Template<ChangeProps> = {
  subject: ({ subject }) => subject,
  Html: ChangeMail,
  text: ({ cohort, lines, next, attached, scheduleUrl, footer }) =>
    textMail(
      [
        `${titleOf(lines)}: ${oneLine(cohort)}`,
        lines.map(({ day, text }) => `${`${day}:`.padEnd(8)}${oneLine(text)}`).join("\n"),
        next ? `The next session is ${oneLine(next.title)}, ${oneLine(next.when)}.` : null,
        attached ? ATTACHED : null,
        `Open the schedule: ${scheduleUrl}`,
      ],
      footer,
    ),
};
