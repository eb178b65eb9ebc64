// Runs what the reducer asks for: the worker's seals, signatures, the store, the line. Decides
// nothing; every result goes back as an event. Keeps what no state may hold: handles, the device
// key, the resume share. Rules: O3, P1, P2, J2, J8.
import { fromBase64url, fromUtf8, toBase64url, toHex, utf8 } from '#lib/crypto/bytes.ts';
import type { BegunEpoch, GuestDoor, SessionHandle } from '#lib/crypto/crypto-door.ts';
import { signWithDevice } from '#lib/crypto/device-key.ts';
import { joinChallengeBytes, resumeChallengeBytes } from '#lib/crypto/transcript.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { parseResumeContent, type ResumeContent } from '#lib/protocol/content.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import { parseToGuestFrame, type GuestFrame, type ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { openRoomSocket, type RoomSocket } from '#lib/room/room-socket.ts';
import { GUEST_FINAL_CODES } from './deliver-waiting.ts';
import type { GuestEffect, GuestEvent, Proof } from './guest-events.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';
import { PLACE_KEY, type TabPlace } from './exit.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** An event without its time; the session adds it. */
export type Happening = GuestEvent extends infer E
  ? E extends GuestEvent
    ? Omit<E, 'nowMs'>
    : never
  : never;

/** Where this page is, and as which device. */
export interface Standing {
  readonly serviceId: string;
  readonly roomId: Bytes;
  readonly epochId: Bytes;
  readonly deviceKey: DeviceKey;
}

interface Share {
  readonly u: Bytes;
  readonly box: Bytes | null;
}

export interface RunnerOptions {
  readonly standing: Standing;
  readonly door: GuestDoor;
  readonly storage: GuestStorage;
  readonly dispatch: (happening: Happening) => void;
  /** A resumed page learns its face, its phrase and its goodbye from the box. */
  readonly onResumed: (face: Face, phraseBits: Bytes, leaveToken: Bytes) => void;
  readonly onDeliverWaiting: () => void;
}

