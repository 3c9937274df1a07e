import { existsSync } from "node:fs";
import path from "node:path";
import { Trouble } from "./trouble";

/** What `npm start` can be told, read from the environment and `.env` in one place. */
export interface Settings {
  root: string;
  mode: "start" | "dev";
  /** The address the site listens on; undefined: all of them. */
  host: string | undefined;
  port: number;
  /** What links in mail begin with. */
  url: string;
  smtpPort: number;
  inboxPort: number;
  /** Undefined: a free one, the same at each start. */
  postgresPort: number | undefined;
  dataDir: string;
  /** Relative to the root, as Next wants it. */
  distDir: string;
  /** Undefined: the embedded Postgres. */
  databaseUrl: string | undefined;
  /** Undefined: the local inbox. */
  smtpUrl: string | undefined;
  /** Undefined: made once and kept in the data folder. */
  authSecret: string | undefined;
  demo: boolean;
  /** What else the children inherit. */
  environment: NodeJS.ProcessEnv;
}

/** The environment as it is once `.env` has been read; what is set outside wins over the file. */
export function processEnvironment(root: string): NodeJS.ProcessEnv {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

function port(environment: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = environment[name]?.trim();
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new Trouble(`${name} must be a port between 1 and 65535, not "${text}".`);
  }
  return value;
}

const text = (value: string | undefined) => value?.trim() || undefined;

/** Reads the settings; blank means unset. Throws Trouble that names the setting which is wrong. */
export function readSettings(environment: NodeJS.ProcessEnv, root: string, mode: Settings["mode"]): Settings {
  const webPort = port(environment, "PORT") ?? 3000;
  const url = text(environment.CONVENE_URL) ?? `http://localhost:${webPort}`;
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw new Trouble(
      `CONVENE_URL must be the address people open, such as https://convene.example.org, not "${url}".`,
    );
  }
  const ports = {
    PORT: webPort,
    CONVENE_SMTP_PORT: port(environment, "CONVENE_SMTP_PORT") ?? 1025,
    CONVENE_INBOX_PORT: port(environment, "CONVENE_INBOX_PORT") ?? 1080,
    CONVENE_PG_PORT: port(environment, "CONVENE_PG_PORT"),
  };
  const named = Object.entries(ports);
  for (const [name, value] of named) {
    const other = named.find(([otherName, otherValue]) => otherName !== name && otherValue === value);
    if (value && other) throw new Trouble(`${name} and ${other[0]} are both ${value}; give one of them another port.`);
  }
  const databaseUrl = text(environment.DATABASE_URL);
  if (databaseUrl && !(/^postgres(ql)?:\/\//.test(databaseUrl) && URL.canParse(databaseUrl))) {
    throw new Trouble("DATABASE_URL must look like postgresql://user:password@host:5432/database.");
  }
  const smtpUrl = text(environment.SMTP_URL);
  if (smtpUrl && !(/^smtps?:\/\//.test(smtpUrl) && URL.canParse(smtpUrl))) {
    throw new Trouble("SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.");
  }
  const authSecret = text(environment.AUTH_SECRET);
  if (authSecret && authSecret.length < 32) throw new Trouble("AUTH_SECRET must have at least 32 characters.");
  const demo = text(environment.CONVENE_DEMO)?.toLowerCase();
  return {
    root,
    mode,
    host: text(environment.HOST),
    port: webPort,
    url: url.replace(/\/+$/, ""),
    smtpPort: ports.CONVENE_SMTP_PORT,
    inboxPort: ports.CONVENE_INBOX_PORT,
    postgresPort: ports.CONVENE_PG_PORT,
    dataDir: path.resolve(root, text(environment.CONVENE_DATA_DIR) ?? ".data"),
    distDir: text(environment.NEXT_DIST_DIR) ?? (mode === "dev" ? ".next-dev" : ".next"),
    databaseUrl,
    smtpUrl,
    authSecret,
    demo: !["off", "false", "no", "0"].includes(demo ?? "on"),
    environment,
  };
}

const SETTING =
  /^(DATABASE_URL|DATABASE_POOL|SMTP_URL|AUTH_SECRET|PORT|HOST|MAIL_FROM|NODE_ENV|NEXT_DIST_DIR|CONVENE_.*)$/;

/** The environment without anybody's settings, for runs that must not touch what those settings point to. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !SETTING.test(name) || name === "CONVENE_CHROMIUM");
  return { NODE_ENV: "production", ...Object.fromEntries(kept) };
}
