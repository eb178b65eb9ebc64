// What is stored on one phone and outlives every tab: device key, sealed outbox, resume box. It keeps the
// promises of `guest-storage.ts` and its outbox: an item is there once `put` has been answered, a taken
// number is refused, and the order of writing is kept. Rules: O3, P1, J2, E1.
import type { ChainTip } from '#lib/protocol/room-view.ts';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { GuestStorage } from '#lib/guest/runtime/guest-storage.ts';
import type { LossReason } from '#lib/guest/core/losses.ts';
import type { OutboxStore } from '#lib/sync/outbox-store.ts';
import { outboxKey, type OutboxItem } from '#lib/sync/core/outbox.ts';
import type { DiskQueue, Gate } from './gate.ts';
import type { StockDevice, StockEpoch } from './rig.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A durable outbox, of a phone or of a staff browser. */
export class OutboxDisk {
  /** How far staff's pages in this browser have read the log. */
  logTip: ChainTip | null = null;
  items: OutboxItem[] = [];
  /** Every envelope that was ever durable here. */
  readonly ever = new Set<string>();
  readonly everKeys = new Set<string>();
  /** The same items in full, since the disk was last cleared. */
  readonly everHeld = new Map<string, OutboxItem>();
  /** The next write fails: the disk is full, or the browser has no storage. */
  failing = false;

  put(items: readonly OutboxItem[]): void {
    if (this.failing) throw new Error('no space');
    const taken = new Set(this.items.map(outboxKey));
    if (items.some((item) => taken.has(outboxKey(item)))) throw new Error('a taken number');
    this.items = [...this.items, ...items];
    for (const item of items) {
      this.ever.add(item.envelope);
      this.everKeys.add(outboxKey(item));
      this.everHeld.set(outboxKey(item), item);
    }
  }

  remove(item: OutboxItem): void {
    this.items = this.items.filter((one) => outboxKey(one) !== outboxKey(item));
  }

  has(item: Pick<OutboxItem, 'chain' | 'sender' | 'sequence'>): boolean {
    return this.items.some((one) => outboxKey(one) === outboxKey(item));
  }
}

export class Phone {
  readonly name: string;
  readonly outbox = new OutboxDisk();
  /** What could not arrive, as the phone reports at its next start [O3]. */
  losses: { readonly key: string; readonly why: LossReason }[] = [];
  boxes: { readonly epochId: string; readonly boxes: readonly Bytes[] } | null = null;
  /** What waits for this disk, from every page of this browser. */
  readonly diskQueue: DiskQueue = [];
  device: StockDevice;
  /** Whether the key has been made and stored. */
  known = false;
  #unused: StockEpoch[];
  readonly #newDevice: () => StockDevice | undefined;

  constructor(name: string, newDevice: () => StockDevice | undefined) {
    const device = newDevice();
    if (device === undefined) throw new Error('no device left in stock');
    this.name = name;
    this.#newDevice = newDevice;
    this.device = device;
    this.#unused = [...device.epochs];
  }

  /** The handshake of a new epoch; null when this run's stock is used up. */
  nextEpoch(): StockEpoch | null {
    this.known = true;
    return this.#unused.shift() ?? null;
  }

  get deviceKey(): string {
    return toBase64url(this.device.publicKey);
  }

  /** E1: cleared in one transaction. The next key is another one. */
  wipe(): void {
    this.outbox.items = [];
    this.outbox.everHeld.clear();
    this.losses = [];
    this.boxes = null;
    const device = this.#newDevice();
    this.known = false;
    this.#unused = [];
    if (device === undefined) return;
    this.device = device;
    this.#unused = [...device.epochs];
  }

  /** All persisted data, as it would be found on the disk. */
  get found(): readonly Bytes[] {
    const items = this.outbox.items.map((item) => new TextEncoder().encode(JSON.stringify(item)));
    return [...items, ...(this.boxes?.boxes ?? [])];
  }

  /** This phone's storage as one page sees it. */
  storageFor(gate: Gate): GuestStorage {
    let closed = false;
    const ask = <T>(label: string, work: () => T): Promise<T> =>
      closed
        ? Promise.reject(new Error('storage is closed'))
        : gate.ask('disk', label, () => Promise.resolve().then(work));
    const outbox: OutboxStore = {
      put: (_room, items) => ask('put', () => this.outbox.put(items)),
      putBack: (_room, items) =>
        ask('put back', () => this.outbox.put(items.filter((item) => !this.outbox.has(item)))),
      remove: (_room, item) => ask('remove', () => this.outbox.remove(item)),
      list: () => ask('list', () => [...this.outbox.items]),
      rooms: () => ask('rooms', () => []),
      refuseLater: () => Promise.resolve(),
      close: () => undefined
    };
    return {
      outbox,
      deviceKey: () =>
        ask('device key', () => (this.known ? { ...this.device, serviceId: '' } : null)),
      keepDeviceKey: () =>
        ask('keep device key', () => {
          this.known = true;
          return this.device;
        }),
      giveUp: (_room, which, why) =>
        ask('give up', () => {
          const items = which === 'all' ? [...this.outbox.items] : which;
          for (const item of items.filter((one) => this.outbox.has(one))) {
            this.outbox.remove(item);
            if (item.quiet !== true) this.losses.push({ key: outboxKey(item), why });
          }
        }),
      losses: () => ask('losses', () => []),
      forgetLosses: () => ask('forget losses', () => undefined),
      boxes: (_room, epochId) =>
        ask('boxes', () => (this.boxes?.epochId === epochId ? [...this.boxes.boxes] : [])),
      keepBoxes: (_room, epochId, boxes) =>
        ask('keep boxes', () => {
          this.boxes = { epochId, boxes };
        }),
      dropBoxes: () =>
        ask('drop boxes', () => {
          this.boxes = null;
        }),
      onCut: () => undefined,
      close: () => {
        closed = true;
      }
    };
  }
}
