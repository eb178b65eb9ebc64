// A guest's tab and an officer's tab against the real room server, with the real handshake, seals,
// signatures and chains; only screens and IndexedDB are missing.
import { runInDurableObject } from 'cloudflare:test';
import { concatBytes, toBase64url, utf8, type Bytes } from '#lib/crypto/primitives/bytes.ts';
import { chainStart, ROOM_LOG_EPOCH } from '#lib/crypto/room/chain.ts';
import {
  DEVICE_KEY_ALGORITHM,
  exportDeviceKey,
  signWithDevice
} from '#lib/crypto/room/device-key.ts';
import { Direction, envelopeHash, sealEnvelope } from '#lib/crypto/room/envelope.ts';
import { beginEpoch } from '#lib/crypto/room/handshake.ts';
import { deriveEpochKeys, leaveTokenHash } from '#lib/crypto/room/key-schedule.ts';
import { importSealKey } from '#lib/crypto/primitives/seal.ts';
import * as transcript from '#lib/crypto/room/transcript.ts';
import { apiPath, roomPath } from '#lib/protocol/addresses.ts';
import {
  parseToGuestFrame,
  type GuestFrame,
  type ReceiptFrame,
  type ToGuestFrame
} from '#lib/protocol/guest-wire.ts';
import {
  parseToStaffFrame,
  type Decision,
  type StaffFrame,
  type ToStaffFrame
} from '#lib/protocol/staff-wire.ts';
import { fromWire } from '../../party/bytes.ts';
import type { EpochRow } from '../../party/room/core/room-state.ts';
import {
  bindings,
  permit,
  random,
  randomText,
  serviceId,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import { edge, openWire, type Wire } from './wire.ts';

export type GuestWire = Wire<ToGuestFrame, GuestFrame>;
export type StaffWire = Wire<ToStaffFrame, StaffFrame>;

export interface Device {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
}

export async function newDevice(): Promise<Device> {
  const pair = (await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, [
    'sign',
    'verify'
  ])) as CryptoKeyPair;
  return { privateKey: pair.privateKey, publicKey: await exportDeviceKey(pair.publicKey) };
}

/** What one tab's memory holds. */
export interface Epoch {
  readonly room: MadeRoom;
  readonly device: Device;
  readonly epochId: Bytes;
  /** Base64url, as in frames. */
  readonly id: string;
  readonly transcript: Bytes;
  readonly enc: Bytes;
  readonly share: Bytes;
  readonly leaveToken: Bytes;
  readonly mac: Bytes;
  readonly root: Bytes;
  readonly sender: Bytes;
}

export async function newEpoch(room: MadeRoom, device: Device): Promise<Epoch> {
  const faceHash = transcript.faceDigest(room.face);
  const { roomId, psk, roomKey } = room;
  const deviceKey = device.publicKey;
  const begun = await beginEpoch({ roomId, psk, faceHash, deviceKey, publicKey: roomKey });
  const { enc, root } = begun;
  const { leaveToken } = deriveEpochKeys(root);
  const share = random(32);
  const parts = {
    roomId,
    faceHash,
    enc,
    deviceKey,
    shareHash: transcript.shareHash(share),
    leaveHash: leaveTokenHash(leaveToken)
  };
  const joined = transcript.joinTranscript(parts);
  const epochId = transcript.epochIdOf(enc);
  return {
    room,
    device,
    epochId,
    id: toBase64url(epochId),
    transcript: joined,
    enc,
    share,
    leaveToken,
    mac: transcript.confirmMac(begun.confirmKey, joined),
    root,
    sender: random(16)
  };
}

/** A socket to a room that has received the room's fresh challenge. */
export class GuestConnection {
  readonly wire: GuestWire;
  readonly challenge: Bytes;
  #ref = 0;

  private constructor(wire: GuestWire, challenge: Bytes) {
    this.wire = wire;
    this.challenge = challenge;
  }

  static async open(hex: string): Promise<GuestConnection> {
    const path = roomPath(serviceId, hex, 'socket');
    const wire = await openWire<ToGuestFrame, GuestFrame>(path, parseToGuestFrame);
    const { challenge } = await wire.take('challenge');
    return new GuestConnection(wire, fromWire(challenge) ?? new Uint8Array());
  }

