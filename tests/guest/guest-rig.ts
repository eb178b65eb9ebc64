// One guest page's reducer. The shipped crypto runs its effects; the test controls the room, which appends
// honestly unless told to lie, and the clock.
import type { Untimed } from '#lib/core/work.ts';
import { ROOM_LOG_EPOCH } from '#lib/crypto/room/chain.ts';
import { chainNext, chainStart } from '#lib/crypto/room/chain.ts';
import {
  fromBase64url,
  fromUtf8,
  toBase64url,
  utf8,
  type Bytes
} from '#lib/crypto/primitives/bytes.ts';
import type { EpochHandle } from '#lib/crypto/worker/operation-types.ts';
import { envelopeHash } from '#lib/crypto/room/envelope-header.ts';
import { createGuestOperations } from '#lib/crypto/worker/guest-operations.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { parseRoomToken } from '#lib/crypto/room/room-token.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import type { CopyContent, SignalContent } from '#lib/protocol/content.ts';
import type { GuestFrame, ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import type { Entry, RoomLife } from '#lib/protocol/room-view.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { initialGuest, reduceGuest, type GuestState } from '#lib/guest/core/reduce.ts';
import type { GuestEffect, GuestEvent } from '#lib/guest/core/events.ts';
import type { LossReason } from '#lib/guest/core/losses.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';

type Happening = Untimed<GuestEvent>;

const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n));
const stretch = (password: Bytes, salt: Bytes): Promise<Bytes> =>
  argon2id(password, salt, { memoryKiB: 64, passes: 1, lanes: 1, length: 32 });
const guestOps = createGuestOperations(random)(stretch);
const staffOps = createStaffOperations(random)(stretch);
const text = toBase64url;

export const START_MS = 1_800_000_000_000;

const openLife: RoomLife = {
  state: 'open',
  createdAtMs: START_MS,
  endedAtMs: null,
  endReason: null,
  deleteAtMs: START_MS + nettpatrulje.lifetimes.hardCapMs
};

/** The member who makes the rooms, created once per test file. */
const newMaker = () =>
  staffOps.newMember({ serviceId: random(4), name: 'Kari', passphrase: 'fem gule sko' });
let maker: ReturnType<typeof newMaker> | null = null;

/** A joined page and its room. */
export class GuestRig {
  state: GuestState = initialGuest;
  nowMs = START_MS;
  readonly sent: GuestFrame[] = [];
  readonly effects: GuestEffect[] = [];
  readonly store: OutboxItem[] = [];
  /** The room's chain of this epoch. */
  readonly entries: Entry[] = [];
  /** Effects of these kinds wait until the test runs them. */
  hold = new Set<GuestEffect['type']>();
  readonly held: GuestEffect[] = [];
  storeFails = false;
  storeUnreadable = false;
  /** The room's answer about its end over HTTP. */
  endSaid: 'gone' | 'ended' | null = null;
  /** Items that were recorded as never arrived. */
  readonly givenUp: { readonly item: OutboxItem; readonly why: LossReason }[] = [];
  readonly roomId: Bytes;
  readonly epochId: Bytes;
  readonly epoch: EpochHandle;
  readonly staffEpoch: EpochHandle;
  readonly sender = random(16);
  readonly staffSender = random(16);
  #staffSequence = 0;
  #signalSequence = 0;
  #order = 0;

  private constructor(made: {
    roomId: Bytes;
    epochId: Bytes;
    epoch: EpochHandle;
    staffEpoch: EpochHandle;
  }) {
    this.roomId = made.roomId;
    this.epochId = made.epochId;
    this.epoch = made.epoch;
    this.staffEpoch = made.staffEpoch;
  }

  /** Makes room and epoch, and begins; the room has not answered yet. */
  static async begin({ recognised = true } = {}): Promise<GuestRig> {
    const { room, publicKey } = await staffOps.newRoom();
    const face = utf8('{"a face":"of this test"}');
    const { vault } = await (maker ??= newMaker());
    const sealed = await staffOps.sealRoom(room, vault, { face, wordList: 'nb' });
    const token = parseRoomToken(sealed.token);
    if (token === null) throw new Error('no token');
    const { roomId, pskHandle, joinToken } = await guestOps.unlock({
      token,
      face,
      words: sealed.words
    });
    const deviceKey = new Uint8Array(65).fill(4);
    const begun = await guestOps.beginEpoch({ pskHandle, face, roomId, publicKey, deviceKey });
    const accepted = await staffOps.acceptEpoch(room, { ...begun, deviceKey });
    if (!accepted.macOk) throw new Error('the epoch was not accepted');
    const rig = new GuestRig({
      roomId,
      epochId: begun.epochId,
      epoch: begun.epoch,
      staffEpoch: accepted.epoch
    });
    await rig.happen({
      type: 'begin',
      ...rig.where(),
      recognised,
      join: {
        joinToken: text(joinToken),
        enc: text(begun.enc),
        leaveHash: text(begun.leaveHash),
        share: text(begun.u),
        mac: text(begun.mac)
      }
    });
    return rig;
  }

