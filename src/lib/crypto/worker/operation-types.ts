// What the crypto workers offer to the pages [K5, P1, D1]. Types only. The guest's worker and staff's are
// two bundles: neither carries the other's code. Every operation is asynchronous, takes and gives bytes,
// and throws CryptoError.

import type { Bytes } from '../primitives/bytes.ts';
import type { Language } from '#lib/protocol/languages.ts';
import type { Directory } from '../account/directory.ts';
import type { EnvelopeHeader } from '../room/envelope-header.ts';
import type { Argon2Cost } from '../primitives/passcode.ts';
import type { RoomToken } from '../room/room-token.ts';

declare const handleKind: unique symbol;
/** Refers to a secret that the worker holds. */
export type Handle<Kind extends string> = number & { readonly [handleKind]: Kind };
export type PskHandle = Handle<'psk'>;
export type UnlockingHandle = Handle<'unlocking'>;
export type VaultHandle = Handle<'vault'>;
export type RoomHandle = Handle<'room'>;
export type EpochHandle = Handle<'epoch'>;

/** n random bytes, from the worker's shell. */
export type RandomBytes = (n: number) => Bytes;
/** Part done, 0 to 1. Only the slow path without WebAssembly reports it [K9]. */
export type OnProgress = (fraction: number) => void;
/** Argon2id, wherever it runs. */
export type Stretch = (password: Bytes, salt: Bytes, cost: Argon2Cost) => Promise<Bytes>;

/** The page's part of a header; room, epoch and direction follow from the handle. */
export type MessageHeader = Pick<EnvelopeHeader, 'sender' | 'sequence' | 'lastSeenHead'>;
export type Sealed = { envelope: Bytes; envelopeHash: Bytes };
export type Opened = { header: EnvelopeHeader; content: Bytes };

/** Files, for both sides [K7]. Both transfer their bytes: the caller's array is empty afterwards. */
export type FileOperations = {
  /** Seals under a new key; key and id go into the message that names the file. */
  sealFile(
    roomId: Bytes,
    content: Bytes
  ): Promise<{ fileKey: Bytes; fileId: Bytes; sealed: Bytes }>;
  openFile(file: { fileKey: Bytes; roomId: Bytes; fileId: Bytes }, sealed: Bytes): Promise<Bytes>;
};

export type BegunEpoch = {
  epoch: EpochHandle;
  epochId: Bytes;
  /** What `join` carries [J3]. */
  enc: Bytes;
  leaveToken: Bytes;
  leaveHash: Bytes;
  mac: Bytes;
  /** Resume share: for the room and this tab's memory only [P1]. */
  u: Bytes;
  shareHash: Bytes;
  /** To be signed together with the room's challenge: `joinChallengeBytes`. */
  transcript: Bytes;
  /** Five bytes for `wordsFromBits` [K6]. */
  phraseBits: Bytes;
};

export type GuestOperations = FileOperations & {
  /**
   * Link and code to a psk. Slow: about a second on a phone.
   * @throws CryptoError `face-mismatch` when the face is not the one that the link promises
   */
  unlock(
    args: { token: RoomToken; face: Bytes; words: readonly string[] },
    onProgress?: OnProgress
  ): Promise<{ roomId: Bytes; joinToken: Bytes; pskHandle: PskHandle }>;
  /** @param args.publicKey pkR from that same face */
  beginEpoch(args: {
    pskHandle: PskHandle;
    face: Bytes;
    roomId: Bytes;
    publicKey: Bytes;
    deviceKey: Bytes;
  }): Promise<BegunEpoch>;
  sealMessage(epoch: EpochHandle, header: MessageHeader, content: Bytes): Promise<Sealed>;
  /** A staff copy, or one of this epoch's own messages. */
  openMessage(epoch: EpochHandle, envelope: Bytes): Promise<Opened>;
  sealSignal(epoch: EpochHandle, header: MessageHeader, content: Bytes): Promise<Sealed>;
  openSignal(epoch: EpochHandle, envelope: Bytes): Promise<Opened>;
  /** The box holds the epoch's root beside the content. Every box needs a new `u`. */
  sealResume(epoch: EpochHandle, u: Bytes, content: Bytes): Promise<Bytes>;
  openResume(args: { u: Bytes; roomId: Bytes; epochId: Bytes; box: Bytes }): Promise<{
    epoch: EpochHandle;
    content: Bytes;
    phraseBits: Bytes;
    leaveToken: Bytes;
  }>;
  /**
   * Runs a few handshakes with the room's key and a random psk, and discards them. This loads and compiles
   * what `beginEpoch` needs while somebody with a slow phone still types.
   */
  rehearse(publicKey: Bytes): Promise<void>;
  /** 32 random bytes. */
  freshShare(): Promise<Bytes>;
  forget(handle: PskHandle | EpochHandle): Promise<void>;
};

