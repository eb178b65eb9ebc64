// The page that is measured: the product's own door and workers, bundled as the product bundles them.
// Both ways start with no worker running, as when the code word has just been typed.
import { fromBase64url, utf8 } from '#lib/crypto/bytes.ts';
import { openCryptoDoor } from '#lib/crypto/crypto-door.ts';
import { DEVICE_KEY_ALGORITHM, exportDeviceKey, signWithDevice } from '#lib/crypto/device-key.ts';
import { deriveArgon2Salt } from '#lib/crypto/key-schedule.ts';
import { parseRoomToken } from '#lib/crypto/room-token.ts';
import { joinChallengeBytes } from '#lib/crypto/transcript.ts';
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
  /** Proof that it did the work: the join token, or Argon2's output. */
  readonly firstBytes: readonly number[];
}

const makeWorker = (): Worker =>
  new Worker(new URL('../../src/lib/crypto/crypto.worker.ts', import.meta.url), { type: 'module' });

/** Link and code words in, a signed `join` ready to be sent out. */
async function throughTheRoom(task: UnlockTask): Promise<Uint8Array> {
  const token = parseRoomToken(task.token);
  if (token === null) throw new Error('no token');
  const face = fromBase64url(task.face);
  const door = openCryptoDoor(makeWorker);
  const pair = await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, ['sign', 'verify']);
  const deviceKey = await exportDeviceKey(pair.publicKey);
  const { roomId, joinToken, pskHandle } = await door.unlock({ token, face, words: task.words });
  const publicKey = fromBase64url(task.roomKey);
  const begun = await door.beginEpoch({ pskHandle, face, roomId, publicKey, deviceKey });
  const challenge = new Uint8Array(32);
  await signWithDevice(pair.privateKey, joinChallengeBytes(begun.transcript, challenge));
  door.close();
  return joinToken;
}

async function bare(task: UnlockTask): Promise<Uint8Array> {
  const token = parseRoomToken(task.token);
  if (token === null) throw new Error('no token');
  const worker = new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' });
  const key = await new Promise<Uint8Array>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => done(data);
    worker.onerror = () => fail(new Error('the bare worker failed'));
    const salt = deriveArgon2Salt(token.linkSecret);
    worker.postMessage({ password: utf8(task.words.join(' ')), salt });
  });
  worker.terminate();
  return key;
}

async function measure(way: 'room' | 'bare', task: UnlockTask): Promise<Unlocked> {
  const meter = startGapMeter();
  await new Promise((settled) => setTimeout(settled, 100));
  const startMs = performance.now();
  const output = await (way === 'room' ? throughTheRoom(task) : bare(task));
  const ms = performance.now() - startMs;
  return { ms, longestGapMs: meter.stop(), firstBytes: [...output.slice(0, 4)] };
}

declare global {
  interface Window {
    measureUnlock: typeof measure;
  }
}
window.measureUnlock = measure;
