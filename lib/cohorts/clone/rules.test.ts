import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tookPlace } from "@/lib/cohorts/clone/dates/rules";
import { type CloneSource, planClone, type SourceResource } from "@/lib/cohorts/clone/rules";
import { type CloneCohort, cloneCohort } from "@/lib/cohorts/clone/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { meeting, using } from "@/lib/schedule/shape/testing/term";
import { daysLater } from "@/lib/time/days";
import { daysBetween, weekdayOf } from "@/lib/time/zones";

const TUESDAY = "2024-09-17";

let made = 0;
function newId(): string {
  made += 1;
  return `new ${made}`;
}

function resource(title: string, more: Partial<SourceResource> = {}): SourceResource {
  return {
    id: title,
    kind: "video",
    title,
    url: null,
    matchKey: title,
    minutes: 30,
    author: "",
    stopPoints: [],
    ...more,
  };
}

function sourceOf(sessions: ScheduleSession[], more: Partial<CloneSource> = {}): CloneSource {
  const titles = new Set(sessions.flatMap(({ uses }) => uses.map(({ resourceId }) => resourceId)));
  return {
    cohort: { weekday: 2, place: "", meetingUrl: "" },
    sections: [],
    sessions,
    resources: [...titles].map((title) => resource(title)),
    breaks: [],
    openings: [],
    names: [],
    stays: [],
    ...more,
  };
}

type Asked = Pick<CloneCohort, "firstDate" | "take" | "noSessionWeeks">;

function asked(more: Partial<Omit<CloneCohort, "take">> & { take?: Partial<CloneCohort["take"]> } = {}): Asked {
  return cloneCohort.parse({ cohort: "fall", slug: "spring", title: "Spring", firstDate: "2025-09-16", ...more });
}

const dates = (plan: ReturnType<typeof planClone>) => plan.sessions.map(({ date, title }) => `${date} ${title}`.trim());

const TERM = [
  meeting("2024-09-17", "Setup"),
  meeting("2024-09-24"),
  meeting("2024-10-08", "Backpropagation", { uses: [using("What is it?"), using("Calculus", { slot: "deep_dive" })] }),
  meeting("2024-10-15", "No session (conference)", { format: "no_session", uses: [using("Long talk")] }),
  meeting("2024-10-22", "Models", { uses: [using("What is it?", { label: "What is it? cont.", fromSeconds: 600 })] }),
];

describe("the next term", () => {
  it("begins on its first date and keeps the rhythm of the last one, with its gaps", () => {
    expect(dates(planClone(sourceOf(TERM), asked(), newId))).toEqual([
      "2025-09-16 Setup",
      "2025-09-23",
      "2025-10-07 Backpropagation",
      "2025-10-14 No session (conference)",
      "2025-10-21 Models",
    ]);
  });

  it("closes up the weeks without a session when it is asked to, and says what they used", () => {
    const plan = planClone(sourceOf(TERM), asked({ noSessionWeeks: "close" }), newId);
    expect(dates(plan).slice(2)).toEqual(["2025-10-07 Backpropagation", "2025-10-14 Models"]);
    expect(plan.leftOut).toContainEqual({ what: "weeks without a session", count: 1 });
    expect(plan.resources.map(({ title }) => title)).toContain("Long talk");
  });

  it("leaves cancelled sessions out", () => {
    const cancelled = meeting("2024-10-22", "Rained off", { state: "cancelled" });
    const plan = planClone(sourceOf([...TERM, cancelled]), asked(), newId);
    expect(plan.sessions).toHaveLength(TERM.length);
    expect(plan.leftOut).toContainEqual({ what: "cancelled sessions", count: 1 });
  });

  it("meets on another weekday when it begins on one, and then weekdays in texts are flagged", () => {
    const source = sourceOf(TERM, { sections: [{ title: "When", body: "Tuesdays at 11:00." }] });
    expect(planClone(source, asked(), newId)).toMatchObject({
      weekday: 2,
      flags: [{ text: "No session (conference)" }],
    });
    const thursdays = planClone(source, asked({ firstDate: "2025-09-18" }), newId);
    expect(thursdays.weekday).toBe(4);
    expect(thursdays.flags).toContainEqual({
      where: "Section “When”",
      text: "Tuesdays",
      why: "names a weekday, and the new cohort meets on another",
    });
  });

  it("takes breaks as many days later, when they are wanted", () => {
    const breaks = [{ id: "b", title: "Thanksgiving", firstDay: "2024-11-28", lastDay: "2024-11-29" }];
    const source = sourceOf(TERM, { breaks });
    expect(planClone(source, asked(), newId)).toMatchObject({ breaks: [], leftOut: [{ what: "breaks", count: 1 }] });
    expect(planClone(source, asked({ take: { breaks: true } }), newId).breaks).toMatchObject([
      { title: "Thanksgiving", firstDay: "2025-11-27", lastDay: "2025-11-28" },
    ]);
  });
});