  /** Begun, proved and joined. */
  static async joined(): Promise<GuestRig> {
    const rig = await GuestRig.begin();
    await rig.connect();
    await rig.answerEntry();
    return rig;
  }

  where() {
    return {
      roomId: text(this.roomId),
      epochId: text(this.epochId),
      deviceKey: text(new Uint8Array(65).fill(4)),
      sender: text(this.sender),
      resumeWindowMs: 600_000,
      unattendedMs: 60_000,
      recognised: true
    };
  }

  get phase(): string {
    return this.state.over?.why ?? this.state.phase;
  }

  /** The fault that stopped the page, or null. */
  get fault(): string | null {
    return this.state.over?.why === 'tampering' ? this.state.over.fault : null;
  }

  async happen(happening: Happening): Promise<void> {
    const event = { ...happening, nowMs: this.nowMs } as GuestEvent;
    const { state, effects } = reduceGuest(this.state, event);
    this.state = state;
    for (const effect of effects) {
      this.effects.push(effect);
      if (this.hold.has(effect.type)) this.held.push(effect);
      else await this.run(effect);
    }
  }

  /** Runs the held effects, in the order given. */
  async release(order: (held: readonly GuestEffect[]) => readonly GuestEffect[] = (h) => h) {
    this.hold.clear();
    const held = order(this.held.splice(0));
    for (const effect of held) await this.run(effect);
  }

  async later(ms: number): Promise<void> {
    this.nowMs += ms;
    await this.happen({ type: 'tick' });
  }

  frame(frame: ToGuestFrame): Promise<void> {
    return this.happen({ type: 'frame', frame });
  }

  /** The line comes up and the room sends its challenge; the page signs. */
  async connect(): Promise<void> {
    await this.happen({ type: 'up' });
    const challenge = text(random(32));
    await this.frame({ t: 'challenge', v: 1, challenge, nowMs: this.nowMs });
  }

  drop(): Promise<void> {
    return this.happen({ type: 'down', code: 1006, willRetry: true });
  }

  last<T extends GuestFrame['t']>(t: T): Extract<GuestFrame, { t: T }> {
    const found = this.sent.findLast((frame) => frame.t === t);
    if (found === undefined) throw new Error(`no ${t} was sent`);
    return found as Extract<GuestFrame, { t: T }>;
  }

  count(t: GuestFrame['t']): number {
    return this.sent.filter((frame) => frame.t === t).length;
  }

  tip(): { n: number; head: string } {
    const last = this.entries.at(-1);
    return last
      ? { n: last.n, head: last.head }
      : { n: 0, head: text(chainStart(this.roomId, this.epochId)) };
  }

  /** Answers the page's join or resume, then sends the missing entries. */
  async answerEntry(share: string | null = null): Promise<void> {
    const entry = this.sent.findLast((frame) => frame.t === 'join' || frame.t === 'resume');
    if (entry === undefined) throw new Error('nothing was asked');
    const common = { ref: entry.ref, epochId: text(this.epochId), tip: this.tip(), life: openLife };
    if (entry.t === 'join') await this.frame({ t: 'joined', ...common });
    else if (entry.t === 'resume') await this.frame({ t: 'resumed', ...common, share });
    const have = entry.t === 'resume' ? entry.have : 0;
    await this.frame({ t: 'entries', items: this.entries.slice(have), more: false });
  }

  /** Appends an envelope to the honest chain. */
  append(envelope: string, order?: number): Entry {
    this.#order = order ?? this.#order + 1;
    const hash = envelopeHash(fromBase64url(envelope));
    const head = chainNext(fromBase64url(this.tip().head), hash, this.nowMs);
    const entry: Entry = {
      order: this.#order,
      chain: text(this.epochId),
      n: this.entries.length + 1,
      timeMs: this.nowMs,
      head: text(head),
      envelope
    };
    this.entries.push(entry);
    return entry;
  }

  /** The room accepts the page's newest unanswered envelope and acknowledges it. */
  async acknowledge(): Promise<Entry> {
    const { ref, envelope } = this.last('append');
    const entry = this.append(envelope);
    await this.receipt(ref, entry);
    return entry;
  }

  receipt(ref: number, { chain, n, order, timeMs, head }: Entry): Promise<void> {
    return this.frame({ t: 'receipt', ref, chain, n, order, timeMs, head });
  }

