// The keys of one epoch inside a worker, ready to seal and open [K6], for both sides. Only this file
// decides which direction a key serves. An envelope of another room, epoch or direction is refused before
// any key is used on it.

import { type Bytes, equalBytes } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import type { MessageHeader, Opened, Sealed } from '../worker/operation-types.ts';
import { decodeHeader, Direction, envelopeHash, openEnvelope, sealEnvelope } from './envelope.ts';
import { deriveEpochKeys } from './key-schedule.ts';
import { importSealKey, type SealKey } from '../primitives/seal.ts';

type EpochDirection = Exclude<Direction, typeof Direction.roomLog>;

export type EpochState = {
  roomId: Bytes;
  epochId: Bytes;
  root: Bytes;
  keys: Record<EpochDirection, SealKey>;
  leaveToken: Bytes;
  phrase: Bytes;
};

export async function openEpochState(
  roomId: Bytes,
  epochId: Bytes,
  root: Bytes
): Promise<EpochState> {
  const raw = deriveEpochKeys(root);
  const keys = {
    [Direction.guest]: await importSealKey(raw.guestKey),
    [Direction.staffCopy]: await importSealKey(raw.staffKey),
    [Direction.guestSignal]: await importSealKey(raw.guestSignalKey),
    [Direction.staffSignal]: await importSealKey(raw.staffSignalKey)
  };
  for (const key of [raw.guestKey, raw.staffKey, raw.guestSignalKey, raw.staffSignalKey]) {
    key.fill(0);
  }
  return { roomId, epochId, root, keys, leaveToken: raw.leaveToken, phrase: raw.phrase };
}

/** Overwrites the keys that can be overwritten. */
export function wipeEpochState(state: EpochState): void {
  state.root.fill(0);
  state.leaveToken.fill(0);
}

/** @param salt 24 random bytes */
export async function sealForEpoch(
  state: EpochState,
  direction: EpochDirection,
  header: MessageHeader,
  content: Bytes,
  salt: Bytes
): Promise<Sealed> {
  const { roomId, epochId } = state;
  const { sender, sequence, lastSeenHead } = header;
  const whole = { roomId, epochId, direction, sender, sequence, lastSeenHead };
  const envelope = await sealEnvelope(state.keys[direction], whole, content, salt);
  return { envelope, envelopeHash: envelopeHash(envelope) };
}

/** @throws CryptoError `malformed` when it is another room's, epoch's or direction's */
export async function openForEpoch(
  state: EpochState,
  directions: readonly EpochDirection[],
  envelope: Bytes
): Promise<Opened> {
  const header = decodeHeader(envelope);
  const direction = directions.find((allowed) => allowed === header.direction);
  const here = equalBytes(header.roomId, state.roomId) && equalBytes(header.epochId, state.epochId);
  if (direction === undefined || !here) {
    throw new CryptoError('malformed', 'an envelope that does not belong here');
  }
  return openEnvelope(state.keys[direction], envelope);
}
