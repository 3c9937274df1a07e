import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, askable, failureOf, isPublicAddress, questionFor, weigh } from "@/lib/resources/links/rules";

const OK = { state: "ok", problem: "", failures: 0 } as const;
const status = (code: number, words = `${code} Words`): Answer => ({ kind: "status", status: code, words });

describe("the addresses that may be connected to", () => {
  it.each([
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "::7f00:1",
    "::ffff:0:10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::",
    "2001:0:1::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "",
    "localhost",
    "10.0.0",
  ])("%s is none of them", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    "1.1.1.1",
    "93.184.215.14",
    "2606:4700:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
    "2002:101:101::1",
  ])("%s is one", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it("are the same for an IPv4 address in each of its IPv6 disguises", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        for (const disguise of [`::ffff:${address}`, `::ffff:${hex}`, `64:ff9b::${address}`, `2002:${hex}::1`]) {
          expect(isPublicAddress(disguise), disguise).toBe(isPublicAddress(address));
        }
      }),
    );
  });
});

describe("the form of a link", () => {
  it.each([
    ["http://2130706433/", "127.0.0.1"],
    ["http://0x7f.1/", "127.0.0.1"],
    ["http://0177.0.0.1/", "127.0.0.1"],
    ["http://127.1/", "127.0.0.1"],
    ["http://①②⑦.0.0.1/", "127.0.0.1"],
    ["http://[::ffff:a00:1]/", "::ffff:a00:1"],
  ])("%s is the address %s, however it is written", (link, address) => {
    const url = askable(link);
    const host = url instanceof URL ? url.hostname.replace(/^\[|\]$/g, "") : "";
    expect(host).toBe(address);
    expect(isPublicAddress(host)).toBe(false);
  });

  it.each([
    ["ftp://e.org/", "leads to something that is no web page"],
    ["file:///etc/passwd", "leads to something that is no web page"],
    ["https://ada:secret@e.org/", "has a name and a password in it"],
    ["https://ada@e.org/", "has a name and a password in it"],
    ["http://e.org:22/", "leads to port 22, which is no web server's"],
    ["http://e.org:6667/", "leads to port 6667, which is no web server's"],
  ])("%s is refused", (link, problem) => {
    expect(askable(link)).toEqual({ kind: "refused", problem });
  });

  it.each(["http://e.org/", "https://e.org:443/", "http://e.org:443/", "https://e.org:8443/a?b#c"])(
    "%s can be asked",
    (link) => {
      expect(askable(link)).toBeInstanceOf(URL);
    },
  );

  it("of a YouTube video is asked where YouTube tells the truth", () => {
    const { url, fine } = questionFor("https://youtu.be/AAAAAAAAAA1?t=38");
    expect(url).toBe(
      "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DAAAAAAAAAA1",
    );
    expect(fine).toEqual([401]);
    expect(questionFor("https://e.org/a")).toEqual({ url: "https://e.org/a", fine: [] });
  });
});

describe("an answer", () => {
  it.each([
    [status(200), OK],
    [status(204), OK],
    [status(304), OK],
    [status(404, "404 Not Found"), { state: "broken", problem: "404 Not Found", failures: 1 }],
    [status(410, "410 Gone"), { state: "broken", problem: "410 Gone", failures: 1 }],
    [status(403, "403 Forbidden"), { state: "refused", problem: "answers robots with 403 Forbidden", failures: 0 }],
    [
      { kind: "refused", problem: "leads into a private network" } as const,
      { state: "refused", problem: "leads into a private network", failures: 0 },
    ],
    [
      { kind: "broken", problem: "more than 5 redirects" } as const,
      { state: "broken", problem: "more than 5 redirects", failures: 1 },
    ],
    [{ kind: "none" } as const, null],
  ])("%j of a link that nothing is known of gives %j", (answer, verdict) => {
    expect(weigh(null, answer, true)).toEqual(verdict);
  });

  it("that fails again counts on, and one that is well starts anew", () => {
    const once = weigh(null, status(404, "404 Not Found"), true);
    const twice = weigh(once, status(404, "404 Not Found"), true);
    expect(twice).toEqual({ state: "broken", problem: "404 Not Found", failures: 2 });
    expect(weigh(twice, status(200), true)).toEqual(OK);
  });

  it.each([500, 502, 503, 408])("%d is no failure the first time and is one the second", (code) => {
    const first = weigh(OK, status(code, `${code} Trouble`), true);
    expect(first).toEqual({ state: "ok", problem: `${code} Trouble`, failures: 0 });
    const second = weigh(first, status(code, `${code} Trouble`), true);
    expect(second).toEqual({ state: "broken", problem: `${code} Trouble`, failures: 1 });
    expect(weigh(second, status(code, `${code} Trouble`), true)).toMatchObject({ failures: 2 });
  });

  it("429 again and again means that robots are not welcome, not that the link is broken", () => {
    const first = weigh(null, status(429, "429 Too Many Requests"), true);
    expect(first).toMatchObject({ state: "ok", failures: 0 });
    expect(weigh(first, status(429, "429 Too Many Requests"), true)).toMatchObject({ state: "refused" });
  });

  it("that is silence counts only while others answer", () => {
    const silence: Answer = { kind: "unreachable", problem: "no such host" };
    expect(weigh(OK, silence, true)).toEqual({ state: "broken", problem: "no such host", failures: 1 });
    expect(weigh(OK, silence, false)).toBeNull();
    expect(weigh(null, silence, false)).toBeNull();
  });

  it.each(["EAI_AGAIN", "ENETUNREACH", "EMFILE", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", ""])(
    "that is trouble on this side (%j) is no verdict",
    (code) => {
      expect(weigh({ state: "broken", problem: "404 Not Found", failures: 1 }, failureOf(code), true)).toBeNull();
    },
  );

  it("needs at least two bad ones in a row before a link counts as broken", () => {
    const answers = fc.constantFrom<Answer>(
      status(200),
      status(404),
      status(503),
      status(429),
      status(403),
      { kind: "none" },
      { kind: "unreachable", problem: "no such host" },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(answers, fc.boolean())), (history) => {
        let known: ReturnType<typeof weigh> = null;
        let bad = 0;
        for (const [answer, othersAnswer] of history) {
          const verdict = weigh(known, answer, othersAnswer);
          if (!verdict) continue;
          bad = verdict.problem === "" ? 0 : bad + 1;
          known = verdict;
          if (known.failures >= 2) expect(bad).toBeGreaterThanOrEqual(2);
          expect(known.failures > 0).toBe(known.state === "broken");
        }
      }),
    );
  });
});
