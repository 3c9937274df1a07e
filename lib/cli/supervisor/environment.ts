import { randomSecret, remember } from "./data-folder";
import type { Settings } from "./settings";

/** What the site, the worker and every command are told; the same for all, so that their links and secrets agree. */
export type StackEnvironment = Record<
  "DATABASE_URL" | "SMTP_URL" | "CONVENE_URL" | "CONVENE_INBOX_URL" | "AUTH_SECRET" | "PORT",
  string
>;

/** maildev answers 404 at `/`. */
export function inboxUrl(settings: Settings): string {
  return settings.smtpUrl ? "" : `http://localhost:${settings.inboxPort}/index.html`;
}

/** The environment for a database; makes the secret at first use. */
export async function stackEnvironment(settings: Settings, databaseUrl: string): Promise<StackEnvironment> {
  return {
    DATABASE_URL: databaseUrl,
    SMTP_URL: settings.smtpUrl ?? `smtp://127.0.0.1:${settings.smtpPort}`,
    CONVENE_URL: settings.url,
    CONVENE_INBOX_URL: inboxUrl(settings),
    AUTH_SECRET: settings.authSecret ?? (await remember(settings.dataDir, "secret", randomSecret)),
    PORT: String(settings.port),
  };
}

/** The full environment of a child process. */
export function childEnvironment(settings: Settings, stack: StackEnvironment): NodeJS.ProcessEnv {
  return {
    ...settings.environment,
    ...stack,
    ...(settings.host ? { HOST: settings.host } : {}),
    NODE_ENV: settings.mode === "dev" ? "development" : "production",
    NEXT_DIST_DIR: settings.distDir,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
