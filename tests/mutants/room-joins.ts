// The room: who is let in. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const joins = 'party/room/frames/guest-joins.ts';
const returns = 'party/room/frames/guest-returns.ts';
const epochs = 'party/room/core/epochs.ts';
const attempts = 'party/room/core/attempts.ts';
const expiry = 'party/room/core/room-expiry.ts';
const pool = 'party/room/core/share-pool.ts';

export const roomJoinsMutants: readonly NamedMutant[] = [
  {
    name: 'a page whose epoch was replaced is only closed',
    rule: 'J8',
    file: epochs,
    from: `close: CLOSE.takenOver, code: 'epoch-closed'`,
    to: `close: CLOSE.takenOver`,
    in: 'party-core/room-core',
    by: '[J8] replaces the older epoch of the same device, and tells its page so before it closes its socket'
  },
  {
    name: 'a join whose signature does not fit is taken',
    rule: 'J3',
    file: joins,
    from: `if (!(await verifyDeviceSignature(deviceKey, sig, message))) return null;`,
    to: `await verifyDeviceSignature(deviceKey, sig, message);`,
    in: 'party/join',
    by: '[J3] refuses a signature over another challenge, and counts no attempt for it'
  },
  {
    name: 'a room that closed while the share was laid still lets in',
    rule: 'R5',
    file: joins,
    from: `if (after !== null || !leaseHolds(`,
    to: `if (!leaseHolds(`,
    in: 'party/meanwhile',
    by: '[R5] the room closes: nobody is let in, and the share is due to be erased'
  },
  {
    name: 'an epoch is joined again with another leave hash',
    rule: 'J3',
    file: joins,
    from: `    there.leaveHash === frame.leaveHash &&\n`,
    to: ``,
    in: 'party/join',
    by: '[J3] is idempotent by H(enc), and refuses the same enc with anything else'
  },
  {
    name: 'any leave token closes an epoch',
    rule: 'E1',
    file: joins,
    from: `return held !== null && equalBytes(transcript.leaveTokenHash(leaveToken), held);`,
    to: `return held !== null && leaveToken.length > 0;`,
    in: 'party/life',
    by: '[E1] answers a wrong token the same, and does nothing'
  },
  {
    name: 'a resume whose signature does not fit is taken',
    rule: 'P2',
    file: returns,
    from: `const message = resumeChallengeBytes(room.roomId, epochId, challenge);
  if (!(await verifyDeviceSignature(deviceKey, sig, message)))
    return badProof(connection, frame.ref);`,
    to: `const message = resumeChallengeBytes(room.roomId, epochId, challenge);
  await verifyDeviceSignature(deviceKey, sig, message);`,
    in: 'party/join',
    by: '[P2] hands `u` back to the device key only'
  },
  {
    name: 'a device that was refused resumes',
    rule: 'J5',
    file: 'party/room/frames/admission.ts',
    from: `return room.state.devices.get(deviceKey)?.barred === true ? 'epoch-refused' : null;`,
    to: `return null;`,
    in: 'party/crowd',
    by: '[J5] loses everything it has open, its deliveries too, and nothing of it is taken any more'
  },
  {
    name: 'a share of another generation is handed out',
    rule: 'R7',
    file: returns,
    from: `if (now?.generation !== latch.generation) return no('unavailable');`,
    to: `void now;`,
    in: 'party/meanwhile',
    by: '[R7] another one is laid: the page asks again'
  },
  {
    name: 'a share store hands out whatever it holds',
    rule: 'R7',
    file: 'party/siblings/resume-share-store.ts',
    from: `return this.#generation() === generation ? bytesIn(this.ctx.storage, 'share') : null;`,
    to: `return this.#generation() !== null && generation > 0 ? bytesIn(this.ctx.storage, 'share') : null;`,
    in: 'party/share-stores',
    by: '[R7] holds one generation, and hands out no other'
  },
  {
    name: 'an erasure that comes late takes a newer share with it',
    rule: 'R7',
    file: 'party/siblings/resume-share-store.ts',
    from: `if (generation !== null && (this.#generationOrNull() ?? 0) > generation) return true;`,
    to: `void generation;`,
    in: 'party/share-stores',
    by: '[R7] an erasure that comes late leaves a newer share alone'
  },
  {
    name: 'strangers may hold every share store',
    rule: 'R7',
    file: pool,
    from: `if (!trusts(state, deviceKey) && strangers.size >= SHARE_STORES.strangers) return null;`,
    to: `if (!trusts(state, deviceKey) && strangers.size >= SHARE_STORES.slots) return null;`,
    in: 'party-core/share-pool',
    by: '[R7] strangers hold at most half of the pool, a confirmed device finds a slot all the same'
  },
  {
    name: 'a lease never ends',
    rule: 'R7',
    file: pool,
    from: `return due?.generation === share.generation && due.tries === 0 && nowMs < due.atMs;`,
    to: `return due?.generation === share.generation && due.tries === 0 && nowMs > 0;`,
    in: 'party-core/share-pool',
    by: '[R7] a planned share that nothing takes is erased'
  },
  {
    name: 'a share outlives its window',
    rule: 'P2',
    file: expiry,
    from: `w.nowMs >= epoch.lastSeenMs + lifetimes.resumeWindowMs)
      loseShare(w, epoch);`,
    to: `w.nowMs >= epoch.lastSeenMs + 10 * lifetimes.resumeWindowMs)
      loseShare(w, epoch);`,
    in: 'party-core/room-core',
    by: '[P2] the share goes when the window is over, counted from when the tab was last seen'
  },
  {
    name: 'new devices are never locked out',
    rule: 'J4',
    file: attempts,
    from: `if (count.wrong >= ATTEMPTS.lockAt) return { type: 'locked' };`,
    to: ``,
    in: 'party-core/room-core',
    by: '[J4] five free, then doubling waits from two seconds, then locked'
  },
  {
    name: 'a wrong code word costs no time',
    rule: 'J4',
    file: attempts,
    from: `return over < 0 ? 0 : count.lastAtMs + ATTEMPTS.firstDelayMs * 2 ** over;`,
    to: `return over < 0 ? 0 : count.lastAtMs;`,
    in: 'party-core/room-core',
    by: '[J4] five free, then doubling waits from two seconds, then locked'
  },
  {
    name: 'an attempt is counted after it was checked',
    rule: 'J4',
    file: joins,
    from: `  room.apply({ type: 'attempt', deviceKey, known });
  let right: boolean | null;
  try {
    right = await room.joinGate.check(joinToken);`,
    to: `  let right: boolean | null;
  try {
    right = await room.joinGate.check(joinToken);
    room.apply({ type: 'attempt', deviceKey, known });`,
    in: 'party/join',
    by: '[J4] gives no free guesses to joins that race'
  },
  {
    name: 'a refusal bars no device',
    rule: 'J5',
    file: epochs,
    from: `{ ...device, barred: true }`,
    to: `{ ...device }`,
    in: 'party-core/room-core',
    by: '[J5] refusing bars the device and leaves other devices alone'
  },
  {
    name: 'Exit ends one epoch of the device only',
    rule: 'E1',
    file: epochs,
    from: `if (other.epochId === epochId || (other.deviceKey === deviceKey && isLive(other.state)))`,
    to: `if (other.epochId === epochId)`,
    in: 'party/life',
    by: '[E1] ends every epoch of the device, dated now, whichever of its tabs says it'
  },
  {
    name: 'a stranger can end the room',
    rule: 'R3',
    file: 'party/room/core/room-core.ts',
    from: `if (epoch.state === 'confirmed' || w.s.core.devicesEver === 1)`,
    to: `if (epoch.connected || w.s.core.devicesEver === 1)`,
    in: 'party/life',
    by: '[R3] lets an unconfirmed stranger end no more than their own epoch'
  },
  {
    name: 'a closed room keeps its join gate',
    rule: 'R5',
    file: expiry,
    from: `putDue(w, { kind: 'erase-door', atMs: w.nowMs, tries: 0 });`,
    to: ``,
    in: 'party/life',
    by: '[R3] cuts off at once: sockets told, epochs ended, door and share stores erased'
  },
  {
    name: 'a room is kept beyond its cap',
    rule: 'R2',
    file: expiry,
    from: `deleteAtMs: Math.min(w.nowMs + lifetimes.retentionMs, capAtMs)`,
    to: `deleteAtMs: Math.max(w.nowMs + lifetimes.retentionMs, Math.min(capAtMs, 0))`,
    in: 'party-core/room-core',
    by: '[R2] a silent room ends; retention is counted from the end, never past the cap'
  },
  {
    name: 'strangers may fill the room',
    rule: 'X4',
    file: 'party/room/core/quotas.ts',
    from: `if (used.strangers + over + moreBytes > roomBytes * STRANGERS_AT_MOST) return false;`,
    to: ``,
    in: 'party-core/quotas',
    by: '[X4] strangers stay within a quarter of the room, all together'
  }
];