describe("what comes along", () => {
  it("is each resource once, with the same parts, words and slots for its uses", () => {
    const plan = planClone(sourceOf(TERM), asked(), newId);
    expect(plan.resources.map(({ title }) => title)).toEqual(["What is it?", "Calculus", "Long talk"]);
    const [first, , , second] = plan.uses;
    expect(second).toMatchObject({ label: "What is it? cont.", fromSeconds: 600, slot: "before", position: 0 });
    expect(second?.resourceId).toBe(first?.resourceId);
  });

  it("is never a presenter, a recording, a pin, or notes that name somebody, and each is said", () => {
    const session = meeting("2024-09-17", "Models", {
      presenters: ["Grace Hopper"],
      recordingUrl: "https://example.org/recording",
      notes: "Thanks to Grace for the slides.",
      pinned: true,
    });
    const plan = planClone(sourceOf([session], { names: ["Grace Hopper"] }), asked(), newId);
    expect(plan.sessions).toMatchObject([{ title: "Models", notes: "", materials: "" }]);
    expect(Object.keys(plan.sessions[0] ?? {})).not.toContain("presenters");
    expect(plan.flags.map(({ text }) => text)).toEqual(["Grace", "Grace Hopper", "https://example.org/recording"]);
    expect(plan.leftOut).toEqual([
      { what: "presenters", count: 1 },
      { what: "recordings", count: 1 },
      { what: "notes or materials that name somebody or link to a recording", count: 1 },
      { what: "pins that keep a session on its date", count: 1 },
    ]);
  });

  it("is no recording of this term wherever one is linked: it stays behind or is flagged, and where is said", () => {
    const url = "https://example.org/rec";
    const sessions = [
      meeting("2024-09-17", "Setup", { recordingUrl: url, uses: [using("Form", { label: `Form, see ${url}` })] }),
      meeting("2024-09-24", "Models", { materials: `[Last time](${url})`, uses: [using("Last time"), using("Form")] }),
      meeting("2024-10-01", "Off", { state: "cancelled", recordingUrl: "https://example.org/off" }),
    ];
    const source = sourceOf(sessions, {
      sections: [{ title: "Missed one?", body: "Watch https://example.org/off." }],
      openings: [{ mail: "the weekly prep mail", text: `Recorded: ${url}` }],
      resources: [resource("Last time", { url: `${url}/` }), resource("Form", { url: "https://example.org/records" })],
    });
    const plan = planClone(source, asked(), newId);
    expect(plan.resources.map(({ title }) => title)).toEqual(["Form"]);
    expect(plan.uses).toHaveLength(2);
    expect(plan.sessions.map(({ materials }) => materials)).toEqual(["", ""]);
    expect(plan.flags.map(({ where, why, text }) => `${where} ${why}: ${text}`)).toEqual([
      `The opening of the weekly prep mail links to a recording of the last term: ${url}`,
      "Section “Missed one?” links to a recording of the last term: https://example.org/off",
      `“Setup” on 16 Sep, a resource links to a recording of the last term: ${url}`,
      `“Setup” on 16 Sep is the recording of the last term and stays there: ${url}`,
      `“Models” on 23 Sep, notes links to a recording, so the notes and materials stay with the last term: ${url}`,
      `Resource “Last time” is a recording of the last term and stays there: ${url}/`,
    ]);
    expect(plan.leftOut).toEqual([
      { what: "cancelled sessions", count: 1 },
      { what: "recordings", count: 1 },
      { what: "resources that are recordings", count: 1 },
      { what: "notes or materials that name somebody or link to a recording", count: 1 },
    ]);
  });

  it("is flagged where it says a date of the last term, whatever text it stands in", () => {
    const source = sourceOf(
      [
        meeting("2024-09-17", "Setup by 9/10", {
          notes: "See you Oct 1.",
          uses: [using("Form", { label: "Form until 1 Oct" })],
        }),
      ],
      {
        sections: [{ title: "Fall 2024", body: "Since 2019 we meet." }],
        openings: [{ mail: "the weekly prep mail", text: "The room is closed on 11/5." }],
        resources: [resource("Form"), resource("Sign up by Sept 1", { kind: "task" }), resource("A talk of 2017")],
      },
    );
    expect(planClone(source, asked(), newId).flags.map(({ where, text }) => `${where}: ${text}`)).toEqual([
      "The opening of the weekly prep mail: 11/5",
      "Section “Fall 2024”: Fall 2024, 2019",
      "“Setup by 9/10” on 16 Sep: 9/10",
      "“Setup by 9/10” on 16 Sep, notes: Oct 1",
      "“Setup by 9/10” on 16 Sep, a resource: 1 Oct",
      "Task “Sign up by Sept 1”: Sept 1",
      "Resource “A talk of 2017”: 2017",
    ]);
  });

  it("is place and meeting link only when they are taken, and then flagged", () => {
    const cohort = { weekday: 2, place: "room 219a", meetingUrl: "https://meet.example.org/fall" };
    const source = sourceOf([], { cohort });
    const bare = planClone(source, asked({ take: { settings: false } }), newId);
    expect(bare.flags).toEqual([]);
    expect(bare.leftOut.map(({ what }) => what)).toEqual(["the place and other settings", "the meeting link"]);
    const full = planClone(source, asked({ take: { meetingLink: true } }), newId);
    expect(full.flags.map(({ where, text }) => `${where}: ${text}`)).toEqual([
      "Place: room 219a",
      "Meeting link: https://meet.example.org/fall",
    ]);
    expect(full.leftOut).toEqual([]);
  });
});

