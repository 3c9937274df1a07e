import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { headerText, type Mail, mimeHash, parseSender, toMime } from "@/lib/notices/sending/mime";
import { parseSmtpUrl } from "@/lib/notices/sending/smtp";

const made = {
  messageId: "<one@convene.test>",
  date: new Date("2024-10-19T14:00:00Z"),
  from: { name: "Convene", address: "convene@example.org" },
};
const mail = (more: Partial<Mail> = {}): Mail => ({
  kind: "weekly_prep",
  to: { name: "Zoë Ada", address: "zoe@example.org" },
  subject: "Tue 22 Oct: Rückwärts. 38 of 167 min left",
  html: "<p>hü</p>",
  text: "hü\n.\n..\nFrom here on",
  list: { id: "fall-2024.convene.test", slug: "fall-2024", title: "Deep learning" },
  unsubscribeUrl: "http://convene.test/api/unsubscribe?t=abc.def",
  ...more,
});
const headersOf = (mime: Buffer) => mime.toString().split("\r\n\r\n")[0]?.split("\r\n") ?? [];

describe("a mail on the wire", () => {
  it("can be stopped with one click and says that a machine wrote it", async () => {
    const headers = headersOf(await toMime(mail(), made));
    expect(headers).toContain("List-Unsubscribe: <http://convene.test/api/unsubscribe?t=abc.def>");
    expect(headers).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(headers).toContain("List-ID: <fall-2024.convene.test>");
    expect(headers).toContain("Auto-Submitted: auto-generated");
    expect(headers).toContain("Feedback-ID: weekly_prep:fall-2024:convene");
    expect(headers).toContain("From: Deep learning <convene@example.org>");
    expect(headers).toContain("Reply-To: Convene <convene@example.org>");
    expect(headers).toContain("Message-ID: <one@convene.test>");
  });

  it("has no list headers when a person asked for it", async () => {
    const headers = headersOf(await toMime(mail({ kind: "sign_in", list: null, unsubscribeUrl: null }), made));
    expect(headers.filter((header) => /^(List|Feedback|Reply|Precedence)/.test(header))).toEqual([]);
    expect(headers).toContain("Auto-Submitted: auto-generated");
  });

  it("reads as it was written, in text and HTML", async () => {
    const parsed = await simpleParser(await toMime(mail(), made));
    expect(parsed.subject).toBe("Tue 22 Oct: Rückwärts. 38 of 167 min left");
    expect(parsed.text?.trim()).toBe("hü\n.\n..\nFrom here on");
    expect(parsed.html).toContain("<p>hü</p>");
    expect(parsed.date).toEqual(made.date);
  });

  it("is the same bytes for the same mail, so that its hash says whether it changed", async () => {
    const [one, two] = [await toMime(mail(), made), await toMime(mail(), made)];
    expect(mimeHash(one)).toBe(mimeHash(two));
    expect(mimeHash(await toMime(mail({ text: "other" }), made))).not.toBe(mimeHash(one));
  });

  it("takes the session along for a calendar, as a file that says what it is, after the mail as it was", async () => {
    const calendar = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:Rückwärts\r\nEND:VCALENDAR\r\n";
    const [alone, along] = [await toMime(mail(), made), await toMime(mail({ calendar }), made)];
    const types = (mime: Buffer) => [...mime.toString().matchAll(/^Content-Type: ([^;\r]+)/gm)].map(([, type]) => type);
    expect(types(alone)).toEqual(["multipart/alternative", "text/plain", "text/html"]);
    expect(types(along)).toEqual(["multipart/mixed", ...types(alone), "text/calendar"]);
    expect(along.toString()).toContain(
      "Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name=invite.ics\r\n",
    );
    const parsed = await simpleParser(along);
    expect(parsed.text?.trim()).toBe("hü\n.\n..\nFrom here on");
    expect(parsed.attachments).toMatchObject([{ filename: "invite.ics", contentDisposition: "attachment" }]);
    expect(parsed.attachments[0]?.content.toString()).toBe(calendar);
  });

  it("with a session along is the same bytes too, until the session changes", async () => {
    const hash = async (calendar: string) => mimeHash(await toMime(mail({ calendar }), made));
    expect(await hash("BEGIN:VCALENDAR")).toBe(await hash("BEGIN:VCALENDAR"));
    expect(await hash("BEGIN:VCALENDAR\r\n")).not.toBe(await hash("BEGIN:VCALENDAR"));
  });

  const INJECTIONS = [
    "x\r\nBcc: a@b",
    "x\nBcc: a@b",
    "x\rBcc: a@b",
    "x\u2028Bcc: a@b",
    "x\u0000\r\n\r\n<script>",
    `x"\r\nBcc: a@b`,
    "x\r\n Bcc: a@b",
  ];
  it.each(INJECTIONS)("keeps %j in the header it belongs to", async (evil) => {
    const mime = await toMime(
      mail({
        subject: evil,
        to: { name: evil, address: "zoe@example.org" },
        list: { id: "fall-2024.convene.test", slug: "fall-2024", title: evil },
      }),
      made,
    );
    const parsed = await simpleParser(mime);
    expect(headersOf(mime).filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(parsed.headers.has("bcc")).toBe(false);
    expect(parsed.from?.value).toHaveLength(1);
    expect([parsed.to].flat()[0]?.value.map((one) => one.address)).toEqual(["zoe@example.org"]);
  });
});

describe("a header's text", () => {
  it("is one line, at most as long as asked, and never half a character", () => {
    expect(headerText("a\r\n\tb\u0000c")).toBe("a b c");
    expect(headerText("😀".repeat(5), 3)).toBe("😀😀😀");
    expect(headerText("lone \uD800 surrogate")).toBe("lone surrogate");
  });
});

describe("settings of mail", () => {
  it("take a sender with or without a name and nothing else", () => {
    expect(parseSender("Convene <c@example.org>")).toEqual({ name: "Convene", address: "c@example.org" });
    expect(parseSender('"Deep, learning" <c@example.org>')).toEqual({
      name: "Deep, learning",
      address: "c@example.org",
    });
    expect(parseSender("c@example.org")).toEqual({ name: "", address: "c@example.org" });
    for (const wrong of ["", "Convene", "a@x.org, b@x.org", "C <a@x.org>\r\nBcc: <b@x.org>"]) {
      expect(() => parseSender(wrong)).toThrow("MAIL_FROM");
    }
  });

  it("require TLS where a password would cross the network", () => {
    expect(parseSmtpUrl("smtp://127.0.0.1:1025")).toEqual({
      host: "127.0.0.1",
      port: 1025,
      secure: false,
      requireTls: false,
      auth: null,
    });
    expect(parseSmtpUrl("smtps://u%40x:p%2F@mail.example.org")).toEqual({
      host: "mail.example.org",
      port: 465,
      secure: true,
      requireTls: true,
      auth: { user: "u@x", pass: "p/" },
    });
    expect(parseSmtpUrl("smtp://u:p@mail.example.org").requireTls).toBe(true);
    expect(parseSmtpUrl("smtp://u:p@relay:25?tls=no").requireTls).toBe(false);
    expect(parseSmtpUrl("smtp://u:p@[::1]:25")).toMatchObject({ host: "::1", requireTls: false });
  });
});
