// Goodbyes that could not be written. They are kept outside of any room object, because the runtime
// discards an object whose write has failed, and are applied as soon as it can write again. In memory only;
// when too many wait, the oldest are dropped. Rules: E1, R6.

export interface Goodbye {
  /** 16 bytes. */
  readonly epochId: Uint8Array;
  /** 16 bytes; checked when it is applied. */
  readonly leaveToken: Uint8Array;
}

/** The limits: goodbyes per room, and rooms. */
const MOST = 32;
const MOST_ROOMS = 10_000;

/** By room name. */
const kept = new Map<string, readonly Goodbye[]>();

export function keepGoodbye(roomHex: string, goodbye: Goodbye): void {
  const before = kept.get(roomHex) ?? [];
  kept.delete(roomHex);
  kept.set(roomHex, [...before, goodbye].slice(-MOST));
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_ROOMS) break;
    kept.delete(oldest);
  }
}

export const goodbyesOf = (roomHex: string): readonly Goodbye[] => kept.get(roomHex) ?? [];

/** These are on the disk now, or there is no room to apply them to. */
export function dropGoodbyes(roomHex: string, said: readonly Goodbye[]): void {
  const left = goodbyesOf(roomHex).filter((one) => !said.includes(one));
  if (left.length > 0) kept.set(roomHex, left);
  else kept.delete(roomHex);
}