describe("whatever term is held again", () => {
  const sources = fc
    .uniqueArray(
      fc.record({
        week: fc.integer({ min: 0, max: 20 }),
        day: fc.constantFrom(0, 0, 0, 2),
        title: fc.constantFrom("", "Models", "Discussion"),
        state: fc.constantFrom("draft" as const, "published" as const, "published" as const, "cancelled" as const),
        format: fc.constantFrom("discussion" as const, "discussion" as const, "no_session" as const),
        uses: fc.uniqueArray(fc.constantFrom("A", "B", "C", "D"), { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 15, selector: ({ week, day }) => `${week} ${day}` },
    )
    .map((list) =>
      sourceOf(
        list
          .map(({ week, day, uses, title, ...more }, index) =>
            meeting(daysLater(TUESDAY, week * 7 + day), title, {
              ...more,
              id: `s${index}`,
              uses: uses.map((use) => using(use)),
            }),
          )
          .sort((a, b) => (a.date < b.date ? -1 : 1)),
      ),
    );
  const inputs = fc.record({
    firstDate: fc.integer({ min: 0, max: 700 }).map((days) => daysLater("2025-01-01", days)),
    noSessionWeeks: fc.constantFrom("keep" as const, "close" as const),
    take: fc.record({ sessions: fc.boolean(), resources: fc.boolean() }),
  });

  it("keeps every distance, or with closed weeks shortens it by whole weeks, and never the order", () =>
    fc.assert(
      fc.property(sources, inputs, (source, { firstDate, noSessionWeeks }) => {
        const { sessions, weekday } = planClone(source, asked({ firstDate, noSessionWeeks }), newId);
        const comes = noSessionWeeks === "close" ? tookPlace : ({ state }: ScheduleSession) => state !== "cancelled";
        expect(sessions.map(({ was }) => was.id)).toEqual(source.sessions.filter(comes).map(({ id }) => id));
        if (sessions[0]) expect(sessions[0].date).toBe(firstDate);
        for (const [index, { date, was }] of sessions.entries()) {
          const next = sessions[index + 1];
          if (!next) break;
          const [before, after] = [daysBetween(was.date, next.was.date), daysBetween(date, next.date)];
          expect(after).toBeGreaterThan(0);
          expect(after).toBeLessThanOrEqual(before);
          expect((before - after) % 7).toBe(0);
          if (noSessionWeeks === "keep") expect(after).toBe(before);
        }
        const tuesday = sessions.find(({ was }) => weekdayOf(was.date) === 2);
        if (tuesday) expect(weekday).toBe(weekdayOf(tuesday.date));
      }),
    ));

  it("has every resource once and every use of what comes along, under ids of its own", () =>
    fc.assert(
      fc.property(sources, inputs, (source, input) => {
        const plan = planClone(source, asked(input), newId);
        expect(plan.resources.map(({ title }) => title)).toEqual(
          input.take.resources ? source.resources.map(({ title }) => title) : [],
        );
        const uses = plan.sessions.flatMap(({ was }) => was.uses);
        expect(plan.uses).toHaveLength(input.take.resources ? uses.length : 0);
        expect(plan.sessions.length === 0 || input.take.sessions).toBe(true);
        const old = new Set([...source.sessions, ...source.resources, ...uses].map(({ id }) => id));
        const ids = [...plan.sessions, ...plan.resources, ...plan.uses].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.some((id) => old.has(id))).toBe(false);
        const [sessions, resources] = [plan.sessions, plan.resources].map((rows) => new Set(rows.map(({ id }) => id)));
        for (const use of plan.uses) {
          expect(sessions?.has(use.sessionId)).toBe(true);
          expect(resources?.has(use.resourceId)).toBe(true);
        }
      }),
    ));
});
