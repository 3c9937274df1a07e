import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashMailedToken } from "@/lib/auth/tokens";
import { inTransaction } from "@/lib/db/client";
import { addressHash, enqueueNotice } from "@/lib/notices/outbox";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const ctx = () => frozenCtx(test.db, NOW);

async function signIn(address: string, at = NOW): Promise<void> {
  const here = frozenCtx(test.db, at);
  await inTransaction(here, (tx) =>
    enqueueNotice(here, tx, {
      kind: "sign_in",
      cohortId: null,
      subjectKey: randomUUID(),
      payload: {},
      to: [{ personId: null, address }],
    }),
  );
}

const statesOf = async (address: string) =>
  (await test.db.delivery.findMany({ where: { address }, orderBy: { createdAt: "asc" } })).map((row) => row.state);

describe("the outbox", () => {
  it("keeps a notice and its deliveries only if the change that caused it is kept", async () => {
    const key = randomUUID();
    const failing = inTransaction(ctx(), async (tx) => {
      await enqueueNotice(ctx(), tx, {
        kind: "welcome",
        cohortId: null,
        subjectKey: key,
        payload: {},
        to: [{ personId: null, address: "ada@example.org" }],
      });
      throw new Error("the change failed");
    });
    await expect(failing).rejects.toThrow("the change failed");
    expect(await test.db.notice.count({ where: { subjectKey: key } })).toBe(0);
  });

  it("makes the same notice once and adds only those who are not in it yet", async () => {
    const cohort = await makeCohort(test.db);
    const [ada, bob] = [await makeMember(test.db, cohort), await makeMember(test.db, cohort)];
    const welcome = (members: { personId: string; address: string }[]) =>
      inTransaction(ctx(), (tx) =>
        enqueueNotice(ctx(), tx, { kind: "welcome", cohortId: cohort.id, subjectKey: "k", payload: {}, to: members }),
      );
    await Promise.all([welcome([ada]), welcome([ada]), welcome([ada, bob])]);
    const notices = await test.db.notice.findMany({ where: { cohortId: cohort.id }, include: { deliveries: true } });
    expect(notices).toHaveLength(1);
    expect(notices[0]?.planned).toBe(2);
    expect(notices[0]?.deliveries.map((one) => one.address).sort()).toEqual([ada.address, bob.address].sort());
  });

  it("ends with the token whose link it carries", async () => {
    const nonce = randomBytes(16).toString("hex");
    const expiresAt = new Date("2024-10-19T14:10:00Z");
    const token = await test.db.token.create({
      data: {
        id: randomUUID(),
        purpose: "sign_in",
        email: "t@example.org",
        nonce,
        tokenHash: hashMailedToken("x", nonce),
        expiresAt,
      },
    });
    await inTransaction(ctx(), (tx) =>
      enqueueNotice(ctx(), tx, {
        kind: "sign_in",
        cohortId: null,
        subjectKey: token.id,
        payload: { tokenId: token.id },
        to: [{ personId: null, address: "t@example.org" }],
      }),
    );
    const notice = await test.db.notice.findFirstOrThrow({ where: { subjectKey: token.id } });
    expect(notice.expiresAt).toEqual(expiresAt);
    expect(JSON.stringify(notice.payload)).not.toContain(nonce);
  });

  it("lets one address ask for three mails in an hour, also when ten are asked for at once", async () => {
    await Promise.all(Array.from({ length: 10 }, () => signIn("flood@example.org")));
    expect((await statesOf("flood@example.org")).sort()).toEqual([
      ...Array(3).fill("queued"),
      ...Array(7).fill("suppressed"),
    ]);
    await signIn("other@example.org");
    expect(await statesOf("other@example.org")).toEqual(["queued"]);
    await signIn("flood@example.org", "2024-10-19T15:00:01Z");
    expect((await statesOf("flood@example.org")).filter((state) => state === "queued")).toHaveLength(4);
  });

  it.each(["a@x.org, evil@x.org", "Group: a@x.org;", "a\uFF20x.org", "a@x.org\r\nBcc: b@x.org", "<a@x.org>"])(
    "refuses what is not exactly one mailbox: %j",
    async (address) => {
      await expect(signIn(address)).rejects.toMatchObject({ code: "invalid" });
    },
  );

  it("hashes an address as the database does", async () => {
    const rows = await test.db.$queryRaw<{ hash: string }[]>`
      SELECT encode(sha256(convert_to('convene:address:' || lower('Zoe@Example.org'), 'UTF8')), 'hex') AS hash`;
    expect(rows[0]?.hash).toBe(addressHash("zoe@example.org"));
  });
});
