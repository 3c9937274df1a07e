import { oc } from "@orpc/contract";
import { addNote, changeNote, listNotes, note, notes, removeNote } from "@/lib/progress/notes/schema";

const tags = ["progress"];
const all = "/cohorts/{cohort}/progress/{resourceId}/notes";
const one = "/cohorts/{cohort}/notes/{id}";

/** A member's private notes. Nobody else's are there for anybody, organizers included. */
export const notesContract = {
  list: oc
    .route({ method: "GET", path: all, tags, summary: "The acting member's notes on a resource, in its order" })
    .input(listNotes)
    .output(notes),
  add: oc
    .route({ method: "POST", path: all, tags, summary: "Add a note; a second call with the same id changes nothing" })
    .input(addNote)
    .output(note),
  change: oc.route({ method: "PATCH", path: one, tags, summary: "Change a note" }).input(changeNote).output(note),
  remove: oc
    .route({ method: "DELETE", path: one, tags, summary: "Remove a note; answers what it was" })
    .input(removeNote)
    .output(note),
};
