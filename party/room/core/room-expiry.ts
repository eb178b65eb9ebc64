// ⑧ Every deadline of a room in one table (resume window, idle time, cap, deletion day), and what happens
// when one has passed. Pure; run by the one alarm and before every access, and idempotent. Never holds a
// timer. Rules: R2, P2.
import { CLOSE, GOING_AWAY } from '#lib/protocol/codes.ts';
import { lapsesAtMs } from '#lib/protocol/invite-lapse.ts';
import { LOST_AFTER_MS } from '#lib/protocol/limits.ts';
import { isLive, type EndReason } from '#lib/protocol/room-view.ts';
import { closeEpoch } from './epoch-ending.ts';
import { disconnected } from './epochs.ts';
import type { RoomRecord } from './room-state.ts';
import { loseShare } from './share-pool.ts';
import { changeCore, putDue, putEpoch, type Work } from './work.ts';

/**
 * A report of mere counts is due in memory, so that messages set no alarm for it. The alarm follows this
 * much later, in case the server was stopped in between.
 */
const REPORT_GRACE_MS = 60_000;

/**
 * The table. Each row: when it is due, or null while it does not apply.
 * @param reportGraceMs how much later than due the alarm may ring for mere counts
 */
export function deadlines(state: RoomRecord, reportGraceMs = 0): readonly (number | null)[] {
  const { core, lifetimes } = state;
  const { life } = core;
  const closed = life.state === 'closed';
  const rows: (number | null)[] = [
    // An unused invitation.
    life.state === 'invited' ? lapsesAtMs(life.createdAtMs, lifetimes) : null,
    // The young person has been silent for too long.
    life.state === 'open' ? core.lastHeardMs + lifetimes.idleCloseMs : null,
    // The hard cap ends a room that nothing else has ended.
    closed ? null : life.createdAtMs + lifetimes.hardCapMs,
    // The deletion day.
    closed && !core.handedOver && !state.dues.has('hand-over') ? life.deleteAtMs : null,
    // A guest without staff.
    core.aloneSinceMs !== null && !core.unattended
      ? core.aloneSinceMs + lifetimes.unattendedMs
      : null,
    // The next check of staff's connections.
    core.staffPresent ? core.staffCheckedMs + LOST_AFTER_MS : null
  ];
  for (const epoch of state.epochs.values()) {
    if (epoch.connected) rows.push(epoch.lastSeenMs + LOST_AFTER_MS);
    else if (epoch.latch !== null) rows.push(epoch.lastSeenMs + lifetimes.resumeWindowMs);
  }
  for (const due of state.dues.values())
    rows.push(due.kind === 'report' && !due.urgent ? due.atMs + reportGraceMs : due.atMs);
  return rows;
}

/** The next deadline; null when there is none. */
export function nextDeadlineMs(state: RoomRecord, reportGraceMs = 0): number | null {
  let next: number | null = null;
  for (const atMs of deadlines(state, reportGraceMs))
    if (atMs !== null && (next === null || atMs < next)) next = atMs;
  return next;
}

/** When the alarm must ring. */
export const alarmAtMs = (state: RoomRecord): number | null =>
  nextDeadlineMs(state, REPORT_GRACE_MS);

/** R3: cuts off at once. Epochs end, share stores and join gate are due for erasure, sockets are told. */
export function endRoom(w: Work, reason: EndReason): void {
  const { life } = w.s.core;
  const { lifetimes } = w.s;
  if (life.state === 'closed') return;
  for (const epoch of w.s.epochs.values())
    if (isLive(epoch.state)) closeEpoch(w, epoch.epochId, 'ended');
  putDue(w, { kind: 'erase-door', atMs: w.nowMs, tries: 0 });
  const capAtMs = life.createdAtMs + lifetimes.hardCapMs;
  changeCore(w, {
    life: {
      ...life,
      state: 'closed',
      endedAtMs: w.nowMs,
      endReason: reason,
      deleteAtMs: Math.min(w.nowMs + lifetimes.retentionMs, capAtMs)
    },
    lastActivityMs: w.nowMs,
    waitingSinceMs: null,
    staffPresent: false,
    presenceSinceMs: w.nowMs
  });
  w.out.push({ type: 'drop-all', close: CLOSE.ended });
}

/** Why a running room ends now by itself; null when it does not. */
function ending(state: RoomRecord, nowMs: number): EndReason | null {
  const { life, lastHeardMs } = state.core;
  const { hardCapMs, idleCloseMs } = state.lifetimes;
  if (life.state === 'closed') return null;
  if (nowMs >= life.createdAtMs + hardCapMs) return 'cap';
  if (life.state === 'invited')
    return nowMs >= lapsesAtMs(life.createdAtMs, state.lifetimes) ? 'lapsed' : null;
  return nowMs >= lastHeardMs + idleCloseMs ? 'idle' : null;
}

/**
 * Runs everything that is due.
 * @param seen when the connected epochs were last heard, as their sockets know it
 */
export function tick(w: Work, seen: ReadonlyMap<string, number>): void {
  const { lifetimes } = w.s;
  for (const epoch of w.s.epochs.values()) {
    if (!epoch.connected || w.nowMs < epoch.lastSeenMs + LOST_AFTER_MS) continue;
    const seenMs = Math.max(epoch.lastSeenMs, seen.get(epoch.epochId) ?? 0);
    if (w.nowMs < seenMs + LOST_AFTER_MS) putEpoch(w, { ...epoch, lastSeenMs: seenMs });
    else {
      disconnected(w, epoch.epochId, seenMs);
      w.out.push({ type: 'drop-epoch', epochId: epoch.epochId, close: GOING_AWAY });
    }
  }
  for (const epoch of w.s.epochs.values())
    if (!epoch.connected && w.nowMs >= epoch.lastSeenMs + lifetimes.resumeWindowMs)
      loseShare(w, epoch);
  const { staffPresent, staffCheckedMs, aloneSinceMs, unattended } = w.s.core;
  if (staffPresent && w.nowMs >= staffCheckedMs + LOST_AFTER_MS)
    changeCore(w, { staffCheckedMs: w.nowMs });
  if (aloneSinceMs !== null && !unattended && w.nowMs >= aloneSinceMs + lifetimes.unattendedMs)
    changeCore(w, { unattended: true });
  const reason = ending(w.s, w.nowMs);
  if (reason !== null) endRoom(w, reason);
  handOver(w);
}

/** R4: at its deadline the room asks the desk to erase it. */
function handOver(w: Work): void {
  const { life, handedOver } = w.s.core;
  if (life.state !== 'closed' || w.nowMs < life.deleteAtMs) return;
  if (handedOver || w.s.dues.has('hand-over')) return;
  putDue(w, { kind: 'hand-over', atMs: w.nowMs, tries: 0 });
}

/** Whether the room is gone for everybody: its erasure is due, and it says "gone" already now [R2]. */
export const isGone = (state: RoomRecord, nowMs: number): boolean =>
  state.core.life.state === 'closed' && nowMs >= state.core.life.deleteAtMs;
