// Delivers a dead tab's sealed messages to their room by the device key alone: no root, no code word. Runs
// at start, and after a page has dropped its keys. A message leaves the outbox when it has arrived, or when
// it certainly never can; then the loss is counted for the person to read. What only fails now is retried,
// here or by the next page. Rules: O3, O4, S5, R6.
import { fromBase64url, fromHex, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { signWithDevice } from '#lib/crypto/room/device-key.ts';
import { deviceChallengeBytes } from '#lib/crypto/room/transcript.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import {
  parseToGuestFrame,
  type GuestFrame,
  type RefusedFrame,
  type ToGuestFrame
} from '#lib/protocol/guest-wire.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import { homeService } from '#lib/protocol/services.ts';
import { driveOutbox } from '#lib/sync/core/outbox-driver.ts';
import { emptyOutbox, type Outbox, type OutboxEvent } from '#lib/sync/core/outbox.ts';
import { openRoomSocket, type RoomSocket } from '#lib/sync/room-socket.ts';
import { isNewer } from '#lib/sync/storage-error.ts';
import { askFace, endOf } from '#lib/sync/face-request.ts';
import { GUEST_FINAL_CODES } from '../core/final-codes.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';
import { lossReasonOf, type LossReason } from '../core/losses.ts';
import { isLeaving } from '../exit/leaving.ts';

const DELIVER_REF = 0x8000_0000;
/** Delay before a retry. */
const LATER_MS = 30_000;

export interface Waiting {
  readonly storage: GuestStorage;
  /** Lower-case hexadecimal room id. */
  readonly room: string;
  readonly serviceId: string;
  /** Null: this phone has no key for that room; then only the end of the room can be learnt. */
  readonly key: DeviceKey | null;
  /** A loss has been recorded. */
  readonly onLoss: () => void;
}

