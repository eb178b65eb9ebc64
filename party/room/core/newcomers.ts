// New epochs of devices that nobody has confirmed: slowed, few alive at once, and few that stay. When
// a place is needed, whoever cannot come back by itself goes first, then who wrote nothing, then who is
// not connected, the newest before the oldest: the young person who has written is the last. Devices
// that were confirmed once have an allowance of their own. Pure. Rules: J9.
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import { NEWCOMERS, RETURNS } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { closeEpoch } from './epoch-ending.ts';
import type { RoomEffect, Step } from './room-events.ts';
import { withoutRow, withRow, type EpochRow, type RoomRecord, type Holding } from './room-state.ts';
import { wasConfirmed } from './share-pool.ts';

type NewcomerJudgement =
  | { readonly type: 'go' }
  | { readonly type: 'slow'; readonly retryAtMs: number }
  | { readonly type: 'no'; readonly code: Extract<ErrorCode, 'locked' | 'too-many'> };

/** When the next may come; a bucket is one number: when it is full again. */
const freeAtMs = (fullAtMs: number, rate: { burst: number; everyMs: number }): number =>
  fullAtMs - (rate.burst - 1) * rate.everyMs;

const ofStrangers = (state: RoomRecord): EpochRow[] =>
  [...state.epochs.values()].filter((epoch) => !wasConfirmed(state, epoch.deviceKey));

const countOf = (rows: readonly EpochRow[], fits: (row: EpochRow) => boolean): number =>
  rows.reduce((many, row) => (fits(row) ? many + 1 : many), 0);

/** Whether so many strangers' epochs hold entries that no new one is let in. */
export function isCrowded(state: RoomRecord, holding: Holding): boolean {
  const { kept } = state.core.newcomers;
  return countOf(ofStrangers(state), ({ epochId }) => holding.has(epochId)) >= kept;
}

/** Whether this device may begin a new epoch now. Counts nothing. */
export function judgeNewcomer(
  state: RoomRecord,
  deviceKey: string,
  holding: Holding,
  nowMs: number
): NewcomerJudgement {
  const device = state.devices.get(deviceKey);
  const confirmed = device?.confirmed === true;
  if (!confirmed && (state.core.newcomers.locked || isCrowded(state, holding)))
    return { type: 'no', code: 'locked' };
  if (confirmed) {
    const rows = [...state.epochs.values()];
    if (countOf(rows, (row) => wasConfirmed(state, row.deviceKey)) >= RETURNS.kept)
      return { type: 'no', code: 'too-many' };
  }
  const retryAtMs = confirmed
    ? freeAtMs(device.fullAtMs, RETURNS)
    : freeAtMs(state.core.newcomers.fullAtMs, NEWCOMERS);
  return nowMs < retryAtMs ? { type: 'slow', retryAtMs } : { type: 'go' };
}

/** Takes one from the allowance. */
export function countNewcomer(state: RoomRecord, deviceKey: string, nowMs: number): RoomRecord {
  const device = state.devices.get(deviceKey);
  if (device?.confirmed) {
    const fullAtMs = Math.max(nowMs, device.fullAtMs) + RETURNS.everyMs;
    return { ...state, devices: withRow(state.devices, deviceKey, { ...device, fullAtMs }) };
  }
  const { newcomers } = state.core;
  const fullAtMs = Math.max(nowMs, newcomers.fullAtMs) + NEWCOMERS.everyMs;
  return { ...state, core: { ...state.core, newcomers: { ...newcomers, fullAtMs } } };
}

/** So many have written that staff must look first. */
export function lockNewcomers(state: RoomRecord): RoomRecord {
  const { newcomers } = state.core;
  if (newcomers.locked) return state;
  return { ...state, core: { ...state.core, newcomers: { ...newcomers, locked: true } } };
}

/** Staff grant another allowance. */
export function admitNewcomers(state: RoomRecord, holding: Holding): RoomRecord {
  const held = countOf(ofStrangers(state), ({ epochId }) => holding.has(epochId));
  const newcomers = {
    ...state.core.newcomers,
    fullAtMs: 0,
    locked: false,
    kept: Math.min(NEWCOMERS.keptEver, held + NEWCOMERS.kept)
  };
  return { ...state, core: { ...state.core, newcomers } };
}

/** Sorted: who gives way first. */
function givingWay(rows: readonly EpochRow[], holding: Holding): EpochRow[] {
  const worth = (row: EpochRow): number =>
    (row.connected || row.latch !== null ? 4 : 0) +
    (holding.has(row.epochId) ? 2 : 0) +
    (row.connected ? 1 : 0);
  // The map is in the order of joining: the newest stand last.
  return [...rows].reverse().sort((a, b) => worth(a) - worth(b));
}

/** After an epoch has joined: others give way, and what is over and empty goes. */
export function makeRoom(
  state: RoomRecord,
  joined: EpochRow,
  holding: Holding,
  nowMs: number
): Step {
  const effects: RoomEffect[] = [];
  let next = state;
  const live = ofStrangers(state).filter((row) => isLive(row.state));
  const over = live.length - NEWCOMERS.live;
  const others = live.filter((row) => row.epochId !== joined.epochId);
  for (const { epochId } of givingWay(others, holding).slice(0, Math.max(0, over))) {
    // As if replaced: what its page has sealed already is still taken, when it is delivered [O4].
    next = closeEpoch(next, epochId, 'replaced', nowMs);
    if (!holding.has(epochId)) next = dropEpoch(next, epochId);
    effects.push({ type: 'drop-epoch', epochId, close: CLOSE.ended, code: 'epoch-closed' });
  }
  for (const confirmed of [true, false]) {
    const empty = [...next.epochs.values()].filter(
      (row) =>
        !isLive(row.state) &&
        !holding.has(row.epochId) &&
        wasConfirmed(next, row.deviceKey) === confirmed
    );
    for (const { epochId } of empty.slice(0, Math.max(0, empty.length - NEWCOMERS.over)))
      next = dropEpoch(next, epochId);
  }
  return { state: forgetDevices(next), effects };
}

const dropEpoch = (state: RoomRecord, epochId: string): RoomRecord => ({
  ...state,
  epochs: withoutRow(state.epochs, epochId)
});

/** Devices that have left nothing behind; of barred ones the latest are remembered. */
function forgetDevices(state: RoomRecord): RoomRecord {
  const used = new Set([...state.epochs.values()].map((row) => row.deviceKey));
  const idle = [...state.devices.values()].filter(
    (device) => !device.confirmed && !used.has(device.deviceKey)
  );
  const barred = idle.filter((device) => device.barred).sort((a, b) => b.sinceMs - a.sinceMs);
  const gone = [...idle.filter((device) => !device.barred), ...barred.slice(NEWCOMERS.barred)];
  if (gone.length === 0) return state;
  const devices = new Map(state.devices);
  for (const { deviceKey } of gone) devices.delete(deviceKey);
  return { ...state, devices };
}
