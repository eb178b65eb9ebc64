// Goodbyes that could not be said where they belong: to a room that cannot write, or past a desk that cannot
// answer. They are kept outside of any object, because the runtime discards an object whose write has
// failed. In memory only. The first that came stay: whoever makes goodbyes up later pushes no real one out.
// Rules: E1, R6.
import { equalBytes } from '#lib/crypto/primitives/bytes.ts';

export interface Goodbye {
  /** 16 bytes. */
  readonly epochId: Uint8Array;
  /** 16 bytes; checked when it is applied. */
  readonly leaveToken: Uint8Array;
}

interface Most {
  readonly perRoom: number;
  readonly rooms: number;
}

export class KeptGoodbyes {
  readonly #most: Most;
  /** By room name. */
  readonly #kept = new Map<string, readonly Goodbye[]>();

  constructor(most: Most) {
    this.#most = most;
  }

  keep(roomHex: string, goodbye: Goodbye): void {
    const before = this.of(roomHex);
    // A page sends each in two ways [E4].
    if (before.some((one) => equalBytes(one.leaveToken, goodbye.leaveToken))) return;
    const { perRoom, rooms } = this.#most;
    if (before.length >= perRoom || (before.length === 0 && this.#kept.size >= rooms)) return;
    this.#kept.set(roomHex, [...before, goodbye]);
  }

  of(roomHex: string): readonly Goodbye[] {
    return this.#kept.get(roomHex) ?? [];
  }

  /** Every room for which one is kept. */
  rooms(): readonly string[] {
    return [...this.#kept.keys()];
  }

  /** These are said, or there is no room to say them to. */
  drop(roomHex: string, said: readonly Goodbye[]): void {
    const left = this.of(roomHex).filter((one) => !said.includes(one));
    if (left.length > 0) this.#kept.set(roomHex, left);
    else this.#kept.delete(roomHex);
  }
}
