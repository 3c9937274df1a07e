import { Action, type Footer, Layout, Paragraph, Title } from "./layout";
import { oneLine, type Template, textMail } from "./render";

export interface ConfirmProps {
  cohort: string;
  /** Carries the token in its fragment; opening it changes nothing, a button on the page does. */
  confirmUrl: string;
  /** How long the link works, in words: `one day`. */
  validFor: string;
}

const footer: Footer = {
  why: "You get this because somebody entered this address on the page of the cohort. If it was not you, do nothing: without the button nothing happens and no more mail comes.",
  chooseUrl: null,
};

function ConfirmMail({ cohort, confirmUrl, validFor }: ConfirmProps) {
  return (
    <Layout preview={`One button and you are in ${cohort}.`} footer={footer}>
      <Title>Join {cohort}</Title>
      <Paragraph>Confirm that this address is yours, and you are in.</Paragraph>
      <Action href={confirmUrl}>Confirm and join</Action>
      <Paragraph quiet>The button works once, for {validFor}.</Paragraph>
    </Layout>
  );
}

/** The mail after signing up: one button. */
export const confirmMail: Template<ConfirmProps> = {
  subject: ({ cohort }) => `Confirm your place in ${cohort}`,
  Html: ConfirmMail,
  text: ({ cohort, confirmUrl, validFor }) =>
    textMail(
      [
        `Join ${oneLine(cohort)}`,
        `Confirm that this address is yours, and you are in:\n${confirmUrl}`,
        `The link works once, for ${validFor}.`,
      ],
      footer,
    ),
};
