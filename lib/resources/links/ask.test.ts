import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type AskOptions, askLink } from "@/lib/resources/links/ask";
import { isPublicAddress } from "@/lib/resources/links/rules";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on loopback; what it was asked is in `asked`. */
async function serve(handler: Handler, address = "127.0.0.1") {
  const asked: { method: string; url: string; headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    handler(request, response);
  });
  servers.push(server);
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, asked, url: (path = "/") => `http://${address}:${port}${path}` };
}

const answer =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, headers).end();
  };

const LOOPBACK = new Set(["127.0.0.1"]);
const ask = (link: string, options: Partial<AskOptions> = {}) =>
  askLink(link, {
    userAgent: "Convene link check (+http://convene.test)",
    isAllowed: (a) => LOOPBACK.has(a),
    ...options,
  });

describe("asking a link", () => {
  it("is one HEAD under our own name, without cookies", async () => {
    const { url, asked } = await serve(answer(200, { "set-cookie": "a=b" }));
    expect(await ask(url("/a?b=c#d"))).toEqual({ kind: "status", status: 200, words: "200 OK" });
    expect(asked).toMatchObject([
      { method: "HEAD", url: "/a?b=c", headers: { "user-agent": "Convene link check (+http://convene.test)" } },
    ]);
    expect(asked[0]?.headers.cookie).toBeUndefined();
  });

  it.each([403, 404, 405, 501])("tries GET where HEAD is answered with %d", async (status) => {
    const { url, asked } = await serve((request, response) => {
      response.writeHead(request.method === "HEAD" ? status : 200).end("here");
    });
    expect(await ask(url())).toMatchObject({ kind: "status", status: 200 });
    expect(asked.map(({ method }) => method)).toEqual(["HEAD", "GET"]);
  });

  it("tries GET where the server hangs up on HEAD", async () => {
    const { url } = await serve((request, response) => {
      if (request.method === "HEAD") request.socket.destroy();
      else response.end("here");
    });
    expect(await ask(url())).toMatchObject({ kind: "status", status: 200 });
  });

  it("says what the server says, and what is wrong when none does", async () => {
    const gone = await serve(answer(404));
    expect(await ask(gone.url())).toEqual({ kind: "status", status: 404, words: "404 Not Found" });
    const silent = await serve((request) => request.socket.destroy());
    expect(await ask(silent.url())).toEqual({ kind: "unreachable", problem: "the server closed the connection" });
    const { url } = await serve(answer(200));
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    expect(await ask(url())).toEqual({ kind: "unreachable", problem: "the server refused the connection" });
  });

  it("downloads nothing: a server that never stops sending costs its first bytes only", async () => {
    let sent = 0;
    const closed = Promise.withResolvers<void>();
    const { url } = await serve((request, response) => {
      if (request.method === "HEAD") return response.writeHead(405).end();
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) sent += 65_536;
      };
      response.on("drain", more).on("close", () => closed.resolve());
      more();
    });
    expect(await ask(url())).toMatchObject({ kind: "status", status: 200 });
    await closed.promise;
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it("waits so long and no longer, also for a server that answers drop by drop and for a name", async () => {
    const { url } = await serve((request) => {
      request.socket.write("HTTP/1.1 200 OK\r\n");
      const drop = setInterval(() => request.socket.write("x: y\r\n"), 20);
      request.socket.on("close", () => clearInterval(drop)).on("error", () => undefined);
    });
    const late = { kind: "unreachable", problem: "took longer than 1 seconds" };
    expect(await ask(url(), { patience: 200 })).toEqual(late);
    expect(await ask("http://slow.test/", { patience: 50, resolve: () => new Promise(() => undefined) })).toEqual(late);
  });

  it("is no verdict when it is cut short", async () => {
    const end = new AbortController();
    const { url } = await serve(() => end.abort());
    expect(await ask(url(), { signal: end.signal })).toEqual({ kind: "none" });
  });

  it.each([
    ["ENOTFOUND", { kind: "unreachable", problem: "no such host" }],
    ["EAI_AGAIN", { kind: "none" }],
  ])("a name that the resolver answers with %s is %j", async (code, expected) => {
    const resolve = async () => Promise.reject(Object.assign(new Error("dns"), { code }));
    expect(await ask("http://nowhere.test/", { resolve })).toEqual(expected);
  });
});

describe("redirects", () => {
  it("are followed, five at most", async () => {
    const { url, asked } = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end();
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await ask(url("/5"))).toMatchObject({ kind: "status", status: 200 });
    expect(asked.length).toBe(6);
    expect(await ask(url("/6"))).toEqual({ kind: "broken", problem: "more than 5 redirects" });
  });

  it.each([
    ["file:///etc/passwd", { kind: "refused", problem: "leads to something that is no web page" }],
    ["http://ada:secret@e.org/", { kind: "refused", problem: "has a name and a password in it" }],
    ["http://127.0.0.2/", { kind: "refused", problem: "leads into a private network" }],
    ["http://169.254.169.254/latest/meta-data", { kind: "refused", problem: "leads into a private network" }],
    ["http://[::1]/", { kind: "refused", problem: "leads into a private network" }],
    ["http://inside.test/", { kind: "refused", problem: "leads into a private network" }],
    ["http://[", { kind: "broken", problem: "302 Found, but not to where" }],
  ])("to %s are looked at like a link", async (location, expected) => {
    const { url } = await serve(answer(302, { location }));
    expect(await ask(url(), { resolve: async () => ["10.0.0.7"] })).toEqual(expected);
  });
});

describe("a private network", () => {
  it("is not reached by an address, and no connection is made", async () => {
    const { url, asked } = await serve(answer(200));
    expect(await ask(url(), { isAllowed: isPublicAddress })).toEqual({
      kind: "refused",
      problem: "leads into a private network",
    });
    expect(asked).toEqual([]);
  });

  it.each([[["127.0.0.1"]], [["1.1.1.1", "127.0.0.1"]], [["1.1.1.1", "::ffff:10.0.0.1"]]])(
    "is not reached by a name that leads to %j",
    async (addresses) => {
      const { port, asked } = await serve(answer(200));
      const resolve = async () => addresses;
      const link = `http://trick.test:${port}/`;
      expect(await ask(link, { isAllowed: isPublicAddress, resolve })).toMatchObject({ kind: "refused" });
      expect(asked).toEqual([]);
    },
  );

  it("is not reached by a name that leads elsewhere between the look and the connection", async () => {
    const outside = await serve(answer(200));
    const answers = [["127.0.0.1"], ["127.0.0.2"]];
    const resolve = async () => answers.shift() ?? ["127.0.0.2"];
    // No resolver of this machine knows the name: a connection that asks for it again finds nothing.
    expect(await ask(`http://rebind.test:${outside.port}/`, { resolve })).toMatchObject({
      kind: "status",
      status: 200,
    });
    expect(outside.asked).toMatchObject([{ headers: { host: `rebind.test:${outside.port}` } }]);
    expect(answers.length, "the name was asked for once").toBe(1);
  });

  it("is not reached by what the system's resolver makes of localhost", async () => {
    const { port, asked } = await serve(answer(200));
    expect(await ask(`http://localhost:${port}/`, { isAllowed: isPublicAddress })).toMatchObject({ kind: "refused" });
    expect(asked).toEqual([]);
  });
});
