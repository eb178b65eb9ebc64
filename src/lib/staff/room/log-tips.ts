// How far this browser has read each room's log: a page that is loaded anew is not shown less than that
// without a word, so that a refusal cannot be cut off behind its back. A place and a hash, no content;
// gone with the room. What cannot be read here is not there for this page. Rules: O2, J5.
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
    // A browser that keeps nothing: this page still holds the room to what it has seen itself.
  }
}

/** The room is gone. */
export function dropLogTip(roomHex: string): void {
  try {
    localStorage.removeItem(key(roomHex));
  } catch {
    // It was never kept.
  }
}
