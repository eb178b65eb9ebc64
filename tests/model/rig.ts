// What is too costly to make for every run: one member of staff, one room, and a stock of phones with real
// epochs that can really be accepted. Made once, by the shipped operations. The only simplification is that
// Argon2's answers are cached. Rules: K3–K5, J2, J3, D1–D3.
import { fromHex, toBase64url, toHex, utf8, type Bytes } from '#lib/crypto/primitives/bytes.ts';
import { DEVICE_KEY_ALGORITHM, exportDeviceKey } from '#lib/crypto/room/device-key.ts';
import type {
  BegunEpoch,
  GuestOperations,
  PskHandle,
  StaffOperations,
  Stretch,
  VaultHandle
} from '#lib/crypto/worker/operation-types.ts';
import { createGuestOperations } from '#lib/crypto/worker/guest-operations.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { parseRoomToken } from '#lib/crypto/room/room-token.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import type { Face } from '#lib/protocol/face.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { chanceFrom } from './chance.ts';
import { rememberingStaff } from './staff-door.ts';

/** When every run begins, by every correct clock. */
export const START_MS = 1_800_000_000_000;

/** A begun epoch; its keys are opened from the box, once a run. */
export interface StockEpoch {
  readonly epochId: string;
  readonly begun: BegunEpoch;
  readonly box: Bytes;
}

export interface StockDevice {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
  readonly epochs: readonly StockEpoch[];
  /** Begun with other words than the room's: its proof fits nowhere [J6]. */
  readonly wrong: StockEpoch;
}

export interface Rig {
  readonly policy: ServicePolicy;
  readonly face: Face;
  readonly faceBytes: Bytes;
  readonly faceText: string;
  readonly roomId: Bytes;
  readonly roomIdText: string;
  readonly roomHex: string;
  readonly verifier: Bytes;
  readonly joinToken: string;
  readonly deskBox: Bytes;
  readonly archiveBox: Bytes;
  readonly record: Bytes;
  readonly memberId: string;
  readonly vault: VaultHandle;
  readonly guest: GuestOperations;
  readonly staff: StaffOperations;
  readonly devices: readonly StockDevice[];
}

const DEVICES = 6;
const EPOCHS_EACH = 3;

type Answers = Map<string, Bytes>;
/** One process runs many copies of the code under test (mutants); the stretching is the same. */
const answers = ((globalThis as { modelStretched?: Answers }).modelStretched ??= new Map());

const stretch: Stretch = async (password, salt, cost) => {
  const key = [toHex(password), toHex(salt), JSON.stringify(cost)].join();
  const known = answers.get(key) ?? (await argon2id(password, salt, cost));
  answers.set(key, known.slice());
  return known.slice();
};

/** Makes everything. The randomness is fixed, except what the key encapsulation draws itself. */
export async function makeRig(): Promise<Rig> {
  const randomBytes = chanceFrom(2).bytes;
  const staff = createStaffOperations(randomBytes)(stretch);
  const guest = createGuestOperations(randomBytes)(stretch);
  const policy = nettpatrulje;
  const serviceId = fromHex(policy.serviceId);
  const member = await staff.newMember({ serviceId, name: 'Kari', passphrase: 'fem gule sko' });
  const { room, publicKey } = await staff.newRoom();
  const face: Face = {
    v: 1,
    kind: 'invited',
    host: 'Kari',
    policy,
    language: 'nb',
    wordList: 'nb',
    createdAtMs: START_MS,
    roomKey: toBase64url(publicKey)
  };
  const faceText = JSON.stringify(face);
  const faceBytes = utf8(faceText);
  const sealed = await staff.sealRoom(room, member.vault, {
    face: faceBytes,
    wordList: 'nb'
  });
  const token = parseRoomToken(sealed.token);
  if (token === null) throw new Error('the room was made with a token that is none');
  const { roomId, words } = sealed;
  const right = await guest.unlock({ token, face: faceBytes, words });
  const wrong = await guest.unlock({ token, face: faceBytes, words: [...words].reverse() });

  const begin = async (pskHandle: PskHandle, deviceKey: Bytes): Promise<StockEpoch> => {
    const how = { pskHandle, face: faceBytes, roomId, publicKey, deviceKey };
    const begun = await guest.beginEpoch(how);
    const box = await guest.sealResume(begun.epoch, begun.u, utf8('{}'));
    return { epochId: toBase64url(begun.epochId), begun, box };
  };
  const devices: StockDevice[] = [];
  for (let at = 0; at < DEVICES; at += 1) {
    const pair = await crypto.subtle.generateKey(DEVICE_KEY_ALGORITHM, false, ['sign', 'verify']);
    const deviceKey = await exportDeviceKey(pair.publicKey);
    const epochs: StockEpoch[] = [];
    while (epochs.length < EPOCHS_EACH) epochs.push(await begin(right.pskHandle, deviceKey));
    const { privateKey } = pair;
    const false_ = await begin(wrong.pskHandle, deviceKey);
    devices.push({ privateKey, publicKey: deviceKey, epochs, wrong: false_ });
  }
  return {
    policy,
    face,
    faceBytes,
    faceText,
    roomId,
    roomIdText: toBase64url(roomId),
    roomHex: toHex(roomId),
    verifier: sealed.verifier,
    joinToken: toBase64url(right.joinToken),
    deskBox: sealed.deskBox,
    archiveBox: sealed.archiveBox,
    record: sealed.record,
    memberId: toBase64url(member.memberId),
    vault: member.vault,
    guest,
    staff: rememberingStaff(staff),
    devices
  };
}

let made: Promise<Rig> | null = null;

/** The one rig of this process. */
export const rig = (): Promise<Rig> => (made ??= makeRig());