/** Delivers what waits for one room. Returns how to stop; stops by itself when nothing is left. */
export function deliverRoom({ storage, room, serviceId, key, onLoss }: Waiting): () => void {
  let socket: RoomSocket<GuestFrame> | null = null;
  const waiting: { outbox: Outbox } = { outbox: emptyOutbox };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const hangUp = (): void => {
    clearTimeout(timer);
    socket?.close();
    socket = null;
  };
  const stop = (): void => {
    stopped = true;
    hangUp();
  };
  const later = (afterMs = LATER_MS): void => {
    hangUp();
    if (!stopped) timer = setTimeout(() => void begin(), afterMs);
  };

  /** Removes and records in one transaction; if that fails, the next page tries again. */
  const giveUp = (which: Parameters<GuestStorage['giveUp']>[1], why: LossReason): Promise<void> =>
    storage.giveUp(room, which, why).then(onLoss, () => undefined);

  function step(event: OutboxEvent): void {
    driveOutbox(waiting, event, {
      transmit: ({ ref, item }) => socket?.send({ t: 'append', ref, envelope: item.envelope }),
      // An item that is not removed is sent again, and gets the same receipt [O1].
      settle: ({ item }) => void storage.outbox.remove(room, item).catch(() => {}),
      'give-up': ({ item, code }) => void giveUp([item], lossReasonOf(code)),
      'wake-at': ({ atMs }) => {
        const wake = (): void => step({ type: 'hold-over', nowMs: Date.now() });
        timer = setTimeout(wake, Math.max(500, atMs - Date.now()));
      },
      // This page cannot deliver a predecessor that is not in the store.
      reload: stop
    });
    if (waiting.outbox.items.length === 0) stop();
  }

  async function prove(device: DeviceKey, challenge: string): Promise<void> {
    const message = deviceChallengeBytes(fromHex(room), fromBase64url(challenge));
    const sig = toBase64url(await signWithDevice(device.privateKey, message));
    const deviceKey = toBase64url(device.publicKey);
    socket?.send({ t: 'deliver', v: PROTOCOL_VERSION, ref: DELIVER_REF, deviceKey, sig });
  }

  /** The room says that it no longer exists: believed only when HTTP confirms it [R6]. */
  async function reconsider(): Promise<void> {
    hangUp();
    if (endOf(await askFace(serviceId, room, isLeaving)) === null) return later();
    await giveUp('all', 'over');
    stop();
  }

  /** Handles refusals that concern the whole room. Returns whether this one does. */
  function ofRoom(code: ErrorCode): boolean {
    if (code === 'gone') void reconsider();
    else if (code === 'ended') void giveUp('all', 'over').then(stop);
    else return false;
    return true;
  }

  function onRefused({ ref, code, retryAtMs }: RefusedFrame): void {
    if (ofRoom(code)) return;
    if (ref === undefined || ref === DELIVER_REF) {
      // This device may never deliver here again.
      if (code === 'epoch-refused') return void giveUp('all', 'refused').then(stop);
      const patience = retryAtMs === undefined ? LATER_MS : retryAtMs - Date.now();
      return later(Math.min(Math.max(patience, 1_000), 10 * LATER_MS));
    }
    // Another device's, or one that this room does not link to this device: not ours to delete.
    if (code === 'not-proved' || code === 'bad-proof') return step({ type: 'set-aside', ref });
    step({ type: 'refused', ref, code, ...(retryAtMs === undefined ? {} : { retryAtMs }) });
    // Not now, and no time was named.
    if (!stopped && !waiting.outbox.ready) later();
  }

  function onFrame(device: DeviceKey, frame: ToGuestFrame): void {
    if (frame.t === 'challenge') void prove(device, frame.challenge).catch(stop);
    if (frame.t === 'done' && frame.ref === DELIVER_REF) step({ type: 'ready' });
    if (frame.t === 'receipt') step({ type: 'receipt', ref: frame.ref });
    if (frame.t === 'refused') onRefused(frame);
  }

  function onDown({ code, willRetry }: { code: number; willRetry: boolean }): void {
    if (willRetry) step({ type: 'lost' });
    else if (code === CLOSE.gone || code === CLOSE.ended) void reconsider();
    else stop();
  }

  async function begin(): Promise<void> {
    // What cannot be read now stays, for the next page.
    const items = await storage.outbox.list(room).catch(() => []);
    if (items.length === 0 || stopped) return stop();
    if (endOf(await askFace(serviceId, room, isLeaving)) !== null) {
      await giveUp('all', 'over');
      return stop();
    }
    if (stopped || key === null) return stop();
    waiting.outbox = { ...emptyOutbox, items };
    socket = openRoomSocket<ToGuestFrame, GuestFrame>({
      url: roomPath(serviceId, room, 'socket'),
      parse: parseToGuestFrame,
      finalCodes: GUEST_FINAL_CODES,
      onUp: () => undefined,
      onDown,
      onFrame: (frame) => onFrame(key, frame)
    });
  }
  void begin();
  return stop;
}

interface WaitingHere {
  readonly storage: GuestStorage;
  /** The room that a conversation serves. */
  readonly except: string | null;
  readonly onLoss: () => void;
  /** A later page has used the disk: only such a page can deliver what waits [R6]. */
  readonly onNewer: () => void;
}

/** Delivers for every room with waiting messages, except the one that a conversation serves. */
export async function deliverWaiting(here: WaitingHere): Promise<() => void> {
  const { storage, except, onLoss, onNewer } = here;
  const stops: (() => void)[] = [];
  try {
    for (const room of await storage.outbox.rooms()) {
      if (room === except) continue;
      const key = await storage.deviceKey(room).catch((error: unknown) => {
        if (isNewer(error)) throw error;
        return 'unreadable' as const;
      });
      if (key === 'unreadable') continue; // Key and messages stay for the next page.
      const { serviceId } = key ?? homeService;
      stops.push(deliverRoom({ storage, room, serviceId, key, onLoss }));
    }
  } catch (error) {
    if (isNewer(error)) onNewer();
  }
  return () => stops.forEach((stop) => stop());
}
