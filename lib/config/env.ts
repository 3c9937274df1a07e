import { z } from "zod";

// A line `NAME=` in an environment file means the same as no line.
const blankMeansUnset = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankMeansUnset, schema.optional());

const schema = z.object({
  NODE_ENV: z.preprocess(blankMeansUnset, z.enum(["development", "production", "test"]).default("development")),
  /** Where the web process listens. */
  PORT: z.preprocess(blankMeansUnset, z.coerce.number().int().min(1).max(65535).default(3000)),
  /** The address to listen on; all of them if unset. */
  HOST: optional(z.string()),
  /** Where the build of the site lies. */
  NEXT_DIST_DIR: z.preprocess(blankMeansUnset, z.string().default(".next")),
  /** Postgres, as a URL. */
  DATABASE_URL: z.string({ error: "DATABASE_URL is not set." }).min(1, "DATABASE_URL is not set."),
  /** Connections of one process to Postgres. */
  DATABASE_POOL: z.preprocess(blankMeansUnset, z.coerce.number().int().min(1).max(100).default(10)),
  /** What mail and calendars link to; never taken from a request. */
  CONVENE_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
  /** At least 32 characters; tokens and sign-ins are worthless without it. */
  AUTH_SECRET: z.string().min(32, "AUTH_SECRET must have at least 32 characters."),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, "SMTP_URL starts with smtp:// or smtps://.")),
  /** `Name <address>` or an address: who the mail is from. */
  MAIL_FROM: z.preprocess(blankMeansUnset, z.string().default("Convene <convene@localhost.localdomain>")),
  /** Where the local inbox can be read, when there is one. */
  CONVENE_INBOX_URL: optional(z.url()),
  /** Reverse proxies in front of the server: how many entries at the end of X-Forwarded-For can be believed. */
  CONVENE_PROXIES: z.preprocess(blankMeansUnset, z.coerce.number().int().min(0).max(10).default(0)),
  /** Whether the worker asks the links of resources if they still work. */
  CONVENE_LINK_CHECK: z.preprocess(blankMeansUnset, z.enum(["on", "off"]).default("on")),
});

export type Env = z.output<typeof schema>;

let cached: Env | undefined;

/**
 * The settings of this process, read at first use so that a build needs none of them.
 * Throws with the name of every setting that is missing or wrong, never with its value.
 */
export function env(): Env {
  if (cached) return cached;
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The settings are not usable. ${problems.join(" ")}`);
  }
  // next-auth takes its own address from here and, unlike us, would otherwise believe the Host header.
  process.env.NEXTAUTH_URL = parsed.data.CONVENE_URL;
  cached = parsed.data;
  return cached;
}
