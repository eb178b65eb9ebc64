// How much of a room's bytes each kind of writer may use. Unconfirmed writers stay within a quarter. The
// confirmed young person, staff's copies and the room log each have a reserve that the others cannot use
// up. Decisions have one more, so that staff can always confirm or refuse. What refused devices have used
// counts beside all of it. Pure. Rules: X4.
import type { ServicePolicy } from '#lib/protocol/policy.ts';

export type Writer = 'stranger' | 'confirmed' | 'copy' | 'log' | 'decision';

/** Bytes stored in the room, each entry with its overhead. */
export interface Used {
  readonly strangers: number;
  readonly confirmed: number;
  /** Written by devices that staff have refused since. */
  readonly barred: number;
  readonly copies: number;
  readonly log: number;
}

/** Parts of `roomBytes`. */
const STRANGERS_AT_MOST = 1 / 4;
const RESERVED = { strangers: 0, confirmed: 1 / 4, copies: 1 / 8, log: 1 / 8 } as const;
/** So that another one that was confirmed always finds room. */
const ONE_DEVICE_AT_MOST = 1 / 4;
/** On top of the other parts. */
const FOR_DECISIONS = 1 / 16;
/** Beside the room. Refused devices' bytes beyond this count as if others than staff had written them. */
const BARRED = 1;

const GROUP = {
  stranger: 'strangers',
  confirmed: 'confirmed',
  copy: 'copies',
  log: 'log',
  decision: 'log'
} as const satisfies Record<Writer, keyof typeof RESERVED>;

/**
 * Whether this much more may be written.
 * @param ownBytes what a stranger's own epoch has written so far, or the whole device once it was confirmed;
 *   0 for staff
 */
export function fits(
  quotas: ServicePolicy['quotas'],
  used: Used,
  writer: Writer,
  ownBytes: number,
  moreBytes: number
): boolean {
  const { roomBytes } = quotas;
  const own = GROUP[writer];
  // Staff's own log is not made smaller by whom they have refused.
  const over = own === 'log' ? 0 : Math.max(0, used.barred - roomBytes * BARRED);
  if (writer === 'stranger') {
    if (ownBytes + moreBytes > quotas.epochBytes) return false;
    if (used.strangers + over + moreBytes > roomBytes * STRANGERS_AT_MOST) return false;
  }
  if (writer === 'confirmed' && ownBytes + moreBytes > roomBytes * ONE_DEVICE_AT_MOST) return false;
  let sum = used[own] + over + moreBytes;
  for (const group of Object.keys(RESERVED) as (keyof typeof RESERVED)[])
    if (group !== own) sum += Math.max(used[group], roomBytes * RESERVED[group]);
  return sum <= roomBytes * (writer === 'decision' ? 1 + FOR_DECISIONS : 1);
}
