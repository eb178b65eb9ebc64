// ③ An envelope: header ‖ seal(key, header, pad(content)) [S1–S3]. The header is the context, so an
// envelope cannot be moved to another room, epoch, direction, sender or number. Never seal without padding.

import { type Bytes, concatBytes } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import {
  decodeHeader,
  encodeHeader,
  ENVELOPE_SIZES,
  type EnvelopeHeader,
  HEADER_BYTES
} from './envelope-header.ts';
import { pad, unpad } from '../primitives/padding.ts';
import { open, seal, type SealKey } from '../primitives/seal.ts';

export * from './envelope-header.ts';

/**
 * @param content at most MAX_CONTENT_BYTES
 * @param salt 24 random bytes
 * @throws CryptoError `malformed` for a header or content that does not fit
 */
export async function sealEnvelope(
  key: SealKey,
  header: EnvelopeHeader,
  content: Uint8Array,
  salt: Uint8Array
): Promise<Bytes> {
  const head = encodeHeader(header);
  return concatBytes(head, await seal(key, head, pad(content), salt));
}

/**
 * @throws CryptoError `malformed`, `unsupported-version`, or as `open` of seal.ts throws; never
 *   returns part of an envelope
 */
export async function openEnvelope(
  key: SealKey,
  envelope: Uint8Array
): Promise<{ header: EnvelopeHeader; content: Bytes }> {
  const header = decodeHeader(envelope);
  if (!ENVELOPE_SIZES.includes(envelope.length)) {
    throw new CryptoError('malformed', 'no length of an envelope');
  }
  const head = envelope.subarray(0, HEADER_BYTES);
  const padded = await open(key, head, envelope.subarray(HEADER_BYTES));
  return { header, content: unpad(padded) };
}
