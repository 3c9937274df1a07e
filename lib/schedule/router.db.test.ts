import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import type { Ctx } from "@/lib/core/context";
import { scheduleRouter } from "@/lib/schedule/router";
import { newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import { DRAFT, SPLIT, TERM_YEAR } from "@/lib/transfer/testing/term";

const test = testDatabase();

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
    expect(preview).toMatchObject({ year: TERM_YEAR, saved: false, problems: [] });
    expect(await stranger.list({ cohort })).toEqual({ sessions: [] });
    const { year, fingerprint } = preview;
    const applied = await organizer.importApply({ cohort, text: DRAFT, year, publish: true, fingerprint });
    expect(applied).toMatchObject({ saved: true, changes: preview.changes });
    expect((await stranger.list({ cohort })).sessions).toHaveLength(6);
    // The preview was of a schedule that is no longer there.
    await expect(
      organizer.importApply({ cohort, text: SPLIT, year, publish: true, fingerprint }),
    ).rejects.toMatchObject({ code: "conflict" });
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
