import { z } from "zod";
import { prose } from "@/lib/core/text";

const NOTE_LENGTH = 4000;
/** Notes of one member on one resource; far more than anybody writes, and few enough to be shown at once. */
export const NOTES_ON_ONE = 300;
/** Two days, longer than any video. */
const LONGEST = 172_800;

/** A point in a resource, in whole seconds from its start; null is the resource as a whole. */
export const pointIn = z.number().int().min(0).max(LONGEST).nullable();

/** A member's own words on a resource. Only they ever get it. */
export const note = z.object({
  id: z.uuid(),
  /** The resource that it is on now, which is another one than it was written on when the two were made one. */
  resourceId: z.uuid(),
  atSeconds: pointIn,
  body: z.string(),
  version: z.number().int(),
  updatedAt: z.iso.datetime(),
});
export type Note = z.infer<typeof note>;

const cohort = z.string().min(1).max(60);
const body = prose(NOTE_LENGTH)
  .transform((value) => value.trim())
  .refine((value) => value !== "", "Write something first.");
const ref = { cohort, id: z.uuid() };

export const listNotes = z.object({ cohort, resourceId: z.uuid() });
export const notes = z.object({ notes: z.array(note) });
export type Notes = z.infer<typeof notes>;

/** `id` is chosen by who writes, so that a note which is sent twice is there once. */
export const addNote = z.object({ ...ref, resourceId: z.uuid(), atSeconds: pointIn, body });
export type AddNote = z.infer<typeof addNote>;

export const changeNote = z.object({ ...ref, version: z.number().int().min(1), atSeconds: pointIn, body });
export type ChangeNote = z.infer<typeof changeNote>;

export const removeNote = z.object({ ...ref, version: z.number().int().min(1) });
export type RemoveNote = z.infer<typeof removeNote>;
