import type { ReadProblem } from "@/lib/transfer/schema";
import { short } from "@/lib/transfer/text";
import type { Say } from "@/lib/transfer/understand/content";

/** A text that is no schedule could fill pages with what was not understood. */
const MOST = 1000;

/** Collects what stands in the way of saving, and what is left out without doing so. */
export class Findings {
  readonly problems: ReadProblem[] = [];
  readonly leftOut: ReadProblem[] = [];
  private more = 0;

  /** What is said about one row. */
  at(row: number): Say {
    return {
      problem: (column, message) => this.problems.push({ row, column, message }),
      left: (column, message) => this.left({ row, column, message }),
    };
  }

  /** Leaves a cell out that is not empty. */
  leave(row: number, column: string | null, cell: string): void {
    if (cell === "") return;
    if (this.leftOut.length < MOST) this.leftOut.push({ row, column, message: quote(cell) });
    else this.more += 1;
  }

  /** Both lists by row, the second one with a last line for what it has no room for. */
  inOrder(): { problems: ReadProblem[]; leftOut: ReadProblem[] } {
    const last = this.leftOut.at(-1);
    const rest = this.more === 0 || !last ? [] : [{ ...last, column: null, message: `And ${this.more} more.` }];
    const byRow = (a: ReadProblem, b: ReadProblem) => a.row - b.row;
    return { problems: this.problems.sort(byRow), leftOut: [...this.leftOut.sort(byRow), ...rest] };
  }

  private left(one: ReadProblem): void {
    if (this.leftOut.length < MOST) this.leftOut.push(one);
    else this.more += 1;
  }
}

/** A cell that is left out, by its words. */
export function quote(text: string): string {
  return `“${short(text, 80)}”`;
}
