import { oc } from "@orpc/contract";
import {
  changedCalendar,
  cohortCalendar,
  cohortInput,
  ownCalendar,
  renewedCalendar,
  renewOwn,
  replaceLink,
  updateCalendar,
} from "@/lib/calendar/schema";

const tags = ["calendar"];
const calendar = "/cohorts/{cohort}/calendar";

/** Where calendars can be read. The calendars themselves are files outside the API. */
export const calendarContract = {
  show: oc
    .route({ method: "GET", path: calendar, tags, summary: "Where a cohort's calendar is" })
    .input(cohortInput)
    .output(cohortCalendar),
  update: oc
    .route({ method: "PATCH", path: calendar, tags, summary: "Make a cohort's calendar public or secret" })
    .input(updateCalendar)
    .output(changedCalendar),
  replaceLink: oc
    .route({ method: "POST", path: `${calendar}/link`, tags, summary: "Give it another secret address" })
    .input(replaceLink)
    .output(changedCalendar),
  own: oc
    .route({ method: "GET", path: "/me/calendar", tags, summary: "Where the calendar of the signed-in person is" })
    .output(ownCalendar),
  renewOwn: oc
    .route({ method: "POST", path: "/me/calendar", tags, summary: "Give it its first address, or another" })
    .input(renewOwn)
    .output(renewedCalendar),
};
