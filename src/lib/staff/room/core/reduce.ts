// One room on a staff page, as a reducer: what the line, the clock, the keys and the officer bring,
// in; what is to be opened, sealed, stored, sent, out. The shell (staff-conversation.svelte.ts) only
// runs effects, strictly one after the other. Nothing here knows a key, a clock or a socket.
// Rules: J4–J7, O1–O6, R3.
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import { stop } from './room-chain.ts';
import { ended, onLineDown, onOutbox, shut } from './room-end.ts';
import { onAccepted, onSignalOpened } from './room-epochs.ts';
import { dividerFor, follow } from './room-follow.ts';
import { askPermit, control, onFrame } from './room-frames.ts';
import { newStaffRoom, only } from './room-start.ts';
import {
  choose,
  decide,
  onSealed,
  onStored,
  resend,
  say,
  showEarlier,
  stepOutbox,
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

function onOpened(state: StaffRoomState, results: readonly OpenedEntry[]): StaffRoomStep {
  const entries = [...state.entries];
  for (const { order, reading } of results) {
    const entry = entries[order - 1];
    if (entry?.reading === null) entries[order - 1] = { ...entry, reading };
  }
  return only({ ...state, entries });
}

function reduce(state: StaffRoomState, event: StaffRoomEvent): StaffRoomStep {
  switch (event.type) {
    case 'line-down':
      return onLineDown(state, event.end);
    case 'permit':
      if (state.line !== 'asking') return only(state);
      return control({ ...state, line: 'entering' }, 'enter', (ref) => ({
        t: 'enter',
        v: PROTOCOL_VERSION,
        ref,
        permit: event.permit,
        have: state.entries.length
      }));
    case 'permit-refused':
      if (event.code === 'gone') return shut(state, 'gone', state.life);
      if (event.code === 'ended') return ended(state);
      if (event.code === 'not-allowed') return only({ ...state, over: 'not-allowed' });
      return only(
        { ...state, permitAgainAtMs: state.nowMs + RETRY_MS },
        { type: 'wake-at', atMs: state.nowMs + RETRY_MS }
      );
    case 'frame':
      return onFrame(state, event.frame);
    case 'room-opened':
      if (event.fault === null) return only({ ...state, keys: 'open' });
      return only(stop({ ...state, keys: 'bad' }, event.fault));
    case 'epoch-accepted':
      return only(onAccepted(state, event));
    case 'opened':
      return onOpened(state, event.results);
    case 'signal-opened':
      return only(onSignalOpened(state, event));
    case 'sealed':
      return onSealed(state, event);
    case 'stored':
      return onStored(state, event);
    case 'signal-sealed':
      return state.line === 'up'
        ? only(state, {
            type: 'transmit',
            frame: { t: 'signal', epochId: event.epochId, kind: event.kind, sealed: event.sealed }
          })
        : only(state);
    case 'outbox':
      return onOutbox(state, event.items);
    case 'say':
      return say(state, event.to, event.text);
    case 'choose':
      return choose(state, event.epochId);
    case 'decide':
      return decide(state, event.epochId, event.verdict);
    case 'resend':
      return resend(state, event.of, event.to);
    case 'show-earlier':
      return showEarlier(state, event.to);
    case 'unlock':
      return state.line === 'up'
        ? control(state, 'unlock', (ref) => ({ t: 'unlock', ref }))
        : only(state);
    case 'close':
      return state.line === 'up'
        ? control(state, 'close', (ref) => ({ t: 'close', ref, reason: event.reason }))
        : only(state);
    case 'type':
      return type(state, event.to, event.on);
    case 'look':
      return only({
        ...state,
        looking: event.on,
        dividerOrder:
          event.on && !state.looking && state.known ? dividerFor(state) : state.dividerOrder
      });
    case 'tick':
      // A permit that could not be had is asked for again.
      return state.permitAgainAtMs !== null && state.nowMs >= state.permitAgainAtMs
        ? askPermit(state)
        : stepOutbox(state, { type: 'hold-over', nowMs: state.nowMs });
  }
}

/** One step: the event itself, then everything that follows from where the room now stands. */
export function reduceStaffRoom(state: StaffRoomState, event: StaffRoomEvent): StaffRoomStep {
  if (state.over === 'gone' && event.type !== 'outbox') return only(state);
  const at = { ...state, nowMs: Math.max(state.nowMs, event.nowMs) };
  const step = reduce(at, event);
  const after = follow(step.state);
  return only(after.state, ...step.effects, ...after.effects);
}

/** 16 random bytes as this page load's sender [S5]. */
export const senderFrom = (random: Uint8Array): string => toBase64url(random);
