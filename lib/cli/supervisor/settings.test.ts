import { describe, expect, it } from "vitest";
import { readSettings } from "./settings";

const read = (environment: Record<string, string>) =>
  readSettings({ NODE_ENV: "production", ...environment }, "/srv/convene", "start");

describe("the settings of npm start", () => {
  it("need nothing at all", () => {
    expect(read({})).toMatchObject({
      url: "http://localhost:3000",
      port: 3000,
      smtpPort: 1025,
      inboxPort: 1080,
      postgresPort: undefined,
      dataDir: "/srv/convene/.data",
      distDir: ".next",
      databaseUrl: undefined,
      demo: true,
    });
  });

  it("take a blank line in the environment file for no line", () => {
    expect(read({ PORT: "", DATABASE_URL: " ", SMTP_URL: "", AUTH_SECRET: "", CONVENE_URL: "" })).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
      smtpUrl: undefined,
      authSecret: undefined,
      url: "http://localhost:3000",
    });
  });

  it("follow the port in the public address unless that is set", () => {
    expect(read({ PORT: "8080" }).url).toBe("http://localhost:8080");
    expect(read({ PORT: "8080", CONVENE_URL: "https://convene.example.org/" }).url).toBe("https://convene.example.org");
  });

  it("keep development builds apart", () => {
    expect(readSettings({ NODE_ENV: "development" }, "/srv", "dev").distDir).toBe(".next-dev");
  });

  it.each(["off", "OFF", "false", "no", "0"])("leave the demo out for %s", (value) => {
    expect(read({ CONVENE_DEMO: value }).demo).toBe(false);
  });

  it.each([
    [{ PORT: "http" }, "PORT must be a port"],
    [{ PORT: "70000" }, "PORT must be a port"],
    [{ PORT: "1025" }, "PORT and CONVENE_SMTP_PORT are both 1025"],
    [{ CONVENE_URL: "convene.example.org" }, "CONVENE_URL must be the address"],
    [{ DATABASE_URL: "mysql://x/y" }, "DATABASE_URL must look like"],
    [{ SMTP_URL: "mail.example.org" }, "SMTP_URL must look like"],
    [{ AUTH_SECRET: "short" }, "AUTH_SECRET must have at least 32 characters"],
  ])("refuse %o in one sentence", (environment, message) => {
    expect(() => read(environment)).toThrow(message);
  });
});
