// ⑤ Checks what the room delivers against the chain. An entry is shown only in its place, only once, and
// only when it continues what this page has seen. Loss is queried once before it is called loss; every
// other fault ends the conversation visibly. Pure. Rules: O1, O2, O6, S2.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import {
  decodeHeader,
  Direction,
  envelopeHash,
  type EnvelopeHeader
} from '#lib/crypto/room/envelope-header.ts';
import type { ReceiptFrame } from '#lib/protocol/guest-wire.ts';
import type { ChainTip, Entry } from '#lib/protocol/room-view.ts';
import { chainHead, chainLength, checkTip, extendChain } from '#lib/sync/core/chain-view.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { Link, Tampering } from './state.ts';
import { arrived, askAgain, finish, type Work } from './work.ts';

/** How long a receipt for a later place may wait for the entries before it. */
export const GAP_PATIENCE_MS = 5_000;

export const tamper = (w: Work, fault: Tampering): void => finish(w, { why: 'tampering', fault });

/** An entry is missing. The first time the room is asked again; the second time it is loss. */
function gap(w: Work): void {
  const length = chainLength(w.s.chain);
  if (w.s.gapAskedAt === length) return tamper(w, 'gap');
  w.s.gapAskedAt = length;
  w.s.gapSinceMs = null;
  w.s.ahead = new Map();
  askAgain(w);
}

/** The tip that the room states on every connection. */
export function meetTip(w: Work, tip: ChainTip): void {
  const fault = checkTip(w.s.chain, tip);
  if (fault !== null) return tamper(w, fault);
  const remembered = w.s.rememberedTip;
  if (remembered !== null && tip.n < remembered.n) return tamper(w, 'rollback');
  w.s.catchUp = tip.n > chainLength(w.s.chain) ? tip : null;
}

/** The resume box remembers more than the room has shown so far, or something else. */
export function meetRemembered(w: Work, tip: ChainTip): void {
  w.s.rememberedTip = tip;
  const shown = w.s.chain.heads[tip.n];
  if (shown !== undefined) {
    if (shown !== tip.head) tamper(w, 'fork');
  } else if (w.s.catchUp === null || w.s.catchUp.n < tip.n) tamper(w, 'rollback');
}

interface Read {
  readonly header: EnvelopeHeader;
  readonly hash: Uint8Array;
}

function readEnvelope(envelope: string): Read | null {
  try {
    const bytes = fromBase64url(envelope);
    return { header: decodeHeader(bytes), hash: envelopeHash(bytes) };
  } catch {
    return null;
  }
}

/** A page of entries, or a live one. */
export function takeEntries(w: Work, items: readonly Entry[], more: boolean): void {
  for (const item of items) {
    if (w.s.phase === 'over' || !w.s.up) return;
    if (item.chain === w.s.epochId) place(w, item);
  }
  if (w.s.phase === 'over' || !w.s.up || more) return;
  if (w.s.catchUp !== null) gap(w);
}

/** The receipt of an own envelope of this epoch. Returns false when it contradicts the chain. */
export function takeReceipt(w: Work, frame: ReceiptFrame, item: OutboxItem): boolean {
  const link: Link = { ...frame, envelope: item.envelope };
  if (frame.n <= chainLength(w.s.chain) + 1) {
    place(w, link);
    if (w.s.phase === 'over') return false;
    arrived(w, item, frame);
    return true;
  }
  w.s.ahead = new Map(w.s.ahead).set(frame.n, link);
  w.s.gapSinceMs ??= w.nowMs;
  return true;
}

/** Called by the tick: the entries before a receipt did not come. */
export function checkGap(w: Work): void {
  if (w.s.gapSinceMs === null || w.nowMs - w.s.gapSinceMs < GAP_PATIENCE_MS) return;
  if (w.s.ahead.size > 0 && w.s.up) gap(w);
  else w.s.gapSinceMs = null;
}

function place(w: Work, link: Link): void {
  const read = readEnvelope(link.envelope);
  if (read === null) return tamper(w, 'forged');
  const step = extendChain(w.s.chain, { ...link, envelopeHash: read.hash });
  if (step.type === 'fault') return step.fault === 'gap' ? gap(w) : tamper(w, step.fault);
  if (step.type === 'known') return;
  w.s.chain = step.view;
  w.s.boxStale = true;
  admit(w, link, read);
  if (w.s.phase !== 'over') goOn(w, link.n);
}

/** The envelope continues the chain; this checks that its sender and content are what it claims. */
function admit(w: Work, link: Link, { header, hash }: Read): void {
  const { direction, sequence } = header;
  const ours =
    toBase64url(header.roomId) === w.s.roomId && toBase64url(header.epochId) === w.s.epochId;
  if (!ours || (direction !== Direction.guest && direction !== Direction.staffCopy))
    return tamper(w, 'forged');
  const sender = toBase64url(header.sender);
  const lane = `${String(direction)}.${sender}`;
  const next = w.s.senders.get(lane) ?? 0;
  // A staff copy that lost the race against another's copy uses up its number without a place in the chain
  // [O6]. So staff's numbers may have holes; no sender's may repeat or go back.
  if (direction === Direction.guest ? sequence !== next : sequence < next)
    return tamper(w, 'replay');
  w.s.senders = new Map(w.s.senders).set(lane, sequence + 1);
  if (direction === Direction.guest && sender === w.s.sender) {
    if (w.s.sealed[sequence] !== toBase64url(hash)) return tamper(w, 'conflict');
    arrived(w, { sender, sequence }, link);
    return;
  }
  w.s.opening = [
    ...w.s.opening,
    {
      n: link.n,
      order: link.order,
      timeMs: link.timeMs,
      envelope: link.envelope,
      own: direction === Direction.guest,
      sender,
      sequence,
      lastSeenHead: toBase64url(header.lastSeenHead),
      asked: false,
      content: undefined
    }
  ];
}

/** After place n: checks it against the tips of room and box, then places receipts that waited for it. */
function goOn(w: Work, n: number): void {
  const head = chainHead(w.s.chain);
  if (w.s.rememberedTip?.n === n && w.s.rememberedTip.head !== head) return tamper(w, 'fork');
  if (w.s.catchUp?.n === n) {
    if (w.s.catchUp.head !== head) return tamper(w, 'fork');
    w.s.catchUp = null;
  }
  const next = w.s.ahead.get(n + 1);
  if (next === undefined) return;
  const ahead = new Map(w.s.ahead);
  ahead.delete(n + 1);
  w.s.ahead = ahead;
  if (ahead.size === 0) w.s.gapSinceMs = null;
  place(w, next);
}
