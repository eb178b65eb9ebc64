// The join gate of one room: the verifier for new devices, and the desk box. It is erased whole as soon as
// the room closes, because a deleted row lingers in SQLite's log. Its name carries the generation of the
// boxes, so that they can be sealed again into a fresh one. It answers only to room and desk, never to the
// network. Rules: R3, R5, R6, J4, D3.
import { DurableObject } from 'cloudflare:workers';
import { equalBytes } from '#lib/crypto/primitives/bytes.ts';
import { joinVerifier } from '#lib/crypto/room/transcript.ts';
import type { Env } from '../env.ts';
import { bytesIn, fillKv, migrateKv } from '../storage/migrate-kv.ts';
import type { JoinGateRpc, Put } from '../rpc.ts';
import { JOIN_GATE_STEPS } from './steps.ts';

export class JoinGate extends DurableObject<Env> implements JoinGateRpc {
  /** @throws {Unreadable} */
  put(verifier: Uint8Array, deskBox: Uint8Array): Put {
    const { storage } = this.ctx;
    if (migrateKv(storage, JOIN_GATE_STEPS)) {
      const same =
        equalBytes(bytesIn(storage, 'verifier'), verifier) &&
        equalBytes(bytesIn(storage, 'desk-box'), deskBox);
      return same ? 'there' : 'other';
    }
    // Reserved for D4: the desk box is wrapped once more here, under the room's random share from a store
    // outside every backup, and unwrapped in `deskBox`.
    fillKv(storage, { verifier, 'desk-box': deskBox }, JOIN_GATE_STEPS);
    return 'made';
  }

  /** Whether the join token is right; null when the join gate is gone. @throws {Unreadable} */
  check(joinToken: Uint8Array): boolean | null {
    const { storage } = this.ctx;
    if (!migrateKv(storage, JOIN_GATE_STEPS)) return null;
    return equalBytes(joinVerifier(joinToken), bytesIn(storage, 'verifier'));
  }

  /** Null when the join gate is gone. @throws {Unreadable} */
  deskBox(): Uint8Array | null {
    return migrateKv(this.ctx.storage, JOIN_GATE_STEPS)
      ? bytesIn(this.ctx.storage, 'desk-box')
      : null;
  }

  async erase(): Promise<true> {
    await this.ctx.storage.deleteAll();
    return true;
  }
}
