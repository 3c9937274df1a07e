import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { AskQuestion, Question, QuestionPage } from "@/lib/questions/schema";

/** What others do shows up within five seconds. */
const LIVE = 4_000;

/** The questions of a session; starts from what the page was rendered with and follows what others do. */
export function useQuestions(cohort: string, sessionId: string, initialData: QuestionPage) {
  const options = orpc.questions.list.queryOptions({ input: { cohort, sessionId } });
  return useQuery({ ...options, initialData, refetchInterval: LIVE, refetchOnWindowFocus: "always" });
}

/** Asks in a session. Where the session's list is on screen too, it is there at once. */
export function useAsk(cohort: string, sessionId: string) {
  const put = usePut(cohort, sessionId);
  return useMutation({
    mutationFn: (input: Omit<AskQuestion, "cohort" | "sessionId">) =>
      api.questions.ask({ cohort, sessionId, ...input }),
    onSuccess: put,
  });
}

export type QuestionAct =
  | { do: "change"; version: number; body: string }
  | { do: "withdraw"; version: number }
  | { do: "restore" }
  | { do: "answer"; answered: boolean };

/** What can be done with one question of a session; on screen when the server has it. */
export function useQuestionAct(cohort: string, sessionId: string, id: string) {
  const client = useQueryClient();
  const put = usePut(cohort, sessionId);
  return useMutation({
    mutationFn: (act: QuestionAct) => {
      const ref = { cohort, id };
      if (act.do === "change") return api.questions.change({ ...ref, version: act.version, body: act.body });
      if (act.do === "withdraw") return api.questions.withdraw({ ...ref, version: act.version });
      if (act.do === "restore") return api.questions.restore(ref);
      return api.questions.answer({ ...ref, answered: act.answered });
    },
    onSuccess: put,
    onError: (error) => {
      if (problemFrom(error).code === "unavailable") return;
      return client.invalidateQueries({ queryKey: keyOf(cohort, sessionId) });
    },
  });
}

function keyOf(cohort: string, sessionId: string) {
  return orpc.questions.list.queryOptions({ input: { cohort, sessionId } }).queryKey;
}

function usePut(cohort: string, sessionId: string) {
  const client = useQueryClient();
  const queryKey = keyOf(cohort, sessionId);
  return async (question: Question) => {
    // An answer that was asked for before this write must not take it off the screen again.
    await client.cancelQueries({ queryKey });
    client.setQueryData<QuestionPage>(queryKey, (page) => {
      if (!page) return page;
      const known = page.questions.some(({ id }) => id === question.id);
      const questions = known
        ? page.questions.map((one) => (one.id === question.id ? question : one))
        : [...page.questions, question];
      return { ...page, questions };
    });
  };
}
