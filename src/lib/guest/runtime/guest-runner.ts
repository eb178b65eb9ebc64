// Runs the reducer's effects: the worker's seals, signatures, the store, the line. Decides nothing; every
// result returns as an event. Keeps what no state may hold: handles, the device key, the resume share.
// Rules: O3, P1, P2, J2, J8, R6.
import type { Untimed } from '#lib/core/work.ts';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { BegunEpoch, GuestCrypto } from '#lib/crypto/worker/guest-crypto.ts';
import { signWithDevice } from '#lib/crypto/room/device-key.ts';
import { joinChallengeBytes, resumeChallengeBytes } from '#lib/crypto/room/transcript.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { RESUME_VERSION, type ResumeContent } from '#lib/protocol/content.ts';
import type { Face } from '#lib/protocol/face.ts';
import {
  isLaterChallenge,
  parseToGuestFrame,
  type GuestFrame,
  type ToGuestFrame
} from '#lib/protocol/guest-wire.ts';
import { openRoomSocket, type RoomSocket } from '#lib/sync/room-socket.ts';
import { isNewer } from '#lib/sync/storage-error.ts';
import { askFace, endOf } from '#lib/sync/face-request.ts';
import { GuestSeals } from './guest-seals.ts';
import { GUEST_FINAL_CODES } from '../core/final-codes.ts';
import type { GuestEffect, GuestEvent, Proof } from '../core/events.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';
import { ResumeShares } from './resume-boxes.ts';
import { isLeaving } from '../exit/leaving.ts';
import { rememberPlace, type TabPlace } from '../exit/tab-place.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export type Happening = Untimed<GuestEvent>;

/** Where this page is, and as which device. */
export interface JoinedAs {
  readonly serviceId: string;
  readonly roomId: Bytes;
  /** The same in the form that addresses and the disk use. */
  readonly roomHex: string;
  readonly epochId: Bytes;
  readonly deviceKey: DeviceKey;
}

interface RunnerOptions {
  readonly joinedAs: JoinedAs;
  readonly cryptoWorker: GuestCrypto;
  readonly storage: GuestStorage;
  readonly dispatch: (happening: Happening) => void;
  /** A resumed page gets its face and its phrase from the box. */
  readonly onResumed: (face: Face, phraseBits: Bytes) => void;
  readonly onDeliverWaiting: () => void;
  /** A loss has been recorded for the person to read. */
  readonly onLoss: () => void;
}

export class GuestRunner {
  readonly #o: RunnerOptions;
  readonly #room: string;
  #socket: RoomSocket<GuestFrame> | null = null;
  #transcript: Bytes | null = null;
  #faceText = '';
  /** Fields of a resume box that this page does not know: they are copied into the next one [R6]. */
  #unknown: object = {};
  #leaveToken: Bytes | null = null;
  readonly #seals: GuestSeals;
  readonly #shares: ResumeShares;

  constructor(options: RunnerOptions) {
    this.#o = options;
    this.#room = options.joinedAs.roomHex;
    this.#seals = new GuestSeals(options.cryptoWorker);
    this.#shares = new ResumeShares(options);
  }

  /** Takes the epoch that was begun here. */
  take(begun: BegunEpoch, faceText: string): void {
    this.#seals.epoch = begun.epoch;
    this.#transcript = begun.transcript;
    this.#leaveToken = begun.leaveToken;
    this.#shares.begin(begun.u);
    this.#faceText = faceText;
  }

