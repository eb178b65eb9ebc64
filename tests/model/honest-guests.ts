// What the honest room does with a young person's frames: who may join, come back, leave a share or end,
// after real checks of real signatures. It decides as party/room/frames/guest-joins.ts and guest-returns.ts
// do, without their waits and without an allowance for newcomers. Rules: J3, J5, J8, P2, O4, O6.
import { equalBytes, fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { verifyDeviceSignature } from '#lib/crypto/room/device-key.ts';
import * as transcript from '#lib/crypto/room/transcript.ts';
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { lifeOf } from '../../party/room/core/room-views.ts';
import { asEntry, closeLine, refuse, authOf, tell, type HonestRoom } from './honest-room.ts';
import type { Line } from './line.ts';

type Frame<T extends GuestFrame['t']> = Extract<GuestFrame, { t: T }>;

/** Answers join or resume: tip and life, the chain after `have`, presence, and staff's last "seen". */
function welcome(
  room: HonestRoom,
  line: Line,
  answer: { ref: number; epochId: string; share: string | null; t: 'joined' | 'resumed' },
  have: number
): void {
  const { t, ref, epochId, share } = answer;
  const { staffPresent, presenceSinceMs } = room.record.core;
  const life = lifeOf(room.record.core);
  const tip = room.tip(epochId);
  if (t === 'joined') tell(line, { t, ref, epochId, tip, life });
  else tell(line, { t, ref, epochId, tip, life, share });
  const items = room.memory.entries
    .filter((entry) => entry.chain === epochId && entry.n > have)
    .map(asEntry);
  // Two pages if there is enough for two, so that the border between pages is tested too.
  const half = items.length > 3 ? Math.ceil(items.length / 2) : 0;
  if (half > 0) tell(line, { t: 'entries', items: items.slice(0, half), more: true });
  tell(line, { t: 'entries', items: items.slice(half), more: false });
  tell(line, { t: 'presence', staff: staffPresent, sinceMs: presenceSinceMs });
  const seen = room.memory.signals.get(`${epochId} staff`);
  if (seen !== undefined) tell(line, { t: 'signal', kind: 'seen', sealed: seen });
}

export async function join(room: HonestRoom, line: Line, frame: Frame<'join'>): Promise<void> {
  const no = (code: ErrorCode): void => refuse(line, frame.ref, code);
  const { rig } = room.world;
  const auth = authOf(line);
  if (auth.kind === 'guest') return no('not-proved');
  const [enc, deviceKey, share] = [frame.enc, frame.deviceKey, frame.share].map(fromBase64url);
  if (!enc || !deviceKey || !share) return no('malformed');
  const shareHash = transcript.shareHash(share);
  const parts = {
    roomId: rig.roomId,
    faceHash: transcript.faceDigest(rig.faceBytes),
    enc,
    deviceKey,
    shareHash,
    leaveHash: fromBase64url(frame.leaveHash)
  };
  const message = transcript.joinChallengeBytes(
    transcript.joinTranscript(parts),
    fromBase64url(auth.challenge)
  );
  if (!(await verifyDeviceSignature(deviceKey, fromBase64url(frame.sig), message)))
    return no('bad-proof');
  if (room.closed) return no('ended');
  if (room.record.devices.get(frame.deviceKey)?.barred) return no('epoch-refused');
  const epochId = toBase64url(transcript.epochIdOf(enc));
  const there = room.record.epochs.get(epochId);
  if (there !== undefined && there.mac !== frame.mac) return no('conflict');
  if (there?.state === 'refused') return no('epoch-refused');
  if (there !== undefined && !isLive(there.state)) return no('epoch-closed');
  if (!equalBytes(transcript.joinVerifier(fromBase64url(frame.joinToken)), rig.verifier))
    return no('wrong-code');
  const of = { epochId, deviceKey: frame.deviceKey };
  const at = room.layShare(frame.share, of, there === undefined);
  if (at === null) return no('slow-down');
  const nowMs = room.world.nowMs();
  const row = there ?? {
    epochId,
    enc: frame.enc,
    deviceKey: frame.deviceKey,
    shareHash: toBase64url(shareHash),
    leaveHash: frame.leaveHash,
    mac: frame.mac,
    state: 'pending' as const,
    joinedOrder: room.memory.entries.length,
    joinedAtMs: nowMs,
    closedAtMs: null,
    latch: null
  };
  const epoch = { ...row, connected: true, lastSeenMs: nowMs };
  room.apply({ type: 'joined', epoch, share: at, holding: room.holding() });
  const { challenge } = auth;
  line.auth = { kind: 'guest', challenge, deviceKey: frame.deviceKey, epochId };
  welcome(room, line, { t: 'joined', ref: frame.ref, epochId, share: null }, 0);
}

export async function resume(room: HonestRoom, line: Line, frame: Frame<'resume'>): Promise<void> {
  const no = (code: ErrorCode): void => refuse(line, frame.ref, code);
  const { deviceKey, epochId, ref } = frame;
  const { challenge, kind } = authOf(line);
  if (kind === 'guest') return no('not-proved');
  const message = transcript.resumeChallengeBytes(
    room.world.rig.roomId,
    fromBase64url(epochId),
    fromBase64url(challenge)
  );
  const signed = [fromBase64url(deviceKey), fromBase64url(frame.sig), message] as const;
  if (!(await verifyDeviceSignature(...signed))) return no('bad-proof');
  if (room.closed) return no('ended');
  const epoch = room.record.epochs.get(epochId);
  if (epoch?.deviceKey !== deviceKey) return no('epoch-closed');
  const barred = room.record.devices.get(deviceKey)?.barred === true;
  if (barred || epoch.state === 'refused') return no('epoch-refused');
  if (!isLive(epoch.state)) return no('epoch-closed');
  const held = room.shareOf(epochId);
  if (frame.wantShare && held === null) return no('resume-expired');
  for (const other of room.guests(epochId)) if (other !== line) closeLine(other, CLOSE.takenOver);
  line.auth = { kind: 'guest', challenge, deviceKey, epochId };
  room.apply({ type: 'resumed', epochId });
  const share = frame.wantShare ? held : null;
  welcome(room, line, { t: 'resumed', ref, epochId, share }, frame.have);
}

export async function deliver(
  room: HonestRoom,
  line: Line,
  frame: Frame<'deliver'>
): Promise<void> {
  const no = (code: ErrorCode): void => refuse(line, frame.ref, code);
  const { challenge, kind } = authOf(line);
  if (kind === 'guest') return no('not-proved');
  const message = transcript.deviceChallengeBytes(room.world.rig.roomId, fromBase64url(challenge));
  const signed = [fromBase64url(frame.deviceKey), fromBase64url(frame.sig), message] as const;
  if (!(await verifyDeviceSignature(...signed))) return no('bad-proof');
  if (room.closed) return no('ended');
  const device = room.record.devices.get(frame.deviceKey);
  if (device === undefined) return no('not-proved');
  if (device.barred) return no('epoch-refused');
  line.auth = { kind: 'device', challenge, deviceKey: frame.deviceKey };
  tell(line, { t: 'done', ref: frame.ref });
}

export function deposit(room: HonestRoom, line: Line, frame: Frame<'deposit'>): void {
  const auth = authOf(line);
  if (auth.kind !== 'guest') return refuse(line, frame.ref, 'not-proved');
  const { epochId, deviceKey } = auth;
  const share = room.layShare(frame.share, { epochId, deviceKey }, false);
  if (share === null) return refuse(line, frame.ref, 'slow-down');
  room.apply({ type: 'deposited', epochId, share });
  const held = room.record.epochs.get(epochId)?.latch?.generation === share.generation;
  if (held) tell(line, { t: 'done', ref: frame.ref });
  else refuse(line, frame.ref, 'epoch-closed');
}

export function forgetOrEnd(room: HonestRoom, line: Line, frame: Frame<'forget' | 'end'>): void {
  const auth = authOf(line);
  if (auth.kind !== 'guest') return refuse(line, frame.ref, 'not-proved');
  const { epochId } = auth;
  if (frame.t === 'end') tell(line, { t: 'done', ref: frame.ref });
  room.apply(frame.t === 'end' ? { type: 'guest-ended', epochId } : { type: 'forgotten', epochId });
  if (frame.t === 'forget') tell(line, { t: 'done', ref: frame.ref });
}
