import { randomUUID } from "node:crypto";
import { type AnyProcedure, call, isProcedure } from "@orpc/server";
import { problemOf } from "@/lib/api/problems";
import { router } from "@/lib/api/router";
import type { Db } from "@/lib/db/client";
import { markUrl } from "@/lib/progress/from-mail/queries";
import { type Seen, type TwoWorlds, WORLD_NOW } from "@/lib/progress/testing/two-worlds";
import { frozenCtx } from "@/lib/testing/factories";

/** Every procedure of the API by its name. */
export function procedures(group: object = router, prefix = ""): Map<string, AnyProcedure> {
  return new Map(
    Object.entries(group).flatMap(([name, one]): [string, AnyProcedure][] =>
      isProcedure(one) ? [[prefix + name, one]] : [...procedures(one, `${prefix}${name}.`)],
    ),
  );
}

/** What somebody is answered, or why they are not, as text. It never goes in twice what an id of its own makes differ. */
export async function answer(db: Db, name: string, seen: Seen, world: TwoWorlds): Promise<string> {
  const procedure = procedures().get(name);
  if (!procedure) throw new Error(`There is no ${name}.`);
  let ids = 0;
  const ctx = {
    ...frozenCtx(db, WORLD_NOW, seen.actor),
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
    random: (bytes: number) => Buffer.alloc(bytes, 7),
  };
  const context = {
    ctx,
    origin: randomUUID(),
    browser: null,
    signInCookie: null,
    userAgent: "",
    resHeaders: new Headers(),
  };
  try {
    return JSON.stringify(await call(procedure, inputOf(name, seen, world), { context }));
  } catch (error) {
    const { status, detail } = problemOf(error);
    // What failed by itself says nothing about what is shown.
    if (status >= 500) throw error;
    return `refused ${status} ${detail}`;
  }
}

/** An input in which everything asks for the member in question. */
function inputOf(name: string, { member }: Seen, { cohort, sessionId, done, begun, subject }: TwoWorlds) {
  const expiresAt = new Date("2024-11-30T00:00:00Z");
  const link = new URL(markUrl({ memberId: member?.id ?? randomUUID(), resourceId: done, expiresAt }));
  const input = {
    ...{ cohort: cohort.slug, sessionId, resourceId: done, memberId: subject.id, version: 1 },
    ...{ id: "00000000-0000-4000-8000-0000000000ff", token: link.hash.slice(1), email: "somebody@example.org" },
    ...{ name: "Somebody", slug: "another", title: "A title", body: "Words", timezone: "America/Chicago", weekday: 2 },
    ...{ from: "2024-10-01", to: "2024-12-01", date: "2025-01-07", dryRun: true, firstDate: "2025-01-07", count: 2 },
    ...{ firstDay: "2025-02-03", lastDay: "2025-02-07", text: "not a schedule", year: 2024, publish: false, uses: [] },
    ...{ seen: { state: "todo", source: null }, operation: { kind: "push_back", from: sessionId }, fingerprint: "x" },
    ...{ minutes: 25, atSeconds: null, ranges: [[0, 30]], lengthSeconds: 600, stoppedAt: 30, moment: WORLD_NOW },
    ...{ visibility: null, state: "done", reason: "Seen in the lab", kind: "weekly_prep", enabled: true, public: true },
    ...{ replaces: null, duplicates: [{ resourceId: randomUUID(), version: 9 }], query: { t: "x".repeat(30) } },
  };
  if (name === "audit.list") return { ...input, kind: "own" };
  if (name === "progress.retention") return { ...input, resourceId: begun };
  return input;
}
