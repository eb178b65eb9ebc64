// A young person's page, on the wire: device key, one epoch, messages sealed and acknowledged.
// Real keys and real sockets; only the screen is missing. Rules: J2, J3, J8, K5, S2, O1, E1.
import {
  concatBytes,
  fromBase64url,
  toBase64url,
  type Bytes
} from '#lib/crypto/primitives/bytes.ts';
import { utf8 } from '#lib/crypto/primitives/bytes.ts';
import {
  DEVICE_KEY_ALGORITHM,
  exportDeviceKey,
  signWithDevice
} from '#lib/crypto/room/device-key.ts';
import { Direction, sealEnvelope } from '#lib/crypto/room/envelope.ts';
import { beginEpoch } from '#lib/crypto/room/handshake.ts';
import { deriveEpochKeys, epochIdOf, leaveTokenHash } from '#lib/crypto/room/key-schedule.ts';
import { importSealKey, type SealKey } from '#lib/crypto/primitives/seal.ts';
import {
  confirmMac,
  joinChallengeBytes,
  joinTranscript,
  resumeChallengeBytes,
  shareHash
} from '#lib/crypto/room/transcript.ts';
import { chainStart } from '#lib/crypto/room/chain.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import type { GuestContent } from '#lib/protocol/content.ts';
import {
  parseToGuestFrame,
  type GuestFrame,
  type ReceiptFrame,
  type ToGuestFrame
} from '#lib/protocol/guest-wire.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import { answerTo, kind, openWire, type Wire } from './frames.ts';
import { request, Refused } from './http.ts';
import type { MadeRoom } from './made-room.ts';
import { randomBytes } from './random.ts';

export interface Device {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
}

/** One session of one tab: everything in its memory. */
export interface GuestEpoch {
  readonly room: MadeRoom;
  readonly device: Device;
  readonly epochId: Bytes;
  readonly enc: Bytes;
  readonly u: Bytes;
  readonly leaveToken: Bytes;
  readonly transcript: Bytes;
  readonly mac: Bytes;
  readonly guestKey: SealKey;
  readonly staffKey: SealKey;
  readonly sender: Bytes;
}

export interface GuestConnection {
  readonly wire: Wire<ToGuestFrame, GuestFrame>;
  readonly challenge: Bytes;
  readonly nextRef: () => number;
}

export async function newDevice(): Promise<Device> {
  const pair = await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, ['sign', 'verify']);
  return { privateKey: pair.privateKey, publicKey: await exportDeviceKey(pair.publicKey) };
}

/** The guest's half of the handshake; nothing is sent. */
export async function newEpoch(room: MadeRoom, device: Device): Promise<GuestEpoch> {
  const binding = { psk: room.psk, roomId: room.roomId, faceHash: room.faceDigest };
  const deviceKey = device.publicKey;
  const begun = await beginEpoch({ ...binding, deviceKey, publicKey: room.roomKey });
  const keys = deriveEpochKeys(begun.root);
  const u = randomBytes(32);
  const transcript = joinTranscript({
    roomId: room.roomId,
    faceHash: room.faceDigest,
    enc: begun.enc,
    deviceKey,
    shareHash: shareHash(u),
    leaveHash: leaveTokenHash(keys.leaveToken)
  });
  return {
    room,
    device,
    epochId: epochIdOf(begun.enc),
    enc: begun.enc,
    u,
    leaveToken: keys.leaveToken,
    transcript,
    mac: confirmMac(begun.confirmKey, transcript),
    guestKey: await importSealKey(keys.guestKey),
    staffKey: await importSealKey(keys.staffKey),
    sender: randomBytes(16)
  };
}

/** Connects and waits for the room's challenge. @throws LineLost */
export async function guestConnect(room: MadeRoom): Promise<GuestConnection> {
  const address = room.url + roomPath(room.serviceId, room.roomHex, 'socket');
  const wire = await openWire<ToGuestFrame, GuestFrame>(address, parseToGuestFrame);
  const { challenge } = await wire.take(kind('challenge'));
  let ref = 0;
  return { wire, challenge: fromBase64url(challenge), nextRef: () => (ref += 1) };
}

