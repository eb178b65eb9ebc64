// One room on a staff page, as a reducer: what the line, the clock, the keys and the officer bring,
// in; what is to be opened, sealed, stored, sent, out. The shell (staff-room-session.svelte.ts) only
// runs effects, strictly one after the other. Nothing here knows a key, a clock or a socket.
// Rules: J4–J7, O1–O6, R3.
import { toBase64url } from '#lib/crypto/bytes.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import type { RoomLife } from '#lib/protocol/room-view.ts';
import type { ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { emptyOutbox, isFinalRefusal } from '#lib/room/outbox.ts';
import { ingest, stop } from './core/room-chain.ts';
import { onAccepted, onSignalOpened, takeEpoch } from './core/room-epochs.ts';
import { dividerFor, follow, run } from './core/room-follow.ts';
import { noMeaning } from './core/room-meaning.ts';
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
} from './core/room-write.ts';
import type {
  OpenedEntry,
  RoomRight,
  StaffRoomEffect,
  StaffRoomEvent,
  StaffRoomState,
  StaffRoomStep
} from './core/room-types.ts';

export type { StaffRoomEffect, StaffRoomEvent, StaffRoomState, StaffRoomStep };

/** Frames that are no envelopes number themselves from here, out of the outbox's way. */
const FIRST_CONTROL = 0x8000_0000;

/** How long after a refused permit the room is tried again. */
const RETRY_MS = 3_000;

/**
 * A room that nothing is known of yet.
 * @param ids base64url: the room's, this page load's sender (16 random bytes), the member's
 */
export const newStaffRoom = (ids: {
  readonly roomId: string;
  readonly sender: string;
  readonly memberId: string;
  readonly right: RoomRight;
}): StaffRoomState => ({
  ...ids,
  nowMs: 0,
  line: 'down',
  over: null,
  stopped: null,
  faults: [],
  face: null,
  keys: 'none',
  life: null,
  attempts: null,
  epochs: new Map(),
  chains: new Map(),
  nextOf: new Map(),
  entries: [],
  understood: 0,
  ahead: new Map(),
  catchUpTo: 0,
  known: false,
  permitAgainAtMs: null,
  askedAgain: false,
  meaning: noMeaning,
  jobs: [],
  lost: [],
  lostOfOthers: 0,
  nextJob: 1,
  ownNext: new Map(),
  noticed: new Map(),
  barredCopies: new Set(),
  outbox: emptyOutbox,
  stored: 'unread',
  controls: new Map(),
  nextControl: FIRST_CONTROL,
  readOrder: 0,
  dividerOrder: 0,
  looking: false,
  typing: null,
  signalSequence: 0
});

const only = (state: StaffRoomState, ...effects: StaffRoomEffect[]): StaffRoomStep => ({
  state,
  effects
});

const askPermit = (state: StaffRoomState): StaffRoomStep =>
  state.line === 'asking' && state.over === null
    ? only({ ...state, permitAgainAtMs: null }, { t: 'ask-permit', right: state.right })
    : only({ ...state, permitAgainAtMs: null });

/** A frame with a number of its own; its answer is told apart by it. */
function control(
  state: StaffRoomState,
  kind: 'enter' | 'unlock' | 'close',
  frame: (ref: number) => Extract<StaffRoomEffect, { t: 'transmit' }>['frame']
): StaffRoomStep {
  const ref = state.nextControl;
  const controls = new Map(state.controls).set(ref, kind);
  return only({ ...state, nextControl: ref + 1, controls }, { t: 'transmit', frame: frame(ref) });
}

/**
 * R3: nothing of a room that is over stays on a staff page: no key, no content, and nothing on the
 * disk that waits for it [O3]. How much did not arrive is still said.
 */
function shut(
  state: StaffRoomState,
  over: 'closed' | 'gone',
  life: RoomLife | null
): StaffRoomStep {
  const unsent = state.jobs.flatMap((job) =>
    job.copyOf === null && 'writtenAtMs' in job.content && job.content.t !== 'earlier'
      ? [job.job]
      : []
  ).length;
  const { roomId, sender, memberId, right } = state;
  return only(
    {
      ...newStaffRoom({ roomId, sender, memberId, right }),
      nowMs: state.nowMs,
      life,
      over,
      faults: state.faults,
      stopped: state.stopped,
      lostOfOthers: state.lostOfOthers + unsent
    },
    { t: 'drop-keys' },
    { t: 'load-outbox' }
  );
}

