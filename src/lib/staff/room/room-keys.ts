// One room's keys on a staff page, as handles of the crypto worker: opens and seals what the room's reducer
// asks for. Decides nothing; a failure to open is a result, never an exception. Rules: J6, S2, S5, O5, O6,
// R3.
import {
  fromBase64url,
  fromUtf8,
  toBase64url,
  utf8,
  type Bytes
} from '#lib/crypto/primitives/bytes.ts';
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import { CryptoError } from '#lib/crypto/primitives/crypto-error.ts';
import type {
  EpochHandle,
  RoomHandle,
  StaffCrypto,
  VaultHandle
} from '#lib/crypto/worker/staff-crypto.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import type { EpochView } from '#lib/protocol/room-view.ts';
import type {
  Fault,
  OpenedEntry,
  Reading,
  SealedEntry,
  StaffRoomEffect
} from './core/room-types.ts';

export interface KeyHolder {
  readonly cryptoWorker: StaffCrypto;
  readonly vault: VaultHandle;
}

export interface OpenedRoom {
  readonly face: Face;
  /** From the desk box only: a closed room's link and words are gone. */
  readonly token: string | null;
  readonly words: readonly string[] | null;
}

type Effect<T extends StaffRoomEffect['type']> = Extract<StaffRoomEffect, { type: T }>;

export interface RoomKeys {
  /** A fault if the face is invalid, no box opens, or nobody entitled to has signed for it [D7]. */
  open(effect: Effect<'open-room'>): Promise<OpenedRoom | Fault>;
  accept(view: EpochView): Promise<{ readonly macOk: boolean; readonly phrase: string }>;
  read(items: readonly SealedEntry[]): Promise<OpenedEntry[]>;
  readSignal(effect: Effect<'open-signal'>): Promise<string | null>;
  /** `headNumber`: the length of the directory that it is signed under [S6]; 0 outside the log. */
  seal(effect: Effect<'seal'>): Promise<{
    readonly envelope: string;
    readonly hash: string;
    readonly headNumber: number;
  }>;
  sealSignal(effect: Effect<'seal-signal'>): Promise<string>;
  /** Drops the handles; results still pending are discarded. */
  drop(): void;
}

/** @param ids base64url: the room's, this page load's sender */
export function roomKeys(
  holder: KeyHolder,
  ids: { readonly roomId: string; readonly sender: string }
): RoomKeys {
  const { cryptoWorker, vault } = holder;
  const roomId = fromBase64url(ids.roomId);
  const sender = fromBase64url(ids.sender);
  const epochs = new Map<string, EpochHandle>();
  let room: RoomHandle | null = null;

  const epochOf = (epochId: string): EpochHandle => {
    const handle = epochs.get(epochId);
    if (handle === undefined) throw new TypeError('this epoch has no keys here');
    return handle;
  };
  const roomOf = (): RoomHandle => {
    if (room === null) throw new TypeError('this room has no keys here');
    return room;
  };

  async function readOne({ chain, direction, envelope }: SealedEntry): Promise<Reading> {
    try {
      const bytes = fromBase64url(envelope);
      if (direction === Direction.roomLog) {
        const { body, memberId, trust, head, headNumber } = await cryptoWorker.openLog(
          roomOf(),
          vault,
          bytes
        );
        if (trust === 'newer-directory')
          return {
            ok: false,
            fault: trust,
            head: toBase64url(head),
            memberId: toBase64url(memberId)
          };
        if (trust !== 'ok') return { ok: false, fault: trust };
        return { ok: true, json: fromUtf8(body), memberId: toBase64url(memberId), headNumber };
      }
      const { content } =
        direction === Direction.guest
          ? await cryptoWorker.openGuest(epochOf(chain), bytes)
          : await cryptoWorker.openCopy(epochOf(chain), bytes);
      return { ok: true, json: fromUtf8(content), memberId: null, headNumber: 0 };
    } catch {
      return { ok: false, fault: 'unreadable' };
    }
  }

  const header = (sequence: number, lastSeenHead: string) => ({
    sender,
    sequence,
    lastSeenHead: fromBase64url(lastSeenHead)
  });

  return {
    async open({ face, deskBox, archiveBox, records }) {
      try {
        const faceBytes = fromBase64url(face);
        const parsed = parseFace(fromUtf8(faceBytes));
        if (parsed === null) return 'face';
        // Nobody signs for a walk-in room [W1], and no service here has any.
        if (parsed.kind !== 'invited') return 'maker';
        const opened = await cryptoWorker.openRoom(vault, {
          roomId,
          face: faceBytes,
          deskBox: deskBox === null ? null : fromBase64url(deskBox),
          archiveBox: archiveBox === null ? null : fromBase64url(archiveBox),
          records: records.map(fromBase64url),
          wordList: parsed.wordList
        });
        room = opened.room;
        return { face: parsed, token: opened.token, words: opened.words };
      } catch (error) {
        return error instanceof CryptoError && error.code === 'record-mismatch' ? 'maker' : 'face';
      }
    },
    async accept(view) {
      try {
        const bytes = (text: string): Bytes => fromBase64url(text);
        const accepted = await cryptoWorker.acceptEpoch(roomOf(), {
          epochId: bytes(view.epochId),
          enc: bytes(view.enc),
          deviceKey: bytes(view.deviceKey),
          shareHash: bytes(view.shareHash),
          leaveHash: bytes(view.leaveHash),
          mac: bytes(view.mac)
        });
        if (!accepted.macOk) return { macOk: false, phrase: '' };
        epochs.set(view.epochId, accepted.epoch);
        return { macOk: true, phrase: toBase64url(accepted.phraseBits) };
      } catch {
        return { macOk: false, phrase: '' };
      }
    },
    read: (items) =>
      Promise.all(items.map(async (item) => ({ order: item.order, reading: await readOne(item) }))),
    async readSignal({ epochId, sealed }) {
      try {
        const { content } = await cryptoWorker.openSignal(epochOf(epochId), fromBase64url(sealed));
        return fromUtf8(content);
      } catch {
        return null;
      }
    },
    async seal({ chain, sequence, lastSeenHead, content }) {
      const body = utf8(JSON.stringify(content));
      const head = header(sequence, lastSeenHead);
      if (content.t === 'earlier' || 'copyOf' in content) {
        const sealed = await cryptoWorker.sealCopy(epochOf(chain), head, body);
        return {
          envelope: toBase64url(sealed.envelope),
          hash: toBase64url(sealed.envelopeHash),
          headNumber: 0
        };
      }
      const sealed = await cryptoWorker.sealLog(roomOf(), vault, head, body);
      return {
        envelope: toBase64url(sealed.envelope),
        hash: toBase64url(sealed.hash),
        headNumber: sealed.headNumber
      };
    },
    async sealSignal({ epochId, sequence, lastSeenHead, content }) {
      const body = utf8(JSON.stringify(content));
      const { envelope } = await cryptoWorker.sealSignal(
        epochOf(epochId),
        header(sequence, lastSeenHead),
        body
      );
      return toBase64url(envelope);
    },
    drop() {
      for (const handle of epochs.values()) void cryptoWorker.forget(handle).catch(() => undefined);
      if (room !== null) void cryptoWorker.forget(room).catch(() => undefined);
      epochs.clear();
      room = null;
    }
  };
}
