// The door of one room: what new devices are checked against, and the desk box. It is erased whole
// the moment the room closes, because a deleted row lingers in SQLite's log. It answers only to room
// and desk, never to the network. Rules: R3, R5, J4, D3.
import { DurableObject } from 'cloudflare:workers';
import { equalBytes } from '#lib/crypto/bytes.ts';
import { joinVerifier } from '#lib/crypto/transcript.ts';
import type { Env } from '../env.ts';

export class Door extends DurableObject<Env> {
  /** Idempotent; another verifier than the one held is refused with false. */
  put(verifier: Uint8Array, deskBox: Uint8Array): boolean {
    const held = this.ctx.storage.kv.get<Uint8Array>('verifier');
    if (held !== undefined) return equalBytes(held, verifier);
    this.ctx.storage.transactionSync(() => {
      this.ctx.storage.kv.put('verifier', verifier);
      // D4's place: the desk box is wrapped once more here, under the room's random share from a
      // store outside every backup, and unwrapped in `deskBox`.
      this.ctx.storage.kv.put('desk-box', deskBox);
    });
    return true;
  }

  /** Whether the join token is right; null when the door is gone. */
  check(joinToken: Uint8Array): boolean | null {
    const verifier = this.ctx.storage.kv.get<Uint8Array>('verifier');
    return verifier === undefined ? null : equalBytes(joinVerifier(joinToken), verifier);
  }

  /** Null when the door is gone. */
  deskBox(): Uint8Array | null {
    return this.ctx.storage.kv.get<Uint8Array>('desk-box') ?? null;
  }

  async erase(): Promise<true> {
    await this.ctx.storage.deleteAll();
    return true;
  }
}
