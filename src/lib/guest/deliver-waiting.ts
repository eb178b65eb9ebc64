// Brings a dead tab's sealed messages to their room by the device key alone: no root, no code word.
// Runs on start, and after a page has put its keys away. Rules: O3, O4, S5.
import { fromBase64url, fromHex, toBase64url } from '#lib/crypto/bytes.ts';
import { signWithDevice } from '#lib/crypto/device-key.ts';
import { deviceChallengeBytes } from '#lib/crypto/transcript.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { parseToGuestFrame, type GuestFrame, type ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import {
  emptyOutbox,
  isFinalRefusal,
  reduceOutbox,
  type Outbox,
  type OutboxEvent
} from '#lib/room/outbox.ts';
import { openRoomSocket, type RoomSocket } from '#lib/room/room-socket.ts';
import { askFace } from './face-request.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';

/** After these a guest's line does not come back by itself. */
export const GUEST_FINAL_CODES: ReadonlySet<number> = new Set([
  CLOSE.revoked,
  CLOSE.gone,
  CLOSE.takenOver,
  CLOSE.ended
]);

const DELIVER_REF = 0x8000_0000;

/** Delivers what waits for one room. Returns how to stop; stops by itself when nothing is left. */
export function deliverRoom(
  storage: GuestStorage,
  room: string,
  serviceId: string,
  key: DeviceKey
): () => void {
  let socket: RoomSocket<GuestFrame> | null = null;
  let outbox: Outbox = emptyOutbox;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = (): void => {
    clearTimeout(timer);
    socket?.close();
    socket = null;
  };

  function step(event: OutboxEvent): void {
    const done = reduceOutbox(outbox, event);
    outbox = done.outbox;
    for (const effect of done.effects) {
      if (effect.t === 'transmit')
        socket?.send({ t: 'append', ref: effect.ref, envelope: effect.item.envelope });
      if (effect.t === 'settle' || effect.t === 'give-up')
        void storage.outbox.remove(room, effect.item).catch(() => undefined);
      if (effect.t === 'wake-at')
        timer = setTimeout(
          () => step({ t: 'hold-over', nowMs: Date.now() }),
          Math.max(500, effect.atMs - Date.now())
        );
      // A predecessor that is not here cannot come any more.
      if (effect.t === 'reload') stop();
    }
    if (outbox.items.length === 0) stop();
  }

  async function prove(challenge: string): Promise<void> {
    const message = deviceChallengeBytes(fromHex(room), fromBase64url(challenge));
    const sig = toBase64url(await signWithDevice(key.privateKey, message));
    const deviceKey = toBase64url(key.publicKey);
    socket?.send({ t: 'deliver', v: PROTOCOL_VERSION, ref: DELIVER_REF, deviceKey, sig });
  }

  function onFrame(frame: ToGuestFrame): void {
    if (frame.t === 'challenge') void prove(frame.challenge).catch(stop);
    if (frame.t === 'done' && frame.ref === DELIVER_REF) step({ t: 'ready' });
    if (frame.t === 'receipt') step({ t: 'receipt', ref: frame.ref });
    if (frame.t !== 'refused') return;
    if (frame.ref === undefined || frame.ref === DELIVER_REF) {
      // This device may never deliver here again: what waits for it goes, as after the end [O3].
      if (frame.ref !== undefined && isFinalRefusal(frame.code))
        void storage.outbox.clear(room).catch(() => undefined);
      return stop();
    }
    const { ref, code, retryAtMs } = frame;
    step({ t: 'refused', ref, code, ...(retryAtMs === undefined ? {} : { retryAtMs }) });
  }

  void (async () => {
    const items = await storage.outbox.list(room).catch(() => []);
    if (items.length === 0) return;
    const asked = await askFace(serviceId, room);
    if (asked.t === 'gone' || (asked.t === 'face' && asked.state === 'closed')) {
      await storage.outbox.clear(room).catch(() => undefined);
      return;
    }
    outbox = { ...emptyOutbox, items };
    socket = openRoomSocket<ToGuestFrame, GuestFrame>({
      url: roomPath(serviceId, room, 'socket'),
      parse: parseToGuestFrame,
      finalCodes: GUEST_FINAL_CODES,
      onUp: () => undefined,
      onDown: ({ willRetry }) => (willRetry ? step({ t: 'lost' }) : stop()),
      onFrame
    });
  })();
  return stop;
}

/** Delivers for every room that this device knows, save the one that a session serves. */
export async function deliverWaiting(
  storage: GuestStorage,
  except: string | null
): Promise<() => void> {
  const rooms = await storage.rooms().catch(() => []);
  const stops: (() => void)[] = [];
  for (const room of rooms) {
    if (room === except) continue;
    const key = await storage.deviceKey(room).catch(() => null);
    if (key !== null) stops.push(deliverRoom(storage, room, key.serviceId, key));
  }
  return () => stops.forEach((stop) => stop());
}
