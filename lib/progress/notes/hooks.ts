import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { AddNote, ChangeNote, Note, Notes, RemoveNote } from "@/lib/progress/notes/schema";

/** What another tab or device does shows up within five seconds. */
const LIVE = 4_000;

/**
 * A member's notes on one resource, and what can be done with them. Each write is on screen when the server has it. While
 * one is `beingChanged` the list stays as it is, so that no other tab takes the field away from whoever writes.
 */
export function useNotes(cohort: string, resourceId: string, beingChanged: boolean) {
  const client = useQueryClient();
  const options = orpc.progress.notes.list.queryOptions({ input: { cohort, resourceId } });
  const list = useQuery({
    ...options,
    refetchInterval: beingChanged ? false : LIVE,
    refetchOnWindowFocus: beingChanged ? false : "always",
    refetchOnReconnect: !beingChanged,
  });
  const replace = async (id: string, note: Note | null) => {
    if (!client.getQueryData(options.queryKey)) return client.invalidateQueries({ queryKey: options.queryKey });
    // An answer that was asked for before this write must not take it off the screen again.
    await client.cancelQueries({ queryKey: options.queryKey });
    client.setQueryData<Notes>(options.queryKey, (last) => {
      const others = last?.notes.filter((one) => one.id !== id);
      return others && { notes: note ? inOrder([...others, note]) : others };
    });
  };
  const add = useMutation({
    mutationFn: (input: Omit<AddNote, "cohort" | "resourceId">) =>
      api.progress.notes.add({ cohort, resourceId, ...input }),
    onSuccess: (note) => replace(note.id, note),
  });
  const remove = useMutation({
    mutationFn: (input: Omit<RemoveNote, "cohort">) => api.progress.notes.remove({ cohort, ...input }),
    onSuccess: (note) => replace(note.id, null),
    // Another tab was quicker, or wrote something else: what is there now is asked for.
    onError: (error) =>
      problemFrom(error).code === "unavailable" ? undefined : client.invalidateQueries({ queryKey: options.queryKey }),
  });
  return { list, add, remove, replace };
}

/** Saves what somebody made of a note. `replace` of the list puts it on screen. */
export function useChangeNote(cohort: string, onSaved: (note: Note) => Promise<void>) {
  return useMutation({
    mutationFn: (input: Omit<ChangeNote, "cohort">) => api.progress.notes.change({ cohort, ...input }),
    onSuccess: onSaved,
  });
}

/** The order of the server: by the point, then what is on the whole; a new one behind the others. */
function inOrder(notes: readonly Note[]): Note[] {
  const place = ({ atSeconds }: Note) => atSeconds ?? Number.POSITIVE_INFINITY;
  return [...notes].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
