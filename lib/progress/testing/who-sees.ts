import type { NoticeKind } from "@/lib/notices/schema";
import type { Visibility } from "@/lib/progress/peers/schema";
import type { Viewer } from "@/lib/progress/testing/two-worlds";

/**
 * The tables of what of a member's progress is shown to whom; `visibility.db.test.ts` proves them, and fails for whatever
 * is not in them.
 */

/** What a cohort and a member choose, and who then sees something of that member's progress. Nobody else ever does. */
export const LEVELS: Record<string, { level: Visibility; own?: Visibility; fillers: number; sees: Viewer[] }> = {
  "nobody but oneself": { level: "self", fillers: 4, sees: [] },
  partners: { level: "partner", fillers: 4, sees: ["partner"] },
  // For an organizer, whom nobody counts, it is one more.
  "counts, of four others": { level: "counts", fillers: 2, sees: ["partner", "organizer"] },
  "counts, of six others": { level: "counts", fillers: 4, sees: ["partner", "other", "organizer"] },
  names: { level: "names", fillers: 0, sees: ["partner", "other", "organizer"] },
  "names, but the member chose nobody": { level: "names", own: "self", fillers: 4, sees: [] },
  "names, but the member chose partners": { level: "names", own: "partner", fillers: 4, sees: ["partner"] },
  "names, but the member chose counts": { level: "names", own: "counts", fillers: 4, sees: ["partner"] },
};

/** `nobody`: it never depends on another member's progress. `peers`: on the levels. `organizer`: for them alone. */
export type Shows = "nobody" | "peers" | "organizer";

/** Every procedure that only reads, and to whom it shows something of another member's progress. */
export const READS: Record<string, Shows> = {
  "audit.list": "organizer",
  "auth.signIns": "nobody",
  "calendar.own": "nobody",
  "calendar.show": "nobody",
  "changes.list": "nobody",
  "cohorts.get": "nobody",
  "cohorts.sections": "nobody",
  "members.list": "organizer",
  "notices.outgoing": "nobody",
  "notices.plan": "nobody",
  "notices.preview": "organizer",
  "progress.catchUp": "nobody",
  "progress.fromMail.show": "nobody",
  "progress.history": "nobody",
  "progress.matrix": "organizer",
  "progress.notes.list": "nobody",
  "progress.peers": "peers",
  "progress.quiet": "organizer",
  "progress.readiness": "organizer",
  "progress.retention": "organizer",
  "progress.story": "organizer",
  "progress.watching.show": "nobody",
  "progress.week": "nobody",
  "questions.list": "nobody",
  "resources.list": "organizer",
  "schedule.breaks": "nobody",
  "schedule.list": "nobody",
  "subscriptions.own": "nobody",
};

/** Reads that a page or another program asks for with a body, so that what is in it stays out of logs. */
export const READS_BY_POST = ["progress.fromMail.show"];

/** Every mail: whether it is written yet. None tells anything of another member's progress at any level. */
export const MAILS: Record<NoticeKind, "written" | "no template"> = {
  confirm: "written",
  sign_in: "written",
  invitation: "no template",
  welcome: "written",
  weekly_prep: "written",
  change: "written",
  recap: "no template",
  pairing: "no template",
  pairing_check: "no template",
  announcement: "no template",
  digest: "no template",
};

/** Who may be told apart by something that shows progress like this. */
export function mayDiffer(shows: Shows, sees: readonly Viewer[]): readonly Viewer[] {
  if (shows === "nobody") return [];
  return shows === "organizer" ? ["organizer"] : sees;
}
