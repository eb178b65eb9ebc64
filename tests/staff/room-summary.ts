// A room as the desk's list tells of it.
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { RoomSummary } from '#lib/protocol/desk-api.ts';

export const summary = (roomId: string, over: Partial<RoomSummary> = {}): RoomSummary => ({
  roomId,
  life: { state: 'open', createdAtMs: 1, endedAtMs: null, endReason: null, deleteAtMs: 9 },
  replaces: null,
  replacedBy: null,
  createdBy: toBase64url(new Uint8Array(16).fill(9)),
  guestOnline: false,
  staffOnline: false,
  waitingSinceMs: null,
  unread: 0,
  unattended: false,
  unconfirmed: 0,
  mark: 'none',
  locked: false,
  wrongAttempts: 0,
  lastActivityMs: 5,
  ...over
});
