// Padding: content gets one of few lengths before it is sealed [S3], so that the length says little. It is
// never applied after sealing, and never removed without checking every byte of it. Files use Padmé
// (https://petsymposium.org/popets/2019/popets-2019-0056.php): at most 12 % more.

import { type Bytes, concatBytes, readU32be, u32be } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

const LENGTH_BYTES = 4;

/** Total lengths of padded content. The fourth fills one chunk of seal.ts, the fifth four. */
export const PADDED_SIZES = [256, 1_024, 4_096, 16_380, 65_532] as const;

/** The longest content of a message, in bytes. */
export const MAX_CONTENT_BYTES = 65_532 - LENGTH_BYTES;

/** The least total length of a padded file. */
const MIN_FILE_BYTES = 256;

/**
 * length(4) ‖ content ‖ zeros, in total one of PADDED_SIZES.
 * @throws CryptoError `malformed` over MAX_CONTENT_BYTES
 */
export function pad(content: Uint8Array): Bytes {
  const total = PADDED_SIZES.find((size) => size >= content.length + LENGTH_BYTES);
  if (total === undefined) throw new CryptoError('malformed', 'content too long');
  return padTo(total, content);
}

/**
 * The content of what `pad` made.
 * @throws CryptoError `malformed` for another total, a length that does not fit its total, or
 *   padding that is not zero
 */
export function unpad(padded: Uint8Array): Bytes {
  const length = contentLength(padded);
  const smallest = PADDED_SIZES.find((size) => size >= length + LENGTH_BYTES);
  return takeContent(padded, length, smallest);
}

/**
 * length(4) ‖ content ‖ zeros, in total the Padmé length, 256 at least.
 * @throws CryptoError `malformed` over 4 GiB
 */
export function padFile(content: Uint8Array): Bytes {
  return padTo(paddedFileLength(content.length), content);
}

/** The content of what `padFile` made. @throws CryptoError `malformed` */
export function unpadFile(padded: Uint8Array): Bytes {
  const length = contentLength(padded);
  return takeContent(padded, length, paddedFileLength(length));
}

/** Total length of a padded file with this many bytes of content. */
export function paddedFileLength(contentBytes: number): number {
  const length = contentBytes + LENGTH_BYTES;
  if (length <= MIN_FILE_BYTES) return MIN_FILE_BYTES;
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - mantissaBits);
  return Math.ceil(length / step) * step;
}

function padTo(total: number, content: Uint8Array): Bytes {
  const length = u32be(content.length);
  return concatBytes(length, content, new Uint8Array(total - LENGTH_BYTES - content.length));
}

function contentLength(padded: Uint8Array): number {
  if (padded.length < LENGTH_BYTES) throw new CryptoError('malformed', 'padded content too short');
  return readU32be(padded);
}

function takeContent(padded: Uint8Array, length: number, total: number | undefined): Bytes {
  if (padded.length !== total) throw new CryptoError('malformed', 'wrong padded length');
  let rest = 0;
  for (const byte of padded.subarray(LENGTH_BYTES + length)) rest |= byte;
  if (rest !== 0) throw new CryptoError('malformed', 'padding is not zero');
  return new Uint8Array(padded.slice(LENGTH_BYTES, LENGTH_BYTES + length));
}
