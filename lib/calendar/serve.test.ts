import { describe, expect, it, vi } from "vitest";
import { serveFeed } from "@/lib/calendar/serve";
import { notFound } from "@/lib/core/errors";

const feed = { filename: "fall-2024.ics", body: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" };
const ask = (headers: Record<string, string> = {}, query = "") =>
  serveFeed(new Request(`http://convene.test/c/fall-2024/calendar.ics${query}`, { headers }), async () => feed);

describe("a calendar over HTTP", () => {
  it("is a calendar by name and type that others may not keep", async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(feed.body);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "private, max-age=300",
      "content-disposition": 'inline; filename="fall-2024.ics"',
      "content-type": "text/calendar; charset=utf-8",
      etag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
    });
  });

  it("is not sent again to who has it, however they say so", async () => {
    const etag = (await ask()).headers.get("etag") ?? "";
    for (const known of [etag, `"x", ${etag}`, etag.slice(2), "*"]) {
      const response = await ask({ "if-none-match": known });
      expect([response.status, await response.text(), response.headers.get("etag")], known).toEqual([304, "", etag]);
    }
    expect((await ask({ "if-none-match": '"x"' })).status).toBe(200);
  });

  it.each(["?alarm=-1", "?alarm=10081", "?alarm=soon", "?alarm=1e3", "?session=1", "?alarm="])(
    "refuses %s in words instead of guessing",
    async (query) => {
      const response = await ask({}, query);
      expect([response.status, response.headers.get("cache-control")]).toEqual([400, "no-store"]);
    },
  );

  it("passes on what is asked for, and ignores what it does not know", async () => {
    const asked = vi.fn(async () => feed);
    await serveFeed(new Request("http://convene.test/x.ics?alarm=10080&utm_source=mail"), asked);
    expect(asked).toHaveBeenCalledWith({ alarm: 10_080 });
  });

  it("that is not there is a plain 404 that nobody keeps", async () => {
    const response = await serveFeed(new Request("http://convene.test/api/feeds/secret.ics"), async () => {
      throw notFound("cohort");
    });
    expect([response.status, response.headers.get("cache-control")]).toEqual([404, "no-store"]);
    expect(await response.text()).toBe("There is no such calendar.\n");
  });

  it("that cannot be read just now is a 503, and the log names the error but not the address", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await serveFeed(new Request("http://convene.test/api/feeds/secret.ics"), async () => {
      throw new TypeError("while reading secret");
    });
    expect(response.status).toBe(503);
    expect(log.mock.calls).toEqual([["calendar failed:", "TypeError"]]);
  });
});
