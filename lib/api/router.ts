import { authRouter } from "@/lib/auth/router";
import { cohortsRouter } from "@/lib/cohorts/router";
import { membersRouter } from "@/lib/members/router";
import { noticesRouter } from "@/lib/notices/router";
import { progressRouter } from "@/lib/progress/router";
import { scheduleRouter } from "@/lib/schedule/router";
import { subscriptionsRouter } from "@/lib/subscriptions/router";

/** The contract, implemented noun by noun; `Router` must have every procedure of it. */
export const router = {
  auth: authRouter,
  cohorts: cohortsRouter,
  members: membersRouter,
  notices: noticesRouter,
  progress: progressRouter,
  schedule: scheduleRouter,
  subscriptions: subscriptionsRouter,
};
