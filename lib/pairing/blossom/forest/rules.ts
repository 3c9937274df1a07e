interface Blossom {
  /** The parts in the order of the cycle, the one with the base first: members or blossoms, an odd number of them. */
  children: number[];
  /** For each child the edge to the next one: its end in the child, and its end in the next. */
  links: number[];
  members: number[];
  /** Which blossom of this number it is: numbers are used again. */
  born: number;
}

/**
 * A matching and its blossoms, odd cycles that act as one member. Members are 0 to n - 1 and blossoms have numbers from
 * n on. Of the children but the base's, each is paired with its neighbour: 1 with 2, 3 with 4, and so on.
 */
export class BlossomForest {
  readonly capacity: number;
  /** The outermost blossom of a member, itself where there is none. */
  readonly top: Int32Array;
  /** The one member of a blossom who is paired outside of it, or free. */
  readonly base: Int32Array;
  /** What a pair inside of a blossom may cost more. */
  readonly price: Float64Array;
  private readonly parent: Int32Array;
  private readonly blossoms: (Blossom | undefined)[] = [];
  private readonly unused: number[] = [];
  private births = 0;

  constructor(readonly mates: Int32Array) {
    const size = mates.length;
    this.capacity = size + Math.floor(size / 2) + 1;
    this.top = Int32Array.from({ length: size }, (_, v) => v);
    this.base = Int32Array.from({ length: this.capacity }, (_, v) => v);
    this.price = new Float64Array(this.capacity);
    this.parent = new Int32Array(this.capacity).fill(-1);
    for (let number = this.capacity - 1; number >= size; number--) this.unused.push(number);
  }

  isOutermost(number: number): boolean {
    return (this.parent[number] as number) < 0 && (number < this.mates.length || this.find(number) !== undefined);
  }

  membersOf(number: number): readonly number[] {
    return number < this.mates.length ? [number] : this.known(number).members;
  }

  bornOf(number: number): number {
    return this.find(number)?.born ?? -1;
  }

  /** All blossoms that have a price. */
  list(): { members: readonly number[]; price: number }[] {
    return this.blossoms.flatMap((blossom, index) => {
      const price = this.price[index + this.mates.length] as number;
      return blossom && price > 0 ? [{ members: blossom.members, price }] : [];
    });
  }

  /** Makes a cycle of outermost blossoms one. */
  join(children: number[], links: number[]): number {
    const number = this.unused.pop();
    if (number === undefined) throw new Error("More blossoms than half the members.");
    const members = children.flatMap((child) => this.membersOf(child));
    this.blossoms[number - this.mates.length] = { children, links, members, born: this.births++ };
    this.base[number] = this.base[children[0] as number] as number;
    this.price[number] = 0;
    this.parent[number] = -1;
    for (const child of children) this.parent[child] = number;
    for (const v of members) this.top[v] = number;
    return number;
  }

  /** Takes an outermost blossom apart; its children are outermost from now on. */
  split(number: number): { children: readonly number[]; links: readonly number[] } {
    const { children, links } = this.known(number);
    for (const child of children) {
      this.parent[child] = -1;
      for (const v of this.membersOf(child)) this.top[v] = child;
    }
    this.blossoms[number - this.mates.length] = undefined;
    this.unused.push(number);
    return { children, links };
  }

  /** Pairs the inside of a blossom anew so that this member of it is the one who is not paired inside. */
  rebase(number: number, member: number): void {
    if (number < this.mates.length || this.base[number] === member) return;
    const blossom = this.known(number);
    const { children, links } = blossom;
    const count = children.length;
    let child = member;
    while (this.parent[child] !== number) child = this.parent[child] as number;
    this.rebase(child, member);
    const at = children.indexOf(child);
    // The pairs on the even way from the new base to the old one are those that change.
    const [from, until] = at % 2 === 0 ? [0, at] : [at + 1, count];
    for (let link = from; link < until; link += 2) {
      const [p, q] = [links[2 * link] as number, links[2 * link + 1] as number];
      this.rebase(children[link] as number, p);
      this.rebase(children[(link + 1) % count] as number, q);
      this.mates[p] = q;
      this.mates[q] = p;
    }
    blossom.children = [...children.slice(at), ...children.slice(0, at)];
    blossom.links = [...links.slice(2 * at), ...links.slice(0, 2 * at)];
    this.base[number] = member;
  }

  private find(number: number): Blossom | undefined {
    return this.blossoms[number - this.mates.length];
  }

  private known(number: number): Blossom {
    const blossom = this.find(number);
    if (!blossom) throw new Error("There is no such blossom.");
    return blossom;
  }
}
