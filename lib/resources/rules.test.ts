import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf, matchKeyOf, normalUrl, youtubeId } from "@/lib/resources/rules";

describe("the kind of a resource", () => {
  it.each([
    [null, "task"],
    ["https://youtu.be/AAAAAAAAAA1", "video"],
    ["https://www.YouTube.com/watch?v=AAAAAAAAAA1", "video"],
    ["https://vimeo.com/123", "video"],
    ["https://www.3blue1brown.com/lessons/gpt", "video"],
    ["https://www.3blue1brown.com/about", "article"],
    ["https://arxiv.org/abs/1706.03762", "paper"],
    ["https://e.org/notes.PDF?x=1", "paper"],
    ["https://e.org/lab.ipynb", "notebook"],
    ["https://colab.research.google.com/drive/1", "notebook"],
    ["https://notyoutube.com/watch", "article"],
    ["https://e.org/youtube.com", "article"],
  ])("of %s is %s", (url, kind) => {
    expect(kindOf(url)).toBe(kind);
  });

  it.each([
    ["Paper: Attention", "paper"],
    ["Attention (pdf)", "paper"],
    ["Video: Attention", "video"],
    ["Attention (video)", "video"],
    ["Lecture recording", "video"],
    ["Watch 3: attention", "video"],
    ["Attention in a notebook", "notebook"],
    ["Colab", "notebook"],
    ["Exercise 3: attention", "task"],
    ["Homework 2", "task"],
    ["Podcast: attention", "other"],
    ["Blog post: the video codec", "article"],
    ["Video compression without tears", "video"],
    ["Notebooks of Leonardo", "article"],
    ["Homeworkers of the world", "article"],
  ])("of a page called %j is %s", (title, kind) => {
    expect(kindOf("https://e.org/a", title)).toBe(kind);
  });

  it("is what the link is sure of, whatever the words say", () => {
    expect(kindOf("https://youtu.be/AAAAAAAAAA1", "Paper: attention")).toBe("video");
    expect(kindOf("https://arxiv.org/abs/1706.03762", "Video: attention")).toBe("paper");
    expect(kindOf("https://e.org/a.pdf", "Chapter 3")).toBe("article");
    expect(kindOf("https://e.org/a.pdf", "Homework 3")).toBe("task");
    expect(kindOf(null, "Paper: attention")).toBe("task");
  });
});

describe("two links are one resource", () => {
  it.each([
    ["https://youtu.be/AAAAAAAAAA1?t=38", "https://www.youtube.com/watch?v=AAAAAAAAAA1&list=x"],
    ["https://m.youtube.com/shorts/AAAAAAAAAA1", "https://www.youtube-nocookie.com/embed/AAAAAAAAAA1"],
    ["https://E.org/Sets/", "http://www.e.org/Sets"],
    ["https://e.org/a?utm_source=x&b=1&UTM_medium=y#part", "https://e.org/a?b=1"],
    ["https://e.org", "https://e.org/"],
  ])("%s and %s", (a, b) => {
    expect(normalUrl(a)).toBe(normalUrl(b));
  });

  it.each([
    ["https://e.org/Sets", "https://e.org/sets"],
    ["https://e.org/a?b=1", "https://e.org/a?b=2"],
    ["https://e.org/#/one", "https://e.org/#/two"],
    ["https://youtu.be/AAAAAAAAAA1", "https://youtu.be/AAAAAAAAAA2"],
  ])("but not %s and %s", (a, b) => {
    expect(normalUrl(a)).not.toBe(normalUrl(b));
  });

  it("and normalising twice changes nothing", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = normalUrl(url) ?? "";
        expect(normalUrl(once)).toBe(once);
      }),
    );
  });
});

it("tells things without a link apart by their words", () => {
  expect(matchKeyOf({ title: "Pre-Lab  Setup!", url: null })).toBe("title:pre lab setup");
  expect(matchKeyOf({ title: "??", url: null })).toBe("title:??");
  expect(matchKeyOf({ title: "C++", url: null })).not.toBe(matchKeyOf({ title: "C", url: null }));
  expect(youtubeId("https://www.youtube.com/playlist?list=PL1")).toBeNull();
});
