// The labels of the protocol that both sides need [K9]. Staff's own are in staff-labels.ts, so that no
// young person's page loads them. Raw ASCII, `tr1/…`, never length-prefixed. A test compares them with the
// table in docs/PROTOCOL.md. Never reuse or reword a label: another meaning needs another label, or old
// ciphertext could be read as something else.

import { type Bytes, utf8 } from './bytes.ts';
import type { StaffLabel } from './staff-labels.ts';

export const LABELS = {
  face: 'tr1/face',
  roomId: 'tr1/room-id',
  argon2Salt: 'tr1/argon2-salt',
  psk: 'tr1/psk',
  hpkePsk: 'tr1/hpke-psk',
  join: 'tr1/join',
  joinVerifier: 'tr1/join-verifier',
  epoch: 'tr1/epoch',
  epochId: 'tr1/epoch-id',
  root: 'tr1/root',
  confirm: 'tr1/confirm',
  guest: 'tr1/guest',
  staff: 'tr1/staff',
  guestSignal: 'tr1/guest-signal',
  staffSignal: 'tr1/staff-signal',
  leave: 'tr1/leave',
  phrase: 'tr1/phrase',
  file: 'tr1/file',
  joinTranscript: 'tr1/join-transcript',
  resumeChallenge: 'tr1/resume-challenge',
  deviceChallenge: 'tr1/device-challenge',
  resume: 'tr1/resume',
  log: 'tr1/log'
} as const;

type Label = (typeof LABELS)[keyof typeof LABELS];

/** The bytes of a label, as they are hashed. */
export function label(name: Label | StaffLabel): Bytes {
  return utf8(name);
}