  /** A staff copy, sealed for this epoch. */
  async copy(content: CopyContent, lastSeenHead = this.tip().head): Promise<string> {
    const header = {
      sender: this.staffSender,
      sequence: this.#staffSequence++,
      lastSeenHead: fromBase64url(lastSeenHead)
    };
    const body = utf8(JSON.stringify(content));
    return text((await staffOps.sealCopy(this.staffEpoch, header, body)).envelope);
  }

  /** Staff write something; the room appends it and sends it live. */
  async staffSays(words: string, logOrder: number): Promise<Entry> {
    const content: CopyContent = {
      t: 'say',
      copyOf: text(envelopeHash(utf8(words))),
      logOrder,
      text: words,
      writtenAtMs: this.nowMs
    };
    const entry = this.append(await this.copy(content));
    await this.frame({ t: 'entries', items: [entry], more: false });
    return entry;
  }

  async staffSignal(content: SignalContent): Promise<void> {
    const header = {
      sender: this.staffSender,
      sequence: this.#signalSequence++,
      lastSeenHead: ROOM_LOG_EPOCH.length === 16 ? fromBase64url(this.tip().head) : random(32)
    };
    const body = utf8(JSON.stringify(content));
    const { envelope } = await staffOps.sealSignal(this.staffEpoch, header, body);
    await this.frame({ t: 'signal', kind: content.t, sealed: text(envelope) });
  }

  /** The content of an envelope of this page, as staff read it. */
  async read(envelope: string): Promise<unknown> {
    const { content } = await staffOps.openGuest(this.staffEpoch, fromBase64url(envelope));
    return JSON.parse(fromUtf8(content));
  }

  async run(effect: GuestEffect): Promise<void> {
    switch (effect.type) {
      case 'send':
        this.sent.push(effect.frame);
        return;
      case 'sign':
        return this.happen({
          type: 'signed',
          proof: effect.proof,
          challenge: effect.challenge,
          sig: text(new Uint8Array(64))
        });
      case 'open':
        return this.happen({
          type: 'opened',
          n: effect.n,
          content: await this.#open(effect.envelope)
        });
      case 'open-waiting': {
        const content = await this.#open(effect.envelope);
        return this.happen({ type: 'waiting-opened', key: effect.key, content });
      }
      case 'seal': {
        const sealed = await guestOps.sealMessage(
          this.epoch,
          {
            sender: this.sender,
            sequence: effect.sequence,
            lastSeenHead: fromBase64url(effect.lastSeenHead)
          },
          utf8(JSON.stringify(effect.content))
        );
        const envelope = text(sealed.envelope);
        return this.happen({
          type: 'sealed',
          id: effect.id,
          envelope,
          hash: text(sealed.envelopeHash)
        });
      }
      case 'seal-signal':
        return this.happen({
          type: 'signal-sealed',
          kind: effect.kind,
          sealed: JSON.stringify(effect.content)
        });
      case 'open-signal': {
        const opened = await guestOps.openSignal(this.epoch, fromBase64url(effect.sealed));
        return this.happen({
          type: 'signal-opened',
          kind: effect.kind,
          content: fromUtf8(opened.content)
        });
      }
      case 'store':
        if (!this.storeFails) this.store.push(...effect.before, effect.item);
        return this.happen({ type: 'stored', item: effect.item, durable: !this.storeFails });
      case 'put-back':
        if (this.storeFails) return;
        this.store.push(...effect.items.filter((item) => !this.store.includes(item)));
        return this.happen({ type: 'put-back', items: effect.items });
      case 'settle':
        this.#takeOut(effect.item);
        return;
      case 'give-up':
        for (const item of effect.items)
          if (this.#takeOut(item)) this.givenUp.push({ item, why: effect.why });
        return;
      case 'ask-end':
        return this.happen({ type: 'end-judged', end: this.endSaid });
      case 'load-outbox':
        if (this.storeUnreadable) return this.happen({ type: 'outbox-unreadable' });
        return this.happen({ type: 'outbox-loaded', items: [...this.store] });
      case 'save-box':
        return this.happen({ type: 'box-saved', share: effect.fresh ? text(random(32)) : null });
      default:
        return;
    }
  }

  #takeOut({ envelope }: OutboxItem): boolean {
    const at = this.store.findIndex((item) => item.envelope === envelope);
    if (at >= 0) this.store.splice(at, 1);
    return at >= 0;
  }

  async #open(envelope: string): Promise<string | null> {
    try {
      return fromUtf8((await guestOps.openMessage(this.epoch, fromBase64url(envelope))).content);
    } catch {
      return null;
    }
  }
}
