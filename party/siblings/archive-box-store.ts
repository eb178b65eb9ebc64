// The archive box of one room; a closed room is read with it. It is an object of its own, so that sealing
// it again after a revocation leaves nothing of the old one: the next generation is put, then this one
// erased whole. It answers only to room and desk. Rules: D3, R5, R6.
import { DurableObject } from 'cloudflare:workers';
import { equalBytes } from '#lib/crypto/primitives/bytes.ts';
import type { Env } from '../env.ts';
import { bytesIn, fillKv, migrateKv } from '../storage/migrate-kv.ts';
import type { ArchiveRpc, Put } from '../rpc.ts';
import { ARCHIVE_STEPS } from './steps.ts';

export class ArchiveBox extends DurableObject<Env> implements ArchiveRpc {
  /** @throws {Unreadable} */
  put(box: Uint8Array): Put {
    const { storage } = this.ctx;
    if (migrateKv(storage, ARCHIVE_STEPS))
      return equalBytes(bytesIn(storage, 'box'), box) ? 'there' : 'other';
    // Reserved for D4: wrapped once more here, like the desk box in its join gate, and unwrapped in `get`.
    fillKv(storage, { box }, ARCHIVE_STEPS);
    return 'made';
  }

  /** Null when it is gone. @throws {Unreadable} */
  get(): Uint8Array | null {
    return migrateKv(this.ctx.storage, ARCHIVE_STEPS) ? bytesIn(this.ctx.storage, 'box') : null;
  }

  async erase(): Promise<true> {
    await this.ctx.storage.deleteAll();
    return true;
  }
}
