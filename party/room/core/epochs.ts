// What happens to epochs: join, return, exit, refusal, replacement. Pure parts of reduce. An epoch
// that stops being live loses its share in the same step. Rules: J3, J5, J8, J9, O6, P2, E1, R5, R7.
import { CLOSE } from '#lib/protocol/codes.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { closeEpoch, putEpoch } from './epoch-ending.ts';
import { makeRoom } from './newcomers.ts';
import type { Holding } from './room-state.ts';
import type { RoomEffect, Step } from './room-events.ts';
import { withRow, type EpochRow, type RoomRecord, type ShareAt } from './room-state.ts';
import { eraseShare, leaseHolds, loseShares, takeShare } from './share-pool.ts';

const heard = (state: RoomRecord, nowMs: number): RoomRecord => ({
  ...state,
  core: { ...state.core, lastHeardMs: nowMs, lastActivityMs: nowMs }
});

/** The device of an epoch is remembered from its first join on. */
function withDevice(state: RoomRecord, deviceKey: string, nowMs: number): RoomRecord {
  if (state.devices.has(deviceKey)) return state;
  const fresh = {
    deviceKey,
    barred: false,
    confirmed: false,
    wrong: 0,
    lastAtMs: 0,
    sinceMs: nowMs,
    fullAtMs: 0
  };
  return {
    ...state,
    devices: withRow(state.devices, deviceKey, fresh),
    core: { ...state.core, devicesEver: state.core.devicesEver + 1 }
  };
}

/** @param share where its share was laid; nobody joins on one that is not held any more */
export function joined(
  state: RoomRecord,
  epoch: EpochRow,
  share: ShareAt,
  holding: Holding,
  nowMs: number
): Step {
  if (!leaseHolds(state, share, nowMs))
    return { state: eraseShare(state, share, epoch, nowMs), effects: [] };
  const effects: RoomEffect[] = [];
  let next = heard(state, nowMs);
  for (const other of state.epochs.values()) {
    if (other.deviceKey !== epoch.deviceKey || other.epochId === epoch.epochId) continue;
    if (!isLive(other.state)) continue;
    next = closeEpoch(next, other.epochId, 'replaced', nowMs);
    effects.push({ type: 'drop-epoch', epochId: other.epochId, close: CLOSE.takenOver });
  }
  next = takeShare(withDevice(next, epoch.deviceKey, nowMs), epoch, share, nowMs);
  if (next.core.life.state === 'invited')
    next = { ...next, core: { ...next.core, life: { ...next.core.life, state: 'open' } } };
  const room = makeRoom(next, epoch, holding, nowMs);
  return { state: room.state, effects: [...effects, ...room.effects] };
}

export function resumed(state: RoomRecord, epochId: string, nowMs: number): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return state;
  return putEpoch(heard(state, nowMs), { ...epoch, connected: true, lastSeenMs: nowMs });
}

/** A fresh share is held, unless the epoch has ended or dropped its root meanwhile. */
export function deposited(
  state: RoomRecord,
  epochId: string,
  share: ShareAt,
  nowMs: number
): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch !== undefined && isLive(epoch.state) && leaseHolds(state, share, nowMs))
    return takeShare(state, epoch, share, nowMs);
  return eraseShare(state, share, epoch ?? { epochId, deviceKey: '' }, nowMs);
}

export function forgotten(state: RoomRecord, epochId: string, nowMs: number): RoomRecord {
  const epoch = state.epochs.get(epochId);
  return epoch === undefined ? state : loseShares(state, epoch, nowMs);
}

/** @param seenMs when it was last heard */
export function disconnected(state: RoomRecord, epochId: string, seenMs: number): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined || !epoch.connected) return state;
  const lastSeenMs = Math.max(epoch.lastSeenMs, seenMs);
  return putEpoch(state, { ...epoch, connected: false, lastSeenMs });
}

/**
 * E1: whoever leaves leaves with the whole device: every epoch of it that lives, and the one that is
 * named, is closed and its share destroyed, dated now. Said again it finds nothing to end.
 */
export function left(state: RoomRecord, epochId: string, nowMs: number): Step {
  const named = state.epochs.get(epochId);
  if (named === undefined || !(isLive(named.state) || named.state === 'replaced'))
    return { state, effects: [] };
  const { deviceKey } = named;
  let next = putEpoch(state, { ...named, closedAtMs: null });
  for (const other of state.epochs.values())
    if (other.epochId === epochId || (other.deviceKey === deviceKey && isLive(other.state)))
      next = closeEpoch(next, other.epochId, 'left', nowMs);
  // Whatever it has open, a dead tab's deliveries too.
  return {
    state: next,
    effects: [{ type: 'drop-device', deviceKey, close: CLOSE.ended, code: 'epoch-closed' }]
  };
}

/** J5. A decision about an epoch that has ended meanwhile stands in the log and changes no state. */
export function decided(
  state: RoomRecord,
  epochId: string,
  verdict: 'confirm' | 'refuse',
  nowMs: number
): Step {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined) return { state, effects: [] };
  const { deviceKey } = epoch;
  const device = state.devices.get(deviceKey);
  if (verdict === 'confirm') {
    if (epoch.state !== 'pending') return { state, effects: [] };
    const devices =
      device === undefined || device.confirmed
        ? state.devices
        : withRow(state.devices, deviceKey, { ...device, confirmed: true });
    return {
      state: putEpoch({ ...state, devices }, { ...epoch, state: 'confirmed' }),
      effects: []
    };
  }
  let next: RoomRecord = device
    ? { ...state, devices: withRow(state.devices, deviceKey, { ...device, barred: true }) }
    : state;
  for (const other of state.epochs.values()) {
    if (other.deviceKey !== deviceKey) continue;
    const named = other.epochId === epochId && other.state === 'replaced';
    if (isLive(other.state) || named) next = closeEpoch(next, other.epochId, 'refused', nowMs);
  }
  // Whatever it has open, a dead tab's deliveries too.
  return {
    state: next,
    effects: [{ type: 'drop-device', deviceKey, close: CLOSE.revoked, code: 'epoch-refused' }]
  };
}
