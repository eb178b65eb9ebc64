// How far this browser has read each room's log. A reloaded page notices if it is shown less than that, so
// that nobody can cut off a refusal unnoticed. A place and a hash, no content; removed with the room. A tip
// that cannot be read is neither none nor written over. Rules: O2, J5, R6.
import * as v from 'valibot';
import { chainTip, type ChainTip } from '#lib/protocol/room-view.ts';
import { browserMemory, type Remembered } from '../account/browser-memory.ts';

const memory = browserMemory(v.looseObject({ v: v.literal(1), ...chainTip.entries }));

/** @param roomHex lower-case hexadecimal */
const key = (roomHex: string): string => `tryggrom-desk-log-${roomHex}`;

export const readLogTip = (roomHex: string): Remembered<ChainTip> => memory.recall(key(roomHex));

/** Never goes back: another tab may have read further. */
export function keepLogTip(roomHex: string, { n, head }: ChainTip): void {
  const held = memory.recall(key(roomHex));
  const before = held.type === 'none' ? null : held.value;
  if ((before?.n ?? 0) < n) memory.remember(key(roomHex), { ...before, v: 1, n, head });
}

/** The room is gone. */
export const dropLogTip = (roomHex: string): void => memory.forget(key(roomHex));
