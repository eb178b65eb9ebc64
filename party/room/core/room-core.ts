// R1: every change of a room is a step of this one pure function. It has no clock, socket or storage, and
// returns no promise: the shell makes the new state durable and then runs the effects. Effects on other
// objects are due rows inside the state. Rules: R1–R3, J4, J5, O6.
import { workOn } from '#lib/core/work.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { attemptsView, clearAttempts, countAttempt } from './attempts.ts';
import { closeEpoch } from './epoch-ending.ts';
import * as epochs from './epochs.ts';
import { admitNewcomers, countNewcomer, lockNewcomers } from './newcomers.ts';
import type { RoomEffect, RoomEvent, Step } from './room-events.ts';
import { endRoom, tick } from './room-expiry.ts';
import { reportChange, takeReported } from './room-report.ts';
import {
  answeredOrderOf,
  dueKey,
  type DueRow,
  type EpochRow,
  type RoomRecord
} from './room-state.ts';
import { epochViewOf } from './room-views.ts';
import { eraseShare, planShare } from './share-pool.ts';
import { changeCore, dropDue, putDue, type Work } from './work.ts';

/** Delays between retries of an effect that another object did not confirm. */
const RETRY = { firstMs: 1_000, maxMs: 60_000 } as const;

/** One step. Returns the same state object when nothing has changed. */
export function reduce(state: RoomRecord, event: RoomEvent, nowMs: number): Step {
  const w = workOn<RoomRecord, RoomEffect>(state, nowMs);
  handle(w, event);
  judgeAttended(w);
  reportChange(w, state);
  const effects = [...tellings(state, w.s, nowMs), ...w.out];
  return { state: isSame(state, w.s) ? state : w.s, effects };
}

const isSame = (before: RoomRecord, after: RoomRecord): boolean =>
  (Object.keys(after) as (keyof RoomRecord)[]).every((name) => before[name] === after[name]);

function handle(w: Work, event: RoomEvent): void {
  switch (event.type) {
    case 'attempt':
      return countAttempt(w, event.deviceKey, event.known, 1);
    case 'attempt-returned':
      return countAttempt(w, event.deviceKey, event.known, -1);
    case 'share-planned':
      if (event.newcomer) countNewcomer(w, event.deviceKey);
      return planShare(w, event.slot, event);
    case 'share-abandoned':
      return eraseShare(w, event.share, event);
    case 'joined':
      return epochs.joined(w, event.epoch, event.share, event.holding);
    case 'resumed':
      return epochs.resumed(w, event.epochId);
    case 'deposited':
      return epochs.deposited(w, event.epochId, event.share);
    case 'forgotten':
      return epochs.forgotten(w, event.epochId);
    case 'disconnected':
      return epochs.disconnected(w, event.epochId, w.nowMs);
    case 'left':
      return epochs.left(w, event.epochId);
    case 'guest-ended':
      return guestEnded(w, event.epochId);
    case 'decided':
      return epochs.decided(w, event.epochId, event.verdict);
    case 'guest-wrote':
      return changeCore(w, {
        lastHeardMs: w.nowMs,
        lastActivityMs: w.nowMs,
        unread: w.s.core.unread + 1,
        waitingSinceMs: w.s.core.waitingSinceMs ?? w.nowMs
      });
    case 'staff-wrote':
      return changeCore(w, { lastActivityMs: w.nowMs });
    case 'read':
      return changeCore(w, {
        readOrder: Math.max(w.s.core.readOrder, event.order),
        // In a row that lacks it, what is read from now on is owed all the same [R8].
        answeredOrder: answeredOrderOf(w.s.core),
        unread: event.unread
      });
    case 'answered':
      return changeCore(w, {
        answeredOrder: Math.max(answeredOrderOf(w.s.core), event.order),
        waitingSinceMs: event.waitingSinceMs
      });
    case 'staff-present':
      return staffPresent(w, event.present);
    case 'unlocked':
      clearAttempts(w);
      return admitNewcomers(w, event.holding);
    case 'crowded':
      return lockNewcomers(w);
    case 'ended':
      return endRoom(w, event.reason);
    case 'tick':
      return tick(w, event.seen);
    case 'restarted':
      return restarted(w, event.alive, event.staff);
    case 'reported':
      return takeReported(w, event.report);
    case 'due-done':
      dropDue(w, dueKey(event.due));
      if (event.due.kind === 'hand-over') changeCore(w, { handedOver: true });
      return;
    case 'due-failed':
      return dueFailed(w, event.due);
  }
}