export async function joinFrame(line: GuestConnection, epoch: GuestEpoch) {
  const message = joinChallengeBytes(epoch.transcript, line.challenge);
  return {
    t: 'join',
    v: 1,
    ref: line.nextRef(),
    joinToken: toBase64url(epoch.room.joinToken),
    enc: toBase64url(epoch.enc),
    deviceKey: toBase64url(epoch.device.publicKey),
    leaveHash: toBase64url(leaveTokenHash(epoch.leaveToken)),
    share: toBase64url(epoch.u),
    mac: toBase64url(epoch.mac),
    sig: toBase64url(await signWithDevice(epoch.device.privateKey, message))
  } as const satisfies GuestFrame;
}

/** @throws Refused, LineLost */
export async function join(line: GuestConnection, epoch: GuestEpoch) {
  const frame = await joinFrame(line, epoch);
  line.wire.send(frame);
  return accepted('join', await line.wire.take(answerTo('joined', frame.ref)));
}

/** @throws Refused, LineLost */
export async function resume(
  line: GuestConnection,
  epoch: GuestEpoch,
  wish: { have?: number; wantShare?: boolean } = {}
) {
  const message = resumeChallengeBytes(epoch.room.roomId, epoch.epochId, line.challenge);
  const ref = line.nextRef();
  line.wire.send({
    t: 'resume',
    v: 1,
    ref,
    epochId: toBase64url(epoch.epochId),
    deviceKey: toBase64url(epoch.device.publicKey),
    sig: toBase64url(await signWithDevice(epoch.device.privateKey, message)),
    have: wish.have ?? 0,
    wantShare: wish.wantShare ?? false
  });
  return accepted('resume', await line.wire.take(answerTo('resumed', ref)));
}

/** Opens a page with link and code, as a whole. */
export async function guestJoin(
  room: MadeRoom
): Promise<{ line: GuestConnection; epoch: GuestEpoch }> {
  const epoch = await newEpoch(room, await newDevice());
  const line = await guestConnect(room);
  await join(line, epoch);
  return { line, epoch };
}

/** One message, sealed: base64url as on the wire. */
export async function sealSay(epoch: GuestEpoch, sequence: number, text: string): Promise<string> {
  const header = {
    roomId: epoch.room.roomId,
    epochId: epoch.epochId,
    direction: Direction.guest,
    sender: epoch.sender,
    sequence,
    lastSeenHead: chainStart(epoch.room.roomId, epoch.epochId)
  };
  const content = { t: 'say', text, writtenAtMs: Date.now() } satisfies GuestContent;
  const bytes = utf8(JSON.stringify(content));
  return toBase64url(await sealEnvelope(epoch.guestKey, header, bytes, randomBytes(24)));
}

/** Sends a sealed message and waits until it is acknowledged. @throws Refused, LineLost */
export async function append(line: GuestConnection, envelope: string): Promise<ReceiptFrame> {
  const ref = line.nextRef();
  line.wire.send({ t: 'append', ref, envelope });
  return accepted('append', await line.wire.take(answerTo('receipt', ref)));
}

/** Sends a frame that is answered by `done`. @throws Refused, LineLost */
export async function ask(
  line: GuestConnection,
  frame: { t: 'forget' } | { t: 'end' } | { t: 'deposit'; share: string }
): Promise<void> {
  const ref = line.nextRef();
  line.wire.send({ ...frame, ref });
  accepted(frame.t, await line.wire.take(answerTo('done', ref)));
}

/** The next entry that is sent to this page. @throws LineLost */
export async function nextEntry(line: GuestConnection): Promise<Entry> {
  for (;;) {
    const { items } = await line.wire.take(kind('entries'));
    const [entry] = items;
    if (entry !== undefined) return entry;
  }
}

/** The beacon of Exit [E1]. */
export async function leave(epoch: GuestEpoch): Promise<void> {
  const body = concatBytes(epoch.room.roomId, epoch.epochId, epoch.leaveToken);
  await request(epoch.room, 'POST', 'leave', body);
}

/** Returns an answer. @throws Refused when it is a refusal. */
export function accepted<F extends { t: string }>(
  what: string,
  frame: F
): Exclude<F, { t: 'refused' }> {
  if (frame.t === 'refused')
    throw new Refused(what, (frame as unknown as { code: Refused['code'] }).code);
  return frame as Exclude<F, { t: 'refused' }>;
}
