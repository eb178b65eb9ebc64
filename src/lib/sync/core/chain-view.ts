// ⑤ A client's check of the room's order: every entry must continue the chain that the client holds, and
// what the other side had last seen must be a place in that chain. Reveals loss, replay, reordering, a fork
// and a rollback. Pure. Rules: O2.
import { chainNext, chainStart } from '#lib/crypto/room/chain.ts';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';

export type ChainFault =
  /** An entry is missing between the one held and the one given. */
  | 'gap'
  /** The same place holds a different entry than before, or the head does not follow. */
  | 'fork'
  /** The room knows less than it has already shown. */
  | 'rollback'
  /** The other side had seen a head that was never in this chain. */
  | 'unknown-head';

export interface ChainView {
  /** heads[n] is the head after n entries; heads[0] the empty chain's. Base64url. */
  readonly heads: readonly string[];
}

export interface ChainLink {
  readonly n: number;
  readonly timeMs: number;
  /** Base64url, 32 bytes. */
  readonly head: string;
  /** H(envelope), 32 bytes. */
  readonly envelopeHash: Uint8Array;
}

type ChainStep =
  | { readonly type: 'extended'; readonly view: ChainView }
  | { readonly type: 'known' }
  | { readonly type: 'fault'; readonly fault: ChainFault };

/** The empty chain of an epoch (16 zero bytes: the room log). */
export const startChain = (roomId: Uint8Array, epochId: Uint8Array): ChainView => ({
  heads: [toBase64url(chainStart(roomId, epochId))]
});

export const chainLength = (view: ChainView): number => view.heads.length - 1;

export const chainHead = (view: ChainView): string => view.heads[view.heads.length - 1] as string;

/** Checks one entry against the chain held. */
export function extendChain(view: ChainView, link: ChainLink): ChainStep {
  const held = chainLength(view);
  if (link.n < 1) return { type: 'fault', fault: 'fork' };
  if (link.n > held + 1) return { type: 'fault', fault: 'gap' };
  const before = view.heads[link.n - 1] as string;
  const head = toBase64url(chainNext(fromBase64url(before), link.envelopeHash, link.timeMs));
  if (head !== link.head) return { type: 'fault', fault: 'fork' };
  if (link.n <= held)
    return view.heads[link.n] === head ? { type: 'known' } : { type: 'fault', fault: 'fork' };
  return { type: 'extended', view: { heads: [...view.heads, head] } };
}

/** Checks the tip that the room states against the chain held, on every (re)connection. */
export function checkTip(
  view: ChainView,
  tip: { readonly n: number; readonly head: string }
): ChainFault | null {
  const held = chainLength(view);
  if (tip.n < held) return 'rollback';
  if (tip.n === held && tip.head !== chainHead(view)) return 'fork';
  return null;
}

/**
 * Checks what the sender of entry `n` had last seen: it must be a head of this chain from before that
 * entry. Returns null when it is.
 */
export function checkLastSeen(view: ChainView, n: number, lastSeenHead: string): ChainFault | null {
  const place = view.heads.indexOf(lastSeenHead);
  return place >= 0 && place < n ? null : 'unknown-head';
}
