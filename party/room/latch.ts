// The latch of one epoch: it holds the resume share `u` and nothing else, and is erased whole. Every
// deposit gets a latch of its own, so that a late erasure can never meet a newer share.
// It answers only to its room and the desk. Rules: P2, O6, R5.
import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';

export class Latch extends DurableObject<Env> {
  put(share: Uint8Array): true {
    this.ctx.storage.kv.put('share', share);
    return true;
  }

  /** Null when it was erased or never put. */
  get(): Uint8Array | null {
    return this.ctx.storage.kv.get<Uint8Array>('share') ?? null;
  }

  async erase(): Promise<true> {
    await this.ctx.storage.deleteAll();
    return true;
  }
}
