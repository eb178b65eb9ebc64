// A file under its own random key, which travels inside a sealed message [K7]. It is padded by Padmé and
// sealed whole [S1, S3]. It is bound to its room and its id, so one file cannot pass for another. Name and
// type belong in the message, never next to the sealed file.

import { type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { label, LABELS } from '../primitives/labels.ts';
import { padFile, unpadFile } from '../primitives/padding.ts';
import { importSealKey, open, seal } from '../primitives/seal.ts';

type FileBinding = {
  /** Random, 32 bytes, for this file alone. */
  fileKey: Uint8Array;
  /** 16 bytes. */
  roomId: Uint8Array;
  /** 16 bytes. */
  fileId: Uint8Array;
};

/** @param salt 24 random bytes */
export async function sealFile(
  binding: FileBinding,
  content: Uint8Array,
  salt: Uint8Array
): Promise<Bytes> {
  const key = await importSealKey(binding.fileKey);
  return seal(key, fileContext(binding), padFile(content), salt);
}

/** @throws CryptoError as `open` of seal.ts, and `malformed` for wrong padding */
export async function openFile(binding: FileBinding, sealed: Uint8Array): Promise<Bytes> {
  const key = await importSealKey(binding.fileKey);
  return unpadFile(await open(key, fileContext(binding), sealed));
}

function fileContext(binding: FileBinding): Bytes {
  return concatBytes(
    label(LABELS.file),
    exactly(16, binding.roomId, 'room id'),
    exactly(16, binding.fileId, 'file id')
  );
}
