// The content of a room-log envelope [S5, O6]: who of staff wrote it, their signature, and the
// body. The signature covers the envelope's header, so an entry cannot be moved, repeated or put
// into another room. Whether the key belongs to the member is the directory's business [D2].

import { type Bytes, concatBytes, exactly } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';
import { HEADER_BYTES } from './envelope-header.ts';
import { label, LABELS } from './labels.ts';

export type LogEntry = {
  /** 16 bytes. */
  memberId: Bytes;
  /** Ed25519 over `logEntryMessage`, 64 bytes. */
  signature: Bytes;
  body: Bytes;
};

const VERSION = 1;
const HEAD_BYTES = 81;

/** version(1) ‖ memberId(16) ‖ signature(64) ‖ body. */
export function encodeLogEntry(entry: {
  memberId: Uint8Array;
  signature: Uint8Array;
  body: Uint8Array;
}): Bytes {
  return concatBytes(
    Uint8Array.of(VERSION),
    exactly(16, entry.memberId, 'member id'),
    exactly(64, entry.signature, 'signature'),
    entry.body
  );
}

/** @throws CryptoError `truncated`, `unsupported-version` */
export function decodeLogEntry(content: Uint8Array): LogEntry {
  if (content.length < HEAD_BYTES) throw new CryptoError('truncated', 'no whole log entry');
  if (content[0] !== VERSION) throw new CryptoError('unsupported-version', 'a later log entry');
  return {
    memberId: new Uint8Array(content.slice(1, 17)),
    signature: new Uint8Array(content.slice(17, HEAD_BYTES)),
    body: new Uint8Array(content.slice(HEAD_BYTES))
  };
}

/** What is signed: `tr1/log-entry` ‖ header ‖ body. @param header 86 bytes, encoded */
export function logEntryMessage(header: Uint8Array, body: Uint8Array): Bytes {
  return concatBytes(label(LABELS.logEntry), exactly(HEADER_BYTES, header, 'header'), body);
}
