import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import type { Said, Source } from "@/components/schedule/import-state";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { textOfFile } from "@/lib/schedule/import/rules";

interface Props {
  source: Source;
  said: Pick<Said, "year" | "dayFirst" | "firstDate">;
  maxBytes: number;
  looking: boolean;
  onBring: (source: Source) => void;
  onType: (text: string) => void;
  /** Words about the text: taken with the next look, or looked at once they are whole. */
  onSay: (said: Partial<Said>, whole: boolean) => void;
  onLook: () => void;
}

const HINT =
  "Paste it from a spreadsheet, a web page, a mail or a text: a table, CSV, Markdown, YAML, JSON, a calendar file or a plain list. Or drop a file here.";

/** Where a schedule comes in: pasted with its links where there are any, dropped, chosen or typed. */
export function ImportSource({ source, said, maxBytes, looking, onBring, onType, onSay, onLook }: Props) {
  const [refused, setRefused] = useState<string | null>(null);
  const pasting = useRef(false);

  async function readFile(file: File) {
    // A file that is too large anyway need not be held in memory to be refused.
    const bytes = new Uint8Array(await file.slice(0, maxBytes + 1).arrayBuffer());
    const read = textOfFile({ name: file.name, bytes }, maxBytes);
    setRefused(read.refused ?? null);
    if (read.refused === undefined) onBring({ text: read.text, html: null, fileName: file.name });
  }

  function take(data: DataTransfer): boolean {
    const html = data.getData("text/html");
    if (!/<table[\s>]/i.test(html) || html.length > maxBytes) return false;
    setRefused(null);
    onBring({ text: data.getData("text/plain") || "A table with its links.", html, fileName: null });
    return true;
  }

  function paste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const whole = selectionStart === 0 && selectionEnd === value.length;
    if (whole && take(event.clipboardData)) return event.preventDefault();
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
      onBring({ text: event.dataTransfer.getData("text/plain"), html: null, fileName: null });
    }
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
        onChange={({ target: { value } }) => {
          setRefused(null);
          // What is pasted over everything is another schedule, and is looked at without being asked.
          if (pasting.current) onBring({ text: value, html: null, fileName: null });
          else onType(value);
          pasting.current = false;
        }}
      />
      {source.html !== null && (
        <p className="text-sm">
          Pasted as a table, with its links.{" "}
          <button
            type="button"
            className="cursor-pointer text-accent underline"
            onClick={() => onBring({ ...source, html: null })}
          >
            Take the plain text instead
          </button>
        </p>
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
        {said.firstDate !== null && (
          <TextField
            label="Week 1"
            type="date"
            value={said.firstDate}
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
