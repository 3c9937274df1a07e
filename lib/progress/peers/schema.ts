import { z } from "zod";
import { progressState, slot } from "@/lib/progress/schema";

/** How much of a member's progress other members may see, from the least to the most; each shows what stands before it. */
export const VISIBILITIES = ["self", "partner", "counts", "names"] as const;
export const visibility = z.enum(VISIBILITIES);
export type Visibility = z.infer<typeof visibility>;

/** What somebody in the acting member's group has done for the next session. */
export const partnerProgress = z.object({
  name: z.string(),
  /** Of each resource of the session once, in the order of `resources`; `done` also when enough of the asked part was watched. */
  uses: z.array(z.object({ resourceId: z.uuid(), state: progressState })),
  /** Where their player stands, in seconds, in what they watched last and have not finished; null when nowhere. */
  at: z.object({ resourceId: z.uuid(), seconds: z.number().int() }).nullable(),
});
export type PartnerProgress = z.infer<typeof partnerProgress>;

/** What the others have done of one resource, as far as they show it. */
export const peerResource = z.object({
  resourceId: z.uuid(),
  slot,
  title: z.string(),
  optional: z.boolean(),
  /** How many finished what is asked of it; null where that would tell too much about one person. */
  done: z.number().int().nullable(),
  /** Names of some who finished it and show their name, by name. */
  names: z.array(z.string()),
  /** How many finished it and show their name, also those for whom `names` has no room. */
  named: z.number().int(),
});
export type PeerResource = z.infer<typeof peerResource>;

/** The progress of others for the next session, as far as the acting member may see it. */
export const peers = z.object({
  partners: z.array(partnerProgress),
  /** How many other learners the counts are of; null where there are none. */
  counted: z.number().int().nullable(),
  resources: z.array(peerResource),
});
export type Peers = z.infer<typeof peers>;

export const peersInput = z.object({ cohort: z.string() });

/** The acting member's own choice; null follows the cohort's. */
export const setVisibility = z.object({ cohort: z.string(), visibility: visibility.nullable() });
export type SetVisibility = z.infer<typeof setVisibility>;

/** What a member chose in a cohort, and what the cohort chose. */
export const ownVisibility = z.object({
  cohort: z.string(),
  title: z.string(),
  cohortVisibility: visibility,
  visibility: visibility.nullable(),
});
export type OwnVisibility = z.infer<typeof ownVisibility>;
