// Applies opened envelopes strictly in the chain's order, whatever the order of the worker's answers.
// Staff's copies are acknowledged by hash, in batches, once the page has caught up. Pure. Rules: O2, O5,
// O6, J7, R6.
import { bodyOf } from '#lib/protocol/message-body.ts';
import {
  parseCopyContent,
  parseGuestContent,
  parseSignalContent,
  type GuestContent
} from '#lib/protocol/content.ts';
import type { SignalKind } from '#lib/protocol/guest-wire.ts';
import { chainHead, chainLength, checkLastSeen } from '#lib/sync/core/chain-view.ts';
import { outboxKey, type OutboxItem } from '#lib/sync/core/outbox.ts';
import { tamper } from './chain.ts';
import type { Opening, OwnMessage } from './state.ts';
import { arrived, hold, isShown, type Work } from './work.ts';

/** How long a typing signal counts. */
const TYPING_SHOWN_MS = 8_000;
/** Hashes in one acknowledgement. */
const ACKNOWLEDGE_AT_ONCE = 100;

/** Requests what can be opened and applies in order what has been opened. */
export function pumpOpening(w: Work): void {
  if (!w.s.hasKeys) return;
  for (const { n, envelope, asked } of w.s.opening) {
    if (!asked) w.out.push({ type: 'open', n, envelope });
  }
  w.s.opening = w.s.opening.map((opening) => ({ ...opening, asked: true }));
  while (w.s.phase !== 'over') {
    const [first, ...rest] = w.s.opening;
    if (first?.content === undefined) break;
    w.s.opening = rest;
    apply(w, first, first.content);
  }
  acknowledge(w);
}

export function takeOpened(w: Work, n: number, content: string | null): void {
  w.s.opening = w.s.opening.map((opening) =>
    opening.n === n && opening.content === undefined ? { ...opening, content } : opening
  );
}

function apply(w: Work, opening: Opening, content: string | null): void {
  if (content === null) return tamper(w, 'unreadable-seal');
  const fault = checkLastSeen(w.s.chain, opening.n, opening.lastSeenHead);
  if (fault !== null) return tamper(w, fault);
  if (opening.own) applyOwn(w, opening, content);
  else applyCopy(w, opening, content);
}

/** An own envelope of another page load of this epoch. */
function applyOwn(w: Work, opening: Opening, json: string): void {
  const content = parseGuestContent(json);
  if (content?.t === 'got') {
    w.s.acknowledged = new Set([...w.s.acknowledged, ...content.of]);
    return;
  }
  if (!isShown(w, opening)) showWaiting(w, opening, content, opening.timeMs);
  arrived(w, opening, opening);
}

/** An own message of an earlier page, which has no record here: shown as waiting until it has arrived. */
function showWaiting(
  w: Work,
  { sender, sequence }: Pick<OutboxItem, 'sender' | 'sequence'>,
  content: Parameters<typeof shownOf>[0],
  atMs: number
): void {
  w.s.messages = [
    ...w.s.messages,
    {
      from: 'you',
      key: `${sender}.${String(sequence)}`,
      ...shownOf(content, atMs),
      step: 'waiting',
      sender,
      sequence,
      n: null,
      order: null
    }
  ];
}

/** What can be shown of it. Unknown content still counts as a message: it is never skipped [R6]. */
function shownOf(
  content: { readonly t: 'newer' } | Extract<GuestContent, { t: 'say' }> | null,
  timeMs: number
): Pick<OwnMessage, 'body' | 'newer' | 'writtenAtMs'> {
  if (content === null) return { body: null, writtenAtMs: timeMs };
  if (content.t === 'newer') return { body: null, newer: true, writtenAtMs: timeMs };
  return { body: bodyOf(content), writtenAtMs: content.writtenAtMs };
}

