// How many of a room's bytes each kind of writer has used, as long as this object is awake; read from the
// rows' sums when first needed, then kept up to date. Rules: X4.
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { chargeOf, type NewEntry } from './entry-rows.ts';
import { fits, type Used, type Writer } from '../core/quotas.ts';
import type { RoomRecord } from '../core/room-state.ts';
import type { RoomStorage } from './room-storage.ts';
import { standingOf, trusts, type Standing } from '../core/standing.ts';

/** The parts of a room that this file needs. */
export interface Counted {
  readonly roomId: Uint8Array;
  readonly quotas: ServicePolicy['quotas'];
  readonly storage: RoomStorage;
  readonly state: RoomRecord;
}

const GROUP = { stranger: 'strangers', trusted: 'confirmed', barred: 'barred' } as const;

/** Sums over epochs, and the devices that they were made for: a decision moves a device's bytes. */
interface Guests {
  readonly devices: RoomRecord['devices'];
  readonly byDevice: Map<string, number>;
  readonly sums: Pick<Used, (typeof GROUP)[Standing]>;
}

export class Ledger {
  readonly #room: Counted;
  #guests: Guests | null = null;

  constructor(room: Counted) {
    this.#room = room;
  }

  /** Whether the room still accepts this entry from its writer. */
  takes(entry: NewEntry, isDecision: boolean): boolean {
    const { quotas, storage, state } = this.#room;
    const used: Used = { ...this.#held().sums, ...storage.entries.staffBytes() };
    const writer = writerOf(state, entry, isDecision);
    return fits(quotas, used, writer, this.#ownBytes(entry, writer), chargeOf(entry));
  }

  #ownBytes(entry: NewEntry, writer: Writer): number {
    const { storage, state, roomId } = this.#room;
    if (writer === 'stranger') return storage.entries.bytesOf(roomId, entry.chain);
    const deviceKey = writer === 'confirmed' ? deviceOf(state, entry) : undefined;
    return deviceKey === undefined ? 0 : (this.#held().byDevice.get(deviceKey) ?? 0);
  }

  /** The entry was written. */
  add(entry: NewEntry): void {
    const deviceKey = deviceOf(this.#room.state, entry);
    const guests = this.#guests;
    if (guests === null || deviceKey === undefined || entry.direction !== Direction.guest) return;
    const bytes = chargeOf(entry);
    const { byDevice, sums } = guests;
    byDevice.set(deviceKey, (byDevice.get(deviceKey) ?? 0) + bytes);
    const own = GROUP[standingOf(this.#room.state, deviceKey)];
    this.#guests = { ...guests, sums: { ...sums, [own]: sums[own] + bytes } };
  }

  /** Something was not written after all. */
  forget(): void {
    this.#guests = null;
  }

  #held(): Guests {
    const { state, storage, roomId } = this.#room;
    const { devices } = state;
    if (this.#guests?.devices === devices) return this.#guests;
    const byDevice = new Map<string, number>();
    const sums = { strangers: 0, confirmed: 0, barred: 0 };
    for (const { epochId, deviceKey } of state.epochs.values()) {
      const bytes = storage.entries.bytesOf(roomId, epochId);
      byDevice.set(deviceKey, (byDevice.get(deviceKey) ?? 0) + bytes);
      sums[GROUP[standingOf(state, deviceKey)]] += bytes;
    }
    return (this.#guests = { devices, byDevice, sums });
  }
}

const deviceOf = (state: RoomRecord, entry: NewEntry): string | undefined =>
  state.epochs.get(entry.chain)?.deviceKey;

function writerOf(state: RoomRecord, entry: NewEntry, isDecision: boolean): Writer {
  if (entry.direction === Direction.staffCopy) return 'copy';
  if (entry.direction !== Direction.guest) return isDecision ? 'decision' : 'log';
  const deviceKey = deviceOf(state, entry);
  return deviceKey !== undefined && trusts(state, deviceKey) ? 'confirmed' : 'stranger';
}
