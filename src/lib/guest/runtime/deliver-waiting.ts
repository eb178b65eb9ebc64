// Brings a dead tab's sealed messages to their room by the device key alone: no root, no code word.
// Runs on start, and after a page has put its keys away. A message leaves the outbox when it has
// arrived, or when it is certain that it never can: then how many there were is written down for the
// person to read. Whatever only cannot be done now is tried again, here or by the next page.
// Rules: O3, O4, S5, R6.
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
import { askFace, endOf } from '../entry/face-request.ts';
import { GUEST_FINAL_CODES } from '../core/final-codes.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';
import { lossReasonOf, type LossReason } from '../core/losses.ts';

const DELIVER_REF = 0x8000_0000;
/** What cannot be done now is tried again after this. */
const LATER_MS = 30_000;

export interface Waiting {
  readonly storage: GuestStorage;
  /** Lower-case hexadecimal room id. */
  readonly room: string;
  readonly serviceId: string;
  /** Null: this phone has none for that room; then only the end of the room can be learnt. */
  readonly key: DeviceKey | null;
  /** Something that could not arrive has been written down. */
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

  /** Out of the store and written down in one go; what fails is tried by the next page. */
  const giveUp = (which: Parameters<GuestStorage['giveUp']>[1], why: LossReason): Promise<void> =>
    storage.giveUp(room, which, why).then(onLoss, () => undefined);

  function step(event: OutboxEvent): void {
    driveOutbox(waiting, event, {
      transmit: ({ ref, item }) => socket?.send({ t: 'append', ref, envelope: item.envelope }),
      // What stays is sent again, and gets the same receipt [O1].
      settle: ({ item }) => void storage.outbox.remove(room, item).catch(() => {}),
      'give-up': ({ item, code }) => void giveUp([item], lossReasonOf(code)),
      'wake-at': ({ atMs }) => {
        const wake = (): void => step({ type: 'hold-over', nowMs: Date.now() });
        timer = setTimeout(wake, Math.max(500, atMs - Date.now()));
      },
      // A predecessor that is not here cannot come any more by this page.
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

  /** The room has said that it is no more: believed when it says so over HTTP as well [R6]. */
  async function reconsider(): Promise<void> {
    hangUp();
    if (endOf(await askFace(serviceId, room)) === null) return later();
    await giveUp('all', 'over');
    stop();
  }

  /** What a refusal of anything says of the whole room. Returns whether it does. */
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
    // Another device's, or one that this room does not know as this one's: not ours to throw away.
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
    if (endOf(await askFace(serviceId, room)) !== null) {
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
  /** A later page has been here: only such a page can deliver what waits [R6]. */
  readonly onNewer: () => void;
}

/** Delivers for every room for which something waits, save the one that a conversation serves. */
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
      if (key === 'unreadable') continue; // It stays, and so does what it could deliver.
      const { serviceId } = key ?? homeService;
      stops.push(deliverRoom({ storage, room, serviceId, key, onLoss }));
    }
  } catch (error) {
    if (isNewer(error)) onNewer();
  }
  return () => stops.forEach((stop) => stop());
}
