// What a screen reader announces of a conversation: each new message of the others once, and of earlier
// messages only their number. Own messages and their states are never announced. Pure. Rule: A1.

/** A message, as far as announcing needs it. */
export interface Sayable {
  /** Never changes. */
  readonly key: string;
  /** Author and text. */
  readonly text: string;
  /** Written on this side, and how far it has got: a waiting one was written just now. */
  readonly own: 'no' | 'waits' | 'stands';
  /** Shown again from before. */
  readonly earlier: boolean;
}

export class Announcements {
  readonly #known = new Set<string>();
  #settled = false;
  #earlier = 0;

  /**
   * Takes everything that is shown, whenever that changes.
   * @param settled the history has been loaded
   * @returns the keys of what is to be announced now
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

  /** How many earlier messages have come since the last call; 0 until all are there. */
  takeEarlier(): number {
    if (!this.#settled) return 0;
    const count = this.#earlier;
    this.#earlier = 0;
    return count;
  }
}
