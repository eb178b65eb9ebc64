// Every label of the protocol, in one table [K9]. Raw ASCII, `tr1/…`, never length-prefixed.
// A test holds the table in docs/PROTOCOL.md against this one. Never reuse or reword a label:
// another meaning needs another label, or old ciphertext could be read as something else.

import { type Bytes, utf8 } from './bytes.ts';

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
  log: 'tr1/log',
  logEntry: 'tr1/log-entry-2',
  roomRecord: 'tr1/room-record',
  boxDesk: 'tr1/box/desk',
  boxArchive: 'tr1/box/archive',
  boxRoleDesk: 'tr1/box/role-desk',
  boxRoleArchive: 'tr1/box/role-archive',
  staffAuth: 'tr1/staff-auth',
  staffWrap: 'tr1/staff-wrap',
  staffSeeds: 'tr1/staff-seeds',
  recovery: 'tr1/recovery',
  recoveryCheck: 'tr1/recovery-check',
  directory: 'tr1/directory',
  directoryHead: 'tr1/directory-head',
  anchor: 'tr1/anchor'
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS];

/** A label as the bytes that are hashed. */
export function label(name: Label): Bytes {
  return utf8(name);
}
