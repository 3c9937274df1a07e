import { describe, expect, it } from "vitest";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { someSession, someUse } from "@/lib/schedule/testing/rows";
import { writeCsv } from "@/lib/transfer/write/csv";
import { formatOfFile } from "@/lib/transfer/write/files";
import { writeJson } from "@/lib/transfer/write/json";
import { writtenSessions } from "@/lib/transfer/write/of";

const ID = "11111111-1111-4111-8111-111111111111";

function use(fields: Partial<ScheduleUse>): ScheduleUse {
  const resource = { url: "https://e.org/a", kind: "article", minutes: 18, resourceMinutes: 18 } as const;
  return someUse(ID, "Proofs", { ...resource, ...fields });
}

function session(fields: Partial<ScheduleSession>): ScheduleSession {
  return someSession(ID, "2024-10-08", { title: "Maps", format: "presentation", ...fields });
}

const full = session({
  date: "2024-10-15",
  startsAt: "14:00",
  lengthMinutes: 90,
  title: "Discussion, part 2",
  format: "discussion",
  state: "cancelled",
  notes: 'We met.\n\n- "Why?"',
  materials: "=1+1",
  recordingUrl: "https://e.org/r",
  presenters: ["Ada", "Grace"],
  uses: [
    use({}),
    use({
      title: "Sets Cont.",
      resourceTitle: "Sets",
      label: "Sets Cont.",
      kind: "video",
      optional: true,
      minutes: 38,
      resourceMinutes: 145,
      fromSeconds: 0,
      toSeconds: 2280,
      author: "Karl",
      stopPoints: [2280, 3660],
    }),
    use({
      slot: "deep_dive",
      title: "Think",
      resourceTitle: "Think",
      url: null,
      kind: "task",
      minutes: null,
      resourceMinutes: null,
    }),
  ],
});

describe("what is written of a session", () => {
  it("is only what it says, with the whole length of a resource of which a part is asked for", () => {
    const [plain, all] = writtenSessions([session({}), full]);
    expect(plain).toEqual({ date: "2024-10-08", title: "Maps", format: "presentation", resources: [], draft: false });
    expect(all).toMatchObject({ cancelled: true, startsAt: "14:00", lengthMinutes: 90, presenters: ["Ada", "Grace"] });
    expect(all?.resources[1]).toEqual({
      slot: "before",
      title: "Sets",
      url: "https://e.org/a",
      minutes: 145,
      kind: "video",
      label: "Sets Cont.",
      optional: true,
      part: { from: 0, to: 2280 },
      author: "Karl",
      stopPoints: [2280, 3660],
    });
  });

  it("is a row of CSV, with the columns in which something stands, and no cell that a spreadsheet would calculate", () => {
    expect(writeCsv(writtenSessions([session({})]))).toBe(
      "\uFEFFDate,Format,Session,Before,After,Deep Dive\r\n2024-10-08,Presentation,Maps,,,\r\n",
    );
    expect(writeCsv(writtenSessions([session({ state: "draft", title: "-x" }), full]))).toBe(
      [
        "\uFEFFDate,Time,Length,Format,State,Session,Before,After,Deep Dive,Presenters,Notes,Materials,Recording",
        "2024-10-08,,,Presentation,draft,'-x,,,,,,,",
        '2024-10-15,14:00,90 min,Discussion,cancelled,"Discussion, part 2","[Proofs 0h18](https://e.org/a)',
        '[Sets 2h25](https://e.org/a) (optional; 0:00 to 38:00; stops 38:00, 1:01:00; as “Sets Cont.”; video; by Karl)",,Think,Ada; Grace,"We met.',
        "",
        '- ""Why?""",\'=1+1,https://e.org/r',
        "",
      ]
        .join("\r\n")
        .replace("(https://e.org/a)\r\n", "(https://e.org/a)\n")
        .replace("met.\r\n\r\n", "met.\n\n"),
    );
  });

  it("is JSON in the shape that the importer reads, without what it does not know", () => {
    const cohort = { title: "Sets", timezone: "UTC", weekday: 2, startsAt: "11:00", lengthMinutes: 60, place: "" };
    const text = writeJson({ cohort, sessions: writtenSessions([session({ state: "draft" })]) });
    expect(JSON.parse(text)).toEqual({
      convene: 1,
      cohort,
      sessions: [{ date: "2024-10-08", title: "Maps", format: "presentation", resources: [] }],
    });
  });
});

it("the title of a resource that reads like a continuation says that it is none", () => {
  const alone = { resourceTitle: "Sets Cont.", title: "Sets Cont.", url: null, resourceMinutes: null };
  const labels = [alone, { ...alone, label: "Sets" }, { ...alone, url: "https://e.org/a" }].map((fields) => {
    return writtenSessions([session({ uses: [use(fields)] })])[0]?.resources[0]?.label;
  });
  expect(labels).toEqual(["Sets Cont.", "Sets", undefined]);
});

describe("the name of a file", () => {
  it.each([
    ["schedule.csv", "csv"],
    ["schedule.qmd", "qmd"],
    ["schedule.CSV", null],
    ["members.csv", null],
    ["schedule.csv/", null],
    ["schedule.toString", null],
  ])("%s asks for %s", (name, format) => {
    expect(formatOfFile(name)).toBe(format);
  });
});
