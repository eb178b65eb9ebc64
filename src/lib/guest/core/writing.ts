// ③ ④ The way of an own message: held → sealed → durably stored → sent. One at a time, so that numbers have
// no holes; shown as on its way only after the store has it. Pure. Rules: O1, O3, O4, O6, R6.
import { bodyOf } from '#lib/protocol/message-body.ts';
import { chainHead } from '#lib/sync/core/chain-view.ts';
import { inSequence, outboxKey, type OutboxItem } from '#lib/sync/core/outbox.ts';
import { isSealed, nextToSeal, underSeal } from './under-way.ts';
import { unkeptItems } from './only-here.ts';
import type { GuestState, Message, OwnMessage } from './state.ts';
import { askAgain, changeOwn, hold, isAt, stepOutbox, type Work } from './work.ts';

/** An unreadable store is retried after this; the delay doubles each time. */
const RELOAD_MS = 5_000;
const RELOAD_AT_MOST_MS = 80_000;

export function write(w: Work, id: string, text: string): void {
  if (w.s.phase === 'over' || w.s.messages.some(({ key }) => key === id)) return;
  const message: Message = {
    from: 'you',
    key: id,
    body: bodyOf({ text }),
    writtenAtMs: w.nowMs,
    step: 'held',
    sender: null,
    sequence: null,
    n: null,
    order: null
  };
  w.s.messages = [...w.s.messages, message];
  hold(w, id, { t: 'say', text, writtenAtMs: w.nowMs });
  w.s.draft = '';
  w.s.boxStale = true;
  w.s.unreadFrom = null;
  w.s.typingUntilMs = null;
  w.s.typingSentMs = null;
}

/** Moves a record to its next stage, and its message with it. */
function moveOn(
  w: Work,
  to: GuestState['underWay'][number],
  numbered?: Pick<OwnMessage, 'sender' | 'sequence'>
): void {
  w.s.underWay = w.s.underWay.map((one) => (one.id === to.id ? to : one));
  changeOwn(w, ({ key }) => key === to.id, { step: to.stage, ...numbered });
}

/** Seals the next one when nothing is between seal and store. */
export function pumpWriting(w: Work): void {
  const next = nextToSeal(w.s.underWay);
  if (next === null || !w.s.hasKeys || w.s.phase !== 'live') return;
  const sequence = w.s.sealed.length;
  moveOn(w, { ...next, stage: 'sealing', sequence });
  const { id, content } = next;
  w.out.push({ type: 'seal', id, sequence, lastSeenHead: chainHead(w.s.chain), content });
}

export function takeSealed(w: Work, id: string, envelope: string, hash: string): void {
  const record = underSeal(w.s.underWay, id);
  if (record === null) return;
  const { sender, epochId: chain } = w.s;
  const { sequence, content } = record;
  const quiet = content.t === 'say' ? null : { quiet: true as const };
  const item: OutboxItem = { chain, sender, sequence, envelope, ...quiet };
  w.s.sealed = [...w.s.sealed, hash];
  moveOn(w, { id, stage: 'storing', item }, { sender, sequence });
  // All or nothing: if only the later one were stored and this page were lost, the room could never accept
  // its number [O1].
  w.out.push({ type: 'store', item, before: unkeptItems(w.s) });
}

/** The worker has lost this epoch: the resume box may restore its keys [P2]. */
export function sealFailed(w: Work, id: string): void {
  const record = underSeal(w.s.underWay, id);
  if (record === null) return;
  moveOn(w, { id, stage: 'held', content: record.content });
  w.s.hasKeys = false;
  w.s.opening = w.s.opening.map((opening) =>
    opening.content === undefined ? { ...opening, asked: false } : opening
  );
  // A tab that another one has taken over takes nothing back by itself [J8].
  if (w.s.phase === 'over') return;
  w.s.phase = 'resuming';
  askAgain(w);
}

