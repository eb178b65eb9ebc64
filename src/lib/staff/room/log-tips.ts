// How far this browser has read each room's log. A reloaded page notices if it is shown less than that, so
// that nobody can cut off a refusal unnoticed. A place and a hash, no content; removed with the room. A tip
// that cannot be read counts as none. Rules: O2, J5.
import * as v from 'valibot';
import { parseJson } from '#lib/protocol/encoding.ts';
import { chainTip, type ChainTip } from '#lib/protocol/room-view.ts';

const kept = v.strictObject({ v: v.literal(1), ...chainTip.entries });

/** @param roomHex lower-case hexadecimal */
const key = (roomHex: string): string => `tryggrom-desk-log-${roomHex}`;

/** Null when this browser has not read this room's log. */
export function readLogTip(roomHex: string): ChainTip | null {
  try {
    const parsed = v.safeParse(kept, parseJson(localStorage.getItem(key(roomHex)) ?? ''));
    return parsed.success ? { n: parsed.output.n, head: parsed.output.head } : null;
  } catch {
    return null;
  }
}

/** Never goes back: another tab may have read further. */
export function keepLogTip(roomHex: string, tip: ChainTip): void {
  try {
    if ((readLogTip(roomHex)?.n ?? 0) < tip.n)
      localStorage.setItem(key(roomHex), JSON.stringify({ v: 1, ...tip }));
  } catch {
    // The browser stores nothing: this page still holds the room to what it has seen itself.
  }
}

/** The room is gone. */
export function dropLogTip(roomHex: string): void {
  try {
    localStorage.removeItem(key(roomHex));
  } catch {
    // It was never stored.
  }
}
