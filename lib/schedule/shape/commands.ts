import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { shapeWorld } from "@/lib/schedule/shape/queries";
import { planShape, type ShapePlan } from "@/lib/schedule/shape/rules";
import { type ShapeAnswer, type ShapeSchedule, shapeSchedule as schema } from "@/lib/schedule/shape/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { writeSchedule } from "@/lib/schedule/write/commands";

/**
 * Does one operation on the term, or only says what it would do (`planShape` says which there are). Throws `conflict`,
 * with the new preview as what stands now, when `fingerprint` is of a schedule or of breaks that have changed; so a call
 * that is repeated with its fingerprint is refused, and without one is done again.
 */
export async function shapeSchedule(
  ctx: Ctx,
  scope: CohortScope,
  input: Parameters<typeof schema.parse>[0],
): Promise<ShapeAnswer> {
  authorise(ctx, scope, "session.edit");
  const asked = schema.parse(input);
  return inTransaction(ctx, async (tx) => {
    // Also for a preview, so that what it shows and its fingerprint are of one moment.
    await lockSchedule(tx, scope);
    const { world, fingerprint } = await shapeWorld(tx, scope, ctx.now());
    const planned = () => planShape(world, asked.operation, ctx.newId);
    refuseOutdated(asked, fingerprint, planned);
    const plan = planned();
    const preview = previewOf(plan, fingerprint);
    if (asked.dryRun) return preview;
    const { action, after, lines } = plan;
    const edited = await writeSchedule(ctx, tx, scope, { action, before: world.sessions, after, lines });
    const now = await shapeWorld(tx, scope, ctx.now());
    return { ...preview, edited, fingerprint: now.fingerprint };
  });
}

function refuseOutdated(
  { dryRun, fingerprint: seen }: ShapeSchedule,
  fingerprint: string,
  plan: () => ShapePlan,
): void {
  if (dryRun || seen === undefined || seen === fingerprint) return;
  const message = "The schedule has changed since this was shown. Nothing was saved; look at it again.";
  throw new AppError(
    "conflict",
    message,
    {},
    stillPossible(() => previewOf(plan(), fingerprint)),
  );
}

/** What was asked for may not make sense any more, as when its session is gone. */
function stillPossible(preview: () => ShapeAnswer): ShapeAnswer | undefined {
  try {
    return preview();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function previewOf({ rows, lines, notes }: ShapePlan, fingerprint: string): ShapeAnswer {
  return { rows, lines: lines.map(({ text }) => text), notes, edited: null, fingerprint };
}
