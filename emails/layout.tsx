import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { CSSProperties, ReactNode } from "react";

const SERIF = "'Source Serif 4', Georgia, 'Iowan Old Style', 'Times New Roman', serif";
const SANS = "Inter, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
export const MONO = "ui-monospace, Menlo, Consolas, monospace";

// The colours of the app, for mail programs that know no variables. Dark ones are in the media query below.
const INK = "#1f1d1a";
const QUIET = "#5f5a52";
const PAPER = "#faf7f0";
const HAIR = "#ded7c8";
const GREEN = "#1e5b45";

const DARK = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .paper { background: #191814 !important; }
    .ink, .ink a { color: #ece7dc !important; }
    .quiet, .quiet a { color: #a9a294 !important; }
    .accent { color: #7cc4a4 !important; }
    .button { background: #7cc4a4 !important; color: #14211b !important; }
    .hair { border-color: #3a372f !important; }
  }
  @media (max-width: 480px) { .frame { padding: 24px 16px !important; } }
`;

const body: CSSProperties = { margin: 0, background: PAPER, color: INK, fontFamily: SANS };
const paragraph: CSSProperties = { fontSize: 16, lineHeight: "24px", margin: "0 0 16px", color: INK };

export interface Footer {
  /** Why the reader gets this mail, in a sentence. */
  why: string;
  /** The page where what one gets is chosen and stopped; null for mail that was asked for. */
  chooseUrl: string | null;
}

/** The frame of every mail: one column of text on paper, and at its end why it came and how to stop it. */
export function Layout({ preview, footer, children }: { preview: string; footer: Footer; children: ReactNode }) {
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{DARK}</style>
      </Head>
      <Body className="paper" style={body}>
        <Preview>{preview}</Preview>
        <Container className="frame" style={{ maxWidth: 600, padding: "40px 24px" }}>
          {children}
          <Rule />
          <Text className="quiet" style={{ ...paragraph, fontSize: 13, lineHeight: "20px", color: QUIET }}>
            {footer.why}
            {footer.chooseUrl ? (
              <>
                {" "}
                <MailLink href={footer.chooseUrl} quiet>
                  Choose what you get
                </MailLink>
                {". "}
                <MailLink href={footer.chooseUrl} quiet>
                  Stop these mails
                </MailLink>
                {"."}
              </>
            ) : null}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

export function Title({ children }: { children: ReactNode }) {
  return (
    <Text
      className="ink"
      style={{ fontFamily: SERIF, fontSize: 26, lineHeight: "34px", fontWeight: 600, margin: "0 0 16px", color: INK }}
    >
      {children}
    </Text>
  );
}

export function Paragraph({ quiet, children }: { quiet?: boolean; children: ReactNode }) {
  return (
    <Text className={quiet ? "quiet" : "ink"} style={quiet ? { ...paragraph, color: QUIET } : paragraph}>
      {children}
    </Text>
  );
}

export function MailLink({ href, quiet, children }: { href: string; quiet?: boolean; children: ReactNode }) {
  return (
    <Link
      className={quiet ? "quiet" : "accent"}
      href={href}
      style={{ color: quiet ? QUIET : GREEN, textDecoration: "underline" }}
    >
      {children}
    </Link>
  );
}

/** The one thing a mail asks for. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Section style={{ margin: "24px 0" }}>
      <Button
        className="button"
        href={href}
        style={{
          background: GREEN,
          color: "#ffffff",
          fontSize: 16,
          fontWeight: 600,
          padding: "12px 20px",
          borderRadius: 4,
        }}
      >
        {children}
      </Button>
    </Section>
  );
}

/** Lines in columns: rows of cells that look like `cell`. */
export function Rows({ children }: { children: ReactNode }) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      style={{ borderCollapse: "collapse", margin: "0 0 16px" }}
    >
      <tbody>{children}</tbody>
    </table>
  );
}

export const cell = {
  borderTop: `1px solid ${HAIR}`,
  padding: "8px 12px 8px 0",
  verticalAlign: "top",
  fontSize: 15,
  lineHeight: "22px",
} satisfies CSSProperties;

export function Rule() {
  return <Hr className="hair" style={{ borderTop: `1px solid ${HAIR}`, margin: "24px 0" }} />;
}

export const tone = { INK, QUIET, GREEN } as const;
