import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "@/lib/core/markdown";

describe("an organizer's Markdown", () => {
  it("becomes prose", () => {
    const html = renderMarkdown(
      "**Bold**, [a link](https://example.org)\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    );
    expect(html).toContain("<strong>Bold</strong>");
    expect(html).toContain('<a href="https://example.org">a link</a>');
    expect(html).toContain("<li>one</li>");
    expect(html).toContain("<td>1</td>");
  });

  it("is inert whatever is pasted into it", () => {
    const evil = [
      "[x](javascript:alert(1))",
      "[x](data:text/html;base64,PHNjcmlwdD4=)",
      "<script>alert(1)</script>",
      '<img src=x onerror="alert(1)">',
      '<svg onload="alert(1)"></svg>',
      "![x](https://tracker.example/pixel.png)",
      '<a href="javascript:alert(1)">x</a>',
      "[x](JaVaScRiPt:alert(1))",
      "[x](vbscript:x)",
      '<iframe src="https://evil.example"></iframe>',
    ];
    for (const markdown of evil) {
      expect(renderMarkdown(markdown), markdown).not.toMatch(
        /<(script|img|svg|iframe)|onerror|onload|href="(?!https?:|mailto:)/i,
      );
    }
  });

  it("never throws and never lets a script through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(renderMarkdown(text)).not.toMatch(/<script|javascript:[^"]*"/i);
      }),
    );
  });
});