export class GuestRunner {
  readonly #o: RunnerOptions;
  readonly #room: string;
  #socket: RoomSocket<GuestFrame> | null = null;
  #session: SessionHandle | null = null;
  #transcript: Bytes | null = null;
  #faceText = '';
  #leaveToken: Bytes | null = null;
  #current: Share | null = null;
  #next: Share | null = null;
  /** Boxes are written one after the other. */
  #boxes: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#o = options;
    this.#room = toHex(options.standing.roomId);
  }

  /** The epoch that was begun here. */
  take(begun: BegunEpoch, faceText: string): void {
    this.#session = begun.session;
    this.#transcript = begun.transcript;
    this.#leaveToken = begun.leaveToken;
    this.#current = { u: begun.u, box: null };
    this.#faceText = faceText;
  }

  get place(): TabPlace | null {
    const { serviceId, roomId, epochId } = this.#o.standing;
    if (this.#leaveToken === null) return null;
    return {
      serviceId,
      roomId: toBase64url(roomId),
      epochId: toBase64url(epochId),
      leaveToken: toBase64url(this.#leaveToken)
    };
  }

  nudge(): void {
    this.#socket?.nudge();
  }

  /** Line and worker end here. */
  stop(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#o.door.close();
  }

  run(effect: GuestEffect): void {
    switch (effect.t) {
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
        return this.#rememberPlace();
      case 'save-box':
        this.#boxes = this.#boxes.then(() => this.#saveBox(effect)).catch(() => undefined);
        return;
      case 'adopt-share':
        this.#boxes = this.#boxes.then(() => this.#adoptShare()).catch(() => undefined);
        return;
      case 'drop-session':
        return this.#dropSession();
      case 'deliver-waiting':
        return this.#o.onDeliverWaiting();
      case 'open-resume':
        return void this.#openResume(effect.share);
      default:
        return void this.#work(effect);
    }
  }

  async #work(effect: GuestEffect): Promise<void> {
    const { door, storage, dispatch } = this.#o;
    switch (effect.t) {
      case 'open':
        return dispatch({ t: 'opened', n: effect.n, content: await this.#open(effect.envelope) });
      case 'open-waiting': {
        const content = await this.#open(effect.envelope);
        return dispatch({ t: 'waiting-opened', key: effect.key, content });
      }
      case 'seal': {
        try {
          const sealed = await door.sealMessage(
            this.#handle(),
            { ...this.#sender(effect.sequence), lastSeenHead: fromBase64url(effect.lastSeenHead) },
            utf8(JSON.stringify(effect.content))
          );
          const envelope = toBase64url(sealed.envelope);
          const hash = toBase64url(sealed.envelopeHash);
          dispatch({ t: 'sealed', id: effect.id, envelope, hash });
        } catch {
          dispatch({ t: 'seal-failed', id: effect.id });
        }
        return;
      }
      case 'seal-signal': {
        const header = {
          ...this.#sender(effect.sequence),
          lastSeenHead: fromBase64url(effect.lastSeenHead)
        };
        const content = utf8(JSON.stringify(effect.content));
        const sealed = await door.sealSignal(this.#handle(), header, content).catch(() => null);
        if (sealed === null) return;
        dispatch({ t: 'signal-sealed', kind: effect.kind, sealed: toBase64url(sealed.envelope) });
        return;
      }
      case 'open-signal': {
        const content = await this.#openWith('openSignal', effect.sealed);
        return dispatch({ t: 'signal-opened', kind: effect.kind, content });
      }
      case 'store': {
        const durable = await storage.outbox.put(this.#room, [...effect.before, effect.item]).then(
          () => true,
          () => false
        );
        return dispatch({ t: 'stored', item: effect.item, durable });
      }
      case 'settle':
        return storage.outbox.remove(this.#room, effect.item).catch(() => undefined);
      case 'load-outbox': {
        const items = await storage.outbox.list(this.#room).catch(() => []);
        return dispatch({ t: 'outbox-loaded', items });
      }
      default:
        return;
    }
  }

  #senderBytes: Bytes = new Uint8Array(16);

  /** 16 random bytes of this page load [S5]. */
  setSender(sender: Bytes): void {
    this.#senderBytes = sender;
  }

  #sender(sequence: number): { sender: Bytes; sequence: number } {
    return { sender: this.#senderBytes, sequence };
  }

  #handle(): SessionHandle {
    if (this.#session === null) throw new Error('no session');
    return this.#session;
  }

  #open(envelope: string): Promise<string | null> {
    return this.#openWith('openMessage', envelope);
  }

  async #openWith(by: 'openMessage' | 'openSignal', envelope: string): Promise<string | null> {
    try {
      const { content } = await this.#o.door[by](this.#handle(), fromBase64url(envelope));
      return fromUtf8(content);
    } catch {
      return null;
    }
  }

  #connect(): void {
    const { dispatch, standing } = this.#o;
    this.#socket?.close();
    this.#socket = openRoomSocket<ToGuestFrame, GuestFrame>({
      url: roomPath(standing.serviceId, this.#room, 'socket'),
      parse: parseToGuestFrame,
      finalCodes: GUEST_FINAL_CODES,
      onUp: () => dispatch({ t: 'up' }),
      onDown: ({ code, willRetry }) => dispatch({ t: 'down', code, willRetry }),
      onFrame: (frame) => dispatch({ t: 'frame', frame })
    });
  }

  async #sign(proof: Proof, challenge: string): Promise<void> {
    const { standing, dispatch } = this.#o;
    try {
      const fresh = fromBase64url(challenge);
      const message =
        proof === 'join'
          ? joinChallengeBytes(this.#transcript ?? new Uint8Array(), fresh)
          : resumeChallengeBytes(standing.roomId, standing.epochId, fresh);
      const sig = toBase64url(await signWithDevice(standing.deviceKey.privateKey, message));
      dispatch({ t: 'signed', proof, challenge, sig });
    } catch {
      dispatch({ t: 'sign-failed', proof });
    }
  }

  #rememberPlace(): void {
    const { place } = this;
    if (place === null) return;
    const state = history.state as Record<string, unknown> | null;
    history.replaceState({ ...state, [PLACE_KEY]: place }, '', '/r');
  }

  async #saveBox(effect: Extract<GuestEffect, { t: 'save-box' }>): Promise<void> {
    const { door, storage, standing, dispatch } = this.#o;
    const u = effect.fresh ? await door.freshShare() : this.#current?.u;
    if (u === undefined) return;
    const content: ResumeContent = {
      v: 1,
      face: this.#faceText,
      tip: effect.tip,
      deviceKey: toBase64url(standing.deviceKey.publicKey),
      draft: effect.draft
    };
    const box = await door.sealResume(this.#handle(), u, utf8(JSON.stringify(content)));
    if (effect.fresh) this.#next = { u, box };
    else this.#current = { u, box };
    await storage.keepBoxes(this.#room, toBase64url(standing.epochId), this.#boxList());
    dispatch({ t: 'box-saved', share: effect.fresh ? toBase64url(u) : null });
  }

  #boxList(): Bytes[] {
    return [this.#next?.box, this.#current?.box].filter((box) => box != null);
  }

  async #adoptShare(): Promise<void> {
    if (this.#next === null) return;
    this.#current = this.#next;
    this.#next = null;
    const epochId = toBase64url(this.#o.standing.epochId);
    await this.#o.storage.keepBoxes(this.#room, epochId, this.#boxList());
  }

  async #openResume(share: string): Promise<void> {
    const { door, storage, standing, dispatch, onResumed } = this.#o;
    const { roomId, epochId } = standing;
    const u = fromBase64url(share);
    const boxes = await storage.boxes(this.#room, toBase64url(epochId)).catch(() => []);
    for (const box of boxes) {
      const opened = await door.openResume({ u, roomId, epochId, box }).catch(() => null);
      const content = opened && parseResumeContent(fromUtf8(opened.content));
      const face = content && parseFace(content.face);
      if (!opened || !content || !face) continue;
      this.#session = opened.session;
      this.#leaveToken = opened.leaveToken;
      this.#current = { u, box };
      this.#faceText = content.face;
      onResumed(face, opened.phraseBits, opened.leaveToken);
      const { resumeWindowMs, unattendedMs } = face.policy.lifetimes;
      const { tip, draft } = content;
      return dispatch({ t: 'resume-opened', tip, draft, resumeWindowMs, unattendedMs });
    }
    dispatch({ t: 'resume-failed' });
  }

  #dropSession(): void {
    const { door, storage } = this.#o;
    if (this.#session !== null) void door.forget(this.#session).catch(() => undefined);
    this.#session = null;
    this.#transcript = null;
    this.#current = null;
    this.#next = null;
    this.#faceText = '';
    void storage.dropBoxes(this.#room).catch(() => undefined);
  }
}
