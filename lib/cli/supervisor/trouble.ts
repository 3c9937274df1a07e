import { PostgresError } from "@/lib/db/embedded";
import { MigrationError } from "@/prisma/migrate";

/** Something the person at the terminal can put right; printed as one line, without a stack trace. */
export class Trouble extends Error {
  override name = "Trouble";
}

/** Which setting to change for a port that somebody else has. */
export function portTaken(port: number, setting: string): Trouble {
  return new Trouble(`Port ${port} is in use by another program. Stop that one, or set ${setting} to a free port.`);
}

function fromPostgres(error: PostgresError): string {
  switch (error.code) {
    case "disk":
      return "The disk is full, so Postgres could not start. Free some space and start again; nothing was lost.";
    case "port":
      return "The port of Postgres was taken while it started. Start again, or set CONVENE_PG_PORT to a free port.";
    case "version":
      return `The data folder was made by another version of Postgres: ${error.message}. Set CONVENE_DATA_DIR to a new folder, or restore a dump into it.`;
    default:
      return `Postgres did not start: ${error.message}`;
  }
}

function fromMigration(error: MigrationError): string {
  if (error.code === "newer") return `${error.message} Update the code, or restore the backup made before that update.`;
  return error.message;
}

const CONNECTION_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]);

/** A node-postgres connection tries each address of a name and then reports all of them at once, without a message. */
function codeOf(error: Error & { code?: string; errors?: { code?: string }[] }): string {
  return error.code ?? error.errors?.[0]?.code ?? "";
}

/** The host and port of a database URL, which are safe to print; the rest of it is not. */
export function hostOf(databaseUrl: string): string {
  return URL.canParse(databaseUrl) ? new URL(databaseUrl).host : "an address that is not a URL";
}

/** What to tell the person about a database that is not ours and does not answer; null for any other error. */
export function databaseTrouble(error: unknown, databaseUrl: string): Trouble | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  const where = `The database in DATABASE_URL (${hostOf(databaseUrl)})`;
  if (CONNECTION_CODES.has(code) || /timeout|terminated unexpectedly/i.test(error.message)) {
    return new Trouble(`${where} does not answer${code ? `: ${code}` : ""}. Start it, or unset DATABASE_URL.`);
  }
  if (code.startsWith("28")) return new Trouble(`${where} refuses the user or the password.`);
  if (code === "3D000") return new Trouble(`${where} has no such database: ${error.message}.`);
  return null;
}

/** One line for errors whose cause is outside the program, null for the others, which deserve their stack trace. */
export function explain(error: unknown): string | null {
  if (error instanceof Trouble) return error.message;
  if (error instanceof MigrationError) return fromMigration(error);
  if (error instanceof PostgresError) return fromPostgres(error);
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOSPC":
      return "The disk is full. Free some space and start again; nothing was lost.";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `${path ?? "A file"} cannot be written by this user. Give it to the user that runs Convene, or set CONVENE_DATA_DIR to another folder.`;
    default:
      return null;
  }
}
