import { render } from "@react-email/render";
import { createElement, type FunctionComponent } from "react";
import type { Footer } from "./layout";

/** A mail before it is rendered: its text is written as text, not made from the HTML. */
export interface Template<Props extends object> {
  subject(props: Props): string;
  text(props: Props): string;
  Html: FunctionComponent<Props>;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** Renders a mail for one reader. The same props give the same mail. */
export async function renderMail<Props extends object>(template: Template<Props>, props: Props): Promise<RenderedMail> {
  return {
    subject: oneLine(template.subject(props)),
    html: await render(createElement(template.Html, props)),
    text: template.text(props),
  };
}

/** Text of others inside a line of a mail: a line break in it must not begin a new one. */
export function oneLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/** Joins the blocks of a text mail with a blank line between them, and ends it with its footer. */
export function textMail(blocks: readonly (string | null)[], footer: Footer): string {
  const end = footer.chooseUrl
    ? `${footer.why}\nChoose what you get, or stop these mails: ${footer.chooseUrl}`
    : footer.why;
  return `${[...blocks, "--", end].filter((block) => block !== null && block !== "").join("\n\n")}\n`;
}