/** Stored, or kept by this page alone on a phone without storage. */
export function takeStored(w: Work, item: OutboxItem, durable: boolean): void {
  const key = outboxKey(item);
  const record = w.s.underWay.find((one) => isSealed(one) && outboxKey(one.item) === key);
  if (record === undefined) return;
  w.s.underWay = w.s.underWay.filter((one) => one !== record);
  w.s.unkept = durable ? new Set() : new Set(w.s.unkept).add(key);
  if (w.s.phase === 'idle') {
    // Dropped between seal and store: the delivery that started then did not find it yet [O4].
    w.out.push({ type: 'deliver-waiting' });
    return;
  }
  if (w.s.phase === 'over' && w.s.over?.why !== 'taken-over') return;
  changeOwn(w, isAt(item.sender, item.sequence), { step: 'waiting' });
  stepOutbox(w, { type: 'stored', items: [item] });
  // Taken over between seal and store: the other tab has read the store without it.
  if (w.s.phase === 'over') w.out.push({ type: 'deliver-waiting' });
}

/** The store does not answer. It may hold unsent messages, so it is asked again [R6]. */
export function takeUnreadable(w: Work): void {
  if (w.s.phase === 'idle' || w.s.phase === 'over') return;
  const nextMs = w.s.reload?.nextMs ?? RELOAD_MS;
  if (nextMs > RELOAD_AT_MOST_MS) return;
  w.s.reload = { atMs: w.nowMs + nextMs, nextMs: 2 * nextMs };
}

/** Called by the tick. */
export function loadAgain(w: Work): void {
  const { reload } = w.s;
  if (reload?.atMs === undefined || reload.atMs === null || w.nowMs < reload.atMs) return;
  w.s.reload = { ...reload, atMs: null };
  w.out.push({ type: 'load-outbox' });
}

/** Everything that waits for this room, of this and of earlier pages, in the store's order. */
export function takeLoaded(w: Work, all: readonly OutboxItem[]): void {
  if (w.s.phase === 'idle' || w.s.phase === 'over') return;
  w.s.reload = null;
  // What only this phone's own key may deliver waits for it: this page uses a different one [R6].
  const items = w.s.recognised ? all : all.filter(({ chain }) => chain === w.s.epochId);
  const stored = new Set(items.map(outboxKey));
  const held = new Set(w.s.outbox.items.map(outboxKey));
  const settled = (item: OutboxItem): boolean =>
    w.s.messages.some(
      (m) => m.from === 'you' && isAt(item.sender, item.sequence)(m) && m.n !== null
    );
  const isHeld = (item: OutboxItem): boolean => held.has(outboxKey(item));
  const inOrder = items.filter((item) => isHeld(item) || !settled(item));
  const memoryOnly = w.s.outbox.items.filter((item) => !stored.has(outboxKey(item)));
  w.s.outbox = { ...w.s.outbox, items: inSequence([...inOrder, ...memoryOnly]) };
  w.s.unkept = new Set(memoryOnly.map(outboxKey));
  if (memoryOnly.length > 0) w.out.push({ type: 'put-back', items: memoryOnly });
  for (const item of inOrder) {
    if (!isHeld(item) && item.chain === w.s.epochId && item.sender !== w.s.sender)
      w.out.push({ type: 'open-waiting', key: outboxKey(item), envelope: item.envelope });
  }
  stepOutbox(w, { type: 'stored', items: [] });
}

/** Compares the disk with what it should hold [O7]: after a cut, and when the page becomes visible. */
export function lookAgain(w: Work): void {
  if (w.s.phase !== 'live') return;
  w.s.boxStale = true;
  w.out.push({ type: 'remember-place' }, { type: 'load-outbox' });
}

/** The disk has it again: this page need not stay open for it. */
export function takePutBack(w: Work, items: readonly OutboxItem[]): void {
  const back = new Set(items.map(outboxKey));
  w.s.unkept = new Set([...w.s.unkept].filter((key) => !back.has(key)));
}
