// R1: every change of a room goes through this one pure function. It knows no clock, no socket and
// no storage, and returns no promise: the shell makes the new state durable and then runs the
// effects. Effects on other objects are due rows inside the state. Rules: R1–R3, J4, J5, O6.
import { CLOSE } from '#lib/protocol/codes.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { attemptsView, clearAttempts, countAttempt } from './attempts.ts';
import { closeEpoch } from './epoch-ending.ts';
import * as epochs from './epochs.ts';
import { admitNewcomers, countNewcomer, lockNewcomers } from './newcomers.ts';
import type { RoomEffect, RoomEvent, Step } from './room-events.ts';
import { endRoom, tick } from './room-expiry.ts';
import { afterReport, withReport } from './room-report.ts';
import { dueKey, type CoreRow, type DueRow, type EpochRow, type RoomRecord } from './room-state.ts';
import { epochViewOf } from './room-views.ts';
import { eraseShare, planShare, withDue, withoutDue } from './share-pool.ts';

/** Waits between repeats of an effect that another object did not confirm. */
const RETRY = { firstMs: 1_000, maxMs: 60_000 } as const;

export function reduce(state: RoomRecord, event: RoomEvent, nowMs: number): Step {
  const done = step(state, event, nowMs);
  const next = withReport(state, attended(done.state, nowMs), nowMs);
  return { state: next, effects: [...tellings(state, next, nowMs), ...done.effects] };
}

function step(state: RoomRecord, event: RoomEvent, nowMs: number): Step {
  switch (event.type) {
    case 'attempt':
      return only(countAttempt(state, event.deviceKey, event.known, 1, nowMs));
    case 'attempt-returned':
      return only(countAttempt(state, event.deviceKey, event.known, -1, nowMs));
    case 'share-planned':
      return only(
        planShare(
          event.newcomer ? countNewcomer(state, event.deviceKey, nowMs) : state,
          event.slot,
          event,
          nowMs
        )
      );
    case 'share-abandoned':
      return only(eraseShare(state, event.share, event, nowMs));
    case 'joined':
      return epochs.joined(state, event.epoch, event.share, event.holding, nowMs);
    case 'resumed':
      return only(epochs.resumed(state, event.epochId, nowMs));
    case 'deposited':
      return only(epochs.deposited(state, event.epochId, event.share, nowMs));
    case 'forgotten':
      return only(epochs.forgotten(state, event.epochId, nowMs));
    case 'disconnected':
      return only(epochs.disconnected(state, event.epochId, nowMs));
    case 'left':
      return epochs.left(state, event.epochId, nowMs);
    case 'guest-ended':
      return guestEnded(state, event.epochId, nowMs);
    case 'decided':
      return epochs.decided(state, event.epochId, event.verdict, nowMs);
    case 'guest-wrote':
      return only(withCore(state, guestWrote(state.core, nowMs)));
    case 'staff-wrote':
      return only(withCore(state, { ...state.core, lastActivityMs: nowMs }));
    case 'read':
      return only(withCore(state, readUpTo(state.core, event)));
    case 'staff-present':
      return only(staffPresent(state, event.present, nowMs));
    case 'unlocked':
      return only(admitNewcomers(clearAttempts(state), event.holding));
    case 'crowded':
      return only(lockNewcomers(state));
    case 'ended':
      return endRoom(state, event.reason, nowMs);
    case 'tick':
      return tick(state, event.seen, nowMs);
    case 'restarted':
      return only(restarted(state, event.alive, event.staff, nowMs));
    case 'reported':
      return only(afterReport(state, event.report, nowMs));
    case 'due-done':
      return only(dueDone(state, event.due));
    case 'due-failed':
      return only(dueFailed(state, event.due, nowMs));
  }
}

const only = (state: RoomRecord): Step => ({ state, effects: [] });

type ReadEvent = Extract<RoomEvent, { type: 'read' }>;

const withCore = (state: RoomRecord, core: CoreRow): RoomRecord => ({ ...state, core });

