// A new epoch, in this order: prove the device, check its allowance, count the attempt, ask the join gate,
// lay the share into a share store, write the epoch, and only then send `joined`. Between any two steps the
// server may die or the room may close; every step leaves something that the next start can finish or undo.
// Rules: J3, J4, J5, J9, R3, R5.
import type { Connection } from 'partyserver';
import { equalBytes } from '#lib/crypto/primitives/bytes.ts';
import { verifyDeviceSignature } from '#lib/crypto/room/device-key.ts';
import * as transcript from '#lib/crypto/room/transcript.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import { SHARE_RETRY_MS } from '#lib/protocol/limits.ts';
import { isLive } from '#lib/protocol/room-view.ts';
import { fromWire, toWire } from '../../bytes.ts';
import { barTo } from './admission.ts';
import { badProof } from './bad-proof.ts';
import { afterWrong, isKnown, judge } from '../core/attempts.ts';
import { welcomeGuest } from './guest-returns.ts';
import { layShare } from './share-laying.ts';
import { judgeNewcomer } from '../core/newcomers.ts';
import type { Room } from '../object/room.ts';
import type { EpochRow } from '../core/room-state.ts';
import type { ConnectionAuth } from '../object/connection-auth.ts';
import { leaseHolds } from '../core/share-pool.ts';
import { takePlace } from '../object/connection-place.ts';
import { refuse } from '../object/sockets.ts';

type Join = Extract<GuestFrame, { t: 'join' }>;

interface Proof {
  readonly epochId: string;
  readonly joinToken: Uint8Array;
  readonly share: Uint8Array;
  readonly shareHash: string;
}

/** A refusal, with what the client may do about it. */
interface No {
  readonly code: ErrorCode;
  readonly left?: number;
  readonly retryAtMs?: number;
}

/** Decodes and checks the device's signature. Returns null when anything does not fit. */
async function prove(room: Room, auth: ConnectionAuth, frame: Join): Promise<Proof | null> {
  const [enc, deviceKey, leaveHash] = [frame.enc, frame.deviceKey, frame.leaveHash].map(fromWire);
  const [share, joinToken, sig] = [frame.share, frame.joinToken, frame.sig].map(fromWire);
  const challenge = fromWire(auth.challenge);
  if (!enc || !deviceKey || !leaveHash || !share || !joinToken || !sig || !challenge) return null;
  const shareHash = transcript.shareHash(share);
  const { roomId, faceHash } = room;
  const parts = { roomId, faceHash, enc, deviceKey, shareHash, leaveHash };
  const message = transcript.joinChallengeBytes(transcript.joinTranscript(parts), challenge);
  if (!(await verifyDeviceSignature(deviceKey, sig, message))) return null;
  const epochId = toWire(transcript.epochIdOf(enc));
  return { epochId, joinToken, share, shareHash: toWire(shareHash) };
}

/** Why this device cannot begin or continue this epoch; null when it can. */
function obstacle(room: Room, frame: Join, proof: Proof): ErrorCode | null {
  const bar = barTo(room, frame.deviceKey);
  if (bar !== null) return bar;
  const there = room.state.epochs.get(proof.epochId);
  if (there === undefined) return null;
  const same =
    there.enc === frame.enc &&
    there.deviceKey === frame.deviceKey &&
    there.shareHash === proof.shareHash &&
    there.leaveHash === frame.leaveHash &&
    there.mac === frame.mac;
  if (!same) return 'conflict';
  if (there.state === 'refused') return 'epoch-refused';
  return isLive(there.state) ? null : 'epoch-closed';
}

/** The same, and whether the allowance has room for one more [J9]. A repeat needs none. */
function obstacleToBegin(room: Room, frame: Join, proof: Proof): No | null {
  const code = obstacle(room, frame, proof);
  if (code !== null) return { code };
  if (room.state.epochs.has(proof.epochId)) return null;
  const judged = judgeNewcomer(room.state, frame.deviceKey, room.holding(), Date.now());
  if (judged.type === 'go') return null;
  if (judged.type === 'slow') return { code: 'slow-down', retryAtMs: judged.retryAtMs };
  if (judged.code !== 'locked') return judged;
  room.apply({ type: 'crowded' });
  return { code: 'locked', left: 0 };
}

