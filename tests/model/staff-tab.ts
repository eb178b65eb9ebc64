// A staff page: the shipped reducer and keys, its effects run strictly one after the other, as in the
// conversation's shell (staff-conversation.svelte.ts, which needs a browser). Two pages of one browser
// share an outbox. Rules: O1–O6, J5, J6, R3.
import type { Untimed } from '#lib/core/work.ts';
import type { RoomSocket } from '#lib/sync/room-socket.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import {
  needsLaterPage,
  parseToStaffFrame,
  type StaffFrame,
  type ToStaffFrame
} from '#lib/protocol/staff-wire.ts';
import type {
  Fault,
  StaffRoomEffect,
  StaffRoomEvent,
  StaffRoomState
} from '#lib/staff/room/core/room-types.ts';
import { roomKeys, type OpenedRoom, type RoomKeys } from '#lib/staff/room/room-keys.ts';
import { newStaffRoom, reduceStaffRoom, senderFrom } from '#lib/staff/room/core/reduce.ts';
import type { Line } from './line.ts';
import { askFace, endOf } from './model-face.ts';
import { openRoomSocket, serve } from './model-socket.ts';
import type { OutboxDisk } from './phone.ts';
import type { Rig } from './rig.ts';

export type StaffHappening = Untimed<StaffRoomEvent>;

export interface StaffWatch {
  readonly addLine: (line: Line) => void;
  readonly onStep: (
    tab: StaffTab,
    event: StaffRoomEvent,
    before: StaffRoomState,
    effects: readonly StaffRoomEffect[]
  ) => void;
  readonly onSent: (tab: StaffTab, text: string) => void;
  /** A permit from the desk; null: there is none just now [D5]. */
  readonly permit: () => string | null;
  readonly nowMs: () => number;
}

/** Why a room did not open; null when it did. */
const faultOf = (opened: OpenedRoom | Fault): Fault | null =>
  typeof opened === 'string' ? opened : null;

export class StaffTab {
  readonly name: string;
  readonly disk: OutboxDisk;
  state: StaffRoomState;
  alive = true;
  clockOffMs = 0;
  wakes: number[] = [];
  /** Unsent texts that went back into the officer's field. */
  notSaid: string[] = [];
  /** Waits for the desk's answer, or for a new line to open. */
  asking = false;
  reconnecting = false;
  /** Has asked the room over HTTP whether it still exists [R6]. */
  doubting = false;
  queue: StaffRoomEffect[] = [];
  readonly #watch: StaffWatch;
  readonly #keys: RoomKeys;
  #socket: RoomSocket<StaffFrame> | null = null;
  #answer: StaffHappening | null = null;

  constructor(
    name: string,
    disk: OutboxDisk,
    rig: Rig,
    watch: StaffWatch,
    random: (n: number) => Uint8Array<ArrayBuffer>
  ) {
    this.name = name;
    this.disk = disk;
    this.#watch = watch;
    const sender = senderFrom(random(16));
    const roomId = rig.roomIdText;
    const { logTip } = disk;
    this.state = newStaffRoom({ roomId, sender, memberId: rig.memberId, right: 'live', logTip });
    const holder = {
      cryptoWorker: { ...rig.staff, close: () => undefined },
      vault: rig.vault
    };
    this.#keys = roomKeys(holder, { roomId, sender });
    this.#connect();
  }

  get nowMs(): number {
    return this.#watch.nowMs() + this.clockOffMs;
  }

  send(happening: StaffHappening): void {
    if (!this.alive) return;
    this.#onTurn();
    const event = { ...happening, nowMs: this.nowMs } as StaffRoomEvent;
    const before = this.state;
    const step = reduceStaffRoom(before, event);
    this.state = step.state;
    this.#watch.onStep(this, event, before, step.effects);
    for (const effect of step.effects) this.#start(effect);
  }

  die(): void {
    this.alive = false;
    this.queue = [];
    this.#answer = null;
    this.#socket?.close();
    this.#socket = null;
  }

  /** Runs the first effect of the queue, or processes its result: one after the other. */
  async runNext(): Promise<void> {
    if (this.#answer !== null) {
      const answer = this.#answer;
      this.#answer = null;
      return this.send(answer);
    }
    const effect = this.queue.shift();
    if (effect !== undefined) this.#answer = await this.#perform(effect);
  }

