// How far this browser has read each room's log: a place and a hash, no content. A page that is loaded anew
// notices if it is shown less than that, so that nobody can cut off a refusal unnoticed. A tip outlives what
// the server says of its room: it goes on the last day on which that room can exist, which the room's maker
// has signed. It lies under a hash of the room's id. A tip that cannot be read is neither none nor written
// over. Rules: O2, J5, R6.
import * as v from 'valibot';
import { fromHex, toHex } from '#lib/crypto/primitives/bytes.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { label } from '#lib/crypto/primitives/labels.ts';
import { STAFF_LABELS } from '#lib/crypto/primitives/staff-labels.ts';
import { timeMs } from '#lib/protocol/encoding.ts';
import { chainTip, type ChainTip } from '#lib/protocol/room-view.ts';
import { browserMemory, type Remembered } from '../account/browser-memory.ts';

const memory = browserMemory(
  v.looseObject({
    v: v.literal(1),
    ...chainTip.entries,
    /** Null: not known yet; the next sweep sets the longest that the policy allows. */
    untilMs: v.optional(v.nullable(timeMs), null)
  })
);

/** A room is made only where both clocks are less than a day apart [D6]. */
const CLOCK_SLACK_MS = 24 * 60 * 60_000;

const NAMES = 'tryggrom-desk-read-';
/** Earlier pages named a tip by its room. */
const EARLIER_NAMES = 'tryggrom-desk-log-';

const hashed = (roomHex: string): string =>
  NAMES + toHex(sha256(label(STAFF_LABELS.logTip), fromHex(roomHex)).subarray(0, 16));

/** The name of a room's tip, after an earlier page's has been moved there. One that cannot be read stays. */
function nameOf(roomHex: string): string {
  const name = hashed(roomHex);
  const earlier = EARLIER_NAMES + roomHex;
  const found = memory.recall(earlier);
  if (found.type === 'unreadable') return earlier;
  if (found.type === 'none') return name;
  keep(name, found.value);
  const kept = memory.recall(name);
  if (kept.type === 'unreadable') return name;
  // There may be no space for another one.
  if (kept.type !== 'this' || kept.value.n < found.value.n) return earlier;
  memory.forget(earlier);
  return name;
}

/** Never goes back: another tab may have read further. */
function keep(name: string, { n, head, untilMs }: ChainTip & { untilMs: number | null }): void {
  const held = memory.recall(name);
  const before = held.type === 'none' ? null : held.value;
  if ((before?.n ?? 0) >= n) return;
  memory.remember(name, { ...before, v: 1, n, head, untilMs: untilMs ?? before?.untilMs ?? null });
}

/** @param roomHex lower-case hexadecimal */
export const readLogTip = (roomHex: string): Remembered<ChainTip> => memory.recall(nameOf(roomHex));

/** @param untilMs after this time the room cannot exist any more; null: not known */
export const keepLogTip = (roomHex: string, tip: ChainTip, untilMs: number | null): void =>
  keep(nameOf(roomHex), { ...tip, untilMs });

/**
 * Drops the tips of rooms whose last day is over.
 * @param hardCapMs how long a room can exist
 */
export function sweepLogTips(nowMs: number, hardCapMs: number): void {
  for (const name of memory.names(EARLIER_NAMES)) nameOf(name.slice(EARLIER_NAMES.length));
  for (const name of memory.names(NAMES)) {
    const found = memory.recall(name);
    if (found.type !== 'this') continue;
    const { untilMs } = found.value;
    if (untilMs === null) memory.remember(name, { ...found.value, untilMs: nowMs + hardCapMs });
    else if (untilMs + CLOCK_SLACK_MS < nowMs) memory.forget(name);
  }
}
