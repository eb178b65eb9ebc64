// What must hold on a young person's page after every single step. Rules: O2–O6, J5, P2, E1.
import type { ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { nextWakeMs, type GuestState } from '#lib/guest/core/reduce.ts';
import type { GuestEffect, GuestEvent } from '#lib/guest/core/events.ts';
import type { Message, OwnMessage } from '#lib/guest/core/state.ts';
import { chainLength } from '#lib/sync/core/chain-view.ts';
import { outboxKey } from '#lib/sync/core/outbox.ts';
import { hold, type Chronicle } from '../chronicle.ts';
import type { GuestTab } from '../guest-tab.ts';

/** What a page that has left may still request: removals. */
const AFTER_EXIT: ReadonlySet<GuestEffect['type']> = new Set([
  'disconnect',
  'drop-keys',
  'open',
  'open-signal'
]);
const NEEDS_KEYS: ReadonlySet<GuestEffect['type']> = new Set(['seal', 'seal-signal', 'save-box']);

export function guestMoment(
  chronicle: Chronicle,
  tab: GuestTab,
  event: GuestEvent,
  before: GuestState,
  effects: readonly GuestEffect[]
): void {
  const { state, name } = tab;
  if (tab.left)
    for (const { type: t } of effects)
      hold('E1', AFTER_EXIT.has(t), () => `${name}: ${t} after Exit, on ${event.type}`);
  if (event.type === 'stored' && !event.durable) chronicle.unkept.add(outboxKey(event.item));
  for (const effect of effects) settles(chronicle, tab, effect);
  believes(event, before, tab);
  keysGone(tab, event, before, effects);
  if (event.type === 'tick') {
    const wakeMs = nextWakeMs(state);
    hold('P2', wakeMs === null || wakeMs > event.nowMs, () => `${name}: a timer rings for ever`);
  }
  if (state.messages !== before.messages) shown(chronicle, tab);
  const read = chronicle.readUpTo.get(state.epochId) ?? 0;
  hold('O5', state.staffSeenN <= read, () => `${name} says "seen" of what nobody has read`);
}

/** O3: an item leaves the store only on a receipt, or on a final refusal, and then it is named. */
function settles(chronicle: Chronicle, tab: GuestTab, effect: GuestEffect): void {
  if (effect.type !== 'settle' && effect.type !== 'give-up') return;
  const ended = tab.state.phase === 'over' && chronicle.told(tab.name).end;
  for (const item of effect.type === 'settle' ? [effect.item] : effect.items) {
    const key = outboxKey(item);
    const answer = chronicle.answered.get(`${tab.name} ${key}`);
    const fits = effect.type === 'settle' ? answer === 'receipt' : answer !== undefined || ended;
    hold('O3', fits, () => `${tab.name} dropped ${key} that nobody has answered`);
  }
}

/** R6: only the room itself says that a room is gone, when it is asked; a line alone never does. */
function believes(event: GuestEvent, before: GuestState, tab: GuestTab): void {
  const over = tab.state.over?.why === 'gone' && before.over === null;
  const asked = event.type === 'end-judged' && event.end === 'gone';
  hold('R6', !over || asked, () => `${tab.name} believes that its room is gone, on ${event.type}`);
}

/** P2: after the window a hidden page keeps nothing, and a dropped epoch seals no more. */
function keysGone(
  tab: GuestTab,
  event: GuestEvent,
  before: GuestState,
  effects: readonly GuestEffect[]
): void {
  const { state, name } = tab;
  const dropped = effects.findIndex(({ type }) => type === 'drop-keys');
  const late = effects.slice(dropped + 1).filter(({ type: t }) => NEEDS_KEYS.has(t));
  const hasKeys = state.hasKeys || (dropped < 0 && before.hasKeys);
  hold('P2', hasKeys || late.length === 0, () => `${name} seals without keys, on ${event.type}`);
  if (event.type !== 'visible' && event.type !== 'tick') return;
  const sinceMs = before.hiddenSinceMs;
  if (sinceMs === null || before.phase === 'idle') return;
  if (event.nowMs - sinceMs < before.resumeWindowMs) return;
  hold('P2', !state.hasKeys, () => `${name} was hidden for too long and keeps its root`);
  const written = state.underWay.filter((one) => 'content' in one);
  const kept = [...state.messages.map(({ body }) => body?.text), ...written, state.draft];
  hold(
    'P2',
    kept.every((one) => one === ''),
    () => `${name} was hidden too long and keeps content`
  );
  const opened = state.opening.some(({ content }) => typeof content === 'string');
  hold('P2', !opened, () => `${name} was hidden too long and keeps what it had opened`);
}

function shown(chronicle: Chronicle, tab: GuestTab): void {
  const texts = new Set<string>();
  for (const message of tab.state.messages) {
    const text = message.body?.text ?? null;
    hold('O1', text !== null && text !== '', () => `${tab.name} shows something unreadable`);
    if (text === null) continue;
    hold('O1', !texts.has(text), () => `${tab.name} shows ${text} twice`);
    texts.add(text);
    if (message.from === 'you') own(chronicle, tab, text, message);
    else theirs(chronicle, tab, message);
  }
}

function own(chronicle: Chronicle, tab: GuestTab, text: string, message: OwnMessage): void {
  const { step, sender, sequence } = message;
  const { epochId } = tab.state;
  hold('O2', chronicle.written.has(text), () => `${tab.name} shows ${text}, which nobody wrote`);
  if (sender === null || sequence === null || (step !== 'waiting' && step !== 'sent')) return;
  const key = outboxKey({ chain: epochId, sender, sequence });
  const durable = tab.phone.outbox.everKeys.has(key) || chronicle.unkept.has(key);
  hold('O3', durable, () => `${tab.name} shows ${text} as on its way, and no disk ever held it`);
  const known = chronicle.promised.get(text);
  if (known === undefined) {
    const { name: by, phone } = tab;
    const promised = { text, tab: by, phone: phone.name, epochId, sender, sequence };
    chronicle.promised.set(text, promised);
  } else hold('J5', known.epochId === epochId, () => `${tab.name} shows ${text} of another epoch`);
}

function theirs(
  chronicle: Chronicle,
  tab: GuestTab,
  message: Extract<Message, { from: 'staff' }>
): void {
  const { epochId } = tab.state;
  const text = String(message.body?.text);
  const sealed = chronicle.sealedFor.has(`${epochId} ${text}`);
  hold('J5', sealed, () => `${tab.name} shows ${text}, not sealed for its epoch`);
  chronicle.seenOnScreen.add(`${epochId} ${text}`);
}

/** O2: an entry at a known place must be the known one, and the room may not know less than before. */
export function guestHeard(
  chronicle: Chronicle,
  tab: GuestTab,
  frame: ToGuestFrame,
  before: GuestState
): void {
  const { state } = tab;
  if (before.phase === 'over' || before.phase === 'idle' || !before.up) return;
  const flagged = state.over?.why === 'tampering';
  const held = chainLength(before.chain);
  if (frame.t === 'resumed' && frame.ref === before.entryRef && frame.epochId === before.epochId) {
    const { n, head } = frame.tip;
    const resuming = before.phase === 'resuming' && frame.share === null;
    const fits = n > held || (n === held && head === before.chain.heads[n]);
    hold('O2', fits || flagged || resuming, () => `${tab.name} took a room that knows less`);
  }
  if (frame.t !== 'entries' || flagged || !state.up) return;
  for (const { chain, n, head } of frame.items)
    if (chain === before.epochId && n <= held)
      hold('O2', before.chain.heads[n] === head, () => {
        chronicle.note(`place ${String(n)} of ${String(held)}`);
        return `${tab.name} passed over another entry in a place that it knew`;
      });
}
