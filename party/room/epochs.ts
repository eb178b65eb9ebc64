// What happens to epochs: join, return, exit, refusal, replacement. Pure parts of reduce. An epoch
// that stops being live loses its share in the same step. Rules: J3, J5, J8, O6, P2, E1, R5.
import { CLOSE } from '#lib/protocol/codes.ts';
import { isLive, type EpochState } from '#lib/protocol/room-view.ts';
import type { RoomEffect, Step } from './room-events.ts';
import { dueKey, withRow, type DueRow, type EpochRow, type RoomRecord } from './room-state.ts';

/** How long a latch may be under way before it is erased as abandoned. */
export const LATCH_LEASE_MS = 60_000;

export function withDue(state: RoomRecord, due: DueRow): RoomRecord {
  return { ...state, dues: withRow(state.dues, dueKey(due), due) };
}

export function withoutDue(state: RoomRecord, key: string): RoomRecord {
  if (!state.dues.has(key)) return state;
  const dues = new Map(state.dues);
  dues.delete(key);
  return { ...state, dues };
}

/** The latch will be erased from `atMs` on, until it has confirmed. */
export const eraseLatch = (state: RoomRecord, latch: string, atMs: number): RoomRecord =>
  withDue(state, { kind: 'erase-latch', latch, atMs, tries: 0 });

const putEpoch = (state: RoomRecord, epoch: EpochRow): RoomRecord => ({
  ...state,
  epochs: withRow(state.epochs, epoch.epochId, epoch)
});

/** The epoch holds no share any more. */
export function loseShare(state: RoomRecord, epoch: EpochRow, nowMs: number): RoomRecord {
  if (epoch.latch === null) return state;
  return putEpoch(eraseLatch(state, epoch.latch, nowMs), { ...epoch, latch: null });
}

/** Ends an epoch in a state that is not live: share gone, not connected, its end dated. */
export function closeEpoch(
  state: RoomRecord,
  epochId: string,
  to: EpochState,
  nowMs: number
): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined) return state;
  const without = loseShare(state, epoch, nowMs);
  return putEpoch(without, {
    ...epoch,
    latch: null,
    state: to,
    connected: false,
    lastSeenMs: epoch.connected ? nowMs : epoch.lastSeenMs,
    closedAtMs: epoch.closedAtMs ?? nowMs
  });
}

const heard = (state: RoomRecord, nowMs: number): RoomRecord => ({
  ...state,
  core: { ...state.core, lastHeardMs: nowMs, lastActivityMs: nowMs }
});

export function joined(state: RoomRecord, epoch: EpochRow, nowMs: number): Step {
  const effects: RoomEffect[] = [];
  let next = heard(state, nowMs);
  for (const other of state.epochs.values()) {
    if (other.deviceKey !== epoch.deviceKey || other.epochId === epoch.epochId) continue;
    if (!isLive(other.state)) continue;
    next = closeEpoch(next, other.epochId, 'replaced', nowMs);
    effects.push({ t: 'drop-epoch', epochId: other.epochId, close: CLOSE.takenOver });
  }
  const before = state.epochs.get(epoch.epochId);
  if (before?.latch && before.latch !== epoch.latch) next = eraseLatch(next, before.latch, nowMs);
  if (epoch.latch !== null)
    next = withoutDue(next, dueKey({ kind: 'erase-latch', latch: epoch.latch, atMs: 0, tries: 0 }));
  next = putEpoch(next, epoch);
  if (!next.devices.has(epoch.deviceKey))
    next = {
      ...next,
      devices: withRow(next.devices, epoch.deviceKey, {
        deviceKey: epoch.deviceKey,
        barred: false,
        wrong: 0,
        lastAtMs: 0
      })
    };
  if (next.core.life.state === 'invited')
    next = { ...next, core: { ...next.core, life: { ...next.core.life, state: 'open' } } };
  return { state: next, effects };
}

export function resumed(state: RoomRecord, epochId: string, nowMs: number): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return state;
  return putEpoch(heard(state, nowMs), { ...epoch, connected: true, lastSeenMs: nowMs });
}

export function deposited(
  state: RoomRecord,
  epochId: string,
  latch: string,
  nowMs: number
): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return eraseLatch(state, latch, nowMs);
  const taken = withoutDue(state, dueKey({ kind: 'erase-latch', latch, atMs: 0, tries: 0 }));
  const freed = epoch.latch === null ? taken : eraseLatch(taken, epoch.latch, nowMs);
  return putEpoch(freed, { ...epoch, latch });
}

export function forgotten(state: RoomRecord, epochId: string, nowMs: number): RoomRecord {
  const epoch = state.epochs.get(epochId);
  return epoch === undefined ? state : loseShare(state, epoch, nowMs);
}

/** @param seenMs when it was last heard */
export function disconnected(state: RoomRecord, epochId: string, seenMs: number): RoomRecord {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined || !epoch.connected) return state;
  const lastSeenMs = Math.max(epoch.lastSeenMs, seenMs);
  return putEpoch(state, { ...epoch, connected: false, lastSeenMs });
}

/** E1: the share is destroyed and the epoch closed, whatever else it was. */
export function left(state: RoomRecord, epochId: string, nowMs: number): Step {
  const epoch = state.epochs.get(epochId);
  const ends = epoch && (isLive(epoch.state) || epoch.state === 'replaced');
  if (!ends) return { state, effects: [] };
  return {
    state: closeEpoch(state, epochId, 'left', nowMs),
    effects: [{ t: 'drop-epoch', epochId, close: CLOSE.ended, code: 'epoch-closed' }]
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
  if (verdict === 'confirm') {
    if (epoch.state !== 'pending') return { state, effects: [] };
    return { state: putEpoch(state, { ...epoch, state: 'confirmed' }), effects: [] };
  }
  const device = state.devices.get(epoch.deviceKey);
  let next: RoomRecord = device
    ? { ...state, devices: withRow(state.devices, device.deviceKey, { ...device, barred: true }) }
    : state;
  const effects: RoomEffect[] = [];
  for (const other of state.epochs.values()) {
    if (other.deviceKey !== epoch.deviceKey) continue;
    const named = other.epochId === epochId && other.state === 'replaced';
    if (!isLive(other.state) && !named) continue;
    next = closeEpoch(next, other.epochId, 'refused', nowMs);
    effects.push({
      t: 'drop-epoch',
      epochId: other.epochId,
      close: CLOSE.revoked,
      code: 'epoch-refused'
    });
  }
  return { state: next, effects };
}
