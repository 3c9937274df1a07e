import { expect } from "@playwright/test";

/** A mail as the local inbox keeps it. */
export interface Mail {
  id: string;
  subject: string;
  text: string;
  html: string;
  /** Header lines as they were sent, unfolded, by name in lower case. */
  headers: ReadonlyMap<string, string>;
}

interface Listing {
  items: { id: string; to?: { address: string }[] }[];
}

const base = process.env.CONVENE_E2E_INBOX ?? "http://localhost:1080";

/** Reads what the real SMTP server received. */
export class Inbox {
  /** All mails to an address, the newest first. */
  async to(address: string): Promise<Mail[]> {
    const { items } = await json<Listing>(`${base}/api/email/summary?limit=50&search=${encodeURIComponent(address)}`);
    const mine = items.filter(({ to = [] }) => to.some((one) => one.address.toLowerCase() === address));
    return Promise.all(mine.map(({ id }) => this.read(id)));
  }

  private async read(id: string): Promise<Mail> {
    const mail = await json<Omit<Mail, "headers">>(`${base}/api/email/${id}`);
    const source = await (await fetch(`${base}/api/email/${id}/source`)).text();
    return { ...mail, headers: headersOf(source) };
  }

  /** Waits for the newest mail to an address whose subject matches. */
  async waitFor(address: string, subject: RegExp): Promise<Mail> {
    let found: Mail | undefined;
    await expect
      .poll(
        async () => {
          found = (await this.to(address)).find((mail) => subject.test(mail.subject));
          return found?.subject;
        },
        { message: `a mail to ${address} with the subject ${subject}`, timeout: 20_000 },
      )
      .toMatch(subject);
    if (!found) throw new Error("No mail came.");
    return found;
  }
}

/** The first link of a mail's text that matches. */
export function linkIn(mail: Mail, pattern: RegExp): string {
  const link = mail.text.match(/https?:\/\/[^\s<>)]+/g)?.find((url) => pattern.test(url));
  if (!link) throw new Error(`The mail “${mail.subject}” has no link like ${pattern}.`);
  return link;
}

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}

function headersOf(source: string): ReadonlyMap<string, string> {
  const head = source.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
}
