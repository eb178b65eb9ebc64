// What a room is called in the audit chain: made from its maker's record, which stands with the room
// and nowhere else on the server, and is erased with it. From then on nobody can tell which room an
// entry was about, the desk itself included. Rules: D5, D7, R4.
import { sha256 } from '#lib/crypto/hash.ts';
import { label, LABELS } from '#lib/crypto/labels.ts';
import { toWire } from './bytes.ts';

/** @param record the first one, whole @returns 16 bytes, base64url */
export const auditName = (record: Uint8Array): string =>
  toWire(sha256(label(LABELS.auditName), record).slice(0, 16));