/** What the client of every crypto worker has beside its operations. */
export type WorkerItself = {
  /** Prepares the next call's Argon2 worker: made, loaded, compiled. It costs what that call saves. */
  standBy(): void;
  /** Ends the worker and everything in it, at once. */
  close(): void;
};

export type GuestCrypto = GuestOperations & WorkerItself;

export type RoleKeyName = 'desk' | 'archive';
export type RoleKeyBox = { role: RoleKeyName; keyVersion: number; box: Bytes };

export type StaffCredential = {
  kind: 'passphrase' | 'recovery';
  /** 16 bytes. */
  credentialId: Bytes;
  /** 16 bytes. */
  salt: Bytes;
  /** H(auth), 32 bytes: all that the desk learns of the secret. */
  authHash: Bytes;
  /** The member's seeds, 137 bytes. */
  wrapped: Bytes;
};

export type NewMember = {
  memberId: Bytes;
  credentials: readonly [StaffCredential, StaffCredential];
  roleBoxes: readonly [RoleKeyBox, RoleKeyBox];
  directoryEntry: Bytes;
  directory: Directory;
  /** What this member has seen of the directory, sealed to themselves [D6]. */
  anchor: Bytes;
  /** To be printed, once; it cannot be shown again. */
  recoveryCode: string;
  /** Signs in with the passphrase credential. */
  auth: Bytes;
  vault: VaultHandle;
};

/** The desk's answer to a right `auth`. */
export type OpenVault = {
  serviceId: Bytes;
  memberId: Bytes;
  credentialId: Bytes;
  wrapped: Bytes;
  /** Every entry, oldest first. */
  directory: readonly Bytes[];
  roleBoxes: readonly RoleKeyBox[];
  anchor: Bytes;
};

export type StaffSecret =
  | { kind: 'passphrase'; passphrase: string; salt: Bytes }
  | { kind: 'recovery'; recoveryCode: string; salt: Bytes };

type SealedRoom = {
  roomId: Bytes;
  /** 72 letters; `formatRoomLink` wants it parsed. */
  token: string;
  words: readonly string[];
  /** H(`tr1/join-verifier` ‖ joinToken), 32 bytes. */
  verifier: Bytes;
  deskBox: Bytes;
  archiveBox: Bytes;
  /** The maker's signature over all of it [D7]. */
  record: Bytes;
};

/** Whether a log entry may be believed: who signed it, and under which directory [S6]. */
type LogTrust =
  | 'ok'
  /** Not signed by the member it names, or by somebody whom the directory does not list. */
  | 'signature'
  /** Validly signed, under a head that this vault's directory does not know: the directory is behind. */
  | 'newer-directory';

type EpochOffer = {
  epochId: Bytes;
  enc: Bytes;
  deviceKey: Bytes;
  shareHash: Bytes;
  leaveHash: Bytes;
  mac: Bytes;
};

