// What is signed and authenticated when a guest joins or comes back [J3, J6, J8]. Guest, staff and server
// share it, so it imports no HPKE. It only builds bytes; device-key.ts signs. Every part has a fixed
// length, so no field can run into the next.

import { type Bytes, concatBytes, equalBytes, exactly } from '../primitives/bytes.ts';
import { hmacSha256, sha256 } from '../primitives/hash.ts';
import { label, LABELS } from '../primitives/labels.ts';

export { epochIdOf, joinVerifier, leaveTokenHash } from './key-schedule.ts';

/** HPKE encapsulation of KEM 0x647a, in bytes [L2]. */
export const ENC_BYTES = 1_120;
/** Uncompressed P-256 point, in bytes. */
export const DEVICE_KEY_BYTES = 65;
/** The room's fresh challenge, in bytes. */
const CHALLENGE_BYTES = 32;

type JoinTranscript = {
  /** 16 bytes. */
  roomId: Uint8Array;
  /** The whole H(face), 32 bytes: `faceDigest`. Not the short hash of the token. */
  faceHash: Uint8Array;
  /** 1,120 bytes. */
  enc: Uint8Array;
  /** 65 bytes. */
  deviceKey: Uint8Array;
  /** H(u), 32 bytes. */
  shareHash: Uint8Array;
  /** H(leaveToken), 32 bytes. */
  leaveHash: Uint8Array;
};

/** H(face), 32 bytes: what the handshake binds. */
export function faceDigest(face: Uint8Array): Bytes {
  return sha256(face);
}

/** H(u), 32 bytes: the resume share's part of the transcript. */
export function shareHash(u: Uint8Array): Bytes {
  return sha256(exactly(32, u, 'resume share', 'weak-input'));
}

/** J3: `tr1/join-transcript` ‖ roomId ‖ H(face) ‖ enc ‖ deviceKey ‖ H(u) ‖ H(leaveToken). */
export function joinTranscript(parts: JoinTranscript): Bytes {
  return concatBytes(
    label(LABELS.joinTranscript),
    exactly(16, parts.roomId, 'room id'),
    exactly(32, parts.faceHash, 'face hash'),
    exactly(ENC_BYTES, parts.enc, 'encapsulation'),
    exactly(DEVICE_KEY_BYTES, parts.deviceKey, 'device key'),
    exactly(32, parts.shareHash, 'share hash'),
    exactly(32, parts.leaveHash, 'leave hash')
  );
}

/** J3: proves to staff that the one who joined knows root, 32 bytes. @param confirmKey 32 bytes [K5] */
export function confirmMac(confirmKey: Uint8Array, transcript: Uint8Array): Bytes {
  return hmacSha256(exactly(32, confirmKey, 'confirm key', 'weak-input'), transcript);
}

/** Whether the code fits this transcript; constant time. */
export function confirmMacMatches(
  confirmKey: Uint8Array,
  transcript: Uint8Array,
  mac: Uint8Array
): boolean {
  return equalBytes(confirmMac(confirmKey, transcript), mac);
}

/** What the device key signs to join: transcript ‖ challenge. @param challenge 32 bytes */
export function joinChallengeBytes(transcript: Uint8Array, challenge: Uint8Array): Bytes {
  return concatBytes(transcript, exactly(CHALLENGE_BYTES, challenge, 'challenge'));
}

/** What the device key signs to go on in the same epoch [J8, P2]. @param challenge 32 bytes */
export function resumeChallengeBytes(
  roomId: Uint8Array,
  epochId: Uint8Array,
  challenge: Uint8Array
): Bytes {
  return concatBytes(
    label(LABELS.resumeChallenge),
    exactly(16, roomId, 'room id'),
    exactly(16, epochId, 'epoch id'),
    exactly(CHALLENGE_BYTES, challenge, 'challenge')
  );
}

/** What the device key signs to deliver a dead tab's envelopes, without an epoch [O4, S5]. */
export function deviceChallengeBytes(roomId: Uint8Array, challenge: Uint8Array): Bytes {
  return concatBytes(
    label(LABELS.deviceChallenge),
    exactly(16, roomId, 'room id'),
    exactly(CHALLENGE_BYTES, challenge, 'challenge')
  );
}
