// How many of a room's bytes each kind of writer has used, as long as this object is awake; read from the
// rows' sums when first needed, then kept up to date. Rules: X4.
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { chargeOf, type NewEntry } from './entry-rows.ts';
import { fits, type Used, type Writer } from '../core/quotas.ts';
import type { RoomRecord } from '../core/room-state.ts';
import type { RoomStorage } from './room-storage.ts';
import { wasConfirmed } from '../core/share-pool.ts';

/** The parts of a room that this file needs. */
export interface Counted {
  readonly roomId: Uint8Array;
  readonly quotas: ServicePolicy['quotas'];
  readonly storage: RoomStorage;
  readonly state: RoomRecord;
}

export class Ledger {
  readonly #room: Counted;
  /** Sums over epochs, and the devices that they were made for: a confirmation moves a device's bytes. */
  #guests: {
    readonly devices: RoomRecord['devices'];
    readonly strangers: number;
    readonly confirmed: number;
  } | null = null;

  constructor(room: Counted) {
    this.#room = room;
  }

  /** Whether the room still accepts this entry from its writer. */
  takes(entry: NewEntry, isDecision: boolean): boolean {
    const { quotas, storage, state, roomId } = this.#room;
    const guests = this.#sums();
    const used: Used = { ...guests, ...storage.entries.staffBytes() };
    const writer = writerOf(state, entry, isDecision);
    const byGuest = writer === 'stranger' || writer === 'confirmed';
    const epochBytes = byGuest ? storage.entries.bytesOf(roomId, entry.chain) : 0;
    return fits(quotas, used, writer, epochBytes, chargeOf(entry));
  }

  /** The entry was written. */
  add(entry: NewEntry): void {
    if (this.#guests === null || entry.direction !== Direction.guest) return;
    const own = writerOf(this.#room.state, entry, false) === 'stranger' ? 'strangers' : 'confirmed';
    this.#guests = { ...this.#guests, [own]: this.#guests[own] + chargeOf(entry) };
  }

  /** Something was not written after all. */
  forget(): void {
    this.#guests = null;
  }

  #sums(): { readonly strangers: number; readonly confirmed: number } {
    const { state, storage, roomId } = this.#room;
    const { devices } = state;
    if (this.#guests?.devices === devices) return this.#guests;
    const sums = { devices, strangers: 0, confirmed: 0 };
    for (const { epochId, deviceKey } of state.epochs.values())
      sums[wasConfirmed(state, deviceKey) ? 'confirmed' : 'strangers'] += storage.entries.bytesOf(
        roomId,
        epochId
      );
    this.#guests = sums;
    return sums;
  }
}

function writerOf(state: RoomRecord, entry: NewEntry, isDecision: boolean): Writer {
  if (entry.direction === Direction.staffCopy) return 'copy';
  if (entry.direction !== Direction.guest) return isDecision ? 'decision' : 'log';
  const deviceKey = state.epochs.get(entry.chain)?.deviceKey;
  return deviceKey !== undefined && wasConfirmed(state, deviceKey) ? 'confirmed' : 'stranger';
}