function applyCopy(w: Work, opening: Opening, json: string): void {
  const parsed = parseCopyContent(json);
  const content = parsed?.t === 'newer' ? null : parsed;
  const key = content?.copyOf ?? `unreadable.${String(opening.n)}`;
  if (content?.t === 'say') w.s.toAcknowledge = [...w.s.toAcknowledge, content.copyOf];
  // The same message may come twice, earlier or resent by hand; it is shown once [O6].
  if (w.s.messages.some((message) => message.key === key)) return;
  w.s.messages = [
    ...w.s.messages,
    {
      from: 'staff',
      key,
      body: content && bodyOf(content),
      ...(parsed?.t === 'newer' ? { newer: true as const } : {}),
      writtenAtMs: content?.writtenAtMs ?? opening.timeMs,
      n: opening.n,
      order: content?.logOrder ?? opening.order,
      ...(content?.t === 'earlier'
        ? { earlier: content.from }
        : { earlier: null, roomMs: opening.timeMs })
    }
  ];
  // A typing signal that was sealed before this message is out of date.
  w.s.staffTypingUntilMs = null;
  if (content?.t === 'say')
    w.s.staffTypingAtMs = Math.max(w.s.staffTypingAtMs, content.writtenAtMs);
  if (!w.s.attentive || w.s.hiddenSinceMs !== null) w.s.unreadFrom ??= key;
}

/** Acknowledges delivery only once the page has caught up, so that it happens once [O6]. */
function acknowledge(w: Work): void {
  const caughtUp = w.s.catchUp === null && w.s.opening.length === 0;
  if (!caughtUp || w.s.phase !== 'live' || w.s.toAcknowledge.length === 0) return;
  const fresh = [...new Set(w.s.toAcknowledge)].filter((hash) => !w.s.acknowledged.has(hash));
  w.s.toAcknowledge = [];
  w.s.acknowledged = new Set([...w.s.acknowledged, ...fresh]);
  for (let at = 0; at < fresh.length; at += ACKNOWLEDGE_AT_ONCE) {
    const of = fresh.slice(at, at + ACKNOWLEDGE_AT_ONCE);
    hold(w, `got.${of[0] ?? ''}`, { t: 'got', of });
  }
}

/** An own envelope of an earlier page load that is still in the outbox: shown as waiting. */
export function takeWaiting(w: Work, key: string, json: string | null): void {
  const item = w.s.outbox.items.find((waiting) => outboxKey(waiting) === key);
  const content = json === null ? null : parseGuestContent(json);
  if (content?.t === 'got') w.s.acknowledged = new Set([...w.s.acknowledged, ...content.of]);
  if (item === undefined || content === null || content.t === 'got') return;
  if (isShown(w, item)) return;
  showWaiting(w, item, content, w.nowMs);
}

/** One that comes before the keys waits for them: the room sends it once [O5]. */
export function meetSignal(w: Work, { kind, sealed }: { kind: SignalKind; sealed: string }): void {
  if (w.s.hasKeys) w.out.push({ type: 'open-signal', kind, sealed });
  else if (kind === 'seen') w.s.sealedSeen = sealed;
}

/** A signal is a hint: one that does not open, or is older than the last, is ignored [O5]. */
export function takeSignal(w: Work, kind: SignalKind, json: string | null): void {
  const content = json === null ? null : parseSignalContent(json);
  if (content === null || content.t !== kind) return;
  if (content.t === 'seen') {
    // Entries may still be on their way; nobody has seen more than the room holds.
    if (content.n <= Math.max(chainLength(w.s.chain), w.s.catchUp?.n ?? 0))
      w.s.staffSeenN = Math.max(w.s.staffSeenN, content.n);
    return;
  }
  if (content.atMs <= w.s.staffTypingAtMs) return;
  w.s.staffTypingAtMs = content.atMs;
  w.s.staffTypingUntilMs = content.on ? w.nowMs + TYPING_SHOWN_MS : null;
}

/** Tells staff how far this page has been read; counts only what was visible on a visible page. */
export function pumpSeen(w: Work): void {
  if (!w.s.proved || !w.s.hasKeys || w.s.phase !== 'live') return;
  if (!w.s.attentive || w.s.hiddenSinceMs !== null || w.s.opening.length > 0) return;
  const last = w.s.messages.reduce(
    (n, message) => (message.from === 'staff' ? Math.max(n, message.n) : n),
    0
  );
  if (last <= w.s.seenSentN) return;
  w.s.seenSentN = last;
  sendSignal(w, 'seen', { t: 'seen', n: last, atMs: w.nowMs });
}

export function sendSignal(
  w: Work,
  kind: SignalKind,
  content: { t: 'seen'; n: number; atMs: number } | { t: 'typing'; on: boolean; atMs: number }
): void {
  w.out.push({
    type: 'seal-signal',
    kind,
    sequence: w.s.nextSignal,
    lastSeenHead: chainHead(w.s.chain),
    content
  });
  w.s.nextSignal += 1;
}
