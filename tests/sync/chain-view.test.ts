// ⑤ The chain as a client holds it: every lie about order is a fault, and no honest page is one.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { chainNext } from '#lib/crypto/room/chain.ts';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import {
  chainHead,
  chainLength,
  checkLastSeen,
  checkTip,
  extendChain,
  startChain,
  type ChainLink,
  type ChainView
} from '#lib/sync/core/chain-view.ts';

const room = new Uint8Array(16).fill(1);
const epoch = new Uint8Array(16).fill(2);

/** An honest chain of n entries. */
function honest(n: number): { links: ChainLink[]; view: ChainView } {
  let view = startChain(room, epoch);
  const links: ChainLink[] = [];
  for (let at = 1; at <= n; at += 1) {
    const envelopeHash = sha256(Uint8Array.of(at));
    const timeMs = 1_000 + at;
    const head = toBase64url(chainNext(fromBase64url(chainHead(view)), envelopeHash, timeMs));
    const link = { n: at, timeMs, head, envelopeHash };
    const step = extendChain(view, link);
    if (step.type !== 'extended') throw new Error('an honest chain was refused');
    view = step.view;
    links.push(link);
  }
  return { links, view };
}

describe('[O2] a chain', () => {
  it('takes what continues it and knows what it has', () => {
    const { links, view } = honest(5);
    expect(chainLength(view)).toBe(5);
    for (const link of links) expect(extendChain(view, link)).toEqual({ type: 'known' });
  });

  it('calls any other entry in a place that is taken a fork', () => {
    const { links, view } = honest(3);
    const [, second] = links;
    if (second === undefined) throw new Error('three were made');
    expect(extendChain(view, { ...second, timeMs: 7 })).toEqual({ type: 'fault', fault: 'fork' });
    const envelopeHash = sha256(Uint8Array.of(99));
    expect(extendChain(view, { ...second, envelopeHash }).type).toBe('fault');
  });

  it('finds whatever one entry is left out, doubled or moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(), (n, a, b) => {
        const { links } = honest(n);
        const moved = [...links];
        const [one] = moved.splice(a % n, 1);
        if (one === undefined) throw new Error('nothing was taken out');
        const to = b % n;
        moved.splice(to, 0, one);
        let view = startChain(room, epoch);
        let fault = false;
        for (const link of moved) {
          const step = extendChain(view, link);
          if (step.type === 'extended') view = step.view;
          if (step.type === 'fault') fault = true;
        }
        expect(fault).toBe(to !== a % n);
      })
    );
  });

  it('holds the room to what it has shown', () => {
    const { view } = honest(4);
    const heads = view.heads;
    expect(checkTip(view, { n: 4, head: heads[4] ?? '' })).toBeNull();
    expect(checkTip(view, { n: 9, head: 'x' })).toBeNull();
    expect(checkTip(view, { n: 3, head: heads[3] ?? '' })).toBe('rollback');
    expect(checkTip(view, { n: 4, head: heads[3] ?? '' })).toBe('fork');
  });

  it('knows what somebody may have seen before they wrote', () => {
    const { view } = honest(4);
    expect(checkLastSeen(view, 3, view.heads[2] ?? '')).toBeNull();
    expect(checkLastSeen(view, 3, view.heads[0] ?? '')).toBeNull();
    expect(checkLastSeen(view, 3, view.heads[3] ?? '')).toBe('unknown-head');
    expect(checkLastSeen(view, 3, 'x'.repeat(43))).toBe('unknown-head');
  });
});
