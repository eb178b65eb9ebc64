// The chain over one epoch's envelopes, or over the room log [O2]. It reveals loss, replay, reordering and
// a forked room. Synchronous: the room computes it inside its storage transaction. Times are arguments:
// nothing here reads a clock.

import { type Bytes, exactly, u64be } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import { label, LABELS } from '../primitives/labels.ts';

/** The epoch id of the room log: 16 zero bytes [S2]. */
export const ROOM_LOG_EPOCH: Bytes = /* @__PURE__ */ new Uint8Array(16);

/** Encoded once: the room chains every message that it stores. */
const LOG: Bytes = /* @__PURE__ */ label(LABELS.log);

/** head₀ = H(`tr1/log` ‖ roomId ‖ epochId), 32 bytes. */
export function chainStart(roomId: Uint8Array, epochId: Uint8Array): Bytes {
  return sha256(LOG, exactly(16, roomId, 'room id'), exactly(16, epochId, 'epoch id'));
}

/**
 * headₙ = H(`tr1/log` ‖ headₙ₋₁ ‖ H(envelope) ‖ time), 32 bytes.
 * @param timeMs when the room stored it, milliseconds since 1970
 */
export function chainNext(head: Uint8Array, envelopeHash: Uint8Array, timeMs: number): Bytes {
  return sha256(
    LOG,
    exactly(32, head, 'head'),
    exactly(32, envelopeHash, 'envelope hash'),
    u64be(timeMs)
  );
}
