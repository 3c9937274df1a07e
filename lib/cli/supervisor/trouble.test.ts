import { describe, expect, it } from "vitest";
import { PostgresError } from "@/lib/db/embedded";
import { MigrationError } from "@/prisma/migrate";
import { databaseTrouble, explain, portTaken } from "./trouble";

const failure = (code: string, more: object = {}) => Object.assign(new Error(`failed with ${code}`), { code, ...more });
const URL_WITH_PASSWORD = "postgresql://convene:hunter2@db.example.org:5432/convene";

describe("what is told instead of a stack trace", () => {
  it("names the port and the setting to change", () => {
    expect(explain(portTaken(3000, "PORT"))).toBe(
      "Port 3000 is in use by another program. Stop that one, or set PORT to a free port.",
    );
  });

  it.each([failure("ENOSPC"), new PostgresError("disk", "No space left on device")])(
    "says that the disk is full, whoever noticed",
    (error) => {
      expect(explain(error)).toContain("The disk is full");
    },
  );

  it("says which file cannot be written", () => {
    expect(explain(failure("EACCES", { path: "/srv/.data/secret" }))).toContain("/srv/.data/secret");
  });

  it("says what to do about a database that is newer than the code", () => {
    const error = new MigrationError(
      "newer",
      "20270101000000_x",
      "The database is newer than this version of Convene.",
    );
    expect(explain(error)).toContain("Update the code");
  });

  it("is always one line", () => {
    const errors = [
      failure("ENOSPC"),
      failure("EPERM"),
      new PostgresError("port", "x"),
      new PostgresError("version", "x"),
    ];
    for (const error of errors) expect(explain(error)).not.toContain("\n");
  });

  it("is nothing for a defect of our own, which keeps its stack trace", () => {
    expect(explain(new TypeError("undefined is not a function"))).toBeNull();
    expect(explain("a string")).toBeNull();
  });
});

describe("a database in DATABASE_URL that cannot be used", () => {
  it.each([
    [failure("ECONNREFUSED"), "does not answer: ECONNREFUSED"],
    [new AggregateError([failure("ECONNREFUSED")]), "does not answer: ECONNREFUSED"],
    [new Error("timeout expired"), "does not answer"],
    [failure("28P01"), "refuses the user or the password"],
    [failure("3D000"), "has no such database"],
  ])("is told apart: %s", (error, message) => {
    expect(databaseTrouble(error, URL_WITH_PASSWORD)?.message).toContain(message);
  });

  it("is named by host and port, never with its password", () => {
    const message = databaseTrouble(failure("ECONNREFUSED"), URL_WITH_PASSWORD)?.message;
    expect(message).toContain("db.example.org:5432");
    expect(message).not.toContain("hunter2");
  });
});
