import type { Db } from "@/lib/db/client";

/** Who is asking. A person is known by their sign-in, a token by what it was made for. */
export type Actor =
  | { kind: "anonymous" }
  | { kind: "person"; personId: string; email: string; name: string; mayCreateCohorts: boolean }
  | { kind: "token"; personId: string; purpose: string }
  | { kind: "job"; name: string }
  | { kind: "cli" };

/** Everything impure that a command may use. Nothing else reads a clock or a source of randomness. */
export interface Ctx {
  db: Db;
  actor: Actor;
  now(): Date;
  newId(): string;
  /** `bytes` bytes from the CSPRNG. */
  random(bytes: number): Buffer;
}
