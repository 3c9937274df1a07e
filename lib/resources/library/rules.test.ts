import { describe, expect, it } from "vitest";
import { arrange, linkInWords, type View } from "@/lib/resources/library/rules";
import type { LibraryLink, LibraryResource } from "@/lib/resources/schema";

const resource = (title: string, fields: Partial<LibraryResource> = {}): LibraryResource => ({
  id: title,
  title,
  url: "https://e.org/x",
  kind: "video",
  author: "",
  minutes: null,
  stopPoints: [],
  version: 1,
  uses: [],
  done: 0,
  reported: null,
  link: { state: "ok", problem: "", askedOn: "2024-10-19" },
  ...fields,
});
const use = (date: string, title: string) => ({
  sessionId: date,
  date,
  title,
  state: "published" as const,
  slot: "before" as const,
});
const link = (state: LibraryLink["state"], problem = ""): LibraryLink => ({ state, problem, askedOn: null });

const LIBRARY = [
  resource("Attention", {
    kind: "paper",
    author: "Vaswani",
    minutes: 50,
    done: 3,
    uses: [use("2024-11-05", "Transformers")],
  }),
  resource("Poincaré", {
    minutes: 20,
    done: 9,
    uses: [use("2024-10-22", "Topology")],
    link: link("broken", "404 Not Found"),
  }),
  resource("Spare", { link: link("unsure", "503 Service Unavailable") }),
  resource("Write it down", { kind: "task", url: null, link: null, uses: [use("2024-10-15", "")] }),
];
const shown = (view: Partial<View>) =>
  arrange(LIBRARY, { words: "", kind: null, part: "all", order: "title", ...view }).map(({ title }) => title);

describe("a view of the library", () => {
  it.each([
    [{}, ["Attention", "Poincaré", "Spare", "Write it down"]],
    [{ words: "poincare" }, ["Poincaré"]],
    [{ words: "TRANSFORM  vas" }, ["Attention"]],
    [{ words: "e.org/x attention" }, ["Attention"]],
    [{ words: "nothing like it" }, []],
    [{ kind: "task" as const }, ["Write it down"]],
    [{ part: "unused" as const }, ["Spare"]],
    [{ part: "trouble" as const }, ["Poincaré", "Spare"]],
    [{ part: "trouble" as const, words: "spare" }, ["Spare"]],
    [{ order: "first_use" as const }, ["Write it down", "Poincaré", "Attention", "Spare"]],
    [{ order: "longest" as const }, ["Attention", "Poincaré", "Spare", "Write it down"]],
    [{ order: "most_done" as const }, ["Poincaré", "Attention", "Spare", "Write it down"]],
    [{ order: "fewest_done" as const }, ["Spare", "Write it down", "Attention", "Poincaré"]],
  ])("%j shows %j", (view, titles) => {
    expect(shown(view)).toEqual(titles);
  });
});

it("what a link answered is said in words", () => {
  expect(linkInWords(link("ok"))).toBe("works");
  expect(linkInWords(link("waiting"))).toBe("not asked yet");
  expect(linkInWords(link("broken", "404 Not Found"))).toBe("broken: 404 Not Found");
  expect(linkInWords(link("unsure", "404 Not Found"))).toBe("asked again soon: 404 Not Found");
  expect(linkInWords(link("refused", "leads into a private network"))).toBe("not asked: leads into a private network");
});
