// What must hold on a staff page after every single step. Rules: O2, O3, O6, J5–J7, R6, R9.
import { EARLIER_AFTER_EXIT_MS } from '#lib/protocol/limits.ts';
import type { ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { outboxKey } from '#lib/sync/core/outbox.ts';
import { isConfirmed, mayWriteTo } from '#lib/staff/room/core/room-addressee.ts';
import { LOG_CHAIN } from '#lib/staff/room/core/room-chain.ts';
import type {
  StaffRoomEffect,
  StaffRoomEvent,
  StaffRoomState
} from '#lib/staff/room/core/room-types.ts';
import { hold, type Chronicle } from '../chronicle.ts';
import type { StaffTab } from '../staff-tab.ts';

type Seal = Extract<StaffRoomEffect, { type: 'seal' }>;

export function staffMoment(
  chronicle: Chronicle,
  tab: StaffTab,
  event: StaffRoomEvent,
  before: StaffRoomState,
  effects: readonly StaffRoomEffect[]
): void {
  const { state, name } = tab;
  officer(chronicle, event, before, effects);
  believes(tab, event, before, effects);
  for (const effect of effects) {
    if (effect.type === 'seal') addressed(chronicle, tab, effect);
    if (effect.type === 'seal-signal' && effect.content.t === 'seen') {
      const { epochId, content } = effect;
      hold('O5', state.looking, () => `${name} says "seen" and nobody looks`);
      const n = Math.max(chronicle.readUpTo.get(epochId) ?? 0, content.n);
      chronicle.readUpTo.set(epochId, n);
    }
    if (effect.type === 'unstore') {
      const key = outboxKey(effect.item);
      const over = state.over !== null && chronicle.told(name).end;
      const answered = over || chronicle.answered.has(`${name} ${key}`);
      hold('O3', answered, () => `${name} dropped ${key} that nobody has answered`);
    }
  }
  for (const epochId of state.epochs.keys()) {
    const confirmed = chronicle.confirmed.has(epochId);
    hold(
      'J5',
      confirmed || !isConfirmed(state, epochId),
      () => `${name}: nobody confirmed ${epochId}`
    );
    const mayHear = confirmed || chronicle.chosen.has(epochId);
    hold('O6', mayHear || !mayWriteTo(state, epochId), () => `${name} may write to ${epochId}`);
  }
  if (state.meaning !== before.meaning) understood(chronicle, tab);
}

/** R6: only the room itself says that it is gone, when it is asked; a line alone ends nothing. */
function believes(
  tab: StaffTab,
  event: StaffRoomEvent,
  before: StaffRoomState,
  effects: readonly StaffRoomEffect[]
): void {
  const { state, name } = tab;
  if (before.over !== null) return;
  const asked = event.type === 'end-judged' ? event.end : null;
  const gone = state.over === 'gone';
  hold('R6', !gone || asked === 'gone', () => `${name} believes gone, on ${event.type}`);
  const said = event.type === 'frame' || asked !== null;
  const ended = state.over === 'closed' || effects.some(({ type: t }) => t === 'drop-keys');
  hold('R6', !ended || said, () => `${name} believes an end, on ${event.type}`);
}

/** What the officer has done, taken from the page's input and from its jobs. */
function officer(
  chronicle: Chronicle,
  event: StaffRoomEvent,
  before: StaffRoomState,
  effects: readonly StaffRoomEffect[]
): void {
  if (event.type === 'decide')
    (event.verdict === 'confirm' ? chronicle.confirmed : chronicle.refused).add(event.epochId);
  if (event.type === 'choose') chronicle.chosen.add(event.epochId);
  if (event.type === 'show-earlier') chronicle.shownEarlier.add(event.to);
  if (event.type === 'resend') {
    const said = before.meaning.said.get(event.of);
    if (said !== undefined) chronicle.resent.add(`${said.body.text} ${event.to}`);
  }
  if (event.type === 'say')
    for (const { type: t } of effects)
      if (t === 'seal' && !chronicle.spoken.has(event.text))
        chronicle.spoken.set(event.text, { text: event.text, tab: '', to: event.to });
}

/** O6, J5, J7: nothing is sealed for an epoch that it is not meant for. */
function addressed(chronicle: Chronicle, tab: StaffTab, { chain, content }: Seal): void {
  const told = chronicle.told(tab.name);
  if (content.t === 'label')
    hold('R9', chain === LOG_CHAIN, () => `${tab.name} seals a label for ${chain}`);
  if (content.t === 'decide') {
    const asked = content.verdict === 'refuse' || chronicle.confirmed.has(content.epochId);
    hold('J5', asked, () => `${tab.name} confirms ${content.epochId} by itself`);
  }
  if (content.t === 'show-earlier') {
    const lastMs = Math.max(0, ...told.leftAtMs.values());
    const old = tab.nowMs - lastMs >= EARLIER_AFTER_EXIT_MS - 60_000;
    hold('J7', old, () => `${tab.name} shows earlier messages soon after an exit`);
  }
  if (!('copyOf' in content)) return;
  const away = told.leftAtMs.has(chain) || told.refused.has(chain);
  hold('O6', !away, () => `${tab.name} seals for ${chain}, which has left or was refused`);
  const bad = tab.state.epochs.get(chain)?.keys !== 'open';
  hold('J6', !bad, () => `${tab.name} seals for an epoch whose proof does not fit`);
  if (content.t === 'earlier') {
    const may = chronicle.shownEarlier.has(chain) && chronicle.confirmed.has(chain);
    hold('J7', may, () => `${tab.name} shows earlier messages that nobody asked to show`);
  } else mayHave(chronicle, tab, content.text, chain);
  chronicle.sealedFor.add(`${chain} ${content.text}`);
}

function mayHave(chronicle: Chronicle, tab: StaffTab, text: string, epochId: string): void {
  const spoken = chronicle.spoken.get(text);
  hold('O6', spoken !== undefined, () => `${tab.name} seals ${text}, which nobody said`);
  if (spoken === undefined) return;
  const given = [...chronicle.resent].filter((one) => one.startsWith(`${text} `));
  const bases = [spoken.to, ...given.map((one) => one.slice(text.length + 1))];
  if (bases.includes(epochId)) return;
  const device = chronicle.deviceOf.get(epochId);
  const same = bases.filter((base) => chronicle.deviceOf.get(base) === device);
  const confirmed = chronicle.confirmed.has(epochId);
  hold('O6', confirmed, () => `${tab.name} gives ${text} to ${epochId}, which nobody confirmed`);
  hold('O6', same.length > 0, () => `${tab.name} gives ${text} to another phone`);
  const { leftAtMs } = chronicle.told(tab.name);
  const exit = [...leftAtMs.keys()].some((left) => chronicle.deviceOf.get(left) === device);
  hold('O6', !exit, () => `${tab.name} gives ${text} on by itself after an exit`);
}

function understood(chronicle: Chronicle, tab: StaffTab): void {
  const { heard, delivered, said } = tab.state.meaning;
  const texts = new Set<string>();
  const lastOf = new Map<string, number>();
  for (const { body, epochId, sender } of heard) {
    const { text } = body;
    hold('O1', !texts.has(text), () => `${tab.name} shows ${text} twice`);
    texts.add(text);
    hold('O2', chronicle.written.has(text), () => `${tab.name} shows ${text}, which nobody wrote`);
    const promised = chronicle.promised.get(text);
    const here = promised === undefined || promised.epochId === epochId;
    hold('O2', here, () => `${tab.name} shows ${text} as of another epoch`);
    const at = Number(text.split('-').at(-1)?.replace('.', ''));
    hold('O1', at > (lastOf.get(sender) ?? 0), () => `${tab.name} shows ${text} out of order`);
    lastOf.set(sender, at);
  }
  for (const [hash, epochId] of delivered) {
    const text = said.get(hash)?.body.text;
    const seen = text !== undefined && chronicle.seenOnScreen.has(`${epochId} ${text}`);
    hold('O6', seen, () => `${tab.name} says delivered of what no page has shown: ${String(text)}`);
  }
}

/** O2: an entry at a known place must be the known one, and the room may not know less than before. */
export function staffHeard(tab: StaffTab, frame: ToStaffFrame, before: StaffRoomState): void {
  if (before.stopped !== null || before.over !== null || tab.state.stopped !== null) return;
  if (frame.t === 'entered' && before.controls.get(frame.ref) === 'enter')
    hold(
      'O2',
      frame.lastOrder >= before.entries.length,
      () => `${tab.name} took a room that knows less`
    );
  if (frame.t !== 'entries') return;
  for (const { order, chain, n, head } of frame.items) {
    const held = before.entries[order - 1];
    const same = held === undefined || (held.chain === chain && held.n === n && held.head === head);
    hold('O2', same, () => `${tab.name} passed over another entry in a place that it knew`);
  }
}
