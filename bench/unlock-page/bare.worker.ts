// The peer: hash-wasm alone, with the parameters of K3, in a worker of its own.
import { argon2id } from 'hash-wasm';
import { GUEST_ARGON2 } from '#lib/crypto/room/key-schedule.ts';

addEventListener(
  'message',
  ({ data }: MessageEvent<{ password: Uint8Array; salt: Uint8Array }>) => {
    const { memoryKiB, passes, lanes, length } = GUEST_ARGON2;
    void argon2id({
      ...data,
      memorySize: memoryKiB,
      iterations: passes,
      parallelism: lanes,
      hashLength: length,
      outputType: 'binary'
    }).then((key) => postMessage(key));
  }
);
