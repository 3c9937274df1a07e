import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { markMailed, showMailed } from "@/lib/progress/from-mail/commands";
import { fromMailContract } from "@/lib/progress/from-mail/contract";

const os = implement(fromMailContract).$context<ApiContext>();

export const fromMailRouter = os.router({
  show: os.show.handler(({ input, context: { ctx, origin } }) => showMailed(ctx, origin, input.token)),
  mark: os.mark.handler(({ input, context: { ctx, origin } }) => markMailed(ctx, origin, input)),
});
