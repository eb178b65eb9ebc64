// What happens to epochs: join, return, exit, refusal, replacement. Pure parts of reduce. An epoch that
// stops being live loses its share in the same step. Rules: J3, J5, J8, J9, O6, P2, E1, R5, R7.
import { CLOSE } from '#lib/protocol/codes.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { closeEpoch } from './epoch-ending.ts';
import { makeRoom } from './newcomers.ts';
import type { EpochRow, Holding, ShareAt } from './room-state.ts';
import { eraseShare, leaseHolds, loseShares, takeShare } from './share-pool.ts';
import { changeCore, putDevice, putEpoch, type Work } from './work.ts';

const heard = (w: Work): void => changeCore(w, { lastHeardMs: w.nowMs, lastActivityMs: w.nowMs });

/** A device is remembered from its first join on. */
function rememberDevice(w: Work, deviceKey: string): void {
  if (w.s.devices.has(deviceKey)) return;
  putDevice(w, {
    deviceKey,
    barred: false,
    confirmed: false,
    wrong: 0,
    lastAtMs: 0,
    sinceMs: w.nowMs,
    fullAtMs: 0
  });
  changeCore(w, { devicesEver: w.s.core.devicesEver + 1 });
}

/** @param share where its share was laid; without a valid lease on it nobody joins */
export function joined(w: Work, epoch: EpochRow, share: ShareAt, holding: Holding): void {
  if (!leaseHolds(w.s, share, w.nowMs)) return eraseShare(w, share, epoch);
  heard(w);
  for (const { epochId, deviceKey, state } of w.s.epochs.values()) {
    if (deviceKey !== epoch.deviceKey || epochId === epoch.epochId || !isLive(state)) continue;
    closeEpoch(w, epochId, 'replaced');
    w.out.push({ type: 'drop-epoch', epochId, close: CLOSE.takenOver, code: 'epoch-closed' });
  }
  rememberDevice(w, epoch.deviceKey);
  takeShare(w, epoch, share);
  const { life } = w.s.core;
  if (life.state === 'invited') changeCore(w, { life: { ...life, state: 'open' } });
  makeRoom(w, epoch.epochId, holding);
}

export function resumed(w: Work, epochId: string): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return;
  heard(w);
  putEpoch(w, { ...epoch, connected: true, lastSeenMs: w.nowMs });
}

/** Keeps a fresh share, unless the epoch has ended or dropped its root meanwhile. */
export function deposited(w: Work, epochId: string, share: ShareAt): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch !== undefined && isLive(epoch.state) && leaseHolds(w.s, share, w.nowMs))
    takeShare(w, epoch, share);
  else eraseShare(w, share, epoch ?? { epochId, deviceKey: null });
}

export function forgotten(w: Work, epochId: string): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch !== undefined) loseShares(w, epoch);
}

/** @param seenMs when it was last heard */
export function disconnected(w: Work, epochId: string, seenMs: number): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch === undefined || !epoch.connected) return;
  const lastSeenMs = Math.max(epoch.lastSeenMs, seenMs);
  putEpoch(w, { ...epoch, connected: false, lastSeenMs });
}

/**
 * E1: an exit is for the whole device. All its live epochs and the named one are closed and their shares
 * destroyed, dated now. Repeating it ends nothing more.
 */
export function left(w: Work, epochId: string): void {
  const named = w.s.epochs.get(epochId);
  if (named === undefined || !(isLive(named.state) || named.state === 'replaced')) return;
  const { deviceKey } = named;
  putEpoch(w, { ...named, closedAtMs: null });
  for (const other of w.s.epochs.values())
    if (other.epochId === epochId || (other.deviceKey === deviceKey && isLive(other.state)))
      closeEpoch(w, other.epochId, 'left');
  // All its connections, also those that only deliver for a dead tab.
  w.out.push({ type: 'drop-device', deviceKey, close: CLOSE.ended, code: 'epoch-closed' });
}

/** J5. A confirmation of an epoch that has ended changes no state; a refusal still bars its device. */
export function decided(w: Work, epochId: string, verdict: 'confirm' | 'refuse'): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch === undefined) return;
  if (verdict === 'confirm') confirm(w, epoch);
  else refuse(w, epoch);
}

function confirm(w: Work, epoch: EpochRow): void {
  if (epoch.state !== 'pending') return;
  const device = w.s.devices.get(epoch.deviceKey);
  if (device?.confirmed === false) putDevice(w, { ...device, confirmed: true });
  putEpoch(w, { ...epoch, state: 'confirmed' });
}

function refuse(w: Work, { epochId, deviceKey }: EpochRow): void {
  const device = w.s.devices.get(deviceKey);
  if (device !== undefined) putDevice(w, { ...device, barred: true });
  for (const other of w.s.epochs.values()) {
    if (other.deviceKey !== deviceKey) continue;
    const named = other.epochId === epochId && other.state === 'replaced';
    if (isLive(other.state) || named) closeEpoch(w, other.epochId, 'refused');
  }
  // All its connections, also those that only deliver for a dead tab.
  w.out.push({ type: 'drop-device', deviceKey, close: CLOSE.revoked, code: 'epoch-refused' });
}
