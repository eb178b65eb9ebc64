// What every part of the guest reducer works on, and the steps that many of them share. Pure. Rules: O1,
// O3, O4, P2, R6.
import type { Work as AnyWork } from '#lib/core/work.ts';
import type { GuestContent } from '#lib/protocol/content.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import { driveOutbox } from '#lib/sync/core/outbox-driver.ts';
import { outboxKey, type OutboxEvent, type OutboxItem } from '#lib/sync/core/outbox.ts';
import { isSealed } from './under-way.ts';
import type { GuestEffect } from './events.ts';
import {
  initialGuest,
  type AwayReason,
  type GuestState,
  type Message,
  type Over,
  type OwnMessage
} from './state.ts';
import { lossReasonOf } from './losses.ts';

export type Work = AnyWork<GuestState, GuestEffect>;

/** Delay before a retry when a refusal names no time. */
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

/** Holds it until keys and line allow sending. */
export function hold(w: Work, id: string, content: GuestContent): void {
  w.s.underWay = [...w.s.underWay, { id, stage: 'held', content }];
}

/** What was written and never sealed, with its messages, for the next epoch [O4]. */
export function saidUnsealed({ s }: Work): Pick<GuestState, 'underWay' | 'messages'> {
  const underWay = s.underWay.flatMap((one) =>
    !isSealed(one) && one.content.t === 'say'
      ? [{ id: one.id, stage: 'held' as const, content: one.content }]
      : []
  );
  const shown = s.messages.filter(({ key }) => underWay.some(({ id }) => id === key));
  return {
    underWay,
    messages: shown.map((message) =>
      message.from === 'you' ? { ...message, step: 'held' } : message
    )
  };
}

/** Whether this own message has that number. */
export const isAt =
  (sender: string, sequence: number) =>
  (message: OwnMessage): boolean =>
    message.sender === sender && message.sequence === sequence;

/** Whether this page shows an own message under that number. */
export const isShown = (
  { s }: Work,
  { sender, sequence }: Pick<OutboxItem, 'sender' | 'sequence'>
): boolean => s.messages.some((one) => one.from === 'you' && isAt(sender, sequence)(one));

/** The room has it, in that place. */
export function arrived(
  w: Work,
  { sender, sequence }: Pick<OutboxItem, 'sender' | 'sequence'>,
  { n, order, timeMs }: Pick<Entry, 'n' | 'order' | 'timeMs'>
): void {
  changeOwn(w, isAt(sender, sequence), { step: 'sent', n, order, roomMs: timeMs });
}

function recordLoss(w: Work, item: OutboxItem): void {
  const isIt = isAt(item.sender, item.sequence);
  const shown = w.s.messages.some((one) => one.from === 'you' && isIt(one) && one.body !== null);
  changeOwn(w, isIt, { step: 'lost' });
  if (!shown && item.quiet !== true) w.s.lostUnread += 1;
}

/** Runs one step of the outbox and turns its effects into the page's own. */
export function stepOutbox(w: Work, event: OutboxEvent): void {
  driveOutbox(w.s, event, {
    transmit: ({ ref, item }) => send(w, { t: 'append', ref, envelope: item.envelope }),
    settle: (settle) => w.out.push(settle),
    'give-up': ({ item, code }) => {
      recordLoss(w, item);
      w.out.push({ type: 'give-up', items: [item], why: lossReasonOf(code) });
    },
    // nextWakeMs reads the outbox itself.
    'wake-at': () => undefined,
    reload: () => {
      w.out.push({ type: 'load-outbox' });
      holdOutbox(w);
    }
  });
}

/** Not now, and no time was named: retried a little later on the same line. */
export function holdOutbox(w: Work): void {
  w.s.outbox = {
    ...w.s.outbox,
    ready: w.s.proved,
    holdUntilMs: w.nowMs + PATIENCE_MS
  };
}

/** The line is unusable; what was under way on it counts as not sent. */
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

/** Asks the room again on a fresh connection. */
export function askAgain(w: Work): void {
  dropLine(w);
  w.out.push({ type: 'reconnect' });
}

const isUnkept = (s: GuestState, { step, sender, sequence }: OwnMessage): boolean =>
  step === 'waiting' &&
  sender !== null &&
  sequence !== null &&
  s.unkept.has(outboxKey({ chain: s.epochId, sender, sequence }));

/** Nothing more can be written here. Marks what can never arrive, for the page to show. */
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
    // Includes items on their way to the disk: a message reported as lost must not arrive later.
    const items = [...w.s.outbox.items, ...w.s.underWay.filter(isSealed).map(({ item }) => item)];
    for (const item of w.s.outbox.items) recordLoss(w, item);
    const why = over.why === 'refused' ? 'refused' : 'over';
    if (items.length > 0) w.out.push({ type: 'give-up', items, why });
    w.s.outbox = { ...w.s.outbox, items: [] };
    w.s.underWay = [];
    changeOwn(w, (message) => message.step !== 'sent', { step: 'lost' });
  } else if (over.why === 'replaced') {
    // What is sealed and stored is still delivered; the rest has no key, or is on no disk.
    changeOwn(
      w,
      (message) => message.step === 'held' || message.step === 'sealing' || isUnkept(w.s, message),
      { step: 'lost' }
    );
  }
  if (over.why !== 'taken-over') w.s.underWay = w.s.underWay.filter(isSealed);
  dropLine(w);
  w.out.push({ type: 'disconnect' });
  // The newer page may have read the store before this one's last write; and a page without keys does not know
  // what an earlier one has left here: delivering names it where it can never arrive [O3].
  if (over.why === 'replaced' || over.why === 'taken-over' || (final && !w.s.hasKeys))
    w.out.push({ type: 'deliver-waiting' });
}

/**
 * Drops everything [P2]. After being hidden for too long nothing stays. A page that only could not be
 * resumed keeps what was written and not sealed yet, for the next epoch [O4].
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
  w.s.opening = [];
  w.s.ahead = new Map();
  const { underWay, messages } = keep ? saidUnsealed(w) : initialGuest;
  // What is on its way to the disk continues: it is delivered from there [O4].
  w.s.underWay = [...w.s.underWay.filter(isSealed), ...underWay];
  w.s.messages = messages;
  w.s.draft = keep ? w.s.draft : '';
  w.s.unreadFrom = null;
  w.s.unattended = false;
  w.s.outbox = { ...w.s.outbox, items: [] };
  dropLine(w);
  const box = reason === 'unreadable' || reason === 'newer' ? 'keep' : 'drop';
  w.out.push({ type: 'drop-keys', box }, { type: 'disconnect' }, { type: 'deliver-waiting' });
}
