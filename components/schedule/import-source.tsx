import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import type { Said, Source } from "@/components/schedule/import-state";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { textOfFile } from "@/lib/schedule/import/rules";
import { lacksLinksOf } from "@/lib/transfer/formats/links";

interface Props {
  source: Source;
  said: Pick<Said, "year" | "dayFirst" | "firstDate">;
  /** The date of week 1 that counts, said now or before. */
  firstDate: string | null;
  /** Whether the last look took the text, although there were links beside it. */
  textTaken: boolean;
  maxBytes: number;
  looking: boolean;
  onBring: (source: Source) => void;
  onType: (text: string) => void;
  /** Words about the text: taken with the next look, or looked at once they are whole. */
  onSay: (said: Partial<Said>, whole: boolean) => void;
  onLook: () => void;
}

/** Why links of the clipboard are not here, and what would have them. */
interface Lost {
  why: string;
  whole?: { source: Source; words: string };
}

const HINT =
  "Paste it from a spreadsheet, a web page, a mail or a text: a table, CSV, Markdown, YAML, JSON, a calendar file or a plain list. Or drop a file here.";

/** Where a schedule comes in: pasted with its links where there are any, dropped, chosen or typed. */
export function ImportSource({ source, said, maxBytes, looking, onBring, onType, onSay, onLook, ...found }: Props) {
  const [refused, setRefused] = useState<string | null>(null);
  const [lost, setLost] = useState<Lost | null>(null);
  const pasting = useRef(false);

  async function readFile(file: File) {
    // A file that is too large anyway need not be held in memory to be refused.
    const bytes = new Uint8Array(await file.slice(0, maxBytes + 1).arrayBuffer());
    const read = textOfFile({ name: file.name, bytes }, maxBytes);
    setRefused(read.refused ?? null);
    if (read.refused === undefined) bring({ text: read.text, html: null, fileName: file.name });
  }

  /** Another schedule: what was said of the one before is over. */
  function bring(next: Source) {
    setRefused(null);
    setLost(null);
    onBring(next);
  }

  const most = Math.round(maxBytes / 1024 / 1024);
  const isTooLarge = (html: string) => new Blob([html]).size > maxBytes;

  function take(data: DataTransfer): boolean {
    const [text, html] = [data.getData("text/plain"), data.getData("text/html")];
    const linked = lacksLinksOf(text, html);
    setLost(null);
    if (!linked && !/<table[\s>]/i.test(html)) return false;
    if (isTooLarge(html)) {
      if (linked) setLost({ why: `With its links this is larger than ${most} MB, so that only its text was taken.` });
      return false;
    }
    bring({ text: text || "A table with its links.", html, fileName: null });
    return true;
  }

  function paste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const whole = selectionStart === 0 && selectionEnd === value.length;
    if (whole && take(event.clipboardData)) return event.preventDefault();
    const [words, html] = [event.clipboardData.getData("text/plain"), event.clipboardData.getData("text/html")];
    if (!whole && lacksLinksOf(words, html)) {
      const why = "This was put into the text that is here, without the links that it has.";
      const whole = { source: { text: words, html, fileName: null }, words: "Take only it, with its links" };
      setLost(isTooLarge(html) ? { why } : { why, whole });
    }
    pasting.current = whole;
    // The same text over itself is no change to the browser, and still a wish to look again.
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (whole && text === value && text !== "") {
      event.preventDefault();
      pasting.current = false;
      onBring({ text, html: null, fileName: null });
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) void readFile(file);
    else if (!take(event.dataTransfer)) {
      setRefused(null);
      onBring({ text: event.dataTransfer.getData("text/plain"), html: null, fileName: null });
    }
  }

  function type(text: string) {
    setRefused(null);
    // What is pasted over everything is another schedule, and is looked at without being asked.
    if (pasting.current) onBring({ text, html: null, fileName: null });
    else {
      if (source.html !== null && lacksLinksOf(text, source.html)) {
        const why = "You changed the text, which has no links of its own.";
        setLost({ why, whole: { source, words: "Take it as it was pasted, with its links" } });
      }
      onType(text);
    }
    pasting.current = false;
  }

  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        onLook();
      }}
    >
      <TextArea
        label="Your schedule"
        hint={HINT}
        rows={16}
        mono
        spellCheck={false}
        value={source.text}
        onPaste={paste}
        onDrop={drop}
        onDragOver={(event) => event.preventDefault()}
        onChange={({ target: { value } }) => type(value)}
      />
      {source.html !== null && (
        <Aside words="Take the plain text instead" onTake={() => bring({ ...source, html: null })}>
          {found.textTaken
            ? "Read as text: on its page there are no sessions with links."
            : "Pasted as on its page, with its links."}
        </Aside>
      )}
      {lost && (
        <div role="status">
          <Aside words={lost.whole?.words} onTake={() => lost.whole && bring(lost.whole.source)}>
            {lost.why}
          </Aside>
        </div>
      )}
      {refused && <Callout tone="trouble">{refused}</Callout>}
      <div className="flex flex-wrap items-end gap-4">
        <label className="min-w-0 text-sm">
          <span className="mb-1 block font-medium">Or choose a file</span>
          <input
            type="file"
            className="max-w-full"
            accept=".csv,.tsv,.txt,.md,.html,.htm,.yml,.yaml,.json,.ics,text/*,application/json"
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file) void readFile(file);
              // The same file can be chosen again after it was changed.
              target.value = "";
            }}
          />
        </label>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="First year"
          type="number"
          placeholder="as the text says"
          min={1900}
          max={2200}
          value={said.year}
          onChange={(event) => onSay({ year: event.target.value }, false)}
        />
        <SelectField
          label="Dates like 03/04"
          value={said.dayFirst === null ? "" : said.dayFirst ? "day" : "month"}
          onChange={({ target: { value } }) => onSay({ dayFirst: value === "" ? null : value === "day" }, true)}
        >
          <option value="">not said</option>
          <option value="day">the day first</option>
          <option value="month">the month first</option>
        </SelectField>
        {(said.firstDate ?? found.firstDate) !== null && (
          <TextField
            label="Week 1"
            type="date"
            value={said.firstDate ?? found.firstDate ?? ""}
            onChange={(event) => onSay({ firstDate: event.target.value || null }, true)}
          />
        )}
      </div>
      <Button type="submit" busy={looking} disabled={source.text.trim() === ""}>
        See what is understood
      </Button>
    </form>
  );
}

function Aside({ children, words, onTake }: { children: string; words: string | undefined; onTake: () => void }) {
  return (
    <p className="text-sm">
      {children}{" "}
      {words && (
        <button type="button" className="cursor-pointer text-accent underline" onClick={onTake}>
          {words}
        </button>
      )}
    </p>
  );
}
