// One slot of a room's pool of share stores: it holds one resume share `u` with the room's generation for
// it, and nothing else, and is erased whole. A slot is reused only after its erasure was confirmed. The
// generation protects a newer share from a late erasure, and from being handed to another. It answers only
// to its room and the desk. Rules: P2, O6, R5, R6, R7.
import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { bytesIn, fillKv, migrateKv } from '../storage/migrate-kv.ts';
import { Unreadable } from '../storage/unreadable.ts';
import type { ShareStoreRpc } from '../rpc.ts';
import { SHARE_STORE_STEPS } from './steps.ts';

export class ResumeShareStore extends DurableObject<Env> implements ShareStoreRpc {
  /**
   * False when a share of another generation is still here: then nothing is deposited. @throws {Unreadable}
   */
  put(generation: number, share: Uint8Array): boolean {
    const held = this.#generation();
    if (held !== null) return held === generation;
    fillKv(this.ctx.storage, { generation, share }, SHARE_STORE_STEPS);
    return true;
  }

  /** Null when it was erased, or never put, or is another generation's. @throws {Unreadable} */
  get(generation: number): Uint8Array | null {
    return this.#generation() === generation ? bytesIn(this.ctx.storage, 'share') : null;
  }

  /**
   * Leaves nothing of this generation or an earlier one. What cannot be read is erased too: it can be
   * handed to nobody.
   * @param generation left out: any
   */
  async erase(generation: number | null = null): Promise<true> {
    if (generation !== null && (this.#generationOrNull() ?? 0) > generation) return true;
    await this.ctx.storage.deleteAll();
    return true;
  }

  #generation(): number | null {
    const { storage } = this.ctx;
    if (!migrateKv(storage, SHARE_STORE_STEPS)) return null;
    const generation = storage.kv.get('generation');
    if (typeof generation !== 'number') throw new Unreadable('broken');
    return generation;
  }

  #generationOrNull(): number | null {
    try {
      return this.#generation();
    } catch {
      return null;
    }
  }
}