function staffPresent(w: Work, present: boolean): void {
  const { life, staffPresent: before } = w.s.core;
  if (life.state === 'closed' || before === present) return;
  changeCore(w, { staffPresent: present, presenceSinceMs: w.nowMs, staffCheckedMs: w.nowMs });
}

/**
 * An unconfirmed stranger must not be able to close a room that somebody else uses: this ends only their
 * own epoch.
 */
function guestEnded(w: Work, epochId: string): void {
  const epoch = w.s.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return;
  if (epoch.state === 'confirmed' || w.s.core.devicesEver === 1) return endRoom(w, 'guest');
  closeEpoch(w, epochId, 'ended');
  w.out.push({ type: 'drop-epoch', epochId, close: CLOSE.ended, code: 'epoch-closed' });
}

/** R2: clients that were connected when the server stopped count as seen now. */
function restarted(w: Work, alive: ReadonlySet<string>, staff: boolean): void {
  for (const { epochId } of w.s.epochs.values())
    if (!alive.has(epochId)) epochs.disconnected(w, epochId, w.nowMs);
  staffPresent(w, staff);
}

/** Runs the clock of a guest without staff: starts it, stops it, ends the alarm. */
function judgeAttended(w: Work): void {
  const { staffPresent, aloneSinceMs, unattended } = w.s.core;
  const rows = [...w.s.epochs.values()];
  if (staffPresent || !rows.some((epoch) => isLive(epoch.state))) {
    if (aloneSinceMs !== null || unattended)
      changeCore(w, { aloneSinceMs: null, unattended: false });
    return;
  }
  const there = rows.some((epoch) => epoch.connected);
  if (there && aloneSinceMs === null) changeCore(w, { aloneSinceMs: w.nowMs });
  // A phone that leaves before the alarm gets a new minute when it returns; a raised alarm stays.
  if (!there && aloneSinceMs !== null && !unattended) changeCore(w, { aloneSinceMs: null });
}

function dueFailed(w: Work, due: DueRow): void {
  const waitMs = Math.min(RETRY.maxMs, RETRY.firstMs * 2 ** Math.min(due.tries, 10));
  putDue(w, { ...due, tries: due.tries + 1, atMs: w.nowMs + waitMs });
}

/** What sockets must be told, derived from the difference, so that no event can forget it. */
function tellings(before: RoomRecord, after: RoomRecord, nowMs: number): readonly RoomEffect[] {
  const effects: RoomEffect[] = [];
  if (before.epochs !== after.epochs) {
    for (const [epochId, epoch] of after.epochs) {
      const old = before.epochs.get(epochId);
      // A row that did not change is the same object.
      if (old === epoch) continue;
      if (old === undefined || JSON.stringify(old) !== JSON.stringify(epoch))
        effects.push({ type: 'tell-epoch', epochId });
    }
    for (const [epochId, old] of before.epochs)
      if (!after.epochs.has(epochId))
        effects.push({ type: 'tell-dropped', epoch: epochViewOf(overSince(old, nowMs)) });
  }
  if (
    (before.devices !== after.devices ||
      before.core.strangers !== after.core.strangers ||
      before.core.newcomers !== after.core.newcomers) &&
    JSON.stringify(attemptsView(before)) !== JSON.stringify(attemptsView(after))
  )
    effects.push({ type: 'tell-attempts' });
  if (before.core.life !== after.core.life) effects.push({ type: 'tell-life' });
  if (before.core.staffPresent !== after.core.staffPresent) effects.push({ type: 'tell-presence' });
  return effects;
}

/** How a page that still shows a replaced epoch sees it. */
const overSince = (epoch: EpochRow, nowMs: number): EpochRow => ({
  ...epoch,
  state: isLive(epoch.state) ? 'replaced' : epoch.state,
  connected: false,
  closedAtMs: epoch.closedAtMs ?? nowMs
});
