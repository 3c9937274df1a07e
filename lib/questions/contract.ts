import { oc } from "@orpc/contract";
import {
  answerQuestion,
  askQuestion,
  changeQuestion,
  listQuestions,
  question,
  questionPage,
  restoreQuestion,
  withdrawQuestion,
} from "@/lib/questions/schema";

const tags = ["questions"];
const ofSession = "/cohorts/{cohort}/sessions/{sessionId}/questions";
const one = "/cohorts/{cohort}/questions/{id}";

/** What members want to raise in a session. */
export const questionsContract = {
  list: oc
    .route({ method: "GET", path: ofSession, tags, summary: "The questions of a session, the newest last" })
    .input(listQuestions)
    .output(questionPage),
  ask: oc
    .route({ method: "POST", path: ofSession, tags, summary: "Ask; a second call with the same id changes nothing" })
    .input(askQuestion)
    .output(question),
  change: oc
    .route({ method: "PATCH", path: one, tags, summary: "Put one's own question into other words" })
    .input(changeQuestion)
    .output(question),
  withdraw: oc
    .route({ method: "DELETE", path: one, tags, summary: "Take a question back; it can be restored for 30 days" })
    .input(withdrawQuestion)
    .output(question),
  restore: oc
    .route({ method: "POST", path: `${one}/restore`, tags, summary: "Bring a question back" })
    .input(restoreQuestion)
    .output(question),
  answer: oc
    .route({ method: "PUT", path: `${one}/answered`, tags, summary: "Say that a question is answered, or is not" })
    .input(answerQuestion)
    .output(question),
};
