"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { api, problemFrom } from "@/lib/api/client";
import type { ColumnRole } from "@/lib/transfer/schema";

export type Preview = Awaited<ReturnType<typeof api.schedule.importPreview>>;
export type ImportLine = Preview["changes"][number];

/** What was pasted, dropped or typed. */
export interface Source {
  text: string;
  /** The same with its links, where the clipboard had a table. */
  html: string | null;
  fileName: string | null;
}

/** What the organizer says about it. */
export interface Said {
  year: string;
  publish: boolean;
  dayFirst: boolean | null;
  firstDate: string | null;
  columns: Readonly<Record<string, ColumnRole>>;
  /** The ids of the lines that were unticked. */
  leave: ReadonlySet<string>;
  /** Lines of the public log in other words, by id. */
  words: ReadonlyMap<string, string>;
}

/** What was saved last. */
interface Saved {
  count: number;
  left: number;
  /** The audit row that takes it back. */
  undo: string | null;
  undone: boolean;
}

const NOTHING = {
  dayFirst: null,
  firstDate: null,
  columns: {},
  leave: new Set<string>(),
  words: new Map<string, string>(),
};

/** Whether a line is to be saved: it is ticked, and so is the line that it needs. */
export function isTicked({ id, needs }: ImportLine, leave: ReadonlySet<string>): boolean {
  return !leave.has(id) && !(needs !== null && leave.has(needs));
}

/**
 * The import of one page: what was given, what was understood of it, and what is taken. Looking never saves; a later
 * look overtakes an earlier one, and what was pasted stays whatever goes wrong.
 */
export function useImport(cohort: string, defaultPublish: boolean) {
  const router = useRouter();
  const [source, setSource] = useState<Source>({ text: "", html: null, fileName: null });
  const [said, setSaid] = useState<Said>({ ...NOTHING, year: "", publish: defaultPublish });
  const [found, setFound] = useState<Preview | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const latest = useRef(0);

  const preview = useMutation({
    mutationFn: async ({ source, said, turn }: { source: Source; said: Said; turn: number }) => {
      const report = await api.schedule.importPreview(inputOf(cohort, source, said));
      return { report, turn };
    },
    onSuccess: ({ report, turn }) => {
      if (turn === latest.current) setFound(report);
    },
  });
  const apply = useMutation({
    mutationFn: async ({ report, taken }: { report: Preview; taken: number }) => {
      const lines = report.lines.map(({ id, text }) => ({ id, text: said.words.get(id) ?? text }));
      const { undo } = await api.schedule.importApply({
        ...inputOf(cohort, source, said),
        ...(said.words.size > 0 ? { lines } : {}),
        fingerprint: report.fingerprint,
      });
      return { count: taken, left: report.changes.length - taken, undo, undone: false };
    },
    onSuccess: (done) => {
      setSaved(done);
      setFound(null);
      setSaid((before) => ({ ...before, leave: new Set(), words: new Map() }));
      router.refresh();
    },
    onError: (error) => {
      // What stands by now comes with the refusal.
      const { current } = problemFrom(error);
      if (isPreview(current)) setFound(current);
    },
  });

  function look(next: { source?: Source; said?: Partial<Said> } = {}) {
    const [from, about] = [next.source ?? source, { ...said, ...next.said }];
    setSource(from);
    setSaid(about);
    setSaved(null);
    apply.reset();
    latest.current += 1;
    if (from.text.trim() === "") preview.reset();
    else preview.mutate({ source: from, said: about, turn: latest.current });
  }

  return {
    source,
    said,
    found,
    saved,
    looking: preview.isPending,
    saving: apply.isPending,
    problem: preview.error ?? apply.error,
    look,
    /** Another text: nothing that was said of the one before counts for it. */
    bring(source: Source) {
      setFound(null);
      look({ source, said: NOTHING });
    },
    /** Typing; what was found is about other words now. */
    type(text: string) {
      latest.current += 1;
      setSource({ ...source, text, html: null });
      setSaid({ ...said, leave: new Set(), words: new Map() });
      setFound(null);
      setSaved(null);
      preview.reset();
      apply.reset();
    },
    /** Words about the text that are not whole yet; what was found is about others now. */
    say(words: Partial<Said>) {
      latest.current += 1;
      setSaid({ ...said, ...words });
      setFound(null);
      preview.reset();
      apply.reset();
    },
    /** Words of the public log, which change nothing that was found. */
    reword(words: Said["words"]) {
      setSaid({ ...said, words });
    },
    /** What was saved was taken back. */
    undone() {
      setSaved((before) => before && { ...before, undone: true });
      router.refresh();
    },
    save() {
      if (!found) return;
      apply.mutate({ report: found, taken: found.changes.filter((line) => isTicked(line, said.leave)).length });
    },
  };
}

function inputOf(cohort: string, { text, html, fileName }: Source, said: Said) {
  const { year, publish, dayFirst, firstDate, columns, leave } = said;
  return {
    cohort,
    text,
    publish,
    leave: [...leave],
    ...(html === null ? {} : { html }),
    ...(fileName === null ? {} : { fileName }),
    ...(year === "" ? {} : { year: Number(year) }),
    ...(dayFirst === null ? {} : { dayFirst }),
    ...(firstDate === null ? {} : { firstDate }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  };
}

function isPreview(value: unknown): value is Preview {
  return typeof value === "object" && value !== null && "changes" in value && "fingerprint" in value;
}
