import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { encodingFor, keepPage, sendKept } from "@/lib/web/kept-page";

describe("the encoding of a kept page", () => {
  it("is the smallest that the reader takes", () => {
    expect(encodingFor("gzip, deflate, br, zstd")).toBe("br");
    expect(encodingFor("gzip, br;q=0")).toBe("gzip");
    expect(encodingFor("br;q=0.000, gzip;q=0")).toBe("identity");
    expect(encodingFor(undefined)).toBe("identity");
  });
});

describe("a kept page", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  const page = keepPage(`<p>${"Schedule ".repeat(200)}</p>`, "default-src 'self'", 1000);

  async function ask(headers: Record<string, string>, method = "GET"): Promise<Response> {
    const listening = createServer((request, response) => sendKept(page, request, response));
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    return fetch(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/`, { headers, method });
  }

  it.each(["br", "gzip", "identity"])("arrives whole in %s, with its policy", async (encoding) => {
    const response = await ask({ "accept-encoding": encoding });
    expect(await response.text()).toBe(page.bodies.identity.toString());
    expect(response.headers.get("content-security-policy")).toBe("default-src 'self'");
    expect(response.headers.get("cache-control")).toContain("must-revalidate");
  });

  it("is not sent again to who has it, and HEAD sends no body", async () => {
    expect((await ask({ "if-none-match": `"other", ${page.etag}` })).status).toBe(304);
    const head = await ask({}, "HEAD");
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
  });
});
