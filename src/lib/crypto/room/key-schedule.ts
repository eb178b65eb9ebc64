// ② The keys that follow from link, code and handshake [K1, K2, K4, K6, P1]. Synchronous derivations only.
// No HPKE here, so that the server may import it; no key leaves here for storage. Table K of
// docs/PROTOCOL.md says where each secret may live.

import { type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { hkdf, hkdfExpand, hkdfExtract, sha256 } from '../primitives/hash.ts';
import { label, LABELS } from '../primitives/labels.ts';
import type { Argon2Cost } from '../primitives/passcode.ts';

/** K3: code words with the link's salt. */
export const GUEST_ARGON2: Argon2Cost = { memoryKiB: 32_768, passes: 3, lanes: 1, length: 32 };
/** D1: a passphrase of staff with the member's salt. */
export const STAFF_ARGON2: Argon2Cost = { memoryKiB: 65_536, passes: 3, lanes: 1, length: 32 };

type EpochKeys = {
  /** Seals what the guest writes. 32 bytes, like the next three. */
  guestKey: Bytes;
  /** Seals the copies of what staff write. */
  staffKey: Bytes;
  guestSignalKey: Bytes;
  staffSignalKey: Bytes;
  /** Proves a goodbye [E1]. 16 bytes. */
  leaveToken: Bytes;
  /** Five bytes that become four words to compare [K6]. */
  phrase: Bytes;
};

/** K1: the room's address, 16 bytes. @param s link secret, 32 bytes */
export function deriveRoomId(s: Uint8Array): Bytes {
  return hkdf(linkSecret(s), label(LABELS.roomId), 16);
}

/** K2: 16 bytes. @param s link secret, 32 bytes */
export function deriveArgon2Salt(s: Uint8Array): Bytes {
  return hkdf(linkSecret(s), label(LABELS.argon2Salt), 16);
}

/**
 * K4: two keys of 32 bytes from link and code.
 * @param s link secret, 32 bytes
 * @param a K3, Argon2id of the code words, 32 bytes
 */
export function derivePsk(s: Uint8Array, a: Uint8Array): { psk: Bytes; joinToken: Bytes } {
  const stretched = exactly(32, a, 'stretched code', 'weak-input');
  const p = hkdfExtract(label(LABELS.psk), concatBytes(linkSecret(s), stretched));
  return {
    psk: hkdfExpand(p, label(LABELS.hpkePsk), 32),
    joinToken: hkdfExpand(p, label(LABELS.join), 32)
  };
}

/** K4: the room's verifier of the join token, 32 bytes. */
export function joinVerifier(joinToken: Uint8Array): Bytes {
  return sha256(label(LABELS.joinVerifier), exactly(32, joinToken, 'join token'));
}

/** K5: the epoch's name, 16 bytes. @param enc HPKE encapsulation, 1,120 bytes */
export function epochIdOf(enc: Uint8Array): Bytes {
  return sha256(label(LABELS.epochId), enc).slice(0, 16);
}

/** K6, as raw bytes; the caller imports them. @param root 32 bytes */
export function deriveEpochKeys(root: Uint8Array): EpochKeys {
  const key = exactly(32, root, 'root', 'weak-input');
  return {
    guestKey: hkdfExpand(key, label(LABELS.guest), 32),
    staffKey: hkdfExpand(key, label(LABELS.staff), 32),
    guestSignalKey: hkdfExpand(key, label(LABELS.guestSignal), 32),
    staffSignalKey: hkdfExpand(key, label(LABELS.staffSignal), 32),
    leaveToken: hkdfExpand(key, label(LABELS.leave), 16),
    phrase: hkdfExpand(key, label(LABELS.phrase), 5)
  };
}

/** J3: the room's hash of the leave token: plain H, 32 bytes. */
export function leaveTokenHash(leaveToken: Uint8Array): Bytes {
  return sha256(exactly(16, leaveToken, 'leave token'));
}

/** P1: opens the resume box of one epoch, 32 bytes. @param u resume share, 32 bytes */
export function resumeKey(u: Uint8Array, roomId: Uint8Array, epochId: Uint8Array): Bytes {
  const info = concatBytes(label(LABELS.resume), id(roomId, 'room id'), id(epochId, 'epoch id'));
  return hkdf(exactly(32, u, 'resume share', 'weak-input'), info, 32);
}

function linkSecret(s: Uint8Array): Bytes {
  return exactly(32, s, 'link secret', 'weak-input');
}

function id(bytes: Uint8Array, what: string): Bytes {
  return exactly(16, bytes, what);
}
