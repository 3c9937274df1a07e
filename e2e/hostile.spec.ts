import type { APIResponse } from "@playwright/test";
import { FUZZED, hostileText, seeded } from "@/lib/transfer/formats/testing/inputs";
import { busyness, expect, test, wakeForm } from "./fixtures";

const origin = process.env.CONVENE_E2E_URL ?? "http://localhost:3000";
const json = { origin, "content-type": "application/json" };

/** Every answer is a problem in the 400s, told within a second, and says nothing of what is inside. */
async function refused(ask: () => Promise<APIResponse>, what: string): Promise<void> {
  const begun = performance.now();
  const response = await ask();
  expect(response.status(), what).toBeGreaterThanOrEqual(400);
  expect(response.status(), what).toBeLessThan(500);
  expect(performance.now() - begun, `${what}: milliseconds`).toBeLessThan(1000 * busyness());
  expect(response.headers()["content-type"], what).toContain("application/problem+json");
  expect(await response.text(), what).not.toMatch(/node_modules|prisma|at \w+ \(|SELECT /i);
}

test("bodies that are too large, too deep, not text or no JSON are refused within a second", async ({
  request,
  cohort,
}) => {
  const url = `/api/cohorts/${cohort.slug}/sign-ups`;
  const bodies: Record<string, Buffer | string> = {
    "10 MB": Buffer.alloc(10 * 1024 * 1024, 0x20),
    "JSON 100,000 deep": "[".repeat(100_000),
    "objects 100,000 deep": '{"a":'.repeat(100_000),
    "not UTF-8": Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    "cut off": '{"email":"ada@example.org"',
    "a NUL byte": '{"email":"ada@example.org","name":"A\\u0000da"}',
    "a lone surrogate": '{"email":"ada@example.org","name":"A\\ud800da"}',
    "a list": "[]",
    nothing: "",
    "an address list": '{"email":"a@example.org, evil@example.org","name":"Ada"}',
    "a full-width at sign": '{"email":"ada\\uff20example.org","name":"Ada"}',
    "a header in a name": '{"email":"ada@example.org","name":"x\\r\\nBcc: a@b.example"}',
    "a role nobody signs up for": '{"email":"ada@example.org","name":"Ada","role":"organizer"}',
  };
  for (const [what, data] of Object.entries(bodies))
    await refused(() => request.post(url, { headers: json, data }), what);
});

test("hostile schedules are looked at or refused within a second, never an accident of the server", async ({
  as,
  cohort,
  db,
}) => {
  test.setTimeout(120_000);
  const { context } = await as("organizer");
  const texts: Record<string, string> = {
    ...Object.fromEntries(
      FUZZED.flatMap((kind) => [1, 2, 3, 4].map((seed) => [`${kind} ${seed}`, hostileText(kind, seeded(seed))])),
    ),
    "nested brackets": "[".repeat(20_000),
    "quotations in quotations": `${"> ".repeat(20_000)}a`,
    "unclosed tags": "<b><table><tr><td>".repeat(5000),
    "an alias of an alias": "a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n- date: 2026-10-01",
    "a repetition without end":
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T000000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT",
    "JSON that is too deep": `${'{"sessions":['.repeat(5000)}`,
    "a NUL and half a character": "Date,Session\n2026-10-01,A\u0000b\ud800",
    "a week that is far away": "Week,Session\n1,Maps\n60,Globes",
    nothing: "",
  };
  const url = `/api/cohorts/${cohort.slug}/import`;
  for (const [what, text] of Object.entries(texts)) {
    for (const more of [{}, { html: text }, { firstDate: "9999-12-28", year: 2200 }]) {
      const begun = performance.now();
      const preview = await context.request.post(`${url}/preview`, { headers: json, data: { text, ...more } });
      expect(preview.status(), what).toBeLessThan(500);
      expect(performance.now() - begun, `${what}: milliseconds`).toBeLessThan(1000 * busyness());
      const apply = { text, publish: true, fingerprint: "of nothing", ...more };
      const saved = await context.request.post(`${url}/apply`, { headers: json, data: apply });
      expect(saved.status(), what).toBeLessThan(500);
    }
  }
  const large = { text: "a".repeat(5 * 1024 * 1024 + 1) };
  await refused(() => context.request.post(`${url}/preview`, { headers: json, data: large }), "a text over 5 MB");
  const sessions = await db.session.findMany({ where: { cohortId: cohort.id } });
  expect(sessions.map(({ title }) => title)).toEqual(["Backpropagation"]);
});

test("what a body says of its own rights is ignored", async ({ as, cohort, db }) => {
  const { context, memberId } = await as("learner");
  const [resourceId = ""] = cohort.resources;
  const response = await context.request.put(`/api/cohorts/${cohort.slug}/progress/${resourceId}`, {
    headers: json,
    data: {
      state: "done",
      role: "organizer",
      cohortId: "another",
      actor: { kind: "cli" },
    },
  });
  expect(response.status()).toBe(200);
  expect(await db.member.findUniqueOrThrow({ where: { id: memberId } })).toMatchObject({ role: "learner" });
  const rows = () => db.progress.findMany({ where: { cohortId: cohort.id } });
  expect(await rows()).toMatchObject([{ memberId, state: "done" }]);
  // Who somebody says they are is only held against who is signed in: what another person left is never sent as theirs.
  const other = await as("learner");
  const left = { state: "todo", memberId: other.memberId };
  const path = `/api/cohorts/${cohort.slug}/progress/${resourceId}`;
  expect((await context.request.put(path, { headers: json, data: left })).status()).toBe(401);
  expect(await rows()).toMatchObject([{ memberId, state: "done" }]);
});

test("addresses that are none of ours are not found, whatever they are made of", async ({ request, cohort }) => {
  const paths = [
    "/api/nothing",
    "/api/cohorts/%00",
    `/api/cohorts/${cohort.slug}/nothing`,
    "/api/cohorts/../../etc/passwd",
    "/api/auth/callback/email",
  ];
  for (const path of paths) {
    const response = await request.get(path);
    expect(response.status(), path).toBeGreaterThanOrEqual(400);
    expect(response.status(), path).toBeLessThan(500);
  }
  for (const path of ["/c/%00", "/c/%E0%A4%A", `/c/${"a".repeat(5000)}`, "/c/..%2f..%2fetc"]) {
    const response = await request.get(path);
    expect(response.status(), path).toBeGreaterThanOrEqual(400);
    expect(response.status(), path).toBeLessThan(500);
  }
});

test("every answer tells browsers to keep to this site", async ({ request, cohort }) => {
  for (const path of ["/", `/c/${cohort.slug}`, "/sign-in", "/api/health", "/nothing-here"]) {
    const headers = (await request.get(path)).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"], path).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("a visitor cannot put anything of theirs into the page that is kept for everyone", async ({
  page,
  request,
  cohort,
}) => {
  const url = `/c/${cohort.slug}`;
  const planted = await request.get(url, {
    headers: {
      "content-security-policy": "script-src 'nonce-src='",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "gopher",
      cookie: "next-auth.session-token=of-nobody",
      "accept-language": "xx",
    },
  });
  for (const body of [await planted.text(), await (await request.get(url)).text()]) {
    expect(body).not.toMatch(/nonce=|evil\.example|gopher|of-nobody/);
  }
  const kept = await request.get(url);
  expect(kept.headers()["content-security-policy"]).toContain("'sha256-");
  await page.goto(url);
  await wakeForm(page);
  for (const alias of [`/c/%${cohort.slug.charCodeAt(0).toString(16)}${cohort.slug.slice(1)}`, `${url}?x=1`]) {
    expect((await request.get(alias)).status(), alias).toBeLessThan(500);
  }
});
