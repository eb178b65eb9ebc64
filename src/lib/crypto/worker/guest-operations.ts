// What the young person's worker does [K, J3, P1]: from link and code to sealed messages. Secrets stay
// behind its handles. No I/O, no clock; randomness comes from the worker's shell. It imports nothing of
// staff's, and nothing that a phone does not need.

import { concatBytes, equalBytes, exactly } from '../primitives/bytes.ts';
import { canonicalPhrase } from '../room/code-words.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import type { GuestOperations, RandomBytes, Stretch } from './operation-types.ts';
import { Direction } from '../room/envelope.ts';
import {
  type EpochState,
  openEpochState,
  openForEpoch,
  sealForEpoch,
  wipeEpochState
} from '../room/epoch-keys.ts';
import { createFileOperations } from './file-operations.ts';
import { createHandleFactory } from './handles.ts';
import { beginEpoch } from '../room/handshake.ts';
import { deriveArgon2Salt, derivePsk, deriveRoomId, GUEST_ARGON2 } from '../room/key-schedule.ts';
import { openResumeBox, sealResumeBox } from '../room/resume-box.ts';
import { faceHash } from '../room/room-token.ts';
import { SALT_BYTES } from '../primitives/seal.ts';
import * as transcript from '../room/transcript.ts';

type Unlocked = { psk: Uint8Array; roomId: Uint8Array; faceHash: Uint8Array };

const ROOT_BYTES = 32;
/**
 * After this many, engines have compiled the slow parts; the handshake itself then takes a fifth of its
 * time on a slow phone (bench/unlock.ts).
 */
const REHEARSALS = 4;

/** The operations over one set of handles; Argon2 is passed anew for every call. */
export function createGuestOperations(
  randomBytes: RandomBytes
): (stretch: Stretch) => GuestOperations {
  const handles = createHandleFactory();
  const unlocked = handles<'psk', Unlocked>((held) => held.psk.fill(0));
  const epochs = handles<'epoch', EpochState>(wipeEpochState);
  const salt = () => randomBytes(SALT_BYTES);

  return (stretch) => ({
    ...createFileOperations(randomBytes),

    async unlock({ token, face, words }) {
      if (!equalBytes(faceHash(face), token.faceHash)) {
        throw new CryptoError('face-mismatch', 'the link promises another face');
      }
      const s = token.linkSecret;
      const a = await stretch(canonicalPhrase(words), deriveArgon2Salt(s), GUEST_ARGON2);
      const { psk, joinToken } = derivePsk(s, a);
      a.fill(0);
      const roomId = deriveRoomId(s);
      const held = { psk, roomId, faceHash: transcript.faceDigest(face) };
      return { roomId, joinToken, pskHandle: unlocked.put(held) };
    },

    async beginEpoch({ pskHandle, face, roomId, publicKey, deviceKey }) {
      const held = unlocked.get(pskHandle);
      const sameFace = equalBytes(transcript.faceDigest(face), held.faceHash);
      if (!sameFace || !equalBytes(roomId, held.roomId)) {
        throw new CryptoError('face-mismatch', 'another room than was unlocked');
      }
      const { enc, root, confirmKey } = await beginEpoch({ ...held, publicKey, deviceKey });
      const epochId = transcript.epochIdOf(enc);
      const state = await openEpochState(roomId, epochId, root);
      const u = randomBytes(32);
      const shareHash = transcript.shareHash(u);
      const leaveHash = transcript.leaveTokenHash(state.leaveToken);
      const parts = { roomId, faceHash: held.faceHash, enc, deviceKey, shareHash, leaveHash };
      const joined = transcript.joinTranscript(parts);
      const mac = transcript.confirmMac(confirmKey, joined);
      confirmKey.fill(0);
      return {
        epoch: epochs.put(state),
        epochId,
        enc,
        leaveToken: state.leaveToken.slice(),
        leaveHash,
        mac,
        u,
        shareHash,
        transcript: joined,
        phraseBits: state.phrase
      };
    },

    async sealMessage(epoch, header, content) {
      return sealForEpoch(epochs.get(epoch), Direction.guest, header, content, salt());
    },

    async openMessage(epoch, envelope) {
      const directions = [Direction.staffCopy, Direction.guest];
      return openForEpoch(epochs.get(epoch), directions, envelope);
    },

    async sealSignal(epoch, header, content) {
      return sealForEpoch(epochs.get(epoch), Direction.guestSignal, header, content, salt());
    },

    async openSignal(epoch, envelope) {
      return openForEpoch(epochs.get(epoch), [Direction.staffSignal], envelope);
    },

    async sealResume(epoch, u, content) {
      const { roomId, epochId, root } = epochs.get(epoch);
      return sealResumeBox(u, roomId, epochId, concatBytes(root, content), salt());
    },

    async openResume({ u, roomId, epochId, box }) {
      const opened = await openResumeBox(u, roomId, epochId, box);
      const root = exactly(ROOT_BYTES, opened.slice(0, ROOT_BYTES), 'root');
      const state = await openEpochState(roomId, epochId, root);
      return {
        epoch: epochs.put(state),
        content: opened.slice(ROOT_BYTES),
        phraseBits: state.phrase,
        leaveToken: state.leaveToken.slice()
      };
    },

    async rehearse(publicKey) {
      const roomId = randomBytes(16);
      const psk = randomBytes(32);
      const faceHash = randomBytes(32);
      const deviceKey = randomBytes(transcript.DEVICE_KEY_BYTES);
      for (let turn = 0; turn < REHEARSALS; turn += 1) {
        const { root } = await beginEpoch({ psk, roomId, faceHash, deviceKey, publicKey });
        wipeEpochState(await openEpochState(roomId, roomId, root));
      }
    },

    async freshShare() {
      return randomBytes(32);
    },

    async forget(handle) {
      unlocked.drop(handle);
      epochs.drop(handle);
    }
  });
}
