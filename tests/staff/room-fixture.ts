// One room with real keys, a server that is honest unless a test changes it, staff tabs with the shipped
// reducer and key shell, and young people's conversations. In memory. The real server is tested in tests/party;
// this one only has to speak its protocol.
import {
  fromBase64url,
  fromHex,
  fromUtf8,
  toBase64url,
  utf8
} from '#lib/crypto/primitives/bytes.ts';
import { chainNext, chainStart } from '#lib/crypto/room/chain.ts';
import { decodeHeader, envelopeHash } from '#lib/crypto/room/envelope-header.ts';
import { createGuestOperations } from '#lib/crypto/worker/guest-operations.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { parseRoomToken } from '#lib/crypto/room/room-token.ts';
import type {
  GuestOperations,
  EpochHandle,
  StaffCrypto,
  Stretch
} from '#lib/crypto/worker/operation-types.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import type { CopyContent, GuestContent } from '#lib/protocol/content.ts';
import type { Face } from '#lib/protocol/face.ts';
import type { Entry, EpochState, EpochView, RoomLife } from '#lib/protocol/room-view.ts';
import type { ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';

export const START_MS = 1_800_000_000_000;
export const LOG = 'AAAAAAAAAAAAAAAAAAAAAA';

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
export const randomId = (): string => toBase64url(random(16));
const stretch: Stretch = (password, salt, cost) => argon2id(password, salt, cost);

/** Made once per test file: Argon2 is slow. */
export async function makeRoom() {
  const ops = createStaffOperations(random)(stretch);
  const cryptoWorker: StaffCrypto = { ...ops, close: () => undefined };
  const serviceId = fromHex(nettpatrulje.serviceId);
  const member = await ops.newMember({
    serviceId,
    name: 'Kari',
    passphrase: 'fem gule sko i gangen'
  });
  const { room, publicKey } = await ops.newRoom();
  const face: Face = {
    v: 1,
    kind: 'invited',
    host: 'Kari',
    policy: nettpatrulje,
    language: 'nb',
    wordList: 'nb',
    createdAtMs: START_MS,
    roomKey: toBase64url(publicKey)
  };
  const faceBytes = utf8(JSON.stringify(face));
  const sealed = await ops.sealRoom(room, member.vault, { face: faceBytes, wordList: 'nb' });
  const token = parseRoomToken(sealed.token);
  if (token === null) throw new TypeError('a room without a token');
  const guest = createGuestOperations(random)(stretch);
  const { words } = sealed;
  const right = await guest.unlock({ token, face: faceBytes, words });
  const wrong = await guest.unlock({ token, face: faceBytes, words: [...words].reverse() });
  return {
    holder: { cryptoWorker, vault: member.vault },
    memberId: toBase64url(member.memberId),
    roomId: toBase64url(sealed.roomId),
    face: toBase64url(faceBytes),
    deskBox: toBase64url(sealed.deskBox),
    archiveBox: toBase64url(sealed.archiveBox),
    records: [toBase64url(sealed.record)],
    guest,
    begin: (deviceKey: Uint8Array<ArrayBuffer>, code: 'right' | 'wrong') =>
      guest.beginEpoch({
        pskHandle: (code === 'right' ? right : wrong).pskHandle,
        face: faceBytes,
        roomId: sealed.roomId,
        publicKey,
        deviceKey
      })
  };
}

export type MadeRoom = Awaited<ReturnType<typeof makeRoom>>;

/** A young person's conversation: seals, and opens what it is given. */
export class GuestConversation {
  readonly epochId: string;
  readonly #ops: GuestOperations;
  readonly #handle: EpochHandle;
  readonly #room: Room;
  readonly #sender = random(16);
  #sequence = 0;

  constructor(ops: GuestOperations, handle: EpochHandle, epochId: string, room: Room) {
    this.#ops = ops;
    this.#handle = handle;
    this.epochId = epochId;
    this.#room = room;
  }

  async seal(content: GuestContent, lastSeenHead = this.#room.head(this.epochId)): Promise<string> {
    const header = {
      sender: this.#sender,
      sequence: this.#sequence++,
      lastSeenHead: fromBase64url(lastSeenHead)
    };
    const sealed = await this.#ops.sealMessage(this.#handle, header, utf8(JSON.stringify(content)));
    return toBase64url(sealed.envelope);
  }

  async say(text: string): Promise<Entry> {
    const content = { t: 'say', text, writtenAtMs: this.#room.nowMs } as const;
    return this.#room.append(this.epochId, await this.seal(content));
  }

  /** Opens every copy in this epoch's chain, in order. */
  async copies(): Promise<CopyContent[]> {
    const copies = this.#room.entries.filter(
      (one) => one.chain === this.epochId && one.copyOf !== undefined
    );
    return Promise.all(
      copies.map(async (one) => {
        const opened = await this.#ops.openMessage(this.#handle, fromBase64url(one.envelope));
        return JSON.parse(fromUtf8(opened.content)) as CopyContent;
      })
    );
  }

  async acknowledge(): Promise<Entry> {
    const of = (await this.copies()).map((copy) => copy.copyOf);
    return this.#room.append(this.epochId, await this.seal({ t: 'got', of }));
  }
}

/** The server: chains, receipts and epochs, as it would report them. */
export class Room {
  readonly made: MadeRoom;
  nowMs = START_MS;
  entries: Entry[] = [];
  epochs = new Map<string, EpochView>();
  life: RoomLife = {
    state: 'invited',
    createdAtMs: START_MS,
    endedAtMs: null,
    endReason: null,
    deleteAtMs: START_MS + 1e9
  };

  constructor(made: MadeRoom) {
    this.made = made;
  }

  tick(ms = 1_000): number {
    return (this.nowMs += ms);
  }

  head(chain: string): string {
    const start = () =>
      toBase64url(chainStart(fromBase64url(this.made.roomId), fromBase64url(chain)));
    return this.entries.findLast((one) => one.chain === chain)?.head ?? start();
  }

  /** Its answer to somebody of staff who enters. */
  entered(ref: number): Extract<ToStaffFrame, { t: 'entered' }> {
    const { face, deskBox, archiveBox, records } = this.made;
    const closed = this.life.state === 'closed';
    return {
      t: 'entered',
      ref,
      face,
      deskBox: closed ? null : deskBox,
      archiveBox: closed ? archiveBox : null,
      records,
      life: this.life,
      epochs: [...this.epochs.values()],
      attempts: {
        strangers: 0,
        known: 0,
        strangersLocked: false,
        newcomersLocked: false,
        knownLocked: false,
        lastAtMs: null
      },
      lastOrder: this.entries.length,
      readOrder: 0,
      answeredOrder: 0
    };
  }

  append(chain: string, envelope: string, copyOf?: string): Entry {
    this.tick();
    const hash = envelopeHash(fromBase64url(envelope));
    const entry: Entry = {
      order: this.entries.length + 1,
      chain,
      n: this.entries.filter((one) => one.chain === chain).length + 1,
      timeMs: this.nowMs,
      head: toBase64url(chainNext(fromBase64url(this.head(chain)), hash, this.nowMs)),
      envelope,
      ...(copyOf === undefined ? {} : { copyOf })
    };
    this.entries.push(entry);
    return entry;
  }

  /** The entry that this very envelope, or another copy of the same message, already has [O1, O6]. */
  held(envelope: string, chain: string, copyOf?: string): Entry | undefined {
    return this.entries.find(
      (one) =>
        one.envelope === envelope ||
        (copyOf !== undefined && one.copyOf === copyOf && one.chain === chain)
    );
  }

  static chainOf(envelope: string): string {
    return toBase64url(decodeHeader(fromBase64url(envelope)).epochId);
  }

  /** Joins; an older epoch of the same device is replaced. */
  async join(
    deviceKey: Uint8Array<ArrayBuffer>,
    code: 'right' | 'wrong' = 'right'
  ): Promise<GuestConversation> {
    this.tick();
    const begun = await this.made.begin(deviceKey, code);
    const epochId = toBase64url(begun.epochId);
    const key = toBase64url(deviceKey);
    for (const view of this.epochs.values())
      if (view.deviceKey === key && ['pending', 'confirmed'].includes(view.state))
        this.close(view.epochId, 'replaced');
    this.epochs.set(epochId, {
      epochId,
      enc: toBase64url(begun.enc),
      deviceKey: key,
      shareHash: toBase64url(begun.shareHash),
      leaveHash: toBase64url(begun.leaveHash),
      mac: toBase64url(begun.mac),
      state: 'pending',
      joinedOrder: this.entries.length,
      joinedAtMs: this.nowMs,
      connected: true,
      lastSeenMs: this.nowMs,
      closedAtMs: null
    });
    this.life = { ...this.life, state: 'open' };
    return new GuestConversation(this.made.guest, begun.epoch, epochId, this);
  }

  close(epochId: string, state: EpochState): void {
    const view = this.epochs.get(epochId);
    if (view === undefined) throw new TypeError('no such epoch');
    const closed = { ...view, state, connected: false, closedAtMs: this.tick() };
    this.epochs.set(epochId, closed);
  }

  view(epochId: string): EpochView {
    const view = this.epochs.get(epochId);
    if (view === undefined) throw new TypeError('no such epoch');
    return view;
  }
}

/** 65 bytes that name a phone; the reducer never checks its curve. */
export const phone = (): Uint8Array<ArrayBuffer> => random(65);