/** The room said that it has ended, without saying how. */
const ended = (state: StaffRoomState): StaffRoomStep =>
  state.right === 'archive' || state.over !== null
    ? only(state)
    : shut(state, 'closed', state.life && { ...state.life, state: 'closed' });

function takeLife(state: StaffRoomState, life: RoomLife): StaffRoomStep {
  if (state.life?.state === 'closed' && life.state !== 'closed')
    return only(stop(state, 'rollback'));
  if (life.state !== 'closed' || state.right === 'archive') return only({ ...state, life });
  if (state.over !== null) return only({ ...state, life });
  return shut(state, 'closed', life);
}

function onEntered(
  state: StaffRoomState,
  frame: Extract<ToStaffFrame, { t: 'entered' }>
): StaffRoomStep {
  if (state.controls.get(frame.ref) !== 'enter') return only(state);
  if (state.face !== null && state.face !== frame.face) return only(stop(state, 'face'));
  if (frame.lastOrder < state.entries.length) return only(stop(state, 'rollback'));
  const { face, deskBox, archiveBox } = frame;
  const isFirst = state.face === null;
  const controls = new Map(state.controls);
  controls.delete(frame.ref);
  const entered: StaffRoomState = {
    ...state,
    controls,
    line: 'up',
    face,
    keys: isFirst ? 'opening' : state.keys,
    attempts: frame.attempts,
    catchUpTo: frame.lastOrder,
    readOrder: frame.readOrder,
    stored: 'reading'
  };
  const opening: StaffRoomEffect[] = isFirst ? [{ t: 'open-room', face, deskBox, archiveBox }] : [];
  // A room that closed on the way in is not opened with a live permit [R3].
  if (frame.life.state === 'closed' && state.right === 'live') return takeLife(entered, frame.life);
  const step = run(entered, [
    (at) => only(at, ...opening),
    ...frame.epochs.map((epoch) => (at: StaffRoomState) => takeEpoch(at, epoch)),
    (at) => takeLife(at, frame.life)
  ]);
  if (step.state.over !== null || step.state.stopped !== null || state.right === 'archive')
    return step;
  const flushed = run(step.state, [
    (at) => stepOutbox(at, { t: 'ready' }),
    (at) => only(at, { t: 'load-outbox' })
  ]);
  return only(flushed.state, ...step.effects, ...flushed.effects);
}

function onReceipt(
  state: StaffRoomState,
  frame: Extract<ToStaffFrame, { t: 'receipt' }>
): StaffRoomStep {
  const key = state.outbox.underWay.get(frame.ref);
  const item = state.outbox.items.find(
    (one) => `${one.chain}.${one.sender}.${one.sequence}` === key
  );
  if (item === undefined) return only(state);
  const settled = stepOutbox(state, { t: 'receipt', ref: frame.ref });
  // Somebody else's copy stands already; it comes, or came, with the entries [O6].
  if (frame.duplicate === true) return settled;
  const { chain, n, order, timeMs, head } = frame;
  if (chain !== item.chain)
    return only(stop(settled.state, 'misplaced', order), ...settled.effects);
  const { envelope, copyOf } = item;
  const entry = {
    order,
    chain,
    n,
    timeMs,
    head,
    envelope,
    ...(copyOf === undefined ? {} : { copyOf })
  };
  const taken = ingest(settled.state, [entry], false);
  return only(taken.state, ...settled.effects, ...taken.effects);
}

function onRefused(
  state: StaffRoomState,
  frame: Extract<ToStaffFrame, { t: 'refused' }>
): StaffRoomStep {
  const { ref, code, retryAtMs } = frame;
  if (code === 'gone') return shut(state, 'gone', state.life);
  if (ref === undefined) return only(state);
  const kind = state.controls.get(ref);
  if (kind !== undefined) {
    const controls = new Map(state.controls);
    controls.delete(ref);
    const next = { ...state, controls };
    if (kind !== 'enter') return only(next);
    if (code === 'not-allowed') return only({ ...next, over: 'not-allowed' });
    // It was closed while this page was away: asking again would bring the same answer for ever.
    if (code === 'ended') return ended(next);
    return only(next, { t: 'reconnect' });
  }
  const step = stepOutbox(state, {
    t: 'refused',
    ref,
    code,
    ...(retryAtMs === undefined ? {} : { retryAtMs })
  });
  // The line no longer has what it needs: a new one, with a new permit.
  const isLost = !isFinalRefusal(code) && retryAtMs === undefined && code !== 'sequence-gap';
  return isLost ? only(step.state, ...step.effects, { t: 'reconnect' }) : step;
}

