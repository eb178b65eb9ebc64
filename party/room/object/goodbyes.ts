// Goodbyes that could not be written down. They are kept outside of any room object, because the
// runtime throws an object away whose write has failed, and are said as soon as it can write again.
// In memory only: of those that nobody could hear the oldest go. Rules: E1, R6.

export interface Goodbye {
  /** 16 bytes. */
  readonly epochId: Uint8Array;
  /** 16 bytes; checked when it is said. */
  readonly leaveToken: Uint8Array;
}

/** So many for one room, and for so many rooms. */
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

/** These are on the disk now, or there is no room to say them in. */
export function dropGoodbyes(roomHex: string, said: readonly Goodbye[]): void {
  const left = goodbyesOf(roomHex).filter((one) => !said.includes(one));
  if (left.length > 0) kept.set(roomHex, left);
  else kept.delete(roomHex);
}
