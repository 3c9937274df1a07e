import { oc } from "@orpc/contract";
import {
  changeInput,
  choices,
  oneClickInput,
  oneClickResult,
  ownInput,
  setOwnInput,
  showInput,
  tokenChoices,
} from "@/lib/subscriptions/schema";

const tags = ["subscriptions"];

export const subscriptionsContract = {
  oneClick: oc
    .route({
      method: "POST",
      path: "/unsubscribe",
      tags,
      summary: "Stop one kind of mail, as a mail program does (RFC 8058)",
      inputStructure: "detailed",
    })
    .input(oneClickInput)
    .output(oneClickResult),
  show: oc
    .route({
      method: "POST",
      path: "/unsubscribe/show",
      tags,
      summary: "What the holder of a mail's link gets; a POST so that the token stays out of URLs",
    })
    .input(showInput)
    .output(tokenChoices),
  change: oc
    .route({ method: "POST", path: "/unsubscribe/change", tags, summary: "Stop or resume mails with a mail's link" })
    .input(changeInput)
    .output(tokenChoices),
  own: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/subscriptions",
      tags,
      summary: "Which mails the acting member gets",
    })
    .input(ownInput)
    .output(choices),
  setOwn: oc
    .route({ method: "PUT", path: "/cohorts/{cohort}/subscriptions", tags, summary: "Choose which mails to get" })
    .input(setOwnInput)
    .output(choices),
};
