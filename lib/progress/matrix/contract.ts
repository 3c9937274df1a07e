import { oc } from "@orpc/contract";
import { cellRef, matrix, matrixInput, override, story } from "@/lib/progress/matrix/schema";

const tags = ["progress"];
const cell = "/cohorts/{cohort}/members/{memberId}/progress/{resourceId}";

export const matrixContract = {
  matrix: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/progress/matrix",
      tags,
      summary: "Who has done what: a string for each member with a character for each resource",
      description:
        "Resources stand in the schedule's order, each at its first use. In `cells`, `.` is to do, `1` to `9` started with so many tenths watched, `d` done, `s` skipped. With `since` and `shape` of an earlier answer only rows that changed are in it.",
    })
    .input(matrixInput)
    .output(matrix),
  story: oc
    .route({
      method: "GET",
      path: cell,
      tags,
      summary: "One member on one resource: when, how and by whom it was marked",
    })
    .input(cellRef)
    .output(story),
  override: oc
    .route({
      method: "PUT",
      path: cell,
      tags,
      summary: "Mark a resource in a member's stead, with a reason that the member reads",
      description: "A conflict when it is not as it was seen any more.",
    })
    .input(override)
    .output(story),
};
