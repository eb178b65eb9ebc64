// New epochs of devices that nobody has confirmed: rate-limited, few live at once, few kept. For a free
// place, epochs that cannot resume go first, then those without entries, then the disconnected ones, newest
// before oldest: a young person who has written goes last. Trusted devices have an allowance of their own;
// what refused ones have used is given back. Pure. Rules: J9.
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import { NEWCOMERS, RETURNS } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { closeEpoch } from './epoch-ending.ts';
import type { EpochRow, Holding, RoomRecord } from './room-state.ts';
import { standingOf, trusts, type Standing } from './standing.ts';
import { changeCore, dropDevice, dropEpoch, putDevice, type Work } from './work.ts';

type NewcomerJudgement =
  | { readonly type: 'go' }
  | { readonly type: 'slow'; readonly retryAtMs: number }
  | { readonly type: 'no'; readonly code: Extract<ErrorCode, 'locked' | 'too-many'> };

/** When the next may come. A bucket is one number: the time when it is full again. */
const freeAtMs = (fullAtMs: number, rate: { burst: number; everyMs: number }): number =>
  fullAtMs - (rate.burst - 1) * rate.everyMs;

const epochsOf = (state: RoomRecord, standing: Standing): EpochRow[] =>
  [...state.epochs.values()].filter((row) => standingOf(state, row.deviceKey) === standing);

const countOf = (rows: readonly EpochRow[], fits: (row: EpochRow) => boolean): number =>
  rows.reduce((many, row) => (fits(row) ? many + 1 : many), 0);

/**
 * How many epochs with entries count as strangers'. A refused device gives its own back; beyond their bound
 * they count again, since rows must end somewhere.
 */
function heldByStrangers(state: RoomRecord, holding: Holding): number {
  const held = (standing: Standing): number =>
    countOf(epochsOf(state, standing), ({ epochId }) => holding.has(epochId));
  return held('stranger') + Math.max(0, held('barred') - NEWCOMERS.keptBarred);
}

/** Whether strangers' epochs with entries are so many that no new one may join. */
export const isCrowded = (state: RoomRecord, holding: Holding): boolean =>
  heldByStrangers(state, holding) >= state.core.newcomers.kept;

/** Whether this device may begin a new epoch now. Counts nothing. */
export function judgeNewcomer(
  state: RoomRecord,
  deviceKey: string,
  holding: Holding,
  nowMs: number
): NewcomerJudgement {
  const device = state.devices.get(deviceKey);
  const trusted = device !== undefined && trusts(state, deviceKey);
  if (!trusted && (state.core.newcomers.locked || isCrowded(state, holding)))
    return { type: 'no', code: 'locked' };
  if (trusted) {
    const rows = epochsOf(state, 'trusted');
    const own = countOf(rows, (row) => row.deviceKey === deviceKey);
    if (rows.length >= RETURNS.kept || own >= RETURNS.keptOfDevice)
      return { type: 'no', code: 'too-many' };
  }
  const retryAtMs = trusted
    ? freeAtMs(device.fullAtMs, RETURNS)
    : freeAtMs(state.core.newcomers.fullAtMs, NEWCOMERS);
  return nowMs < retryAtMs ? { type: 'slow', retryAtMs } : { type: 'go' };
}

const changeNewcomers = (w: Work, change: Partial<RoomRecord['core']['newcomers']>): void =>
  changeCore(w, { newcomers: { ...w.s.core.newcomers, ...change } });

/** Takes one from the allowance. */
export function countNewcomer(w: Work, deviceKey: string): void {
  const device = w.s.devices.get(deviceKey);
  if (device !== undefined && trusts(w.s, deviceKey))
    return putDevice(w, {
      ...device,
      fullAtMs: Math.max(w.nowMs, device.fullAtMs) + RETURNS.everyMs
    });
  const { fullAtMs } = w.s.core.newcomers;
  changeNewcomers(w, { fullAtMs: Math.max(w.nowMs, fullAtMs) + NEWCOMERS.everyMs });
}

/** So many have written that staff must look first. */
export function lockNewcomers(w: Work): void {
  if (!w.s.core.newcomers.locked) changeNewcomers(w, { locked: true, lockedAtMs: w.nowMs });
}

/** Staff grant another allowance. */
export function admitNewcomers(w: Work, holding: Holding): void {
  const held = heldByStrangers(w.s, holding);
  const kept = Math.min(NEWCOMERS.keptEver, held + NEWCOMERS.kept);
  changeNewcomers(w, { fullAtMs: 0, locked: false, kept });
}

/** Sorted: the first gives way first. */
function givingWay(rows: readonly EpochRow[], holding: Holding): EpochRow[] {
  const worth = (row: EpochRow): number =>
    (row.connected || row.latch !== null ? 4 : 0) +
    (holding.has(row.epochId) ? 2 : 0) +
    (row.connected ? 1 : 0);
  // The map is in the order of joining: the newest come last.
  return [...rows].reverse().sort((a, b) => worth(a) - worth(b));
}

/** After an epoch has joined: closes the epochs that give way, and drops ended ones without entries. */
export function makeRoom(w: Work, joinedId: string, holding: Holding): void {
  const live = epochsOf(w.s, 'stranger').filter((row) => isLive(row.state));
  const over = live.length - NEWCOMERS.live;
  const others = live.filter(({ epochId }) => epochId !== joinedId);
  for (const { epochId } of givingWay(others, holding).slice(0, Math.max(0, over))) {
    // As if replaced: what its page has already sealed is still accepted when it is delivered [O4].
    closeEpoch(w, epochId, 'replaced');
    if (!holding.has(epochId)) dropEpoch(w, epochId);
    w.out.push({ type: 'drop-epoch', epochId, close: CLOSE.ended, code: 'epoch-closed' });
  }
  for (const standing of ['trusted', 'stranger', 'barred'] as const) {
    const empty = epochsOf(w.s, standing).filter(
      (row) => !isLive(row.state) && !holding.has(row.epochId)
    );
    for (const { epochId } of empty.slice(0, Math.max(0, empty.length - NEWCOMERS.over)))
      dropEpoch(w, epochId);
  }
  forgetDevices(w);
}

/** Forgets devices without epochs; of barred ones the latest are remembered. */
function forgetDevices(w: Work): void {
  const used = new Set([...w.s.epochs.values()].map((row) => row.deviceKey));
  const idle = [...w.s.devices.values()].filter(
    (device) => !device.confirmed && !used.has(device.deviceKey)
  );
  const barred = idle.filter((device) => device.barred).sort((a, b) => b.sinceMs - a.sinceMs);
  const gone = [...idle.filter((device) => !device.barred), ...barred.slice(NEWCOMERS.barred)];
  for (const { deviceKey } of gone) dropDevice(w, deviceKey);
}
