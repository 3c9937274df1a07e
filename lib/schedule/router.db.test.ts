import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import type { Ctx } from "@/lib/core/context";
import { matchKeyOf } from "@/lib/resources/rules";
import { scheduleRouter } from "@/lib/schedule/router";
import { newCohort, seat, testCtx, tickEverything } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import { DRAFT, SPLIT, TERM, TERM_YEAR } from "@/lib/transfer/testing/term";

const test = testDatabase();

const real = path.resolve(import.meta.dirname, "../../../shared/data");
const terms: [string, string[], number][] = [["the invented term", [...TERM], TERM_YEAR]];
if (existsSync(real)) {
  const files = [1, 2, 3, 4, 5].map((state) => readFileSync(path.join(real, `2024Fall-${state}.csv`), "utf8"));
  terms.push(["a real term", files, 2024]);
}

function api(ctx: Ctx) {
  const context = {
    ctx,
    origin: "192.0.2.1",
    browser: null,
    signInCookie: null,
    userAgent: "test",
    resHeaders: new Headers(),
  };
  return createRouterClient(scheduleRouter, { context });
}

async function world() {
  const scope = await newCohort(test.db);
  const [organizer, learner] = [await seat(test.db, scope, "organizer"), await seat(test.db, scope, "learner")];
  return {
    cohort: scope.cohort.slug,
    organizer: api(organizer.ctx),
    learner: api(learner.ctx),
    stranger: api(testCtx(test.db, { kind: "anonymous" })),
  };
}

describe("the schedule over the API", () => {
  it("is looked at before it is imported, and imported as it was looked at", async () => {
    const { cohort, organizer, stranger } = await world();
    const preview = await organizer.importPreview({ cohort, text: DRAFT });
    expect(preview).toMatchObject({
      saved: false,
      problems: [],
      sessions: [{ date: `${TERM_YEAR}-10-29` }, {}, {}, {}, {}, {}],
    });
    expect(await stranger.list({ cohort })).toEqual({ sessions: [] });
    const { fingerprint } = preview;
    const applied = await organizer.importApply({ cohort, text: DRAFT, publish: true, fingerprint });
    expect(applied).toMatchObject({ saved: true, changes: preview.changes });
    expect((await stranger.list({ cohort })).sessions).toHaveLength(6);
    // The preview was of a schedule that is no longer there.
    await expect(organizer.importApply({ cohort, text: SPLIT, publish: true, fingerprint })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it.each(terms)("takes %s state by state, and the learner's ticks survive every move", async (_, files, year) => {
    const scope = await newCohort(test.db);
    const cohort = scope.cohort.slug;
    const organizer = api((await seat(test.db, scope, "organizer")).ctx);
    const { memberId } = await seat(test.db, scope, "learner");
    for (const text of files) {
      const preview = await organizer.importPreview({ cohort, text, year });
      const { fingerprint } = preview;
      const applied = await organizer.importApply({ cohort, text, year, publish: true, fingerprint });
      expect(applied).toMatchObject({ saved: true, problems: [], questions: [], changes: preview.changes });
      await tickEverything(test.db, scope, memberId);
    }
    const fresh = await newCohort(test.db);
    const other = api((await seat(test.db, fresh, "organizer")).ctx);
    const last = { cohort: fresh.cohort.slug, text: files.at(-1) ?? "", year };
    const { fingerprint } = await other.importPreview(last);
    await other.importApply({ ...last, publish: true, fingerprint });
    const shown = async (who: typeof organizer, slug: string) =>
      (await who.list({ cohort: slug })).sessions.map(({ date, title, format, uses }) => {
        return [date, title, format, uses.map((use) => [use.slot, use.title, matchKeyOf(use), use.minutes])];
      });
    expect(await shown(organizer, cohort)).toEqual(await shown(other, last.cohort));
    const resources = await test.db.resource.findMany({ where: { cohortId: scope.cohort.id } });
    expect(new Set(resources.map(({ title }) => title)).size).toBe(resources.length);
    expect(await test.db.progress.count({ where: { memberId, state: "done" } })).toBe(resources.length);
    const used = (await organizer.list({ cohort })).sessions.flatMap(({ uses }) =>
      uses.map(({ resourceId }) => resourceId),
    );
    const ticked = new Set(resources.map(({ id }) => id));
    expect(used.length > 0 && used.every((id) => ticked.has(id))).toBe(true);
  });

  it("is written by organizers of this cohort and nobody else", async () => {
    const { cohort, organizer, learner, stranger } = await world();
    const other = await world();
    const session = await organizer.create({ cohort, date: "2026-12-03", title: "Kernels" });
    const { sessions } = await organizer.publish({ cohort, sessionIds: [session.id] });
    const ref = { cohort, sessionId: session.id, version: sessions[0]?.version ?? 0 };
    await expect(learner.update({ ...ref, title: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(stranger.remove(ref)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(other.organizer.update({ ...ref, title: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(other.organizer.update({ ...ref, cohort: other.cohort, title: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(stranger.importPreview({ cohort, text: DRAFT })).rejects.toMatchObject({ code: "unauthenticated" });

    const use = { slot: "before" as const, title: "Kernels", url: "https://e.org/k", minutes: 9 };
    const changed = await organizer.setUses({ ...ref, uses: [use] });
    expect(changed.uses).toMatchObject([{ kind: "article", minutes: 9, optional: false }]);
    const renamed = await organizer.update({ ...ref, version: changed.version, title: "Kernels by hand" });
    expect(await organizer.remove({ ...ref, version: renamed.version })).toEqual({ removed: true });
    expect(await organizer.restore({ cohort, sessionId: session.id })).toMatchObject({ title: "Kernels by hand" });
  });
});
