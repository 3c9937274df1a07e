import { oc } from "@orpc/contract";
import { z } from "zod";
import {
  checkLinks,
  library,
  libraryInput,
  libraryResource,
  mergeResources,
  resourceRef,
  updateResource,
} from "@/lib/resources/schema";

const tags = ["resources"];
const resource = "/cohorts/{cohort}/resources/{resourceId}";

export const resourcesContract = {
  list: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/resources",
      tags,
      summary:
        "Every resource of a cohort once: where it is used, who finished it, how long it takes, whether its link works",
    })
    .input(libraryInput)
    .output(library),
  update: oc
    .route({
      method: "PATCH",
      path: resource,
      tags,
      summary: "Change a resource",
      description:
        "Progress stays with it, also under a new link. A conflict whose `current` is another resource means that the other one has the link already; merge them.",
    })
    .input(updateResource)
    .output(libraryResource),
  merge: oc
    .route({
      method: "POST",
      path: `${resource}/merge`,
      tags,
      summary: "Make duplicates one resource; nobody loses progress",
    })
    .input(mergeResources)
    .output(libraryResource),
  remove: oc
    .route({
      method: "DELETE",
      path: resource,
      tags,
      summary: "Remove a resource that nothing uses and nobody has begun",
    })
    .input(resourceRef)
    .output(z.object({ removed: z.literal(true) })),
  checkLinks: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/resources/check",
      tags,
      summary: "Have links asked soon whether they still work",
      successStatus: 202,
    })
    .input(checkLinks)
    .output(z.object({ due: z.number().int() })),
};
