// A young person's tab: the shipped reducer and runner, with the real operations behind a gate, its own
// clock, and a line that the adversary controls. It copies what the conversation's shell does around them
// (guest-conversation.svelte.ts, which needs a browser). Rules: O3, P1, P2, E1, J8.
import { toBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';
import type { GuestCrypto, EpochHandle } from '#lib/crypto/worker/operation-types.ts';
import { initialGuest, nextWakeMs, reduceGuest, type GuestState } from '#lib/guest/core/reduce.ts';
import type { GuestEffect, GuestEvent } from '#lib/guest/core/events.ts';
import type { TabPlace } from '#lib/guest/exit/tab-place.ts';
import { GuestRunner, type Happening, type JoinedAs } from '#lib/guest/runtime/guest-runner.ts';
import { Gate, settled } from './gate.ts';
import type { Line } from './line.ts';
import { serve } from './model-socket.ts';
import type { Phone } from './phone.ts';
import type { Rig, StockEpoch } from './rig.ts';

/** What a tab reports to its watchers: the reducer's step, before any of its effects has run. */
export interface GuestWatch {
  readonly addLine: (line: Line) => void;
  readonly onStep: (
    tab: GuestTab,
    event: GuestEvent,
    before: GuestState,
    effects: readonly GuestEffect[]
  ) => void;
  readonly onSent: (tab: GuestTab, text: string) => void;
  readonly onDeliverWaiting: (tab: GuestTab) => void;
  /** The server's clock. */
  readonly nowMs: () => number;
}

export class GuestTab {
  readonly name: string;
  readonly phone: Phone;
  readonly gate: Gate;
  state: GuestState = initialGuest;
  /** Answers that the runner has and the page has not processed yet; the adversary picks. */
  answers: Happening[] = [];
  /** history.state of this tab [P1]. */
  place: TabPlace | null = null;
  alive = true;
  left = false;
  /** "End the conversation" was pressed. */
  ending = false;
  hidden = false;
  /** A hidden tab that the phone has suspended. */
  frozen = false;
  clockOffMs = 0;
  runner: GuestRunner | null = null;
  readonly #rig: Rig;
  readonly #watch: GuestWatch;
  readonly #random: (n: number) => Uint8Array<ArrayBuffer>;
  readonly #epochs = new Set<EpochHandle>();
  #signing = 0;

  constructor(
    name: string,
    phone: Phone,
    rig: Rig,
    watch: GuestWatch,
    random: (n: number) => Uint8Array<ArrayBuffer>
  ) {
    this.name = name;
    this.phone = phone;
    this.gate = new Gate(phone.diskQueue);
    this.#rig = rig;
    this.#watch = watch;
    this.#random = random;
  }

  get nowMs(): number {
    return this.#watch.nowMs() + this.clockOffMs;
  }

  /** Link and words. */
  async begin(stock: StockEpoch): Promise<void> {
    const { guest, roomId, joinToken, faceText, policy } = this.#rig;
    const { begun } = stock;
    // All runs share the stock's epoch, so each run opens one of its own from the box.
    const args = { u: begun.u, roomId, epochId: begun.epochId, box: stock.box };
    const { epoch } = await guest.openResume(args);
    this.#epochs.add(epoch);
    const sender = this.#startRunner(begun.epochId);
    this.runner?.take({ ...begun, epoch }, faceText);
    const { resumeWindowMs, unattendedMs } = policy.lifetimes;
    await this.send({
      type: 'begin',
      ...this.#where(begun.epochId, sender),
      resumeWindowMs,
      unattendedMs,
      recognised: true,
      join: {
        joinToken,
        enc: toBase64url(begun.enc),
        leaveHash: toBase64url(begun.leaveHash),
        share: toBase64url(begun.u),
        mac: toBase64url(begun.mac)
      }
    });
  }

  /** The tab's remembered place [P2]. Returns false when it leads nowhere. */
  async goBack(place: TabPlace): Promise<boolean> {
    const { known, boxes } = this.phone;
    if (!known || boxes?.epochId !== place.epochId || boxes.boxes.length === 0) return false;
    this.place = place;
    const epochId = Uint8Array.from(Buffer.from(place.epochId, 'base64url'));
    const sender = this.#startRunner(epochId);
    const { resumeWindowMs, unattendedMs } = this.#rig.policy.lifetimes;
    const where = this.#where(epochId, sender);
    await this.send({ type: 'return', ...where, resumeWindowMs, unattendedMs, recognised: true });
    return true;
  }

  /** Processes one happening and runs what follows, as the conversation does. */
  async send(happening: Happening): Promise<void> {
    this.#dispatch(happening);
    await this.rest();
  }

  /** Resolves when this tab has done all that follows by itself; a signature takes real time. */
  async rest(): Promise<void> {
    await settled();
    while (this.#signing > 0) await settled();
  }

  /** The phone ends the tab: its memory is lost, the disk and the tab's place are not. */
  die(): void {
    this.alive = false;
    this.answers = [];
    this.gate.drop();
    this.runner?.stop();
    this.runner = null;
    this.release();
  }

  /** Releases what this tab holds among the shared operations. */
  release(): void {
    for (const epoch of this.#epochs) void this.#rig.guest.forget(epoch);
    this.#epochs.clear();
  }

  /** Processes the answer at this place of the queue. */
  async hear(at: number): Promise<void> {
    const [answer] = this.answers.splice(at, 1);
    if (answer !== undefined) await this.send(answer);
  }

  async perform(at: number): Promise<void> {
    const one = this.gate.ready[at];
    this.#onTurn();
    if (one !== undefined) await this.gate.perform(one);
  }

  get nextWakeMs(): number | null {
    const wakeMs = nextWakeMs(this.state);
    return wakeMs === null ? null : wakeMs - this.clockOffMs;
  }

  /** Lines and history entries of the next code belong to this tab. */
  #onTurn(): void {
    serve({
      owner: this.name,
      add: (line) => this.#watch.addLine(line),
      onFrameSent: (text) => this.#watch.onSent(this, text)
    });
    (globalThis as { history?: unknown }).history = {
      state: null,
      replaceState: (state: { chat?: TabPlace }) => {
        this.place = state.chat ?? null;
      }
    };
  }

  #dispatch(happening: Happening): void {
    this.#onTurn();
    const event = { ...happening, nowMs: this.nowMs } as GuestEvent;
    const before = this.state;
    const { state, effects } = reduceGuest(before, event);
    this.state = state;
    this.#watch.onStep(this, event, before, effects);
    // After Exit line, worker and storage are closed: later requests are only checked.
    for (const effect of this.left ? [] : effects) {
      if (effect.type === 'sign') this.#signing += 1;
      this.runner?.run(effect);
    }
  }

  #where(epochId: Uint8Array, sender: Uint8Array) {
    return {
      roomId: this.#rig.roomIdText,
      epochId: toBase64url(epochId),
      deviceKey: this.phone.deviceKey,
      sender: toBase64url(sender)
    };
  }

  #startRunner(epochId: Uint8Array<ArrayBuffer>): Uint8Array {
    const sender = this.#random(16);
    const { device } = this.phone;
    const joinedAs: JoinedAs = {
      serviceId: this.#rig.policy.serviceId,
      roomId: this.#rig.roomId,
      roomHex: toHex(this.#rig.roomId),
      epochId,
      deviceKey: { privateKey: device.privateKey, publicKey: device.publicKey }
    };
    // Requests of the epoch before still run; their answers are dropped.
    this.answers = [];
    const runner: GuestRunner = new GuestRunner({
      joinedAs,
      cryptoWorker: this.#cryptoWorker(),
      storage: this.phone.storageFor(this.gate),
      dispatch: (happening) => {
        const { type: t } = happening;
        if (t === 'signed' || t === 'sign-failed') this.#signing -= 1;
        if (this.runner !== runner) return;
        // The line's own events come one by one, when the adversary moves the line.
        if (t === 'up' || t === 'down' || t === 'frame') this.#dispatch(happening);
        else this.answers.push(happening);
      },
      onResumed: () => undefined,
      onDeliverWaiting: () => this.#watch.onDeliverWaiting(this),
      onLoss: () => undefined
    });
    runner.setSender(sender);
    this.runner = runner;
    return sender;
  }

  /** The worker: real operations, one worker's handles, each answer at the gate. */
  #cryptoWorker(): GuestCrypto {
    const { guest } = this.#rig;
    const mine = this.#epochs;
    const ask = <T>(label: string, work: () => Promise<T>): Promise<T> =>
      this.gate.ask('worker', label, work);
    const cryptoWorker: GuestCrypto = {
      ...guest,
      sealMessage: (...args) => ask('seal', () => guest.sealMessage(...args)),
      openMessage: (...args) => ask('open', () => guest.openMessage(...args)),
      sealSignal: (...args) => ask('seal signal', () => guest.sealSignal(...args)),
      openSignal: (...args) => ask('open signal', () => guest.openSignal(...args)),
      sealResume: (...args) => ask('seal box', () => guest.sealResume(...args)),
      freshShare: () => ask('share', () => guest.freshShare()),
      openResume: (args) =>
        ask('open box', async () => {
          const opened = await guest.openResume(args);
          mine.add(opened.epoch);
          return opened;
        }),
      standBy: () => undefined,
      close: () => undefined
    };
    return cryptoWorker;
  }
}
