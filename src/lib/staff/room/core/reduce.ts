// One room on a staff page, as a reducer. In: events of the line, the clock, the keys and the officer. Out:
// what to open, seal, store and send. The shell (staff-conversation.svelte.ts) only runs effects,
// those of keys and disk strictly one after the other. There is no key, clock or socket here. Rules: J4–J7, O1–O6, R3.
import { stepOf, workOn } from '#lib/core/work.ts';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import { isOfDisk, onOutboxUnreadable, readOutboxAgain } from './room-disk.ts';
import { doubt, judgeEnd, onLineDown } from './room-end.ts';
import { onAccepted, onSignalOpened } from './room-epochs.ts';
import { dividerFor, follow } from './room-follow.ts';
import { askPermit, control, lineIfDown, onFrame, OUTDATED_AGAIN_MS } from './room-frames.ts';
import { setLabel } from './room-label.ts';
import { onOutbox, onSealed, onStored, stepOutbox } from './room-outbox.ts';
import { oweNothing } from './room-owed.ts';
import { newStaffRoom } from './room-start.ts';
import { lineAgain, stop, transmit, wakeAt, type Work } from './room-work.ts';
import {
  choose,
  decide,
  onSealFailed,
  resend,
  say,
  sealHeld,
  showEarlier,
  type
} from './room-write.ts';
import type {
  OpenedEntry,
  StaffRoomEffect,
  StaffRoomEvent,
  StaffRoomState,
  StaffRoomStep
} from './room-types.ts';

export { newStaffRoom };
export type { StaffRoomEffect, StaffRoomEvent, StaffRoomState, StaffRoomStep };

/** How long after a refused permit the room is tried again. */
const RETRY_MS = 3_000;

/** One step: the event itself, then everything that follows from the new state. */
export function reduceStaffRoom(state: StaffRoomState, event: StaffRoomEvent): StaffRoomStep {
  if (state.over === 'gone' && !isOfDisk(state, event)) return { state, effects: [] };
  const nowMs = Math.max(state.nowMs, event.nowMs);
  const w = workOn<StaffRoomState, StaffRoomEffect>({ ...state, nowMs }, nowMs);
  handle(w, event);
  follow(w);
  return stepOf(w);
}

function handle(w: Work, event: StaffRoomEvent): void {
  switch (event.type) {
    case 'line-down':
      return onLineDown(w, event.end);
    case 'outdated':
      w.s.outdated = true;
      if (w.s.line !== 'up') lineAgain(w, OUTDATED_AGAIN_MS);
      return;
    case 'end-judged':
      return judgeEnd(w, event.end);
    case 'permit':
      return enter(w, event.permit);
    case 'permit-refused':
      if (event.code === 'gone' || event.code === 'ended') return doubt(w);
      if (event.code === 'not-allowed') {
        w.s.over = 'not-allowed';
        return;
      }
      if (event.code === 'unsupported-version') {
        w.s.outdated = true;
        w.s.permitAgainAtMs = w.nowMs + OUTDATED_AGAIN_MS;
      } else w.s.permitAgainAtMs = w.nowMs + RETRY_MS;
      return wakeAt(w, w.s.permitAgainAtMs);
    case 'frame':
      return onFrame(w, event.frame);
    case 'room-opened':
      w.s.keys = event.fault === null ? 'open' : 'bad';
      if (event.fault !== null) stop(w, event.fault);
      return;
    case 'epoch-accepted':
      return onAccepted(w, event);
    case 'opened':
      return onOpened(w, event.results);
    case 'signal-opened':
      return onSignalOpened(w, event);
    case 'sealed':
      return onSealed(w, event);
    case 'seal-failed':
      return onSealFailed(w, event.job);
    case 'stored':
      return onStored(w, event);
    case 'signal-sealed': {
      const { epochId, kind, sealed } = event;
      if (w.s.line === 'up') transmit(w, { t: 'signal', epochId, kind, sealed });
      return;
    }
    case 'outbox':
      w.s.outboxAgain = null;
      return onOutbox(w, event.items);
    case 'outbox-unreadable':
      return onOutboxUnreadable(w);
    case 'say':
      return say(w, event.to, event.text);
    case 'choose':
      return choose(w, event.epochId);
    case 'decide':
      return decide(w, event.epochId, event.verdict);
    case 'resend':
      return resend(w, event.of, event.to);
    case 'show-earlier':
      return showEarlier(w, event.to);
    case 'label':
      return setLabel(w, event.text);
    case 'unlock':
      if (w.s.line === 'up') control(w, 'unlock', (ref) => ({ t: 'unlock', ref }));
      return;
    case 'no-answer':
      return oweNothing(w);
    case 'close':
      if (w.s.line === 'up')
        control(w, 'close', (ref) => ({ t: 'close', ref, reason: event.reason }));
      return;
    case 'type':
      return type(w, event.to, event.on);
    case 'look':
      if (event.on && !w.s.looking && w.s.known) w.s.dividerOrder = dividerFor(w.s);
      w.s.looking = event.on;
      return;
    case 'tick':
      readOutboxAgain(w);
      sealHeld(w);
      if (w.s.lineAgainAtMs !== null && w.nowMs >= w.s.lineAgainAtMs) lineIfDown(w);
      // Asks again for a permit that was not to be had.
      return w.s.permitAgainAtMs !== null && w.nowMs >= w.s.permitAgainAtMs
        ? askPermit(w)
        : stepOutbox(w, { type: 'hold-over', nowMs: w.nowMs });
  }
}

function enter(w: Work, permit: string): void {
  if (w.s.line !== 'asking') return;
  w.s.line = 'entering';
  const have = w.s.entries.length;
  control(w, 'enter', (ref) => ({ t: 'enter', v: PROTOCOL_VERSION, ref, permit, have }));
}

function onOpened(w: Work, results: readonly OpenedEntry[]): void {
  const entries = [...w.s.entries];
  for (const { order, reading } of results) {
    const entry = entries[order - 1];
    if (entry?.reading === null) entries[order - 1] = { ...entry, reading };
  }
  w.s.entries = entries;
}

/** 16 random bytes as this page load's sender [S5]. */
export const senderFrom = (random: Uint8Array): string => toBase64url(random);
