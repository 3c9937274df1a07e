import { z } from "zod";
import type { CohortScope } from "@/lib/auth/scope";
import { HOLD } from "@/lib/changes/rules";
import type { Db } from "@/lib/db/client";
import { recipientsOf, settingsOf } from "@/lib/notices/queries";
import { mailedLines, prepChanges } from "@/lib/schedule/import/mail";
import type { StandingSchedule } from "@/lib/schedule/match";
import type { ComparedPlan } from "@/lib/schedule/plan";
import { rolesFor } from "@/lib/subscriptions/rules";
import { type LocalDate, localDate } from "@/lib/time/zones";
import { type ColumnRole, columnRole, type ImportMail, type ImportMailed } from "@/lib/transfer/schema";

/** How an organizer chose that this cohort's files are read. */
export interface ImportChoices {
  /** By the normalised name of the column. */
  columns: Record<string, ColumnRole>;
  dayFirst: boolean | null;
  /** The date of week 1. */
  firstDate: LocalDate | null;
}

/** No column has this for its key; a sign alone is no name. */
const FIRST = "#";
const kept = z.record(z.string(), z.unknown()).catch({});
/** With its cohort: a clone has the columns, but its week 1 is another. */
const first = z.object({ cohort: z.string(), date: localDate });

/** What was chosen when something was imported into this cohort before. */
export async function choicesOf(db: Db, scope: CohortScope): Promise<ImportChoices> {
  const row = await db.importSetting.findUnique({ where: { cohortId: scope.cohort.id } });
  const columns: ImportChoices["columns"] = {};
  let firstDate: LocalDate | null = null;
  for (const [key, value] of Object.entries(kept.parse(row?.columns ?? {}))) {
    const role = columnRole.safeParse(value);
    if (role.success) columns[key] = role.data;
    const said = key === FIRST ? first.safeParse(value).data : undefined;
    if (said?.cohort === scope.cohort.id) firstDate = said.date;
  }
  return { columns, dayFirst: row?.dayFirst ?? null, firstDate };
}

/** The choices as they are kept beside whether the day comes first. */
export function choicesJson({ cohort }: CohortScope, { columns, firstDate }: Omit<ImportChoices, "dayFirst">) {
  return firstDate === null ? columns : { ...columns, [FIRST]: { cohort: cohort.id, date: firstDate } };
}

/** Whether the public sees a schedule already, so that what changes in it is to be seen too. */
export async function hasPublished(db: Db, scope: CohortScope): Promise<boolean> {
  const where = { cohortId: scope.cohort.id, state: "published" as const, deletedAt: null };
  return (await db.session.findFirst({ where, select: { id: true } })) !== null;
}

/**
 * Who is mailed what because of a plan, and who would be had they not switched it off; nobody in a cohort that is a draft
 * or over. Names are for organizers.
 */
export async function mailOf(
  db: Db,
  scope: CohortScope,
  { standing, plan: { sessions, lines }, now }: { standing: StandingSchedule; plan: ComparedPlan; now: Date },
): Promise<{ mail: ImportMail[]; mailed: ImportMailed[] }> {
  const { cohort } = scope;
  const mail: ImportMail[] = [];
  const mailed: ImportMailed[] = [];
  if (cohort.state !== "open" && cohort.state !== "running") return { mail, mailed };
  const rows = new Map(sessions.update.map(({ before, after }) => [before.id, after]));
  const gone = new Set(sessions.remove.map(({ id }) => id));
  const staying = standing.sessions.filter(({ id }) => !gone.has(id)).map((session) => rows.get(session.id) ?? session);
  const after = [...staying, ...sessions.create];
  const say = async (kind: ImportMail["kind"], texts: readonly string[]) => {
    const who = await mailedOf(db, scope, kind);
    const recipients = who.people.length;
    const people = recipients === 1 ? "(1 person)" : `(${recipients} people)`;
    mail.push(...texts.map((text) => ({ kind, recipients, text: `${text} ${people}.` })));
    mailed.push(who);
  };
  const told = mailedLines(lines, after, { cohort, now });
  if (told > 0 && (await settingsOf(db, scope, "change")).enabled) {
    const what = told === 1 ? "the line" : `${told} lines`;
    await say("change", [`A mail with ${what} of the public log goes out ${HOLD / 60_000} minutes after you save`]);
  }
  const settings = await settingsOf(db, scope, "weekly_prep");
  const { texts, more } = prepChanges(standing.sessions, after, { cohort, settings, now });
  const rest = more > 0 ? [`So do those for ${more} later dates, each as far ahead of its session`] : [];
  if (texts.length + more > 0) await say("weekly_prep", [...texts, ...rest]);
  return { mail, mailed };
}

async function mailedOf(db: Db, scope: CohortScope, kind: ImportMail["kind"]): Promise<ImportMailed> {
  const members = await db.member.findMany({
    where: { cohortId: scope.cohort.id, state: "active", role: { in: [...rolesFor(kind)] } },
    select: { id: true, personId: true, role: true, person: { select: { name: true, email: true } } },
  });
  const of = new Map(members.map((member) => [member.personId, member]));
  const people = (await recipientsOf(db, scope, kind)).flatMap(({ personId, suppressed }) => {
    const member = of.get(personId);
    if (!member) return [];
    const { id: memberId, role, person } = member;
    return [{ memberId, name: person.name || person.email, role, suppressed }];
  });
  return { kind, people, off: members.length - people.length };
}
