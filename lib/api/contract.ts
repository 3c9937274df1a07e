import { auditContract } from "@/lib/audit/contract";
import { authContract } from "@/lib/auth/contract";
import { calendarContract } from "@/lib/calendar/contract";
import { changesContract } from "@/lib/changes/contract";
import { cohortsContract } from "@/lib/cohorts/contract";
import { membersContract } from "@/lib/members/contract";
import { noticesContract } from "@/lib/notices/contract";
import { progressContract } from "@/lib/progress/contract";
import { questionsContract } from "@/lib/questions/contract";
import { resourcesContract } from "@/lib/resources/contract";
import { scheduleContract } from "@/lib/schedule/contract";
import { subscriptionsContract } from "@/lib/subscriptions/contract";

/** Everything the server can be asked for: each noun's part, under its name. */
export const contract = {
  audit: auditContract,
  auth: authContract,
  calendar: calendarContract,
  changes: changesContract,
  cohorts: cohortsContract,
  members: membersContract,
  notices: noticesContract,
  progress: progressContract,
  questions: questionsContract,
  resources: resourcesContract,
  schedule: scheduleContract,
  subscriptions: subscriptionsContract,
};