export type StaffOperations = FileOperations & {
  /** Sets a service up: its first administrator, role keys and directory [D1–D3]. Slow. */
  newMember(
    args: { serviceId: Bytes; name: string; passphrase: string },
    onProgress?: OnProgress
  ): Promise<NewMember>;
  /** First step of signing in: what the desk checks. Slow with a passphrase. */
  unlockVault(
    secret: StaffSecret,
    onProgress?: OnProgress
  ): Promise<{ auth: Bytes; unlocking: UnlockingHandle }>;
  /**
   * Second step, with the desk's answer to a right `auth`. Nothing is opened unless the directory is the
   * one that this member's own keys know [D6]. `renewedAnchor` replaces the old one at the desk; null while
   * there is nothing new.
   * @throws CryptoError `commitment-mismatch` for another secret, member or credential,
   *   `directory-mismatch`, and as `verifyDirectory`
   */
  openVault(
    unlocking: UnlockingHandle,
    stored: OpenVault
  ): Promise<{ vault: VaultHandle; directory: Directory; renewedAnchor: Bytes | null }>;
  /** First step of making a room: the key that belongs into its face. */
  newRoom(): Promise<{ room: RoomHandle; publicKey: Bytes }>;
  /**
   * Second step: seals to the role keys of the vault's directory, and signs as its member. Slow: the code
   * words are stretched. The handle then is an open room.
   */
  sealRoom(
    room: RoomHandle,
    vault: VaultHandle,
    args: { face: Bytes; wordList: Language },
    onProgress?: OnProgress
  ): Promise<SealedRoom>;
  /**
   * From the desk box (live), else from the archive box. Only the first has words and token.
   * @param args.records who signed for it, oldest first [D7]
   * @returns `makerId` 16 bytes
   * @throws CryptoError `record-mismatch` when no entitled member signed for this room as it is shown
   */
  openRoom(
    vault: VaultHandle,
    args: {
      roomId: Bytes;
      face: Bytes;
      deskBox?: Bytes | null;
      archiveBox?: Bytes | null;
      records: readonly Bytes[];
      wordList?: Language;
    }
  ): Promise<{
    room: RoomHandle;
    words: readonly string[] | null;
    token: string | null;
    makerId: Bytes;
  }>;
  /** J6: `macOk: false` means tampering, and there is no epoch to use. */
  acceptEpoch(
    room: RoomHandle,
    offer: EpochOffer
  ): Promise<{ macOk: true; epoch: EpochHandle; phraseBits: Bytes } | { macOk: false }>;
  /** Signs and seals an entry of the room log [S5, O6]. `headNumber`: the directory's length for it. */
  sealLog(
    room: RoomHandle,
    vault: VaultHandle,
    header: MessageHeader,
    body: Bytes
  ): Promise<{ envelope: Bytes; hash: Bytes; headNumber: number }>;
  /** Checked against the vault's directory. `headNumber`: its length for the writer; 0 unless `ok`. */
  openLog(
    room: RoomHandle,
    vault: VaultHandle,
    envelope: Bytes
  ): Promise<{
    header: EnvelopeHeader;
    memberId: Bytes;
    body: Bytes;
    trust: LogTrust;
    headNumber: number;
    /** The head that the writer named, 32 bytes. */
    head: Bytes;
  }>;
  openGuest(epoch: EpochHandle, envelope: Bytes): Promise<Opened>;
  sealCopy(epoch: EpochHandle, header: MessageHeader, content: Bytes): Promise<Sealed>;
  openCopy(epoch: EpochHandle, envelope: Bytes): Promise<Opened>;
  sealSignal(epoch: EpochHandle, header: MessageHeader, content: Bytes): Promise<Sealed>;
  /** A guest's signal. */
  openSignal(epoch: EpochHandle, envelope: Bytes): Promise<Opened>;
  forget(handle: RoomHandle | EpochHandle | VaultHandle | UnlockingHandle): Promise<void>;
  /** Drops every key; the worker stays. */
  lock(): Promise<void>;
};

export type StaffCrypto = StaffOperations & Pick<WorkerItself, 'close'>;
