// ⑤ Staff's check of the room's order: one order over all chains, each chain continuous, each sender's
// numbers complete, each header in its own place. A fault in the chain stops the room for this page; a
// fault of one entry is marked, and the entry means nothing. This page's own envelopes are not opened
// again. Pure. Rules: O1, O2, O6, S2, X1.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { decodeHeader, Direction, envelopeHash } from '#lib/crypto/room/envelope-header.ts';
import type { EnvelopeHeader } from '#lib/crypto/room/envelope-header.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import {
  checkLastSeen,
  extendChain,
  startChain,
  type ChainView
} from '#lib/sync/core/chain-view.ts';
import { jobUnder, note, stop, type Work } from './room-work.ts';
import type {
  EntryRecord,
  Fault,
  Reading,
  SealedEntry,
  StaffRoomState,
  WriteJob
} from './room-types.ts';

/** The room log's name among the chains: sixteen zero bytes, base64url. */
export const LOG_CHAIN = 'AAAAAAAAAAAAAAAAAAAAAA';

/** The chain as far as it is held; empty if nothing came yet. */
export const chainOf = (state: StaffRoomState, chain: string): ChainView =>
  state.chains.get(chain) ?? startChain(fromBase64url(state.roomId), fromBase64url(chain));

/** Faults that may hide a decision of staff. */
const HIDING: ReadonlySet<Fault> = new Set([
  'unknown-head',
  'unreadable',
  'newer',
  'signature',
  'sequence',
  'misplaced',
  'older-directory',
  'newer-directory'
]);

/**
 * Whether every decision in the log is known [R6]: an entry that was left out, spoiled or cannot be
 * believed may be a refusal.
 */
export const logIsWhole = (state: StaffRoomState): boolean =>
  !state.faults.some(({ fault, order }) => {
    const entry = order === null ? undefined : state.entries[order - 1];
    return entry?.chain === LOG_CHAIN && HIDING.has(fault);
  });

interface Draft {
  readonly entries: EntryRecord[];
  readonly chains: Map<string, ChainView>;
  readonly nextOf: Map<string, number>;
  readonly sealed: SealedEntry[];
}

/** Where a header contradicts the entry's place: null when it fits. */
function misfit(state: StaffRoomState, entry: Entry, header: EnvelopeHeader): Fault | null {
  const inLog = entry.chain === LOG_CHAIN;
  const fits =
    toBase64url(header.roomId) === state.roomId &&
    toBase64url(header.epochId) === entry.chain &&
    (inLog
      ? header.direction === Direction.roomLog
      : header.direction === Direction.guest || header.direction === Direction.staffCopy) &&
    (header.direction === Direction.staffCopy) === (entry.copyOf !== undefined);
  return fits ? null : 'misplaced';
}

/** A copy that lost to another staff page's copy uses its sender's number up and leaves no entry. */
function numberMisfit(draft: Draft, chain: string, header: EnvelopeHeader): Fault | null {
  const key = `${chain}.${toBase64url(header.sender)}`;
  const next = draft.nextOf.get(key) ?? 0;
  const maySkip = header.direction === Direction.staffCopy;
  if (header.sequence < next || (header.sequence > next && !maySkip)) return 'sequence';
  draft.nextOf.set(key, header.sequence + 1);
  return null;
}

const readHeader = (envelope: Uint8Array): EnvelopeHeader | null => {
  try {
    return decodeHeader(envelope);
  } catch {
    return null;
  }
};

const decode = (text: string): Uint8Array | null => {
  try {
    return fromBase64url(text);
  } catch {
    return null;
  }
};

/** What opening it again would return [O6]. */
const ownReading = (
  { memberId }: StaffRoomState,
  { content, copyOf, headNumber }: WriteJob
): Reading => ({
  ok: true,
  json: JSON.stringify(content),
  memberId: copyOf === null ? memberId : null,
  headNumber
});

