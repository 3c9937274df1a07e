import { Text } from "@react-email/text";
import { Action, type Footer, Layout, MONO, Paragraph, Title, tone } from "./layout";
import { type Template, textMail } from "./render";

export interface SignInProps {
  /** The server's host, so that the reader knows where the link leads: `convene.example.org`. */
  host: string;
  /** Carries the token in its fragment; opening it signs nobody in, a button on the page does. */
  signInUrl: string;
  /** Six digits for the browser that asked. */
  code: string;
  /** How long both work, in words: `10 minutes`. */
  validFor: string;
}

const footer: Footer = {
  why: "You get this because somebody asked to sign in with this address. If it was not you, do nothing.",
  chooseUrl: null,
};

function SignInMail({ host, signInUrl, code, validFor }: SignInProps) {
  return (
    <Layout preview={`Sign in to ${host}.`} footer={footer}>
      <Title>Sign in to {host}</Title>
      <Action href={signInUrl}>Sign in</Action>
      <Paragraph>Reading this on another device? Type this code where you asked for it:</Paragraph>
      <Text
        className="ink"
        style={{
          fontFamily: MONO,
          fontSize: 28,
          lineHeight: "36px",
          letterSpacing: 4,
          margin: "0 0 16px",
          color: tone.INK,
        }}
      >
        {code}
      </Text>
      <Paragraph quiet>Both work once, for {validFor}.</Paragraph>
    </Layout>
  );
}

/** The mail that signs in: a link for this device and a code for the one that asked. The code stays out of the subject. */
export const signInMail: Template<SignInProps> = {
  subject: ({ host }) => `Sign in to ${host}`,
  Html: SignInMail,
  text: ({ host, signInUrl, code, validFor }) =>
    textMail(
      [
        `Sign in to ${host}:\n${signInUrl}`,
        `Reading this on another device? Type this code where you asked for it: ${code}`,
        `Both work once, for ${validFor}.`,
      ],
      footer,
    ),
};
