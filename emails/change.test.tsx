import { describe, expect, it } from "vitest";
import { type ChangeProps, changeMail } from "./change";
import { renderMail } from "./render";

const props = (more: Partial<ChangeProps> = {}): ChangeProps => ({
  subject: "2 changes to the schedule",
  cohort: "Deep learning, fall 2024",
  lines: [
    { day: "1 Oct", text: "“Backpropagation” moved from 22 Oct to 29 Oct." },
    { day: "30 Sep", text: "Added “Dice” to 5 Nov." },
  ],
  next: { when: "Tuesday 29 October, 11:00 Chicago (17:00 for you), room 219a", title: "Backpropagation" },
  attached: false,
  scheduleUrl: "https://convene.example.org/c/fall-2024#schedule",
  footer: {
    why: "You get this because you are a follower in Deep learning.",
    chooseUrl: "https://convene.example.org/unsubscribe#t",
  },
  ...more,
});

describe("the change mail", () => {
  it("reads well as text: each line with its day, what comes next, and why it came", async () => {
    expect((await renderMail(changeMail, props())).text).toBe(
      [
        "2 changes to the schedule: Deep learning, fall 2024",
        "",
        "1 Oct:  “Backpropagation” moved from 22 Oct to 29 Oct.",
        "30 Sep: Added “Dice” to 5 Nov.",
        "",
        "The next session is Backpropagation, Tuesday 29 October, 11:00 Chicago (17:00 for you), room 219a.",
        "",
        "Open the schedule: https://convene.example.org/c/fall-2024#schedule",
        "",
        "--",
        "",
        "You get this because you are a follower in Deep learning.",
        "Choose what you get, or stop these mails: https://convene.example.org/unsubscribe#t",
        "",
      ].join("\n"),
    );
  });

  it("says the same as a page, with one thing to do and a way to stop it", async () => {
    const { html } = await renderMail(changeMail, props());
    for (const words of ["2 changes to the schedule", "“Backpropagation” moved", "Added “Dice”", "Stop these mails"]) {
      expect(html).toContain(words);
    }
    expect(html).toContain('href="https://convene.example.org/c/fall-2024#schedule"');
    expect(html).not.toContain("<img");
  });

  it("speaks of one change as one, and of no next session when none is planned", async () => {
    const { text, html } = await renderMail(changeMail, props({ lines: [{ day: "1 Oct", text: "One." }], next: null }));
    expect(text).toMatch(/^A change to the schedule: /);
    expect(text + html).not.toContain("next session");
  });

  it("says what the file is for that goes along, and nothing of one where none does", async () => {
    const words = "The file with this mail brings your calendar up to date.";
    const [along, alone] = await Promise.all(
      [true, false].map((attached) => renderMail(changeMail, props({ attached }))),
    );
    expect([along?.text, along?.html]).toEqual([expect.stringContaining(words), expect.stringContaining(words)]);
    expect(`${alone?.text}${alone?.html}`).not.toContain(words);
  });

  it("shows what organizers wrote as it is, never as markup or as lines of its own", async () => {
    const text = `<b>Hello</b>\r\nBcc: a@b.org <img src=x onerror=alert(1)>`;
    const mail = await renderMail(changeMail, props({ subject: text, lines: [{ day: "1 Oct", text }] }));
    expect(mail.html).not.toMatch(/<b>|<img/);
    expect(mail.text).toContain("1 Oct:  <b>Hello</b> Bcc: a@b.org <img src=x onerror=alert(1)>");
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });
});
