// ⑧ What the desk does by itself: sessions ended, effects on rooms repeated until confirmed, rooms
// erased to the end. Run by the one alarm and on every access; a crash at any point only repeats.
// Rules: R1, R4, D1.
import { fromHex } from '#lib/crypto/bytes.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { toWire } from '../bytes.ts';
import { roomOf, type Env } from '../env.ts';
import * as expiry from './desk-expiry.ts';
import type { DeskSockets } from './desk-sockets.ts';
import type { DeskStorage } from './desk-storage.ts';
import { eraseRoom } from './room-erasing.ts';
import { giveMoreTime } from './room-making.ts';
import { markDeleting } from './room-rows.ts';
import { endExpired } from './sessions.ts';
import { forgetOldAttempts } from './sign-in.ts';

export interface DeskParts {
  readonly storage: DeskStorage;
  readonly sockets: DeskSockets;
  /** Whether a request is making this room at this moment. */
  readonly isBeingMade: (hex: string) => boolean;
  /** Shows the room's row to every desk. */
  readonly tell: (hex: string) => void;
}

export class DeskDrive {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #parts: DeskParts;
  #alarmAtMs = Infinity;
  #running: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env, parts: DeskParts) {
    this.#ctx = ctx;
    this.#env = env;
    this.#parts = parts;
  }

  async onAlarm(): Promise<void> {
    this.#alarmAtMs = Infinity;
    try {
      this.settle();
      await this.#running;
      this.settle();
    } catch {
      // The platform gives up after a few failures; the desk must not.
      await this.#ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  /** Sees to what is due and sets the alarm for what will be. */
  settle(): void {
    const nowMs = Date.now();
    const next = expiry.nextDeskDeadlineMs(this.#parts.storage);
    if (next === null) return;
    if (next <= nowMs && this.#running === null) {
      this.#running = this.#run().then(
        () => this.#ran(true),
        () => this.#ran(false)
      );
      this.#ctx.waitUntil(this.#running);
    }
    // While something is under way the alarm is the fallback, not the way.
    const alarmAtMs = Math.max(next, nowMs + 1_000);
    if (alarmAtMs >= this.#alarmAtMs) return;
    this.#alarmAtMs = alarmAtMs;
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(alarmAtMs));
  }

  #ran(well: boolean): void {
    this.#running = null;
    if (well) this.settle();
  }

  async #run(): Promise<void> {
    const { storage, sockets, isBeingMade, tell } = this.#parts;
    const nowMs = Date.now();
    const over = storage.transact(() => {
      forgetOldAttempts(storage, nowMs);
      return endExpired(storage, nowMs);
    });
    for (const session of over) sockets.close(session, CLOSE.revoked);
    for (const hex of expiry.overdueRooms(storage, nowMs)) {
      if (isBeingMade(hex)) {
        giveMoreTime(storage, hex, nowMs);
        continue;
      }
      markDeleting(storage, hex, nowMs);
      tell(hex);
    }
    for (const due of expiry.duesNow(storage, nowMs)) await this.#perform(due);
    for (const hex of expiry.roomsToErase(storage, nowMs)) {
      if (!(await eraseRoom(storage, this.#env, hex))) continue;
      sockets.tell({ t: 'deleted', roomId: toWire(fromHex(hex)), atMs: Date.now() });
    }
  }

  async #perform(due: expiry.DeskDue): Promise<void> {
    const { storage } = this.#parts;
    try {
      const room = roomOf(this.#env, due.room);
      if (due.kind === 'revoke') await room.revokeSession(due.session);
      else await room.replace();
      storage.run('DELETE FROM due WHERE id = ?', due.id);
    } catch {
      const { id, tries } = due;
      const atMs = expiry.retryAtMs(tries, Date.now());
      storage.run('UPDATE due SET tries = ?, at_ms = ? WHERE id = ?', tries + 1, atMs, id);
    }
  }
}
