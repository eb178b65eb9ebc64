// What the desk is told about a room: states, times and counts [R5]. What somebody on duty must see is
// reported at once, mere counts at most every REPORT_EVERY_MS, so that a message costs one write. Pure.
// Rules: R1, R2, R8, E1, J4.
import { lapsesAtMs } from '#lib/protocol/invite-lapse.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { attemptsView, newDevicesLocked, strangersLocked } from './attempts.ts';
import type { EpochRow, RoomRecord } from './room-state.ts';
import { lifeOf } from './room-views.ts';
import { dropDue, putDue, type Work } from './work.ts';
import type { RoomReport } from '../../rpc.ts';

export const REPORT_EVERY_MS = 2_000;

/** What the last epoch did [E1]. */
function markOf(epochs: readonly EpochRow[]): RoomReport['mark'] {
  const last = epochs.at(-1);
  if (last === undefined) return 'none';
  if (last.state === 'left') return 'left';
  if (!isLive(last.state)) return 'none';
  if (!last.connected && last.latch === null) return 'gone';
  return epochs.some((epoch) => epoch.state === 'left') ? 'back-after-exit' : 'none';
}

/**
 * Since when somebody waits here: for an answer, without anybody of staff, or before a door that is locked for
 * new devices. Null: nobody does [R8].
 */
function waitingSinceMs(state: RoomRecord): number | null {
  const { life, waitingSinceMs: owedMs, unattended, aloneSinceMs } = state.core;
  if (life.state === 'closed') return null;
  const since = [owedMs, unattended ? aloneSinceMs : null, lockedSinceMs(state)];
  const times = since.filter((atMs) => atMs !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function lockedSinceMs(state: RoomRecord): number | null {
  const { strangers, newcomers, lastActivityMs } = state.core;
  if (!newDevicesLocked(state)) return null;
  return strangersLocked(state) ? strangers.lastAtMs : (newcomers.lockedAtMs ?? lastActivityMs);
}

export function reportOf(state: RoomRecord): RoomReport {
  const epochs = [...state.epochs.values()];
  const { core } = state;
  const attempts = attemptsView(state);
  return {
    life: lifeOf(core),
    guestOnline: epochs.some((epoch) => epoch.connected),
    staffOnline: core.staffPresent,
    waitingSinceMs: waitingSinceMs(state),
    unread: core.unread,
    unattended: core.unattended,
    unconfirmed: epochs.filter((epoch) => epoch.state === 'pending').length,
    mark: markOf(epochs),
    locked: newDevicesLocked(state),
    wrongAttempts: attempts.strangers + attempts.known,
    lastActivityMs: core.lastActivityMs,
    ...(core.life.state === 'invited'
      ? { lapsesAtMs: lapsesAtMs(core.life.createdAtMs, state.lifetimes) }
      : {})
  };
}

/** The urgent part. Staff in the room see for themselves that somebody is waiting. */
const urgentPart = (report: RoomReport): string =>
  JSON.stringify([
    report.life.state,
    report.guestOnline,
    report.staffOnline,
    report.waitingSinceMs !== null && !report.staffOnline,
    report.unattended,
    report.unconfirmed,
    report.mark,
    report.locked
  ]);

type Haste = 'none' | 'counts' | 'urgent';

/** What a difference between two reports calls for. */
function hasteOf(before: RoomReport, after: RoomReport): Haste {
  if (JSON.stringify(before) === JSON.stringify(after)) return 'none';
  return urgentPart(before) === urgentPart(after) ? 'counts' : 'urgent';
}

/** Makes the report that this step's change calls for due. */
export function reportChange(w: Work, before: RoomRecord): void {
  const haste = onlyCounts(before, w.s)
    ? hasteOfCounts(before, w.s)
    : hasteOf(reportOf(before), reportOf(w.s));
  reportDue(w, haste);
}

/** Whether only counts and times of messages can differ. The fast path of every message. */
const onlyCounts = (before: RoomRecord, after: RoomRecord): boolean =>
  before.epochs === after.epochs &&
  before.devices === after.devices &&
  before.core.life === after.core.life &&
  before.core.strangers === after.core.strangers &&
  before.core.newcomers === after.core.newcomers &&
  before.core.staffPresent === after.core.staffPresent &&
  before.core.unattended === after.core.unattended;

/** What `hasteOf` would then return, without building the reports. */
function hasteOfCounts(before: RoomRecord, after: RoomRecord): Haste {
  const [was, is] = [before.core, after.core];
  const [waited, waits] = [waitingSinceMs(before), waitingSinceMs(after)];
  if ((waited === null) !== (waits === null) && !is.staffPresent) return 'urgent';
  const same =
    was.unread === is.unread && waited === waits && was.lastActivityMs === is.lastActivityMs;
  return same ? 'none' : 'counts';
}

function reportDue(w: Work, haste: Haste): void {
  if (haste === 'none') return;
  const urgent = haste === 'urgent';
  const atMs = urgent ? w.nowMs : w.nowMs + REPORT_EVERY_MS;
  const waiting = w.s.dues.get('report');
  const soonEnough = waiting && waiting.tries === 0 && waiting.atMs <= atMs;
  if (soonEnough && waiting.kind === 'report' && (waiting.urgent || !urgent)) return;
  putDue(w, { kind: 'report', urgent, atMs, tries: 0 });
}

/** The desk has this report: done, unless the room has changed meanwhile. */
export function takeReported(w: Work, sent: RoomReport): void {
  dropDue(w, 'report');
  reportDue(w, hasteOf(sent, reportOf(w.s)));
}
