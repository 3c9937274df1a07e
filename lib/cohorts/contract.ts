import { oc } from "@orpc/contract";
import { z } from "zod";
import { cloneCohort, clonedCohort } from "@/lib/cohorts/clone/schema";
import { cohort, createCohort, removeSection, saveSection, section, updateCohort } from "@/lib/cohorts/schema";

const tags = ["cohorts"];

export const cohortsContract = {
  create: oc
    .route({ method: "POST", path: "/cohorts", tags, summary: "Create a cohort and organize it", successStatus: 201 })
    .input(createCohort)
    .output(cohort),
  clone: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/clone",
      tags,
      summary: "Make a new cohort from one that was held, or only see what it would be",
    })
    .input(cloneCohort)
    .output(clonedCohort),
  get: oc
    .route({ method: "GET", path: "/cohorts/{cohort}", tags, summary: "One cohort" })
    .input(z.object({ cohort: z.string() }))
    .output(cohort),
  update: oc
    .route({ method: "PATCH", path: "/cohorts/{cohort}", tags, summary: "Change a cohort's settings or state" })
    .input(updateCohort)
    .output(cohort),
  sections: oc
    .route({ method: "GET", path: "/cohorts/{cohort}/sections", tags, summary: "The sections of the public page" })
    .input(z.object({ cohort: z.string() }))
    .output(z.array(section)),
  saveSection: oc
    .route({ method: "PUT", path: "/cohorts/{cohort}/sections", tags, summary: "Add or change a section" })
    .input(saveSection)
    .output(section),
  removeSection: oc
    .route({ method: "DELETE", path: "/cohorts/{cohort}/sections/{id}", tags, summary: "Take a section off the page" })
    .input(removeSection)
    .output(z.object({ removed: z.literal(true) })),
  removeDemo: oc
    .route({ method: "DELETE", path: "/cohorts/{cohort}/demo", tags, summary: "Remove the demo cohort for good" })
    .input(z.object({ cohort: z.string() }))
    .output(z.object({ removed: z.literal(true) })),
};