export async function join(
  room: Room,
  connection: Connection,
  auth: ConnectionAuth,
  frame: Join
): Promise<void> {
  const no = refuse.bind(null, connection, frame.ref);
  if (fromWire(frame.mac) === null) return no('malformed');
  const proof = await prove(room, auth, frame);
  if (proof === null) return badProof(connection, frame.ref);
  room.catchUp();
  const before = obstacleToBegin(room, frame, proof);
  if (before !== null) return no(before.code, before);
  if (!(await codeIsRight(room, connection, frame, proof.joinToken))) return;
  // Others may have joined while the join gate was asked.
  const meanwhile = obstacleToBegin(room, frame, proof);
  if (meanwhile !== null) return no(meanwhile.code, meanwhile);

  const of = { epochId: proof.epochId, deviceKey: frame.deviceKey };
  const share = await layShare(room, of, proof.share, !room.state.epochs.has(proof.epochId));
  if (share === null) return no('slow-down', { retryAtMs: Date.now() + SHARE_RETRY_MS });
  room.catchUp();
  const after = obstacle(room, frame, proof);
  if (after !== null || !leaseHolds(room.state, share, Date.now())) {
    // The room or the epoch ended while the share was on its way: it is erased at once.
    room.apply({ type: 'share-abandoned', share, ...of });
    return no(after ?? 'unavailable');
  }
  const open = connection.readyState === WebSocket.READY_STATE_OPEN;
  const epoch = epochRow(room, frame, proof, open);
  room.apply({ type: 'joined', epoch, share, holding: room.holding() });
  if (!open) return;
  const { challenge, sinceMs } = auth;
  takePlace(room, connection, { kind: 'guest', challenge, sinceMs, ...of });
  welcomeGuest(room, connection, frame.ref, proof.epochId, 'joined', null, 0);
}

/** J4: counted durably, then checked; a right answer takes its own count back. */
async function codeIsRight(
  room: Room,
  connection: Connection,
  { ref, deviceKey }: Join,
  joinToken: Uint8Array
): Promise<boolean> {
  const judged = judge(room.state, deviceKey, Date.now());
  if (judged.type !== 'go') {
    if (judged.type === 'locked') refuse(connection, ref, 'locked', { left: 0 });
    else refuse(connection, ref, 'wait', { retryAtMs: judged.retryAtMs });
    return false;
  }
  const known = isKnown(room.state, deviceKey);
  room.apply({ type: 'attempt', deviceKey, known });
  let right: boolean | null;
  try {
    right = await room.joinGate.check(joinToken);
  } catch {
    room.apply({ type: 'attempt-returned', deviceKey, known });
    refuse(connection, ref, 'unavailable');
    return false;
  }
  if (room.gone) {
    refuse(connection, ref, 'gone');
    return false;
  }
  if (right === false) {
    refuse(connection, ref, 'wrong-code', afterWrong(room.state, deviceKey, Date.now()));
    return false;
  }
  room.apply({ type: 'attempt-returned', deviceKey, known });
  // No join gate: the room has closed meanwhile.
  if (right === null) refuse(connection, ref, room.closed ? 'ended' : 'unavailable');
  return right === true;
}

function epochRow(room: Room, frame: Join, proof: Proof, connected: boolean): EpochRow {
  const now = Date.now();
  const there = room.state.epochs.get(proof.epochId);
  if (there) return { ...there, connected: connected || there.connected, lastSeenMs: now };
  const { enc, deviceKey, leaveHash, mac } = frame;
  return {
    epochId: proof.epochId,
    enc,
    deviceKey,
    shareHash: proof.shareHash,
    leaveHash,
    mac,
    state: 'pending',
    joinedOrder: room.storage.entries.lastOrder(),
    joinedAtMs: now,
    connected,
    lastSeenMs: now,
    closedAtMs: null,
    latch: null
  };
}

/** E1: whether this token closes this epoch. Constant time. */
export function leaveTokenFits(epoch: EpochRow, leaveToken: Uint8Array): boolean {
  const held = fromWire(epoch.leaveHash);
  return held !== null && equalBytes(transcript.leaveTokenHash(leaveToken), held);
}
