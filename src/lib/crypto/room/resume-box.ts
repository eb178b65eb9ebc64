// The resume box [P1]: what a discarded tab needs to go on. It is on the phone's disk, sealed under a share
// `u` that only the tab's memory and the room know [P2]. It never holds `u`. Layout: version(1) ‖
// seal(resumeKey(u), context, padded content).

import { type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { resumeKey } from './key-schedule.ts';
import { label, LABELS } from '../primitives/labels.ts';
import { padFile, unpadFile } from '../primitives/padding.ts';
import { importSealKey, open, seal } from '../primitives/seal.ts';

const VERSION = 1;

/**
 * @param u resume share, 32 bytes, a new one for every box
 * @param salt 24 random bytes
 */
export async function sealResumeBox(
  u: Uint8Array,
  roomId: Uint8Array,
  epochId: Uint8Array,
  content: Uint8Array,
  salt: Uint8Array
): Promise<Bytes> {
  const key = await importSealKey(resumeKey(u, roomId, epochId));
  const sealed = await seal(key, context(roomId, epochId), padFile(content), salt);
  return concatBytes(Uint8Array.of(VERSION), sealed);
}

/**
 * @throws CryptoError `truncated`, `unsupported-version`, `commitment-mismatch` (another `u`, room
 *   or epoch), `authentication-failed`
 */
export async function openResumeBox(
  u: Uint8Array,
  roomId: Uint8Array,
  epochId: Uint8Array,
  box: Uint8Array
): Promise<Bytes> {
  if (box.length === 0) throw new CryptoError('truncated', 'an empty box');
  if (box[0] !== VERSION) throw new CryptoError('unsupported-version', 'a later box');
  const key = await importSealKey(resumeKey(u, roomId, epochId));
  return unpadFile(await open(key, context(roomId, epochId), box.subarray(1)));
}

function context(roomId: Uint8Array, epochId: Uint8Array): Bytes {
  const room = exactly(16, roomId, 'room id');
  return concatBytes(label(LABELS.resume), room, exactly(16, epochId, 'epoch id'));
}
