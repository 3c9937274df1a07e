import { readdirSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures";

type Who = "stranger" | "outsider" | "follower" | "learner" | "organizer";
type Outcome = "shown" | "sign-in" | "not found";

const ALL: Record<Who, Outcome> = {
  stranger: "shown",
  outsider: "shown",
  follower: "shown",
  learner: "shown",
  organizer: "shown",
};
const SIGNED_IN = { ...ALL, stranger: "sign-in" } as const;
const LEARNERS = { ...SIGNED_IN, outsider: "not found", follower: "not found" } as const;
const ORGANIZERS = { ...LEARNERS, learner: "not found" } as const;
const OPERATORS = { ...ORGANIZERS, organizer: "not found" } as const;

/** What everybody gets of every page. A page that is not in the table fails the test. */
const PAGES: Record<string, Record<Who, Outcome>> = {
  "/": ALL,
  "/sign-in": ALL,
  "/sign-in/confirm": ALL,
  "/join/confirm": ALL,
  "/join/sent": ALL,
  "/setup": ALL,
  "/mark": ALL,
  "/unsubscribe": ALL,
  "/c/[cohort]": ALL,
  "/me": SIGNED_IN,
  "/cohorts/new": OPERATORS,
  "/c/[cohort]/week": LEARNERS,
  "/c/[cohort]/catch-up": LEARNERS,
  "/c/[cohort]/progress": LEARNERS,
  "/c/[cohort]/watch/[resource]": LEARNERS,
  "/c/[cohort]/admin": ORGANIZERS,
  "/c/[cohort]/admin/audit": ORGANIZERS,
  "/c/[cohort]/admin/changes": ORGANIZERS,
  "/c/[cohort]/admin/clone": OPERATORS,
  "/c/[cohort]/admin/import": ORGANIZERS,
  "/c/[cohort]/admin/members": ORGANIZERS,
  "/c/[cohort]/admin/notices": ORGANIZERS,
  "/c/[cohort]/admin/page": ORGANIZERS,
  "/c/[cohort]/admin/progress": ORGANIZERS,
  "/c/[cohort]/admin/progress/quiet": ORGANIZERS,
  "/c/[cohort]/admin/progress/readiness": ORGANIZERS,
  "/c/[cohort]/admin/resources": ORGANIZERS,
  "/c/[cohort]/admin/resources/[resource]": ORGANIZERS,
  "/c/[cohort]/admin/schedule": ORGANIZERS,
  "/c/[cohort]/admin/schedule/[session]": ORGANIZERS,
  "/c/[cohort]/admin/settings": ORGANIZERS,
  "/c/[cohort]/admin/shape": ORGANIZERS,
};

/** Routes that are no pages. Their procedures have a matrix of their own beside the API. */
const ROUTES = [
  "/c/[cohort]/admin/progress/matrix.csv",
  "/c/[cohort]/calendar.ics",
  "/c/[cohort]/export/[file]",
  "/c/[cohort]/join",
  "/c/[cohort]/progress/export/[file]",
  "/api/[[...rpc]]",
  "/api/auth/[...nextauth]",
  "/api/feeds/[token]",
  "/api/health",
  "/api/openapi.json",
  "/api/unsubscribe",
];

function filesOf(name: string): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter(
    (file) => path.basename(file) === name,
  );
  return files.map((file) => `/${path.dirname(file)}`.replace(/\/\.$/, "/").replace(/\/\([^)]+\)/g, "") || "/");
}

