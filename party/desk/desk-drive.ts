// ⑧ What the desk does by itself: it ends sessions, drops expired rows, repeats effects on rooms until they
// are confirmed, and erases rooms completely. It runs on the one alarm and on every access; a crash at any
// point only repeats work. Rules: R1, R4, D1, D8.
import { fromHex } from '#lib/crypto/primitives/bytes.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { toWire } from '../bytes.ts';
import type { Env } from '../env.ts';
import { duesNow, perform } from './desk-dues.ts';
import * as expiry from './desk-expiry.ts';
import type { DeskSockets } from './desk-sockets.ts';
import type { DeskStorage } from './desk-storage.ts';
import { eraseLater, eraseRoom } from './rooms/room-erasing.ts';
import { giveMoreTime, undoMaking } from './rooms/room-making.ts';
import { markDeleting } from './rooms/room-rows.ts';

interface DeskParts {
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
  /** The earliest alarm that was set; null: none, as far as this object has been awake. */
  #alarmAtMs: number | null = null;
  #running: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env, parts: DeskParts) {
    this.#ctx = ctx;
    this.#env = env;
    this.#parts = parts;
  }

  async onAlarm(): Promise<void> {
    this.#alarmAtMs = null;
    try {
      this.settle();
      await this.#running;
      this.settle();
    } catch {
      // The platform gives up after a few failures; the desk must not.
      await this.#ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  /** Does what is due and sets the alarm for what comes next. */
  settle(): void {
    const nowMs = Date.now();
    const next = expiry.nextDeskDeadlineMs(this.#parts.storage);
    if (next === null) return;
    if (next <= nowMs && this.#running === null) {
      this.#running = this.#run().then(
        () => this.#ran(next),
        () => this.#ran(null)
      );
      this.#ctx.waitUntil(this.#running);
    }
    // While work is under way the alarm is only the fallback.
    const alarmAtMs = Math.max(next, nowMs + 1_000);
    if (this.#alarmAtMs !== null && alarmAtMs >= this.#alarmAtMs) return;
    this.#alarmAtMs = alarmAtMs;
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(alarmAtMs));
  }

  /**
   * @param forMs what was due; null when it could not be done. What is still due afterwards waits for the
   *   alarm: nothing on the disk may make the desk loop.
   */
  #ran(forMs: number | null): void {
    this.#running = null;
    if (forMs === null) return;
    if (expiry.nextDeskDeadlineMs(this.#parts.storage) !== forMs) this.settle();
  }

  async #run(): Promise<void> {
    const { storage, sockets, tell } = this.#parts;
    const nowMs = Date.now();
    const over = storage.transact(() => expiry.forgetExpired(storage, nowMs));
    for (const session of over) sockets.close(session, CLOSE.revoked);
    this.#giveUp(nowMs);
    for (const due of duesNow(storage, nowMs)) {
      const changed = await perform(storage, this.#env, due);
      if (changed !== null) tell(changed);
    }
    for (const hex of expiry.roomsToErase(storage, nowMs)) await this.#erase(hex);
  }

  /** Rooms that nobody finished, and rooms past their cap. */
  #giveUp(nowMs: number): void {
    const { storage, isBeingMade, tell } = this.#parts;
    for (const { hex, status } of expiry.overdueRooms(storage, nowMs)) {
      if (isBeingMade(hex)) giveMoreTime(storage, hex, nowMs);
      else if (status === 'making') undoMaking(storage, hex, null, nowMs);
      else {
        markDeleting(storage, hex, nowMs);
        tell(hex);
      }
    }
  }

  async #erase(hex: string): Promise<void> {
    const { storage, sockets, isBeingMade, tell } = this.#parts;
    if (isBeingMade(hex)) return eraseLater(storage, hex, Date.now());
    const linked = await eraseRoom(storage, this.#env, hex);
    if (linked === null) return;
    sockets.tellLists({ t: 'deleted', roomId: toWire(fromHex(hex)), atMs: Date.now() });
    for (const other of linked) tell(other);
  }
}