  get busy(): boolean {
    return this.#answer !== null || this.queue.length > 0;
  }

  takePermit(): void {
    this.asking = false;
    const permit = this.#watch.permit();
    this.send(
      permit === null ? { type: 'permit-refused', code: 'unavailable' } : { type: 'permit', permit }
    );
  }

  async takeEnd(): Promise<void> {
    this.doubting = false;
    this.send({ type: 'end-judged', end: endOf(await askFace()) });
  }

  reconnect(): void {
    this.reconnecting = false;
    if (this.#socket === null) this.#connect();
  }

  tick(): void {
    this.wakes = this.wakes.filter((atMs) => atMs > this.nowMs);
    this.send({ type: 'tick' });
  }

  get nextWakeMs(): number | null {
    return this.wakes.length === 0 ? null : Math.min(...this.wakes) - this.clockOffMs;
  }

  #onTurn(): void {
    serve({
      owner: this.name,
      add: (line) => this.#watch.addLine(line),
      onFrameSent: (text) => this.#watch.onSent(this, text)
    });
  }

  #connect(): void {
    this.#onTurn();
    this.#socket = openRoomSocket<ToStaffFrame, StaffFrame>({
      url: '/room',
      parse: parseToStaffFrame,
      onUp: () => undefined,
      onFrame: (frame) => this.send({ type: 'frame', frame }),
      onUnreadable: (text) => {
        if (needsLaterPage(text)) this.send({ type: 'outdated' });
      },
      onDown: ({ code, willRetry }) => {
        const end =
          code === CLOSE.gone
            ? 'gone'
            : code === CLOSE.ended
              ? 'ended'
              : willRetry
                ? 'retry'
                : 'not-allowed';
        this.send({ type: 'line-down', end });
      }
    });
  }

  #start(effect: StaffRoomEffect): void {
    switch (effect.type) {
      case 'transmit':
        this.#socket?.send(effect.frame);
        return;
      case 'wake-at':
        this.wakes.push(effect.atMs);
        return;
      case 'reconnect':
        this.#socket?.close();
        this.#socket = null;
        this.reconnecting = true;
        this.send({ type: 'line-down', end: 'retry' });
        return;
      case 'disconnect':
        this.#socket?.close();
        this.#socket = null;
        return;
      case 'ask-end':
        this.doubting = true;
        return;
      case 'keep-log-tip':
        // As log-tips.ts does: never back.
        if ((this.disk.logTip?.n ?? 0) < effect.tip.n) this.disk.logTip = effect.tip;
        return;
      case 'ask-permit':
        this.asking = true;
        return;
      case 'not-said':
        this.notSaid.push(effect.text);
        return;
      case 'drop-keys':
        this.queue = [];
        this.#keys.drop();
        return;
      default:
        this.queue.push(effect);
    }
  }

  /** The result of an effect; null: nothing to report. */
  async #perform(effect: StaffRoomEffect): Promise<StaffHappening | null> {
    switch (effect.type) {
      case 'open-room':
        return { type: 'room-opened', fault: faultOf(await this.#keys.open(effect)) };
      case 'accept-epoch': {
        const { epochId } = effect.epoch;
        return { type: 'epoch-accepted', epochId, ...(await this.#keys.accept(effect.epoch)) };
      }
      case 'open-entries':
        return { type: 'opened', results: await this.#keys.read(effect.items) };
      case 'open-signal': {
        const { epochId, kind } = effect;
        return { type: 'signal-opened', epochId, kind, json: await this.#keys.readSignal(effect) };
      }
      case 'seal': {
        const sealed = await this.#keys.seal(effect).catch(() => null);
        return sealed && { type: 'sealed', job: effect.job, ...sealed };
      }
      case 'seal-signal': {
        const { epochId, kind } = effect;
        const sealed = await this.#keys.sealSignal(effect).catch(() => null);
        return sealed === null ? null : { type: 'signal-sealed', epochId, kind, sealed };
      }
      case 'store':
        // Retried until it is stored: here the disk stores it at the first try [O3].
        this.disk.put([effect.item]);
        return { type: 'stored', job: effect.job, item: effect.item };
      case 'unstore':
        this.disk.remove(effect.item);
        return null;
      case 'load-outbox':
        return { type: 'outbox', items: [...this.disk.items] };
      default:
        throw new Error(`nothing runs ${effect.type}`);
    }
  }
}
