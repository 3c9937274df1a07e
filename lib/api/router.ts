import { auditRouter } from "@/lib/audit/router";
import { authRouter } from "@/lib/auth/router";
import { calendarRouter } from "@/lib/calendar/router";
import { changesRouter } from "@/lib/changes/router";
import { cohortsRouter } from "@/lib/cohorts/router";
import { membersRouter } from "@/lib/members/router";
import { noticesRouter } from "@/lib/notices/router";
import { progressRouter } from "@/lib/progress/router";
import { questionsRouter } from "@/lib/questions/router";
import { resourcesRouter } from "@/lib/resources/router";
import { scheduleRouter } from "@/lib/schedule/router";
import { subscriptionsRouter } from "@/lib/subscriptions/router";

/** The contract, implemented noun by noun; `Router` must have every procedure of it. */
export const router = {
  audit: auditRouter,
  auth: authRouter,
  calendar: calendarRouter,
  changes: changesRouter,
  cohorts: cohortsRouter,
  members: membersRouter,
  notices: noticesRouter,
  progress: progressRouter,
  questions: questionsRouter,
  resources: resourcesRouter,
  schedule: scheduleRouter,
  subscriptions: subscriptionsRouter,
};
