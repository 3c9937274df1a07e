import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertPlainJson, boundRequest } from "@/lib/api/guard";

const bytes = (text: string) => new TextEncoder().encode(text);
const posted = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://convene.test/api/x", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });

describe("a request's body", () => {
  it("arrives as it was sent", async () => {
    const request = await boundRequest(posted('{"a":[1,2,{"b":"}]"}]}'));
    expect(await request.json()).toEqual({ a: [1, 2, { b: "}]" }] });
  });

  it("is refused when it is larger than announced or allowed, without being read to its end", async () => {
    await expect(boundRequest(posted("x".repeat(2000)), 1000)).rejects.toMatchObject({ code: "too_large" });
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(500));
      },
    });
    const request = new Request("http://convene.test/", {
      method: "POST",
      body: endless,
      duplex: "half",
    } as RequestInit);
    await expect(boundRequest(request, 1000)).rejects.toMatchObject({ code: "too_large" });
    expect(pulled).toBeLessThan(10);
  });

  it("is refused when its JSON is a hundred thousand deep or not UTF-8", async () => {
    await expect(boundRequest(posted("[".repeat(100_000)))).rejects.toMatchObject({ code: "malformed" });
    await expect(boundRequest(posted(new Uint8Array([0x22, 0xff, 0x22])))).rejects.toMatchObject({ code: "malformed" });
  });

  it("passes every JSON value of sane depth", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
        expect(() => assertPlainJson(bytes(JSON.stringify(value)))).not.toThrow();
      }),
    );
  });
});