  get place(): TabPlace | null {
    const { serviceId, roomId, epochId } = this.#o.joinedAs;
    if (this.#leaveToken === null) return null;
    return {
      serviceId,
      roomId: toBase64url(roomId),
      epochId: toBase64url(epochId),
      leaveToken: toBase64url(this.#leaveToken)
    };
  }

  /** Resolves when what this page must remember is on the phone, or could not be stored. */
  async settled(): Promise<void> {
    await this.#shares.settled();
  }

  nudge(): void {
    this.#socket?.nudge();
  }

  stop(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#o.cryptoWorker.close();
  }

  run(effect: GuestEffect): void {
    switch (effect.type) {
      case 'connect':
        return this.#connect();
      case 'reconnect':
        this.#socket?.close();
        return this.#connect();
      case 'disconnect':
        this.#socket?.close();
        this.#socket = null;
        return;
      case 'send':
        this.#socket?.send(effect.frame);
        return;
      case 'sign':
        return void this.#sign(effect.proof, effect.challenge);
      case 'remember-place':
        return rememberPlace(this.place);
      case 'save-box':
        return void this.#saveBox(effect).catch(this.#couldNot);
      case 'adopt-share':
        return void this.#shares.adopt().catch(this.#couldNot);
      case 'drop-keys':
        return this.#dropKeys(effect.box);
      case 'deliver-waiting':
        return this.#o.onDeliverWaiting();
      case 'open-resume':
        return void this.#openResume(effect.share);
      default:
        return void this.#work(effect);
    }
  }

  async #work(effect: GuestEffect): Promise<void> {
    const { storage, dispatch, onLoss } = this.#o;
    switch (effect.type) {
      case 'open':
        return dispatch({
          type: 'opened',
          n: effect.n,
          content: await this.#seals.open(effect.envelope)
        });
      case 'open-waiting': {
        const content = await this.#seals.open(effect.envelope);
        return dispatch({ type: 'waiting-opened', key: effect.key, content });
      }
      case 'seal': {
        const sealed = await this.#seals.seal(effect).catch(() => null);
        return dispatch(
          sealed === null
            ? { type: 'seal-failed', id: effect.id }
            : { type: 'sealed', id: effect.id, ...sealed }
        );
      }
      case 'seal-signal': {
        const sealed = await this.#seals.sealSignal(effect).catch(() => null);
        if (sealed !== null) dispatch({ type: 'signal-sealed', kind: effect.kind, sealed });
        return;
      }
      case 'open-signal': {
        const content = await this.#seals.openSignal(effect.sealed);
        return dispatch({ type: 'signal-opened', kind: effect.kind, content });
      }
      case 'store': {
        const durable = await storage.outbox
          .put(this.#room, [...effect.before, effect.item])
          .then(() => true, this.#couldNot);
        return dispatch({ type: 'stored', item: effect.item, durable });
      }
      case 'settle':
        // An item that is not removed is sent again, and gets the same receipt [O1].
        return storage.outbox.remove(this.#room, effect.item).catch(() => undefined);
      case 'give-up':
        // An item that is not removed is refused again, and is recorded then.
        return storage.giveUp(this.#room, effect.items, effect.why).then(onLoss, () => undefined);
      case 'load-outbox': {
        const items = await storage.outbox.list(this.#room).catch(this.#couldNot);
        await this.#keepKey().catch(this.#couldNot);
        return dispatch(items ? { type: 'outbox-loaded', items } : { type: 'outbox-unreadable' });
      }
      case 'put-back': {
        const { items } = effect;
        const done = await storage.outbox
          .putBack(this.#room, items)
          .then(() => true, this.#couldNot);
        if (done) dispatch({ type: 'put-back', items });
        return;
      }
      case 'ask-end': {
        const { serviceId } = this.#o.joinedAs;
        const asked = await askFace(serviceId, this.#room, isLeaving);
        return dispatch({ type: 'end-judged', end: endOf(asked) });
      }
      default:
        return;
    }
  }

  /** Without its key no later page could deliver what waits [O7]. */
  async #keepKey(): Promise<void> {
    const { storage, joinedAs } = this.#o;
    await storage.outbox.refuseLater();
    if ((await storage.deviceKey(this.#room)) === null)
      await storage.keepDeviceKey(this.#room, joinedAs.serviceId, joinedAs.deviceKey);
  }

  /** The disk failed; a later page of ours may be the cause [R6]. */
  readonly #couldNot = (error: unknown): false => {
    if (isNewer(error)) this.#o.dispatch({ type: 'outdated' });
    return false;
  };

  /** 16 random bytes of this page load [S5]. */
  setSender(sender: Bytes): void {
    this.#seals.sender = sender;
  }

  #connect(): void {
    const { dispatch, joinedAs } = this.#o;
    this.#socket?.close();
    this.#socket = openRoomSocket<ToGuestFrame, GuestFrame>({
      url: roomPath(joinedAs.serviceId, this.#room, 'socket'),
      parse: parseToGuestFrame,
      finalCodes: GUEST_FINAL_CODES,
      onUp: () => dispatch({ type: 'up' }),
      onDown: ({ code, willRetry }) => dispatch({ type: 'down', code, willRetry }),
      onFrame: (frame) => dispatch({ type: 'frame', frame }),
      onUnreadable: (text) => {
        if (isLaterChallenge(text)) dispatch({ type: 'outdated' });
      }
    });
  }

  async #sign(proof: Proof, challenge: string): Promise<void> {
    const { joinedAs, dispatch } = this.#o;
    try {
      const fresh = fromBase64url(challenge);
      const message =
        proof === 'join'
          ? joinChallengeBytes(this.#transcript ?? new Uint8Array(), fresh)
          : resumeChallengeBytes(joinedAs.roomId, joinedAs.epochId, fresh);
      const sig = toBase64url(await signWithDevice(joinedAs.deviceKey.privateKey, message));
      dispatch({ type: 'signed', proof, challenge, sig });
    } catch {
      dispatch({ type: 'sign-failed', proof });
    }
  }

  async #openResume(share: string): Promise<void> {
    const { dispatch, onResumed } = this.#o;
    const back = await this.#shares.open(fromBase64url(share));
    if (back.type !== 'back') return dispatch({ type: 'resume-failed', why: back.type });
    const { opened, content, face } = back;
    this.#unknown = content;
    this.#seals.epoch = opened.epoch;
    this.#leaveToken = opened.leaveToken;
    this.#faceText = content.face;
    onResumed(face, opened.phraseBits);
    const { resumeWindowMs, unattendedMs } = face.policy.lifetimes;
    const { tip, draft } = content;
    dispatch({ type: 'resume-opened', tip, draft, resumeWindowMs, unattendedMs });
  }

  async #saveBox({ fresh, tip, draft }: Extract<GuestEffect, { type: 'save-box' }>): Promise<void> {
    const deviceKey = toBase64url(this.#o.joinedAs.deviceKey.publicKey);
    const known = { v: RESUME_VERSION, face: this.#faceText, tip, deviceKey, draft } as const;
    const content: ResumeContent = { ...this.#unknown, ...known };
    const u = await this.#shares.save(this.#seals.handle(), content, fresh);
    if (u !== null) this.#o.dispatch({ type: 'box-saved', share: fresh ? toBase64url(u) : null });
  }

  #dropKeys(box: 'drop' | 'keep'): void {
    const { cryptoWorker } = this.#o;
    if (this.#seals.epoch !== null)
      void cryptoWorker.forget(this.#seals.epoch).catch(() => undefined);
    this.#seals.epoch = null;
    this.#transcript = null;
    this.#faceText = '';
    this.#unknown = {};
    this.#shares.drop(box);
  }
}
