// The shell around reduceGuest: adds the time to events, runs effects, sets one timer, and owns the state
// that the screens show. One per page that is in a room. Rules: O3, P2, P3, J8, R6.
import {
  concatBytes,
  fromBase64url,
  fromUtf8,
  toBase64url,
  toHex
} from '#lib/crypto/primitives/bytes.ts';
import { loadWordList, wordsFromBits } from '#lib/crypto/room/code-words.ts';
import { CryptoError } from '#lib/crypto/primitives/crypto-error.ts';
import {
  openGuestCrypto,
  type GuestCrypto,
  type PskHandle
} from '#lib/crypto/worker/guest-crypto.ts';
import type { RoomToken } from '#lib/crypto/room/room-token.ts';
import type { Face } from '#lib/protocol/face.ts';
import { homeService } from '#lib/protocol/services.ts';
import { mayReload } from '../core/only-here.ts';
import { isSealed } from '../core/under-way.ts';
import { isNewer } from '#lib/sync/storage-error.ts';
import { fetchPart } from '#lib/ui/fetch-part.ts';
import { knownDeviceKey, ownDeviceKey } from './device-key.ts';
import { stopAtExit } from '../exit/exit.ts';
import { askFace, endOf } from '#lib/sync/face-request.ts';
import { initialGuest, nextWakeMs, reduceGuest, type GuestState } from '../core/reduce.ts';
import { textsThatDidNotArrive } from '../core/display.ts';
import type { GuestEvent } from '../core/events.ts';
import { GuestRunner, type Happening, type JoinedAs } from './guest-runner.ts';
import type { DeviceKey, GuestStorage } from './guest-storage.ts';
import { isLeaving } from '../exit/leaving.ts';
import type { TabPlace } from '../exit/tab-place.ts';
import { scriptUrl, workerUrl } from '../platform/trusted-scripts.ts';

/** After this long without a line the page asks over HTTP: the room may be gone. */
const ASK_AFTER_MS = 6_000;

export const openCrypto = (): GuestCrypto =>
  openGuestCrypto(() => new Worker(scriptUrl(workerUrl), { type: 'module' }));

/** Also ignores a failed rehearsal: what it lacks shows when it is needed. */
const no = (): void => undefined;

/** How long a page that is about to reload waits for its writes. */
const KEEP_AT_MOST_MS = 1_500;

const random = (n: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(n));

/** What a page needs to begin: the link, the room's face (verbatim and parsed), the words. */
interface Beginning {
  readonly token: RoomToken;
  readonly serviceId: string;
  readonly roomId: Uint8Array<ArrayBuffer>;
  readonly roomHex: string;
  readonly faceBytes: Uint8Array<ArrayBuffer>;
  readonly face: Face;
  readonly words: readonly string[];
}

export class GuestConversation {
  state: GuestState = $state.raw(initialGuest);
  /** The room's face; null until a returning page has opened its box. */
  face: Face | null = $state.raw(null);
  /** Four words that staff can read aloud; empty until they are known [K6]. */
  phrase: readonly string[] = $state.raw([]);

  /** A loss has been recorded for the person to read. */
  onLoss: () => void = no;

  readonly #storage: GuestStorage;
  #cryptoWorker: GuestCrypto | null = null;
  #runner: GuestRunner | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #joinedAs: JoinedAs | null = null;
  #askedAtMs = 0;
  readonly #takeBack: () => void;

