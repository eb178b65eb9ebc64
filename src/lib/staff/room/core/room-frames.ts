// ⑤ What the room server sends to a staff page, frame by frame: entering, entries, receipts, refusals.
// Believes nothing that can be checked. Pure. Rules: J4, O1, O2, O6, R3, R8, D5.
import type { StaffFrame, ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { byRef, isFinalRefusal } from '#lib/sync/core/outbox.ts';
import { ingest } from './room-chain.ts';
import { doubt, ended, takeLife } from './room-end.ts';
import { takeEpoch } from './room-epochs.ts';
import { stepOutbox } from './room-outbox.ts';
import { lineAgain, stop, transmit, type Work } from './room-work.ts';

/** Delay before a server of a later version is tried again: a rollback may bring it back to this page's. */
export const OUTDATED_AGAIN_MS = 60_000;

/** Requests a permit, unless the room is over or the line has gone again [D5]. */
export function askPermit(w: Work): void {
  w.s.permitAgainAtMs = null;
  if (w.s.line === 'asking' && w.s.over === null)
    w.out.push({ type: 'ask-permit', right: w.s.right });
}

/** A new line, if none has come up by itself. */
export function lineIfDown(w: Work): void {
  w.s.lineAgainAtMs = null;
  if (w.s.line !== 'up' && w.s.over === null) w.out.push({ type: 'reconnect' });
}

/** A frame with a number of its own, which identifies the answer. */
export function control(
  w: Work,
  kind: 'enter' | 'unlock' | 'close',
  frame: (ref: number) => StaffFrame
): void {
  const ref = w.s.nextControl;
  w.s.nextControl = ref + 1;
  w.s.controls = new Map(w.s.controls).set(ref, kind);
  transmit(w, frame(ref));
}

function answered(w: Work, ref: number): void {
  const controls = new Map(w.s.controls);
  controls.delete(ref);
  w.s.controls = controls;
}

function onEntered(w: Work, frame: Extract<ToStaffFrame, { t: 'entered' }>): void {
  if (w.s.controls.get(frame.ref) !== 'enter') return;
  if (w.s.face !== null && w.s.face !== frame.face) return stop(w, 'face');
  // Early receipts, with entries missing before them, count as shown too.
  const shown = Math.max(w.s.entries.length, ...w.s.ahead.keys());
  if (frame.lastOrder < shown) return stop(w, 'rollback');
  const { face, archiveBox, records } = frame;
  // An archive's reader gets no link and no words, whatever the server sends [R3].
  const deskBox = w.s.right === 'archive' ? null : frame.deskBox;
  const isFirst = w.s.face === null;
  answered(w, frame.ref);
  w.s.line = 'up';
  w.s.lineAgainAtMs = null;
  w.s.outdated = false;
  w.s.face = face;
  w.s.attempts = frame.attempts;
  w.s.catchUpTo = frame.lastOrder;
  w.s.readOrder = frame.readOrder;
  // A number beyond what is there would answer what is yet to come.
  const { answeredOrder = null, lastOrder } = frame;
  w.s.answeredOrder = answeredOrder === null ? null : Math.min(answeredOrder, lastOrder);
  // A room that closed during entry is not opened with a live permit [R3].
  if (frame.life.state === 'closed' && w.s.right === 'live') return takeLife(w, frame.life);
  if (isFirst) w.out.push({ type: 'open-room', face, deskBox, archiveBox, records });
  for (const epoch of frame.epochs) takeEpoch(w, epoch);
  takeLife(w, frame.life);
  if (w.s.over !== null || w.s.stopped !== null || w.s.right === 'archive') return;
  stepOutbox(w, { type: 'ready' });
  w.out.push({ type: 'load-outbox' });
}

function onReceipt(w: Work, frame: Extract<ToStaffFrame, { t: 'receipt' }>): void {
  const item = byRef(w.s.outbox, frame.ref);
  if (item === null) return;
  stepOutbox(w, { type: 'receipt', ref: frame.ref });
  // Somebody else's copy is already there; it comes, or came, with the entries [O6].
  if (frame.duplicate === true) return;
  const { chain, n, order, timeMs, head } = frame;
  if (chain !== item.chain) return stop(w, 'misplaced', order);
  const { envelope, copyOf } = item;
  const copy = copyOf === undefined ? {} : { copyOf };
  ingest(w, [{ order, chain, n, timeMs, head, envelope, ...copy }], false);
}

function onRefused(w: Work, frame: Extract<ToStaffFrame, { t: 'refused' }>): void {
  const { ref, code, retryAtMs } = frame;
  if (code === 'gone') return doubt(w);
  const later = code === 'unsupported-version';
  if (later) w.s.outdated = true;
  if (ref === undefined) return;
  const kind = w.s.controls.get(ref);
  if (kind !== undefined) {
    answered(w, ref);
    if (kind !== 'enter') return;
    // It was closed while this page was away: asking again would bring the same answer for ever.
    if (code === 'ended') ended(w);
    else if (code === 'not-allowed') w.s.over = 'not-allowed';
    else if (later) lineAgain(w, OUTDATED_AGAIN_MS);
    else w.out.push({ type: 'reconnect' });
    return;
  }
  // A later page may be able to send it: until then it waits, and no new line would help.
  const atMs = later ? w.nowMs + OUTDATED_AGAIN_MS : retryAtMs;
  stepOutbox(w, { type: 'refused', ref, code, ...(atMs === undefined ? {} : { retryAtMs: atMs }) });
  // The line lacks what it needs: open a new one, with a new permit.
  if (!isFinalRefusal(code) && atMs === undefined && code !== 'sequence-gap')
    w.out.push({ type: 'reconnect' });
}

function answeredElsewhere(w: Work, order: number): void {
  if (w.s.answeredOrder === null) return;
  const there = Math.max(w.s.entries.length, w.s.catchUpTo);
  w.s.answeredOrder = Math.max(w.s.answeredOrder, Math.min(order, there));
}

export function onFrame(w: Work, frame: ToStaffFrame): void {
  switch (frame.t) {
    case 'challenge':
      w.s.line = 'asking';
      return askPermit(w);
    case 'entered':
      return onEntered(w, frame);
    case 'entries':
      return ingest(w, frame.items, true);
    case 'epoch':
      return takeEpoch(w, frame.epoch);
    case 'receipt':
      return onReceipt(w, frame);
    case 'signal': {
      const { epochId, kind, sealed } = frame;
      const record = w.s.epochs.get(epochId);
      if (record !== undefined && record.keys !== 'bad')
        w.out.push({ type: 'open-signal', epochId, kind, sealed });
      return;
    }
    case 'attempts':
      w.s.attempts = frame.attempts;
      return;
    case 'life':
      return takeLife(w, frame.life);
    case 'read':
      w.s.readOrder = Math.max(w.s.readOrder, frame.order);
      return;
    case 'answered':
      return answeredElsewhere(w, frame.order);
    case 'done':
      return answered(w, frame.ref);
    case 'refused':
      return onRefused(w, frame);
  }
}
