// The content of a room-log envelope [S5, O6]: the member who wrote it, the directory head, their
// signature, and the body. The signature covers the envelope's header, so an entry cannot be moved,
// repeated or put into another room. It also covers the directory's head, so that signatures from before
// and after a revocation can be told apart [S6].

import { type Bytes, concatBytes, exactly } from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { HEADER_BYTES } from './envelope-header.ts';
import { label } from '../primitives/labels.ts';
import { STAFF_LABELS } from '../primitives/staff-labels.ts';

type LogEntry = {
  /** 16 bytes. */
  memberId: Bytes;
  /** The last head of the directory that the writer knew, 32 bytes. */
  head: Bytes;
  /** Ed25519 over `logEntryMessage`, 64 bytes. */
  signature: Bytes;
  body: Bytes;
};

const VERSION = 2;
const HEAD_BYTES = 113;

/** version(1) = 2 ‖ memberId(16) ‖ directory head(32) ‖ signature(64) ‖ body. */
export function encodeLogEntry(entry: {
  memberId: Uint8Array;
  head: Uint8Array;
  signature: Uint8Array;
  body: Uint8Array;
}): Bytes {
  return concatBytes(
    Uint8Array.of(VERSION),
    exactly(16, entry.memberId, 'member id'),
    exactly(32, entry.head, 'directory head'),
    exactly(64, entry.signature, 'signature'),
    entry.body
  );
}

/** @throws CryptoError `truncated`, `unsupported-version` */
export function decodeLogEntry(content: Uint8Array): LogEntry {
  if (content.length < HEAD_BYTES) throw new CryptoError('truncated', 'no whole log entry');
  if (content[0] !== VERSION) throw new CryptoError('unsupported-version', 'another log entry');
  return {
    memberId: new Uint8Array(content.slice(1, 17)),
    head: new Uint8Array(content.slice(17, 49)),
    signature: new Uint8Array(content.slice(49, HEAD_BYTES)),
    body: new Uint8Array(content.slice(HEAD_BYTES))
  };
}

/** The signed message: `tr1/log-entry-2` ‖ header(86) ‖ directory head(32) ‖ body. */
export function logEntryMessage(header: Uint8Array, head: Uint8Array, body: Uint8Array): Bytes {
  return concatBytes(
    label(STAFF_LABELS.logEntry),
    exactly(HEADER_BYTES, header, 'header'),
    exactly(32, head, 'directory head'),
    body
  );
}