const guestWrote = (core: CoreRow, nowMs: number): CoreRow => ({
  ...core,
  lastHeardMs: nowMs,
  lastActivityMs: nowMs,
  unread: core.unread + 1,
  waitingSinceMs: core.waitingSinceMs ?? nowMs
});

const readUpTo = (core: CoreRow, { order, unread, waitingSinceMs }: ReadEvent): CoreRow => ({
  ...core,
  readOrder: Math.max(core.readOrder, order),
  unread,
  waitingSinceMs
});

function staffPresent(state: RoomRecord, present: boolean, nowMs: number): RoomRecord {
  if (state.core.life.state === 'closed' || state.core.staffPresent === present) return state;
  const changed = { staffPresent: present, presenceSinceMs: nowMs, staffCheckedMs: nowMs };
  return withCore(state, { ...state.core, ...changed });
}

/**
 * A stranger who was never confirmed must not be able to close a room that somebody else uses:
 * their end is the end of their own epoch only.
 */
function guestEnded(state: RoomRecord, epochId: string, nowMs: number): Step {
  const epoch = state.epochs.get(epochId);
  if (epoch === undefined || !isLive(epoch.state)) return only(state);
  if (epoch.state === 'confirmed' || state.core.devicesEver === 1)
    return endRoom(state, 'guest', nowMs);
  return {
    state: closeEpoch(state, epochId, 'ended', nowMs),
    effects: [{ type: 'drop-epoch', epochId, close: CLOSE.ended, code: 'epoch-closed' }]
  };
}

/** R2: who was connected when the server stopped counts as seen now. */
function restarted(
  state: RoomRecord,
  alive: ReadonlySet<string>,
  staff: boolean,
  nowMs: number
): RoomRecord {
  let next = state;
  for (const epoch of state.epochs.values())
    if (epoch.connected && !alive.has(epoch.epochId))
      next = epochs.disconnected(next, epoch.epochId, nowMs);
  return staffPresent(next, staff, nowMs);
}

/** Keeps the clock of a guest without staff: starts it, stops it, lowers the alarm. */
function attended(state: RoomRecord, nowMs: number): RoomRecord {
  const { core } = state;
  const rows = [...state.epochs.values()];
  const over = core.staffPresent || !rows.some((epoch) => isLive(epoch.state));
  if (over) {
    if (core.aloneSinceMs === null && !core.unattended) return state;
    return withCore(state, { ...core, aloneSinceMs: null, unattended: false });
  }
  const there = rows.some((epoch) => epoch.connected);
  if (there && core.aloneSinceMs === null) return withCore(state, { ...core, aloneSinceMs: nowMs });
  // A phone that went away before the alarm starts its minute anew; after it, the alarm stands.
  if (!there && core.aloneSinceMs !== null && !core.unattended)
    return withCore(state, { ...core, aloneSinceMs: null });
  return state;
}

function dueDone(state: RoomRecord, due: DueRow): RoomRecord {
  const next = withoutDue(state, dueKey(due));
  return due.kind === 'hand-over' ? withCore(next, { ...next.core, handedOver: true }) : next;
}

function dueFailed(state: RoomRecord, due: DueRow, nowMs: number): RoomRecord {
  const tries = due.tries + 1;
  const waitMs = Math.min(RETRY.maxMs, RETRY.firstMs * 2 ** Math.min(due.tries, 10));
  return withDue(state, { ...due, tries, atMs: nowMs + waitMs });
}

/** What sockets must hear, read off the difference, so that no event can forget to say it. */
function tellings(before: RoomRecord, after: RoomRecord, nowMs: number): readonly RoomEffect[] {
  const effects: RoomEffect[] = [];
  if (before.epochs !== after.epochs) {
    for (const [epochId, epoch] of after.epochs) {
      const old = before.epochs.get(epochId);
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

/** How an epoch that gave way to another looks to whoever still shows it. */
const overSince = (epoch: EpochRow, nowMs: number): EpochRow => ({
  ...epoch,
  state: isLive(epoch.state) ? 'replaced' : epoch.state,
  connected: false,
  closedAtMs: epoch.closedAtMs ?? nowMs
});
