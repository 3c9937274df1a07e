/** A heap of edges, the one with the least key first. Keys and ends lie in typed arrays that grow by doubling. */
export class EdgeHeap {
  size = 0;
  private keys = new Float64Array(64);
  private ones = new Int32Array(64);
  private others = new Int32Array(64);

  /** The least key; infinite when there is none. */
  get least(): number {
    return this.size > 0 ? (this.keys[0] as number) : Number.POSITIVE_INFINITY;
  }

  /** The ends of the edge with the least key; only asked when `size` is not 0. */
  get one(): number {
    return this.ones[0] as number;
  }

  get other(): number {
    return this.others[0] as number;
  }

  clear(): void {
    this.size = 0;
  }

  push(key: number, one: number, other: number): void {
    if (this.size === this.keys.length) this.grow();
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((this.keys[above] as number) <= key) break;
      this.move(above, at);
      at = above;
    }
    this.put(at, key, one, other);
  }

  /** Takes the least away. */
  pop(): void {
    const last = --this.size;
    if (last <= 0) return;
    const key = this.keys[last] as number;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= last) break;
      if (below + 1 < last && (this.keys[below + 1] as number) < (this.keys[below] as number)) below++;
      if ((this.keys[below] as number) >= key) break;
      this.move(below, at);
      at = below;
    }
    this.put(at, key, this.ones[last] as number, this.others[last] as number);
  }

  private move(from: number, to: number): void {
    this.put(to, this.keys[from] as number, this.ones[from] as number, this.others[from] as number);
  }

  private put(at: number, key: number, one: number, other: number): void {
    this.keys[at] = key;
    this.ones[at] = one;
    this.others[at] = other;
  }

  private grow(): void {
    const double = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.keys = double(this.keys, new Float64Array(2 * this.keys.length));
    this.ones = double(this.ones, new Int32Array(2 * this.ones.length));
    this.others = double(this.others, new Int32Array(2 * this.others.length));
  }
}
