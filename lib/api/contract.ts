import { authContract } from "@/lib/auth/contract";
import { cohortsContract } from "@/lib/cohorts/contract";
import { membersContract } from "@/lib/members/contract";
import { noticesContract } from "@/lib/notices/contract";
import { progressContract } from "@/lib/progress/contract";
import { scheduleContract } from "@/lib/schedule/contract";
import { subscriptionsContract } from "@/lib/subscriptions/contract";

/** Everything the server can be asked for: each noun's part, under its name. */
export const contract = {
  auth: authContract,
  cohorts: cohortsContract,
  members: membersContract,
  notices: noticesContract,
  progress: progressContract,
  schedule: scheduleContract,
  subscriptions: subscriptionsContract,
};
