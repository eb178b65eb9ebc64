// What every part of the guest reducer works on, and the steps that many of them take. Pure.
// Rules: O1, O3, O4, P2, R6.
import type { Work as AnyWork } from '#lib/core/work.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import {
  outboxKey,
  reduceOutbox,
  type OutboxEvent,
  type OutboxItem
} from '#lib/sync/core/outbox.ts';
import type { GuestEffect } from './events.ts';
import type { AwayReason, GuestState, Message, Over, OwnMessage } from './state.ts';
import { lossReasonOf } from './losses.ts';

export type Work = AnyWork<GuestState, GuestEffect>;

/** Refusals without a time are tried again after this. */
const PATIENCE_MS = 3_000;

export function takeRef(w: Work): number {
  const ref = w.s.nextRef;
  w.s.nextRef = ref + 1;
  return ref;
}

export const send = (w: Work, frame: GuestFrame): void => {
  w.out.push({ type: 'send', frame });
};

export function changeOwn(
  w: Work,
  which: (message: OwnMessage) => boolean,
  change: Partial<OwnMessage>
): boolean {
  let changed = false;
  w.s.messages = w.s.messages.map((message): Message => {
    if (message.from !== 'you' || !which(message)) return message;
    changed = true;
    return { ...message, ...change };
  });
  return changed;
}

/** Whether this own message is the one under that number. */
export const isAt =
  (sender: string, sequence: number) =>
  (message: OwnMessage): boolean =>
    message.sender === sender && message.sequence === sequence;

function recordLoss(w: Work, item: OutboxItem): void {
  const isIt = isAt(item.sender, item.sequence);
  const shown = w.s.messages.some((one) => one.from === 'you' && isIt(one) && one.body !== null);
  changeOwn(w, isIt, { step: 'lost' });
  if (!shown && item.quiet !== true) w.s.lostUnread += 1;
}

/** Runs one step of the outbox and turns its effects into the page's own. */
export function stepOutbox(w: Work, event: OutboxEvent): void {
  const { outbox, effects } = reduceOutbox(w.s.outbox, event);
  w.s.outbox = outbox;
  for (const effect of effects) {
    switch (effect.type) {
      case 'transmit':
        send(w, { t: 'append', ref: effect.ref, envelope: effect.item.envelope });
        break;
      case 'settle':
        w.out.push({ type: 'settle', item: effect.item });
        break;
      case 'give-up':
        recordLoss(w, effect.item);
        w.out.push({ type: 'give-up', items: [effect.item], why: lossReasonOf(effect.code) });
        break;
      case 'wake-at':
        break; // nextWakeMs reads the outbox itself
      case 'reload':
        w.out.push({ type: 'load-outbox' });
        holdOutbox(w);
        break;
    }
  }
}

/** Not now, and no time was named: the same again a little later, on the same line. */
export function holdOutbox(w: Work): void {
  w.s.outbox = {
    ...w.s.outbox,
    ready: w.s.proved,
    holdUntilMs: w.nowMs + PATIENCE_MS
  };
}

/** The line is of no use any more; what was under way on it counts as not said. */
export function dropLine(w: Work): void {
  w.s.up = false;
  w.s.challenge = null;
  w.s.proved = false;
  w.s.entryRef = null;
  w.s.depositRef = null;
  w.s.staffTypingUntilMs = null;
  w.s.lostAtMs ??= w.nowMs;
  stepOutbox(w, { type: 'lost' });
}

/** Asks the room again, from a fresh connection. */
export function askAgain(w: Work): void {
  dropLine(w);
  w.out.push({ type: 'reconnect' });
}

const isUnkept = (s: GuestState, { step, sender, sequence }: OwnMessage): boolean =>
  step === 'waiting' &&
  sender !== null &&
  sequence !== null &&
  s.unkept.has(outboxKey({ chain: s.epochId, sender, sequence }));

/** Nothing more can be written here. What never can arrive is marked, for the page to say so. */
export function finish(w: Work, over: Over): void {
  if (w.s.phase === 'over') return;
  w.s.phase = 'over';
  w.s.over = over;
  w.s.unattended = false;
  w.s.doubted = false;
  const final =
    over.why === 'ended' ||
    over.why === 'new-link' ||
    over.why === 'gone' ||
    over.why === 'refused';
  if (final) {
    // One on its way to the disk as well: what is said to be lost must not arrive later after all.
    const items = [...w.s.outbox.items, ...(w.s.storing === null ? [] : [w.s.storing])];
    for (const item of w.s.outbox.items) recordLoss(w, item);
    const why = over.why === 'refused' ? 'refused' : 'over';
    if (items.length > 0) w.out.push({ type: 'give-up', items, why });
    w.s.outbox = { ...w.s.outbox, items: [] };
    w.s.storing = null;
    changeOwn(w, (message) => message.step !== 'sent', { step: 'lost' });
  } else if (over.why === 'replaced') {
    // What is sealed and kept is still delivered; the rest has no key, or no disk that holds it.
    changeOwn(
      w,
      (message) => message.step === 'held' || message.step === 'sealing' || isUnkept(w.s, message),
      { step: 'lost' }
    );
  }
  if (over.why !== 'taken-over') {
    w.s.pending = [];
    w.s.underSeal = null;
  }
  dropLine(w);
  w.out.push({ type: 'disconnect' });
  // The newer page may have read the store before this one wrote its last into it [O3].
  if (over.why === 'replaced' || over.why === 'taken-over') w.out.push({ type: 'deliver-waiting' });
}

/**
 * Puts everything away [P2]. After being hidden for too long nothing stays; a page that only could
 * not be resumed keeps what was written and not sealed yet, for the next epoch [O4].
 */
export function suspend(w: Work, reason: AwayReason): void {
  const keep = reason !== 'hidden-too-long';
  if (w.s.proved && !keep) send(w, { t: 'forget', ref: takeRef(w) });
  w.s.phase = 'idle';
  w.s.away = reason;
  w.s.over = null;
  w.s.hasKeys = false;
  w.s.join = null;
  w.s.joinWait = null;
  w.s.doubted = false;
  w.s.retryLineAtMs = null;
  w.s.reload = null;
  w.s.underSeal = null;
  w.s.opening = [];
  w.s.ahead = new Map();
  w.s.pending = keep ? w.s.pending.filter(({ content }) => content.t === 'say') : [];
  w.s.messages = keep
    ? w.s.messages
        .filter(({ key }) => w.s.pending.some(({ id }) => id === key))
        .map((message): Message =>
          message.from === 'you' ? { ...message, step: 'held' } : message
        )
    : [];
  w.s.draft = keep ? w.s.draft : '';
  w.s.unreadFrom = null;
  w.s.unattended = false;
  w.s.outbox = { ...w.s.outbox, items: [] };
  dropLine(w);
  const box = reason === 'unreadable' || reason === 'newer' ? 'keep' : 'drop';
  w.out.push({ type: 'drop-keys', box }, { type: 'disconnect' }, { type: 'deliver-waiting' });
}