/** Checks one entry at the next place. Returns what stops the room, or null. */
function take(w: Work, draft: Draft, entry: Entry): Fault | null {
  if (entry.chain !== LOG_CHAIN && !w.s.epochs.has(entry.chain)) return 'epoch';
  const envelope = decode(entry.envelope);
  if (envelope === null) return 'fork';
  const held = draft.chains.get(entry.chain) ?? chainOf(w.s, entry.chain);
  const hash = envelopeHash(envelope);
  const step = extendChain(held, { ...entry, envelopeHash: hash });
  if (step.type === 'fault') return step.fault;
  // The chain has this place already, but the room's order did not: one of the two is a lie.
  if (step.type === 'known') return 'fork';
  const header = readHeader(envelope);
  const voiding =
    header === null
      ? 'unreadable'
      : (misfit(w.s, entry, header) ?? numberMisfit(draft, entry.chain, header));
  // An entry under a number of ours must be the envelope that we sealed; anything else is a lie.
  const sender = header === null ? '' : toBase64url(header.sender);
  const own =
    voiding === null && header !== null
      ? jobUnder(w.s, { chain: entry.chain, sender, sequence: header.sequence })
      : undefined;
  if (own !== undefined && own.hash !== toBase64url(hash)) return 'conflict';
  draft.chains.set(entry.chain, step.view);
  const unseen =
    header === null ? null : checkLastSeen(step.view, entry.n, toBase64url(header.lastSeenHead));
  const fault = voiding ?? unseen;
  if (fault !== null) note(w, fault, entry.order, epochOf(entry));
  draft.entries.push({
    order: entry.order,
    chain: entry.chain,
    n: entry.n,
    timeMs: entry.timeMs,
    head: entry.head,
    hash: toBase64url(hash),
    direction: header?.direction ?? -1,
    sender,
    copyOf: entry.copyOf ?? null,
    fault,
    void: voiding !== null,
    reading: own === undefined ? null : ownReading(w.s, own)
  });
  if (voiding === null && header !== null && own === undefined)
    draft.sealed.push({
      order: entry.order,
      chain: entry.chain,
      direction: header.direction,
      envelope: entry.envelope
    });
  return null;
}

const epochOf = (entry: Entry): string | null => (entry.chain === LOG_CHAIN ? null : entry.chain);

const isSame = (held: EntryRecord, entry: Entry): boolean =>
  held.chain === entry.chain && held.n === entry.n && held.head === entry.head;

/**
 * Adds entries, in room order. `streamed` is false for our own receipts, which may arrive before the
 * entries between; a gap in the stream itself is requested once more and is then a fault.
 */
export function ingest(w: Work, items: readonly Entry[], streamed: boolean): void {
  if (w.s.stopped !== null) return;
  const draft: Draft = {
    entries: [...w.s.entries],
    chains: new Map(w.s.chains),
    nextOf: new Map(w.s.nextOf),
    sealed: []
  };
  const ahead = new Map(w.s.ahead);
  let fault: Fault | null = null;
  let faultOrder: number | null = null;
  const queue = [...items];
  for (let entry = queue.shift(); entry !== undefined && fault === null; entry = queue.shift()) {
    const held = draft.entries[entry.order - 1];
    faultOrder = entry.order;
    if (held !== undefined) {
      if (!isSame(held, entry)) fault = 'fork';
    } else if (entry.order !== draft.entries.length + 1) {
      if (!streamed) ahead.set(entry.order, entry);
      else if (entry.order < 1 || w.s.askedAgain) fault = 'gap';
      else {
        w.out.push({ type: 'reconnect' });
        w.s.askedAgain = true;
        break;
      }
    } else {
      fault = take(w, draft, entry);
      if (fault === null) w.s.askedAgain = false;
    }
    const next = ahead.get(draft.entries.length + 1);
    if (next !== undefined && fault === null) {
      ahead.delete(next.order);
      queue.unshift(next);
    }
  }
  for (const [order, entry] of ahead) {
    const held = draft.entries[order - 1];
    if (held === undefined) continue;
    ahead.delete(order);
    if (!isSame(held, entry)) [fault, faultOrder] = ['fork', order];
  }
  if (draft.sealed.length > 0) w.out.push({ type: 'open-entries', items: draft.sealed });
  w.s.entries = draft.entries;
  w.s.chains = draft.chains;
  w.s.nextOf = draft.nextOf;
  w.s.ahead = ahead;
  if (fault !== null) stop(w, fault, faultOrder);
}
