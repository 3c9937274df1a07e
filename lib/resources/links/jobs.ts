import type { Ctx } from "@/lib/core/context";
import { type AskOptions, askLink } from "@/lib/resources/links/ask";
import { claimLinks, writeVerdict } from "@/lib/resources/links/commands";
import { type ClaimedLink, workingLink } from "@/lib/resources/links/queries";
import { type Answer, questionFor, weigh } from "@/lib/resources/links/rules";

/** Links that are asked at the same time, each on another host. */
const AT_ONCE = 4;
/** Rounds of one run: a library of videos on one host is asked five a minute. */
const ROUNDS = 5;

export interface LinkReport {
  /** Links that were asked. */
  asked: number;
  /** Of those, links about which there is a verdict now. */
  judged: number;
  /** Of those, links that did not work. */
  failed: number;
}

/**
 * Asks the links that are due: those never asked, those asked a week ago, and each day those that did not work. Asks the
 * data what is due, so it may run late, twice, or in any number of workers. A machine without a way to the internet
 * learns nothing about any link: silence counts only while somebody else answers.
 */
export async function checkLinks(ctx: Ctx, options: AskOptions): Promise<LinkReport> {
  const report: LinkReport = { asked: 0, judged: 0, failed: 0 };
  for (let round = 0; round < ROUNDS && !options.signal?.aborted; round += 1) {
    const links = await claimLinks(ctx, AT_ONCE);
    if (links.length === 0) break;
    const answers = await Promise.all(links.map((link) => ask(link.url, options)));
    const othersAnswer = await someoneAnswers(ctx, links, answers, options);
    report.asked += links.length;
    let judged = 0;
    for (const [index, link] of links.entries()) {
      const verdict = weigh(link.known, answers[index] ?? { kind: "none" }, othersAnswer);
      if (!verdict || !(await writeVerdict(ctx, link, verdict))) continue;
      judged += 1;
      if (verdict.state === "broken") report.failed += 1;
    }
    report.judged += judged;
    // Whatever it is that keeps the answers away, the next ones would not arrive either.
    if (judged === 0) break;
  }
  return report;
}

async function ask(link: string, options: AskOptions): Promise<Answer> {
  const { url, fine } = questionFor(link);
  const answer = await askLink(url, options);
  return answer.kind === "status" && fine.includes(answer.status) ? { ...answer, status: 200 } : answer;
}

/** Whether this machine reaches the internet; asked of a link that worked the last time, if these do not tell. */
async function someoneAnswers(
  ctx: Ctx,
  links: readonly ClaimedLink[],
  answers: readonly Answer[],
  options: AskOptions,
): Promise<boolean> {
  if (answers.some(({ kind }) => kind === "status")) return true;
  if (!answers.some(({ kind }) => kind === "unreachable")) return false;
  const known = await workingLink(
    ctx.db,
    links.map(({ host }) => host),
  );
  return known !== null && (await ask(known, options)).kind === "status";
}
