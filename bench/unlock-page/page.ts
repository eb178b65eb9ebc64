// The measured page: the product's own door and workers, bundled as the product bundles them. As in the
// product, the door is open and has rehearsed while the code words are typed; measuring begins when they
// are complete. The peer prepares nothing: it is a page that only calls hash-wasm.
import { fromBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { openGuestCrypto, type GuestCrypto } from '#lib/crypto/worker/guest-crypto.ts';
import {
  DEVICE_KEY_ALGORITHM,
  exportDeviceKey,
  signWithDevice
} from '#lib/crypto/room/device-key.ts';
import { deriveArgon2Salt } from '#lib/crypto/room/key-schedule.ts';
import { parseRoomToken, type RoomToken } from '#lib/crypto/room/room-token.ts';
import { joinChallengeBytes } from '#lib/crypto/room/transcript.ts';
import { startGapMeter } from './gap-meter.ts';

export interface UnlockTask {
  readonly token: string;
  readonly face: string;
  readonly roomKey: string;
  readonly words: readonly string[];
}

export interface Unlocked {
  readonly ms: number;
  readonly longestGapMs: number;
  /** Proof that the work was done: bytes of the join token, or of Argon2's output. */
  readonly firstBytes: readonly number[];
}

const makeWorker = (): Worker =>
  new Worker(new URL('../../src/lib/crypto/worker/guest.worker.ts', import.meta.url), {
    type: 'module'
  });

function tokenOf(task: UnlockTask): RoomToken {
  const token = parseRoomToken(task.token);
  if (token === null) throw new Error('no token');
  return token;
}

async function newDeviceKey(): Promise<{
  privateKey: CryptoKey;
  publicKey: Uint8Array<ArrayBuffer>;
}> {
  const pair = await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, ['sign', 'verify']);
  return { privateKey: pair.privateKey, publicKey: await exportDeviceKey(pair.publicKey) };
}

/** From link and code words to a signed `join` ready to be sent. */
async function throughTheRoom(cryptoWorker: GuestCrypto, task: UnlockTask): Promise<Uint8Array> {
  const face = fromBase64url(task.face);
  const [device, { roomId, joinToken, pskHandle }] = await Promise.all([
    newDeviceKey(),
    cryptoWorker.unlock({ token: tokenOf(task), face, words: task.words })
  ]);
  const publicKey = fromBase64url(task.roomKey);
  const deviceKey = device.publicKey;
  const begun = await cryptoWorker.beginEpoch({ pskHandle, face, roomId, publicKey, deviceKey });
  const message = joinChallengeBytes(begun.transcript, new Uint8Array(32));
  await signWithDevice(device.privateKey, message);
  return joinToken;
}

async function bare(task: UnlockTask): Promise<Uint8Array> {
  const worker = new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' });
  const key = await new Promise<Uint8Array>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => done(data);
    worker.onerror = () => fail(new Error('the bare worker failed'));
    const salt = deriveArgon2Salt(tokenOf(task).linkSecret);
    worker.postMessage({ password: utf8(task.words.join(' ')), salt });
  });
  worker.terminate();
  return key;
}

let cryptoWorker: GuestCrypto | null = null;

/** While the words are typed. */
async function prepare(way: 'room' | 'bare', roomKey: string): Promise<void> {
  if (way === 'bare') return;
  cryptoWorker = openGuestCrypto(makeWorker);
  await cryptoWorker.rehearse(fromBase64url(roomKey));
  cryptoWorker.standBy();
}

async function measure(way: 'room' | 'bare', task: UnlockTask): Promise<Unlocked> {
  const meter = startGapMeter();
  await new Promise((settled) => setTimeout(settled, 100));
  const startMs = performance.now();
  const output = await (cryptoWorker === null ? bare(task) : throughTheRoom(cryptoWorker, task));
  const ms = performance.now() - startMs;
  const longestGapMs = meter.stop();
  if ((cryptoWorker === null) !== (way === 'bare')) throw new Error('prepared for the other way');
  return { ms, longestGapMs, firstBytes: [...output.slice(0, 4)] };
}

declare global {
  interface Window {
    prepareUnlock: typeof prepare;
    measureUnlock: typeof measure;
  }
}
window.prepareUnlock = prepare;
window.measureUnlock = measure;
