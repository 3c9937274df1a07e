"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { EditConflict } from "@/lib/schedule/edit/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { asRequest, type GridChange, merged, touches, withChanges, withNames } from "./changes";
import { type Act, changesIn, isTurn, without } from "./line";

/** What the grid says about saving. */
export type Status =
  | { kind: "still" }
  | { kind: "saving" }
  | { kind: "saved"; words: string }
  /** The server did not answer; nothing is lost, the change waits. */
  | { kind: "waiting"; words: string }
  /** The server refused; the change is taken back and said. */
  | { kind: "refused"; words: string };

export interface Conflict {
  change: GridChange;
  current: EditConflict;
  words: string;
}

interface State {
  /** What stands on the server as far as this page knows. */
  base: ScheduleSession[];
  line: Act[];
  status: Status;
  conflict: Conflict | null;
  undo: string[];
  redo: string[];
  /** The versions that this page itself made, `id version`: what they changed is nobody else's doing. */
  own: ReadonlySet<string>;
}

/** How often an open page asks for what others changed, in ms. */
const LOOK_EVERY = 5000;

/** Failures that say nothing about the change itself: it may go through later. */
const PASSING = ["unavailable", "too_many", "unauthenticated", "internal"];

/**
 * The schedule as an organizer edits it: a change shows at once and is saved in the order it was made, one at a time.
 * What somebody else changed meanwhile stops the line until the organizer has chosen; what cannot reach the server waits.
 */
export function useSaving(cohort: string, initial: ScheduleSession[]) {
  const client = useQueryClient();
  const [state, setState] = useState<State>({
    base: initial,
    line: [],
    status: { kind: "still" },
    conflict: null,
    undo: [],
    redo: [],
    own: new Set(),
  });
  const latest = useRef(state);
  const busy = useRef(false);
  const update = useCallback((next: (state: State) => State) => {
    latest.current = next(latest.current);
    setState(latest.current);
  }, []);
  const options = orpc.schedule.list.queryOptions({ input: { cohort }, initialData: { sessions: initial } });
  const { data } = useQuery({ ...options, refetchInterval: LOOK_EVERY });
  useEffect(() => {
    // An answer that was asked before a save says less than the save's own answer.
    if (latest.current.line.length === 0 && !busy.current) update((now) => ({ ...now, base: data.sessions }));
  }, [data, update]);
  /** What was asked for while a save was under way may be older than the save; it must not come after it. */
  const settle = useCallback(async () => {
    await client.cancelQueries({ queryKey: options.queryKey });
    client.setQueryData(options.queryKey, { sessions: latest.current.base });
    busy.current = false;
  }, [client, options.queryKey]);
  const send = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    await client.cancelQueries({ queryKey: options.queryKey });
    for (let next = latest.current.line[0]; next && !latest.current.conflict; next = latest.current.line[0]) {
      update((now) => ({ ...now, status: { kind: "saving" } }));
      if (isTurn(next)) {
        await takeTurn(next.turn);
        continue;
      }
      const change = next;
      try {
        const saved = await api.schedule.edit(asRequest(cohort, change, latest.current.base));
        update((now) => ({
          ...now,
          base: merged(now.base, saved),
          line: now.line.slice(1).map((one) => (isTurn(one) ? one : withNames(one, saved.renamed))),
          status: { kind: "saved", words: change.words },
          undo: saved.undo ? [...now.undo, saved.undo] : now.undo,
          redo: [],
          own: new Set([...now.own, ...saved.sessions.map(versionKey)]),
        }));
      } catch (error) {
        if (!refused(error, change)) break;
      }
    }
    await settle();

    function refused(error: unknown, change: GridChange): boolean {
      const { code, detail, current } = problemFrom(error);
      if (code === "conflict" && isConflict(current)) {
        update((now) => ({ ...now, conflict: { change, current, words: detail } }));
        return false;
      }
      if (PASSING.includes(code)) {
        update((now) => ({ ...now, status: { kind: "waiting", words: detail } }));
        return false;
      }
      update((now) => ({
        ...now,
        line: without(now.line, (one) => one === change),
        status: { kind: "refused", words: `${change.words} was not saved: ${detail}` },
      }));
      return true;
    }

    async function takeTurn(from: "undo" | "redo"): Promise<void> {
      const id = latest.current[from].at(-1);
      if (!id) {
        update((now) => ({ ...now, line: now.line.slice(1), status: { kind: "still" } }));
        return;
      }
      try {
        const { undo } = await api.audit.undo({ cohort, id });
        const { sessions } = await api.schedule.list({ cohort });
        update((now) => ({
          ...now,
          base: sessions,
          line: now.line.slice(1),
          status: { kind: "saved", words: from === "undo" ? "Taken back" : "Made again" },
          [from]: now[from].slice(0, -1),
          ...(undo ? (from === "undo" ? { redo: [...now.redo, undo] } : { undo: [...now.undo, undo] }) : {}),
          own: new Set([...now.own, ...sessions.map(versionKey)]),
        }));
      } catch (error) {
        const { code, detail } = problemFrom(error);
        // What cannot be taken back any more must not stand in the way of what was done before it.
        update((now) => ({
          ...now,
          line: now.line.slice(1),
          status: { kind: "refused", words: detail },
          [from]: PASSING.includes(code) ? now[from] : now[from].slice(0, -1),
        }));
      }
    }
  }, [client, cohort, options.queryKey, settle, update]);

  const act = useCallback(
    (one: Act) => {
      update((now) => ({ ...now, line: [...now.line, one] }));
      void send();
    },
    [send, update],
  );
  /** Takes the last change back, or makes the last one taken back again; what is being saved is saved first. */
  const turn = useCallback(
    (from: "undo" | "redo") => {
      if (latest.current.line.length > 0 || latest.current[from].length > 0) act({ turn: from });
    },
    [act],
  );

  const resolve = useCallback(
    (choice: "keep" | "take") => {
      update((now) => {
        if (!now.conflict) return now;
        const { current, change } = now.conflict;
        const base = merged(now.base, { sessions: current.sessions, removed: current.removed });
        const gone = new Set(current.removed);
        const theirs = new Set([...gone, ...current.sessions.map(({ id }) => id)]);
        // An act is saved whole or not at all: half of a move would lose what was moved.
        const mine = { ...change, edits: change.edits.map(({ sessionId, fields }) => ({ sessionId, fields })) };
        const keep = choice === "keep" && !touches(change, gone);
        const line = keep
          ? now.line.map((one) => (one === change ? mine : one))
          : without(now.line, (one) => one === change || touches(one, choice === "take" ? theirs : gone));
        return { ...now, base, conflict: null, line, status: { kind: "still" } };
      });
      void send();
    },
    [send, update],
  );

  const unsaved = state.line.length > 0;
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    window.addEventListener("online", send);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("online", send);
    };
  }, [unsaved, send]);

  const pending = useMemo(() => changesIn(state.line), [state.line]);
  const sessions = useMemo(() => withChanges(state.base, pending), [state.base, pending]);
  return { ...state, pending, sessions, edit: act, resolve, retry: send, turn };
}

function isConflict(current: unknown): current is EditConflict {
  return typeof current === "object" && current !== null && "by" in current && "removed" in current;
}

export function versionKey({ id, version }: ScheduleSession): string {
  return `${id} ${version}`;
}
