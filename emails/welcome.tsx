import { Action, type Footer, Layout, MailLink, Paragraph, Title } from "./layout";
import { oneLine, type Template, textMail } from "./render";

export interface WelcomeProps {
  name: string;
  cohort: string;
  /** The next session in words, with the reader's own time; null when none is planned. */
  next: { when: string; title: string; prep: string } | null;
  /** Null for a follower, who has no week of their own. */
  weekUrl: string | null;
  cohortUrl: string;
  /** The video link of the sessions, or null. */
  meetingUrl: string | null;
  /** What a calendar subscribes to; null when there is no such address yet. */
  calendarUrl: string | null;
  /** Where one makes an address of one's own, and finds the way in for each kind of calendar. */
  accountUrl: string;
  footer: Footer;
}

const HABITS =
  "Watch or read what comes before the session, tick it off, and bring thoughts and questions. Your organizers see your ticks, so that nobody is left behind.";

function WelcomeMail(props: WelcomeProps) {
  const { name, cohort, next, weekUrl, cohortUrl, meetingUrl, calendarUrl, accountUrl, footer } = props;
  return (
    <Layout preview={next ? `Next: ${next.title}, ${next.when}` : `You are in ${cohort}.`} footer={footer}>
      <Title>Welcome to {cohort}</Title>
      <Paragraph>{greeting(name)}</Paragraph>
      {next ? (
        <Paragraph>
          The next session is <strong>{next.title}</strong>, {next.when}. {next.prep}
        </Paragraph>
      ) : (
        <Paragraph>The next session is not planned yet; a mail will come before it.</Paragraph>
      )}
      <Action href={weekUrl ?? cohortUrl}>{weekUrl ? "Open my week" : "Open the schedule"}</Action>
      {weekUrl ? <Paragraph>{HABITS}</Paragraph> : null}
      <Paragraph>
        How to prepare for the first one, and the whole schedule:{" "}
        <MailLink href={cohortUrl}>the page of the cohort</MailLink>.
        {meetingUrl ? (
          <>
            {" "}
            Sessions by video: <MailLink href={meetingUrl}>join link</MailLink>.
          </>
        ) : null}
      </Paragraph>
      <Paragraph>
        {calendarUrl ? (
          <>
            The sessions in your calendar: subscribe to <MailLink href={calendarUrl}>this calendar</MailLink>, or{" "}
            <MailLink href={accountUrl}>choose your calendar</MailLink> on your account.
          </>
        ) : (
          <>
            The sessions in your calendar: <MailLink href={accountUrl}>make your calendar link</MailLink>.
          </>
        )}
      </Paragraph>
    </Layout>
  );
}

/** The mail after confirming: what is next and how things go here. */
export const welcomeMail: Template<WelcomeProps> = {
  subject: ({ cohort }) => `Welcome to ${cohort}`,
  Html: WelcomeMail,
  text: ({ name, cohort, next, weekUrl, cohortUrl, meetingUrl, calendarUrl, accountUrl, footer }) =>
    textMail(
      [
        `Welcome to ${oneLine(cohort)}`,
        oneLine(greeting(name)),
        next
          ? `The next session is ${oneLine(next.title)}, ${oneLine(next.when)}. ${next.prep}`
          : "The next session is not planned yet; a mail will come before it.",
        weekUrl ? `Open my week: ${weekUrl}` : null,
        weekUrl ? HABITS : null,
        `How to prepare for the first one, and the whole schedule: ${cohortUrl}`,
        meetingUrl ? `Sessions by video: ${meetingUrl}` : null,
        calendarUrl
          ? `The sessions in your calendar: subscribe to ${calendarUrl}\nOne step for Google, Outlook or Apple: ${accountUrl}`
          : `The sessions in your calendar: ${accountUrl}`,
      ],
      footer,
    ),
};

function greeting(name: string): string {
  return name ? `Hello ${name}, you are in.` : "You are in.";
}
