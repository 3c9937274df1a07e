import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  contentSecurityPolicy,
  isFresh,
  KeptPages,
  playerSources,
  policyFor,
  withLateScripts,
} from "@/lib/web/kept-pages";

describe("a kept page", () => {
  const listening = { staleSince: new Map([["fall-2024", 5000]]), listening: true };

  it("is shown until its cohort changes, and another cohort's change leaves it alone", () => {
    expect(isFresh(listening, "fall-2024", 5001, 6000)).toBe(true);
    expect(isFresh(listening, "fall-2024", 5000, 5001)).toBe(false);
    expect(isFresh(listening, "spring-2025", 1000, 6000)).toBe(true);
  });

  it("is made again when everything may have changed, and when it is a minute old", () => {
    expect(isFresh({ staleSince: new Map([["*", 7000]]), listening: true }, "spring-2025", 6999, 7001)).toBe(false);
    expect(isFresh(listening, "spring-2025", 1000, 61_001)).toBe(false);
  });

  it("is kept for a second at most while changes may go unheard", () => {
    const deaf = { staleSince: new Map<string, number>(), listening: false };
    expect(isFresh(deaf, "fall-2024", 1000, 1900)).toBe(true);
    expect(isFresh(deaf, "fall-2024", 1000, 2100)).toBe(false);
  });
});

describe("the content security policy", () => {
  it("names exactly the inline scripts of the page", () => {
    const policy = policyFor('<script src="/a.js"></script><script>alert(1)</script><script id="b">let x</script>');
    expect(policy.match(/'sha256-[^']+'/g)).toHaveLength(2);
    expect(policy).toContain("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
    expect(policyFor("<p>no script</p>")).toBe(contentSecurityPolicy(""));
    expect(policy).not.toContain("unsafe-inline");
  });

  it("lets the page to watch on have its players, files and Vimeo's word, and no other page anything of it", () => {
    const strict =
      "default-src 'self'; script-src 'self' 'nonce-a'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    const policyOn = (path: string, secure = true) => contentSecurityPolicy("'nonce-a'", playerSources(path, secure));
    for (const path of [
      "/",
      "/c/fall-2024",
      "/c/fall-2024/week",
      "/c/fall-2024/watch",
      "/c/fall-2024/watch/a/b",
      "/c/fall-2024/admin/watch/a",
      "/api/c/fall-2024/watch/a",
      "//c/fall-2024/watch/a",
    ])
      expect(policyOn(path), path).toBe(strict);
    const watch = strict.replace(
      "connect-src 'self'",
      "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; media-src 'self' https:; connect-src 'self' https://vimeo.com",
    );
    expect(policyOn("/c/fall-2024/watch/0190")).toBe(watch);
    expect(policyOn("/c/fall-2024/watch/0190/")).toBe(watch);
    expect(policyOn("/c/fall-2024/watch/0190", false)).toBe(watch.replace("https:;", "https: http:;"));
  });
});

describe("a page with late scripts", () => {
  it("asks for none of them by itself, keeps those that stand in it, and knows where the others are", () => {
    const page =
      '<head><link rel="preload" as="script" href="/a.js"/><link rel="preload" as="font" href="/f.woff2"/><script src="/a.js" async=""></script></head>' +
      '<body><p>Term</p><script src="/old.js" noModule=""></script><script>data()</script><script src="/a.js" async=""></script><script src="/b.js" id="_R_" async=""></script></body>';
    const late = withLateScripts(page);
    expect(late).not.toMatch(/<script[^>]*\bsrc=|as="script"|old\.js/);
    expect(late).toContain('["/a.js","/b.js"]');
    expect(late).toContain("<script>data()</script>");
    expect(late).toContain('as="font"');
    expect(policyFor(late).match(/'sha256-/g)).toHaveLength(2);
    expect(withLateScripts("<p>none</p>")).toBe("<p>none</p>");
  });
});

describe("the pages a web process keeps", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(make: (request: IncomingMessage, response: ServerResponse) => unknown) {
    let made = 0;
    let clock = 1000;
    const pages = new KeptPages((request, response) => {
      made += 1;
      return make(request, response);
    });
    pages.state.listening = true;
    const listening = createServer((request, response) => pages.answer("fall-2024", request, response, () => clock));
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/c/fall-2024`;
    return { url, pages, made: () => made, tick: (ms: number) => (clock += ms) };
  }

  const page = (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader("x-nextjs-cache", "MISS");
    response.write("<p>Term ");
    response.end("<script>1</script></p>");
  };

  it("are made once, sent whole from then on, and made again after a change", async () => {
    const { url, pages, made, tick } = await serve(page);
    for (let i = 0; i < 3; i += 1) {
      const response = await fetch(url);
      expect(await response.text()).toBe("<p>Term <script>1</script></p>");
      expect(response.headers.get("content-security-policy")).toContain("'sha256-");
      expect(response.headers.get("x-nextjs-cache")).toBeNull();
    }
    expect(made()).toBe(1);
    tick(10);
    pages.state.staleSince.set("fall-2024", 1005);
    await fetch(url);
    expect(made()).toBe(2);
  });

  it("are sent whole also when their head was written first, as middleware does", async () => {
    const { url, made } = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/html", "x-nextjs-stale-time": "300" });
      response.flushHeaders();
      response.end("<p>Term</p>");
    });
    for (let i = 0; i < 2; i += 1) {
      const response = await fetch(url);
      expect(await response.text()).toBe("<p>Term</p>");
      expect(response.headers.get("x-nextjs-stale-time")).toBeNull();
      expect(response.headers.get("etag")).not.toBeNull();
    }
    expect(made()).toBe(1);
  });

  it("are made whole for somebody who asks for the head, and kept", async () => {
    const { url, made } = await serve((request, response) => {
      expect(request.method).toBe("GET");
      page(request, response);
    });
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(await (await fetch(url)).text()).toBe("<p>Term <script>1</script></p>");
    expect(made()).toBe(1);
  });

  it("tell the browser to fetch their fonts, and not their scripts, before it has read them", async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader(
        "link",
        '</a.woff2>; rel=preload; as="font"; crossorigin="", </a.js>; rel=preload; as="script"',
      );
      response.end("<p>Term</p>");
    });
    for (let i = 0; i < 2; i += 1) {
      expect((await fetch(url)).headers.get("link")).toBe('</a.woff2>; rel=preload; as="font"; crossorigin=""');
    }
  });

  it("that changed while they were being made are not kept", async () => {
    const { url, pages, made } = await serve((request, response) => {
      pages.state.staleSince.set("fall-2024", 1000);
      page(request, response);
    });
    await fetch(url);
    await fetch(url);
    expect(made()).toBe(2);
  });

  it("are no pages when there is nothing: the answer goes out with its status and is not kept", async () => {
    const { url, made } = await serve((_request, response) => {
      response.statusCode = 404;
      response.end("<script>2</script>");
    });
    for (let i = 0; i < 2; i += 1) {
      const response = await fetch(url);
      expect(response.status).toBe(404);
      expect(response.headers.get("content-security-policy")).toContain("'sha256-");
    }
    expect(made()).toBe(2);
  });
});
