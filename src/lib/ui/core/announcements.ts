// What a screen reader is told of a conversation by itself: each new message of the others once, and of
// what was said before only how much it is. Own words and their states are never said. Pure. Rule: A1.

/** A message, as far as it matters for being said. */
export interface Sayable {
  /** Stays the same for good. */
  readonly key: string;
  /** Author and text. */
  readonly text: string;
  /** Written on this side, and how far it came: what waits was written just now. */
  readonly own: 'no' | 'waits' | 'stands';
  /** Shown again from before. */
  readonly earlier: boolean;
}

export class Announcements {
  readonly #known = new Set<string>();
  #settled = false;
  #earlier = 0;

  /**
   * Everything that is shown, whenever that changes.
   * @param settled what the room had when the page came is shown whole
   * @returns the keys of what is to be said now
   */
  take(shown: readonly Sayable[], settled: boolean): readonly string[] {
    const now: string[] = [];
    for (const { key, own, earlier } of shown) {
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      if (earlier || (!this.#settled && own !== 'waits')) this.#earlier += 1;
      else if (own === 'no') now.push(key);
    }
    this.#settled ||= settled;
    return now;
  }

  /** How many of what was said before have come since this was last asked; 0 until all are there. */
  takeEarlier(): number {
    if (!this.#settled) return 0;
    const count = this.#earlier;
    this.#earlier = 0;
    return count;
  }
}