function onFrame(state: StaffRoomState, frame: ToStaffFrame): StaffRoomStep {
  switch (frame.t) {
    case 'challenge':
      return askPermit({ ...state, line: 'asking' });
    case 'entered':
      return onEntered(state, frame);
    case 'entries':
      return ingest(state, frame.items, true);
    case 'epoch':
      return takeEpoch(state, frame.epoch);
    case 'receipt':
      return onReceipt(state, frame);
    case 'signal': {
      const { epochId, kind, sealed } = frame;
      return state.epochs.get(epochId)?.keys === 'bad' || !state.epochs.has(epochId)
        ? only(state)
        : only(state, { t: 'open-signal', epochId, kind, sealed });
    }
    case 'attempts':
      return only({ ...state, attempts: frame.attempts });
    case 'life':
      return takeLife(state, frame.life);
    case 'read':
      return only({ ...state, readOrder: Math.max(state.readOrder, frame.order) });
    case 'done': {
      const controls = new Map(state.controls);
      controls.delete(frame.ref);
      return only({ ...state, controls });
    }
    case 'refused':
      return onRefused(state, frame);
  }
}

function onOpened(state: StaffRoomState, results: readonly OpenedEntry[]): StaffRoomStep {
  const entries = [...state.entries];
  for (const { order, reading } of results) {
    const entry = entries[order - 1];
    if (entry?.reading === null) entries[order - 1] = { ...entry, reading };
  }
  return only({ ...state, entries });
}

function onOutbox(
  state: StaffRoomState,
  items: Extract<StaffRoomEvent, { t: 'outbox' }>['items']
): StaffRoomStep {
  if (state.over === 'closed' || state.over === 'gone') {
    const others = items.filter(
      (item) => item.copyOf === undefined && item.sender !== state.sender
    );
    const lostOfOthers = state.lostOfOthers + others.length;
    return only(
      { ...state, lostOfOthers },
      ...items.map((item) => ({ t: 'unstore', item }) as const)
    );
  }
  const read = { ...state, stored: 'read' as const };
  return run(read, [
    (at) => stepOutbox(at, { t: 'stored', items }),
    (at) => stepOutbox(at, { t: 'hold-over', nowMs: at.nowMs })
  ]);
}

function onLineDown(state: StaffRoomState, end: 'retry' | 'gone' | 'ended' | 'not-allowed') {
  const { state: next, effects } = stepOutbox(
    { ...state, line: 'down', controls: new Map(), typing: null },
    { t: 'lost' }
  );
  if (end === 'gone') {
    const over = shut(next, 'gone', state.life);
    return only(over.state, ...effects, ...over.effects);
  }
  if (end === 'not-allowed') return only({ ...next, over: 'not-allowed' }, ...effects);
  if (end === 'ended') return ended(next);
  return only(next, ...effects);
}

function reduce(state: StaffRoomState, event: StaffRoomEvent): StaffRoomStep {
  switch (event.t) {
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
      if (event.code === 'not-allowed') return only({ ...state, over: 'not-allowed' });
      return only(
        { ...state, permitAgainAtMs: state.nowMs + RETRY_MS },
        { t: 'wake-at', atMs: state.nowMs + RETRY_MS }
      );
    case 'frame':
      return onFrame(state, event.frame);
    case 'room-opened':
      if (event.ok) return only({ ...state, keys: 'open' });
      return only(stop({ ...state, keys: 'bad' }, 'face'));
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
            t: 'transmit',
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
        : stepOutbox(state, { t: 'hold-over', nowMs: state.nowMs });
  }
}

/** One step: the event itself, then everything that follows from where the room now stands. */
export function reduceStaffRoom(state: StaffRoomState, event: StaffRoomEvent): StaffRoomStep {
  if (state.over === 'gone' && event.t !== 'outbox') return only(state);
  const at = { ...state, nowMs: Math.max(state.nowMs, event.nowMs) };
  const step = reduce(at, event);
  const after = follow(step.state);
  return only(after.state, ...step.effects, ...after.effects);
}

/** 16 random bytes as this page load's sender [S5]. */
export const senderFrom = (random: Uint8Array): string => toBase64url(random);