  ref(): number {
    return (this.#ref += 1);
  }

  async joinFrame(epoch: Epoch, joinToken: Bytes = epoch.room.joinToken): Promise<GuestFrame> {
    const message = transcript.joinChallengeBytes(epoch.transcript, this.challenge);
    return {
      t: 'join',
      v: 1,
      ref: this.ref(),
      joinToken: toBase64url(joinToken),
      enc: toBase64url(epoch.enc),
      deviceKey: toBase64url(epoch.device.publicKey),
      leaveHash: toBase64url(leaveTokenHash(epoch.leaveToken)),
      share: toBase64url(epoch.share),
      mac: toBase64url(epoch.mac),
      sig: toBase64url(await signWithDevice(epoch.device.privateKey, message))
    };
  }

  async resumeFrame(epoch: Epoch, wantShare: boolean, have = 0): Promise<GuestFrame> {
    const { roomId } = epoch.room;
    const message = transcript.resumeChallengeBytes(roomId, epoch.epochId, this.challenge);
    return {
      t: 'resume',
      v: 1,
      ref: this.ref(),
      epochId: epoch.id,
      deviceKey: toBase64url(epoch.device.publicKey),
      sig: toBase64url(await signWithDevice(epoch.device.privateKey, message)),
      have,
      wantShare
    };
  }

  async deliverFrame(room: MadeRoom, device: Device): Promise<GuestFrame> {
    const message = transcript.deviceChallengeBytes(room.roomId, this.challenge);
    return {
      t: 'deliver',
      v: 1,
      ref: this.ref(),
      deviceKey: toBase64url(device.publicKey),
      sig: toBase64url(await signWithDevice(device.privateKey, message))
    };
  }

  /** Sends, and waits for any answer. */
  ask(frame: GuestFrame & { readonly ref: number }): Promise<ToGuestFrame> {
    this.wire.send(frame);
    return this.wire.answer(frame.ref);
  }

  async join(epoch: Epoch, joinToken?: Bytes): Promise<ToGuestFrame> {
    return await this.ask((await this.joinFrame(epoch, joinToken)) as AskedGuest);
  }

  async resume(epoch: Epoch, wantShare: boolean, have = 0): Promise<ToGuestFrame> {
    return await this.ask((await this.resumeFrame(epoch, wantShare, have)) as AskedGuest);
  }

  async deliver(room: MadeRoom, device: Device): Promise<ToGuestFrame> {
    return await this.ask((await this.deliverFrame(room, device)) as AskedGuest);
  }

  append(envelope: Bytes): Promise<ToGuestFrame> {
    return this.ask({ t: 'append', ref: this.ref(), envelope: toBase64url(envelope) });
  }
}

type AskedGuest = GuestFrame & { readonly ref: number };

/** A tab that has joined. */
export async function joinedGuest(
  room: MadeRoom,
  device?: Device
): Promise<{ readonly line: GuestConnection; readonly epoch: Epoch }> {
  const epoch = await newEpoch(room, device ?? (await newDevice()));
  const line = await GuestConnection.open(room.hex);
  const answer = await line.join(epoch);
  if (answer.t !== 'joined') throw new Error(`not joined: ${JSON.stringify(answer)}`);
  return { line, epoch };
}

/** Seals a guest's message under the epoch's own key. */
export async function guestEnvelope(
  epoch: Epoch,
  sequence: number,
  text: string,
  sender: Bytes = epoch.sender
): Promise<Bytes> {
  const key = await importSealKey(deriveEpochKeys(epoch.root).guestKey);
  const header = {
    roomId: epoch.room.roomId,
    epochId: epoch.epochId,
    direction: Direction.guest,
    sender,
    sequence,
    lastSeenHead: chainStart(epoch.room.roomId, epoch.epochId)
  };
  const content = utf8(JSON.stringify({ t: 'say', text, writtenAtMs: Date.now() }));
  return await sealEnvelope(key, header, content, random(24));
}

export async function signalEnvelope(epoch: Epoch, from: 'guest' | 'staff'): Promise<Bytes> {
  const keys = deriveEpochKeys(epoch.root);
  const guest = from === 'guest';
  const key = await importSealKey(guest ? keys.guestSignalKey : keys.staffSignalKey);
  const header = {
    roomId: epoch.room.roomId,
    epochId: epoch.epochId,
    direction: guest ? Direction.guestSignal : Direction.staffSignal,
    sender: epoch.sender,
    sequence: 0,
    lastSeenHead: chainStart(epoch.room.roomId, epoch.epochId)
  };
  const content = utf8(JSON.stringify({ t: 'seen', n: 1, atMs: Date.now() }));
  return await sealEnvelope(key, header, content, random(24));
}

/** E1: the goodbye, as a beacon sends it. */
export const leave = (epoch: Epoch, leaveToken: Bytes = epoch.leaveToken): Promise<Response> =>
  edge(apiPath(serviceId, 'leave'), {
    method: 'POST',
    headers: { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
    body: concatBytes(epoch.room.roomId, epoch.epochId, leaveToken)
  });

/** An officer's tab in a room. */
export class StaffConnection {
  readonly wire: StaffWire;
  readonly room: MadeRoom;
  readonly sender = random(16);
  readonly entered: Extract<ToStaffFrame, { t: 'entered' }>;
  readonly #sequences = new Map<string, number>();
  #ref = 0;

  private constructor(
    wire: StaffWire,
    room: MadeRoom,
    entered: Extract<ToStaffFrame, { t: 'entered' }>
  ) {
    this.wire = wire;
    this.room = room;
    this.entered = entered;
  }

  static async socket(room: MadeRoom): Promise<StaffWire> {
    const path = roomPath(serviceId, room.hex, 'socket');
    const wire = await openWire<ToStaffFrame, StaffFrame>(path, parseToStaffFrame);
    await wire.take('challenge');
    return wire;
  }

  /** @throws {Error} when the room refuses */
  static async enter(
    by: Officer,
    room: MadeRoom,
    right: 'live' | 'archive' = 'live',
    have = 0
  ): Promise<StaffConnection> {
    const wire = await StaffConnection.socket(room);
    wire.send({ t: 'enter', v: 1, ref: 0, permit: await permit(by, room, right), have });
    const answer = await wire.answer(0);
    if (answer.t !== 'entered') throw new Error(`not entered: ${JSON.stringify(answer)}`);
    return new StaffConnection(wire, room, answer);
  }

  ref(): number {
    return (this.#ref += 1);
  }

  ask(frame: StaffFrame & { readonly ref: number }): Promise<ToStaffFrame> {
    this.wire.send(frame);
    return this.wire.answer(frame.ref);
  }

  #next(chain: string): number {
    const sequence = this.#sequences.get(chain) ?? 0;
    this.#sequences.set(chain, sequence + 1);
    return sequence;
  }

  /** The last number of a chain was not accepted: it is used again. */
  unsay(chain: string): void {
    this.#sequences.set(chain, (this.#sequences.get(chain) ?? 1) - 1);
  }

  /** An entry of the room log; its body matters only to the browsers. */
  async logEnvelope(body: object): Promise<Bytes> {
    const header = {
      roomId: this.room.roomId,
      epochId: ROOM_LOG_EPOCH,
      direction: Direction.roomLog,
      sender: this.sender,
      sequence: this.#next('log'),
      lastSeenHead: chainStart(this.room.roomId, ROOM_LOG_EPOCH)
    };
    const key = await importSealKey(this.room.logKey);
    return await sealEnvelope(key, header, utf8(JSON.stringify(body)), random(24));
  }

  async copyEnvelope(epoch: Epoch, text: string): Promise<Bytes> {
    const header = {
      roomId: this.room.roomId,
      epochId: epoch.epochId,
      direction: Direction.staffCopy,
      sender: this.sender,
      sequence: this.#next(epoch.id),
      lastSeenHead: chainStart(this.room.roomId, epoch.epochId)
    };
    const key = await importSealKey(deriveEpochKeys(epoch.root).staffKey);
    return await sealEnvelope(key, header, utf8(JSON.stringify({ text })), random(24));
  }

  append(
    envelope: Bytes,
    more: { readonly copyOf?: string; readonly decision?: Decision } = {}
  ): Promise<ToStaffFrame> {
    const text = toBase64url(envelope);
    return this.ask({ t: 'append', ref: this.ref(), envelope: text, ...more });
  }

  async decide(epoch: Epoch, verdict: 'confirm' | 'refuse'): Promise<ToStaffFrame> {
    const decision = { epochId: epoch.id, verdict };
    return await this.append(await this.logEnvelope({ t: 'decide', ...decision }), { decision });
  }

  /** O6: into the log, and as a copy to one epoch. */
  async say(
    epoch: Epoch,
    text: string
  ): Promise<{ readonly copyOf: string; readonly answer: ToStaffFrame }> {
    const log = await this.logEnvelope({ t: 'say', to: epoch.id, text });
    await this.append(log);
    const copyOf = toBase64url(envelopeHash(log));
    return { copyOf, answer: await this.append(await this.copyEnvelope(epoch, text), { copyOf }) };
  }
}

export const isReceipt = (frame: { readonly t: string }): frame is ReceiptFrame =>
  frame.t === 'receipt';

export const unknownHash = (): string => randomText(32);

/** Where the room has an epoch's share. @throws {Error} when it holds none */
export const shareStoreOf = (
  room: MadeRoom,
  epoch: Epoch
): Promise<{ readonly slot: number; readonly generation: number }> =>
  runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) => {
    const { json } = state.storage.sql
      .exec<{ json: string }>('SELECT json FROM epoch WHERE id = ?', epoch.id)
      .one();
    const { latch } = JSON.parse(json) as EpochRow;
    if (latch === null) throw new Error('no share');
    return latch;
  });