  constructor(storage: GuestStorage) {
    this.#storage = storage;
    storage.onCut = () => this.send({ type: 'store-cut' });
    this.#takeBack = stopAtExit(() => this.stop());
    document.addEventListener('visibilitychange', this.#onVisibility);
    addEventListener('pagehide', this.#onHide);
    this.#asking = setInterval(() => void this.#askWhenDown(), ASK_AFTER_MS);
  }
  readonly #asking: ReturnType<typeof setInterval>;

  /** Loads and compiles the workers while the words are being typed. */
  warm(roomKey: string): void {
    if (isLeaving()) return;
    if (this.#cryptoWorker === null)
      void this.#openCrypto().rehearse(fromBase64url(roomKey)).catch(no);
    this.#openCrypto().standBy();
  }

  #openCrypto(): GuestCrypto {
    return (this.#cryptoWorker ??= openCrypto());
  }

  get place(): TabPlace | null {
    return this.#runner?.place ?? null;
  }

  /** The room that this page is in or is joining; hexadecimal. */
  get room(): string | null {
    const { phase } = this.state;
    return this.#joinedAs === null || phase === 'idle' ? null : this.#joinedAs.roomHex;
  }

  /** Texts that can never arrive, in the order of writing, so that they can be copied. */
  get lostTexts(): readonly string[] {
    return textsThatDidNotArrive(this.state);
  }

  /** Whether a reload loses nothing that only this page holds. */
  get mayReload(): boolean {
    return mayReload(this.state);
  }

  /** How many messages are not sealed yet: they are in this page's memory alone. */
  get unsealed(): number {
    return this.state.underWay.filter((one) => !isSealed(one)).length;
  }

  /** Saves what the next page needs, above all a draft; gives up after a while. */
  async keep(): Promise<void> {
    this.send({ type: 'keep' });
    const late = new Promise((go) => setTimeout(go, KEEP_AT_MOST_MS));
    await Promise.race([this.#runner?.settled(), late]);
  }

  /**
   * Link, words → epoch begun; the room's answer comes as state.
   * @throws CryptoError; StorageError when a later page has been here [R6]
   */
  async begin(how: Beginning): Promise<void> {
    const cryptoWorker = this.#openCrypto();
    const { serviceId, roomId, roomHex } = how;
    let pskHandle: PskHandle | null = null;
    try {
      const [{ key: deviceKey, recognised }, unlocked] = await Promise.all([
        ownDeviceKey(this.#storage, roomHex, serviceId),
        cryptoWorker.unlock({ token: how.token, face: how.faceBytes, words: how.words })
      ]);
      pskHandle = unlocked.pskHandle;
      const begun = await cryptoWorker.beginEpoch({
        pskHandle,
        face: how.faceBytes,
        roomId,
        publicKey: fromBase64url(how.face.roomKey),
        deviceKey: deviceKey.publicKey
      });
      const { epochId } = begun;
      const runner = this.#startRunner({ serviceId, roomId, roomHex, epochId, deviceKey });
      runner.take(begun, fromUtf8(how.faceBytes));
      this.face = how.face;
      void this.#learnPhrase(how.face, begun.phraseBits);
      const { resumeWindowMs, unattendedMs } = how.face.policy.lifetimes;
      this.send({
        type: 'begin',
        ...this.#where(epochId, roomId, deviceKey.publicKey),
        resumeWindowMs,
        unattendedMs,
        recognised,
        join: {
          joinToken: toBase64url(unlocked.joinToken),
          enc: toBase64url(begun.enc),
          leaveHash: toBase64url(begun.leaveHash),
          share: toBase64url(begun.u),
          mac: toBase64url(begun.mac)
        }
      });
    } catch (error) {
      // The next try starts a new worker.
      if (error instanceof CryptoError && error.code === 'unavailable') this.#dropCrypto();
      throw error;
    } finally {
      if (pskHandle !== null) void cryptoWorker.forget(pskHandle).catch(() => undefined);
    }
  }

  /**
   * Resumes the epoch that the tab remembers, if the room still has `u` [P2]. `none`: nothing here leads
   * back; the others: something may, but this page cannot read it [R6].
   */
  async goBack(place: TabPlace): Promise<'back' | 'none' | 'newer' | 'unreadable'> {
    const roomId = fromBase64url(place.roomId);
    const epochId = fromBase64url(place.epochId);
    const roomHex = toHex(roomId);
    let deviceKey: DeviceKey | null;
    try {
      deviceKey = await knownDeviceKey(this.#storage, roomHex);
      const boxes = await this.#storage.boxes(roomHex, place.epochId);
      if (deviceKey === null || boxes.length === 0) return 'none';
    } catch (error) {
      return isNewer(error) ? 'newer' : 'unreadable';
    }
    this.#openCrypto();
    this.#startRunner({ serviceId: place.serviceId, roomId, roomHex, epochId, deviceKey });
    const { resumeWindowMs, unattendedMs } = homeService.lifetimes;
    this.send({
      type: 'return',
      ...this.#where(epochId, roomId, deviceKey.publicKey),
      resumeWindowMs,
      unattendedMs,
      recognised: true
    });
    return 'back';
  }

  write(text: string): void {
    this.send({ type: 'write', id: toBase64url(random(12)), text });
  }

  #dropCrypto(): void {
    this.#cryptoWorker?.close();
    this.#cryptoWorker = null;
  }

  /** Tries to reach the room at once. */
  retry(): void {
    this.#runner?.nudge();
  }

  send(happening: Happening): void {
    if (isLeaving()) return;
    const event = { ...happening, nowMs: Date.now() } as GuestEvent;
    const { state, effects } = reduceGuest(this.state, event);
    this.state = state;
    if (state.away !== null && state.phase === 'idle') {
      this.face = null;
      this.phrase = [];
    }
    for (const effect of effects) this.#runner?.run(effect);
    clearTimeout(this.#timer);
    const wakeMs = nextWakeMs(state);
    if (wakeMs !== null)
      this.#timer = setTimeout(
        () => this.send({ type: 'tick' }),
        Math.min(Math.max(0, wakeMs - Date.now()) + 20, 2 ** 30)
      );
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#asking);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    removeEventListener('pagehide', this.#onHide);
    this.#takeBack();
    this.#runner?.stop();
    this.#cryptoWorker?.close();
    this.#storage.close();
  }

  #sender = random(16);

  #where(epochId: Uint8Array, roomId: Uint8Array, deviceKey: Uint8Array) {
    return {
      roomId: toBase64url(roomId),
      epochId: toBase64url(epochId),
      deviceKey: toBase64url(deviceKey),
      sender: toBase64url(this.#sender)
    };
  }

  /** What this page has sealed still arrives; the code that delivers it loads on demand. */
  async #deliverWaiting({ serviceId, roomHex: room, deviceKey: key }: JoinedAs): Promise<void> {
    const { deliverRoom } = await fetchPart(() => import('./deliver-waiting.ts'), no);
    if (isLeaving()) return;
    const storage = this.#storage;
    stopAtExit(deliverRoom({ storage, room, serviceId, key, onLoss: () => this.onLoss() }));
  }

  #startRunner(joinedAs: JoinedAs): GuestRunner {
    this.#sender = random(16);
    this.#joinedAs = joinedAs;
    const runner = new GuestRunner({
      joinedAs,
      cryptoWorker: this.#cryptoWorker as GuestCrypto,
      storage: this.#storage,
      dispatch: (happening) => {
        // Ignore answers to questions of an earlier epoch.
        if (this.#runner === runner) this.send(happening);
      },
      onResumed: (face, phraseBits) => {
        this.face = face;
        void this.#learnPhrase(face, phraseBits);
      },
      onDeliverWaiting: () => {
        void this.#deliverWaiting(joinedAs);
      },
      onLoss: () => this.onLoss()
    });
    runner.setSender(this.#sender);
    this.#runner = runner;
    return runner;
  }

  async #learnPhrase(face: Face, bits: Uint8Array): Promise<void> {
    this.phrase = wordsFromBits(await loadWordList(face.wordList), concatBytes(bits));
  }

  /** A deleted room has no line to say so: a request for its face shows that it is gone [R6]. */
  async #askWhenDown(): Promise<void> {
    const { phase, up } = this.state;
    const waits = phase === 'live' || phase === 'joining' || phase === 'resuming';
    if (!waits || up || !navigator.onLine || this.#joinedAs === null) return;
    if (document.visibilityState !== 'visible' || Date.now() - this.#askedAtMs < 20_000) return;
    this.#askedAtMs = Date.now();
    const asked = await askFace(this.#joinedAs.serviceId, this.#joinedAs.roomHex, isLeaving);
    const end = endOf(asked);
    if (end !== null) this.send({ type: 'end-judged', end });
  }

  readonly #onVisibility = (): void => {
    this.send({ type: document.visibilityState === 'visible' ? 'visible' : 'hidden' });
  };

  readonly #onHide = (): void => this.send({ type: 'hidden' });
}