/** Every way in which Next can be asked for a page: whole, as its data, prefetched, and with the headers of old holes. */
const DISGUISES: Record<string, Record<string, string>> = {
  plain: {},
  data: { rsc: "1" },
  prefetch: { rsc: "1", "next-router-prefetch": "1" },
  segment: { rsc: "1", "next-router-segment-prefetch": "/_tree" },
  middleware: { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
};

async function outcome(request: APIRequestContext, url: string): Promise<Outcome> {
  const response = await request.get(url, { maxRedirects: 0 });
  if (response.status() === 307) return "sign-in";
  if (response.status() === 404) return "not found";
  expect(response.status(), url).toBe(200);
  return "shown";
}

test("the table of pages has every page and route that there is", () => {
  expect(filesOf("page.tsx").sort()).toEqual(Object.keys(PAGES).sort());
  expect(filesOf("route.ts").sort()).toEqual([...ROUTES].sort());
});

test("every page shows itself to those in the table and to nobody else, however it is asked for", async ({
  as,
  cohort,
  signedIn,
  db,
  playwright,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const learner = await as("learner");
  const outsider = await db.person.create({
    data: { id: crypto.randomUUID(), email: `out-${cohort.slug}@example.org`, name: "Out" },
  });
  const contexts: Record<Who, APIRequestContext> = {
    stranger: await playwright.request.newContext({ baseURL }),
    outsider: (await signedIn(outsider.id)).context.request,
    follower: (await as("follower")).context.request,
    learner: learner.context.request,
    organizer: (await as("organizer")).context.request,
  };
  // Words that stand on private pages. Where somebody is refused, none of them may be in any answer.
  const secrets = [learner.address, "What is backpropagation really doing?", "Backpropagation in code"];
  const members = await contexts.organizer.get(`/c/${cohort.slug}/admin/members`);
  expect(await members.text(), "the secret is one").toContain(learner.address);
  const wrong: string[] = [];
  for (const [page, row] of Object.entries(PAGES)) {
    const url = page
      .replace("[cohort]", cohort.slug)
      .replace("[session]", cohort.sessionId)
      .replace("[resource]", cohort.resources[0] ?? "");
    for (const [who, wanted] of Object.entries(row) as [Who, Outcome][]) {
      const got = await outcome(contexts[who], url);
      if (got !== wanted) wrong.push(`${who} ${page}: ${got}, not ${wanted}`);
      if (wanted === "shown") continue;
      for (const [disguise, headers] of Object.entries(DISGUISES)) {
        const response = await contexts[who].get(url, { headers });
        const body = await response.text();
        if (response.status() >= 500) wrong.push(`${who} ${disguise} ${page}: ${response.status()}`);
        if (secrets.some((secret) => body.includes(secret))) wrong.push(`${who} ${disguise} ${page}: leaks`);
      }
    }
  }
  expect(wrong).toEqual([]);
  await contexts.stranger.dispose();
  await db.person.delete({ where: { id: outsider.id } });
});

test("a mailed link that a scanner opens changes nothing: no GET and no HEAD does", async ({
  as,
  cohort,
  db,
  request,
}) => {
  const { memberId } = await as("learner");
  const counts = async () => ({
    members: await db.member.count({ where: { cohortId: cohort.id } }),
    subscriptions: await db.subscription.count({ where: { memberId } }),
    signIns: await db.signIn.count({ where: { person: { members: { some: { cohortId: cohort.id } } } } }),
    audit: await db.audit.count({ where: { cohortId: cohort.id } }),
  });
  const before = await counts();
  const links = [
    "/join/confirm",
    "/sign-in/confirm",
    "/unsubscribe",
    "/mark",
    "/setup",
    "/api/unsubscribe?t=abc.def",
    "/api/auth/callback/email?token=abc&email=ada%40example.org",
    "/api/auth/signout",
    "/api/sign-ups/confirm",
    "/api/marks",
    "/api/marks/show",
  ];
  for (const link of links) {
    for (const method of ["GET", "HEAD"]) {
      const response = await request.fetch(link, { method });
      expect(response.status(), `${method} ${link}`).toBeLessThan(500);
      expect(response.headers()["set-cookie"] ?? "", `${method} ${link}`).not.toContain("session-token");
    }
  }
  expect(await counts()).toEqual(before);
});
