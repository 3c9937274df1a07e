import { oc } from "@orpc/contract";
import { mailedItem, markFromMail, showMark } from "@/lib/progress/from-mail/schema";

const tags = ["progress"];

/** Marking what a mail asked for, without signing in. The token is in the body, so that no log of addresses keeps it. */
export const fromMailContract = {
  show: oc
    .route({ method: "POST", path: "/marks/show", tags, summary: "What a mail's link is about; changes nothing" })
    .input(showMark)
    .output(mailedItem),
  mark: oc
    .route({ method: "POST", path: "/marks", tags, summary: "Mark it as done with a mail's link, or take that back" })
    .input(markFromMail)
    .output(mailedItem),
};
