// ④⑤ One room on a staff page: runs the effects of core/reduce.ts, those of keys and disk strictly one after
// the other, and holds its state for the screens. Decides nothing itself. At its end it leaves no content in any memory
// that it can reach. Rules: O1–O6, J5, R3.
import type { Untimed } from '#lib/core/work.ts';
import { fromBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import type { Permit, PermitRequest } from '#lib/protocol/desk-api.ts';
import { deletedByMs } from '#lib/protocol/deletion-day.ts';
import { lapsesAtMs } from '#lib/protocol/invite-lapse.ts';
import {
  needsLaterPage,
  parseToStaffFrame,
  type StaffFrame,
  type ToStaffFrame
} from '#lib/protocol/staff-wire.ts';
import { askFace, endOf } from '#lib/sync/face-request.ts';
import type { OutboxStore } from '#lib/sync/outbox-store.ts';
import { openRoomSocket, type RoomSocket } from '#lib/sync/room-socket.ts';
import type { RoomRight, SealedEntry, StaffRoomEffect, StaffRoomEvent } from './core/room-types.ts';
import type { DeskRequests } from '../desk/desk-requests.ts';
import type { MetHead } from '../account/directory-pin.ts';
import { roomKeys, type KeyHolder, type OpenedRoom, type RoomKeys } from './room-keys.ts';
import { roomStore, type RoomStore } from './room-store.ts';
import { keepLogTip, readLogTip } from './log-tips.ts';
import { PermitAhead } from './permit-ahead.ts';
import { newStaffRoom, reduceStaffRoom, senderFrom } from './core/reduce.ts';
import { backToField, unkept } from './core/room-losses.ts';
import { DeskError } from '../account/staff-error.ts';
import { wakeTimers } from './wake-timers.ts';

/** The minimum time between new lines after the room has asked for one. */
const RECONNECT_MS = 1_500;

interface StaffRoomSetting extends KeyHolder {
  readonly serviceId: string;
  /** Base64url. */
  readonly memberId: string;
  readonly roomId: string;
  readonly right: RoomRight;
  readonly reason: PermitRequest['reason'];
  readonly requests: DeskRequests;
  readonly store: OutboxStore;
  /** A log entry names a head of the directory that this page was not shown [S6]. */
  readonly onNewerDirectory: (met: MetHead) => void;
  /** The session at the desk is over. */
  readonly onSignedOut: () => void;
  /** How far this browser had read the log cannot be read now [R6]. */
  readonly onMemoryUnreadable: () => void;
  /** A later page has used this browser's disk: only such a page can read and write there [R6]. */
  readonly onNewerDisk: () => void;
  /** A text that was not sent goes back into its field. */
  readonly onNotSaid: (text: string, to: string | null) => void;
}

type EventBody = Untimed<StaffRoomEvent>;

const later = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

export class StaffConversation {
  readonly #setting: StaffRoomSetting;
  readonly #keys: RoomKeys;
  readonly #disk: RoomStore;
  readonly #roomHex: string;
  readonly #permits: PermitAhead;
  readonly #timers = wakeTimers(() => this.dispatch({ type: 'tick' }));
  #socket: RoomSocket<StaffFrame> | null = null;
  #queue: StaffRoomEffect[] = [];
  #running = false;
  #ended = false;
  #openedAtMs = 0;

  state = $state.raw(newStaffRoom({ roomId: '', sender: '', memberId: '', right: 'live' }));
  /** Face, and link and words while the room is live. */
  opened: OpenedRoom | null = $state.raw(null);
  /** This browser could not store a message just now: it is tried again. */
  storeFails = $state(false);

  constructor(setting: StaffRoomSetting) {
    this.#setting = setting;
    const sender = senderFrom(crypto.getRandomValues(new Uint8Array(16)));
    const { roomId, memberId, right } = setting;
    this.#roomHex = toHex(fromBase64url(roomId));
    const tip = readLogTip(this.#roomHex);
    if (tip.type === 'unreadable') setting.onMemoryUnreadable();
    const logTip = tip.type === 'none' ? null : tip.value;
    this.state = newStaffRoom({ roomId, sender, memberId, right, logTip });
    this.#keys = roomKeys(setting, { roomId, sender });
    this.#disk = roomStore({
      store: setting.store,
      roomHex: this.#roomHex,
      isOver: () => this.#ended,
      onFails: (fails) => (this.storeFails = fails),
      onNewer: setting.onNewerDisk
    });
    this.#permits = new PermitAhead(async () => (await this.#request()).permit);
    void this.#connect();
  }

  get roomId(): string {
    return this.#setting.roomId;
  }

  /** Until when the link works that nobody has opened yet [R2]; null once it has been, and while nothing is known. */
  get invited(): { readonly lapsesAtMs: number; readonly timeZone: string } | null {
    const face = this.opened?.face;
    if (face === undefined || this.state.life?.state !== 'invited') return null;
    const { createdAtMs, policy } = face;
    return {
      lapsesAtMs: lapsesAtMs(createdAtMs, policy.lifetimes),
      timeZone: policy.timeZone
    };
  }

  dispatch(body: EventBody): void {
    if (this.#ended) return;
    const event = { ...body, nowMs: Date.now() } as StaffRoomEvent;
    const step = reduceStaffRoom(this.state, event);
    this.state = step.state;
    for (const effect of step.effects) this.#start(effect);
  }

  /** The browser may have emptied the store: what waits is written again while this tab lives [O7]. */
  putBack(): void {
    const { items } = this.state.outbox;
    if (items.length > 0) void this.#disk.putBack(items);
  }

  /**
   * Drops keys, content and line: on locking, signing out, or leaving an archive. Words that are on no disk go
   * back into their field [O3].
   */
  end(): void {
    const back = backToField(unkept(this.state, this.storeFails ? null : this.#disk.putting));
    if (back !== null) this.#setting.onNotSaid(back, null);
    this.#ended = true;
    this.#queue = [];
    this.#socket?.close();
    this.#socket = null;
    this.#timers.end();
    this.#keys.drop();
    this.opened = null;
    const { roomId, sender, memberId, right } = this.state;
    this.state = newStaffRoom({ roomId, sender, memberId, right });
  }

  async #connect(): Promise<void> {
    await this.#permits.prepare();
    if (this.#ended || this.#socket !== null || this.state.over !== null) return;
    this.#openedAtMs = Date.now();
    this.#socket = openRoomSocket<ToStaffFrame, StaffFrame>({
      url: roomPath(this.#setting.serviceId, this.#roomHex, 'socket'),
      parse: parseToStaffFrame,
      onUp: () => undefined,
      onFrame: (frame) => this.dispatch({ type: 'frame', frame }),
      onUnreadable: (text) => {
        if (needsLaterPage(text)) this.dispatch({ type: 'outdated' });
      },
      onDown: ({ code, willRetry }) => {
        if (willRetry && this.state.over === null) void this.#permits.prepare();
        const end =
          code === CLOSE.gone
            ? 'gone'
            : code === CLOSE.ended
              ? 'ended'
              : willRetry
                ? 'retry'
                : 'not-allowed';
        this.dispatch({ type: 'line-down', end });
      }
    });
  }

  async #reconnect(): Promise<void> {
    this.#socket?.close();
    this.#socket = null;
    this.dispatch({ type: 'line-down', end: 'retry' });
    await later(Math.max(0, this.#openedAtMs + RECONNECT_MS - Date.now()));
    if (!this.#ended && this.#socket === null) await this.#connect();
  }

  /** Effects that need neither key nor disk run at once; the rest queues, so that the order is kept. */
  #start(effect: StaffRoomEffect): void {
    switch (effect.type) {
      case 'transmit':
        this.#socket?.send(effect.frame);
        return;
      case 'wake-at':
        this.#timers.at(effect.atMs);
        return;
      case 'reconnect':
        void this.#reconnect();
        return;
      case 'disconnect':
        this.#socket?.close();
        this.#socket = null;
        return;
      case 'ask-end':
        void this.#askEnd();
        return;
      case 'keep-log-tip':
        keepLogTip(this.#roomHex, effect.tip, this.opened && deletedByMs(this.opened.face));
        return;
      case 'ask-permit':
        void this.#askPermit();
        return;
      case 'not-said':
        this.#setting.onNotSaid(effect.text, effect.to);
        return;
      case 'drop-keys':
        this.#queue = [];
        this.#keys.drop();
        this.opened = null;
        return;
      default:
        this.#queue.push(effect);
        void this.#drain();
    }
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#run(next);
    } finally {
      this.#running = false;
    }
  }

  async #run(effect: StaffRoomEffect): Promise<void> {
    switch (effect.type) {
      case 'open-room': {
        const opened = await this.#keys.open(effect);
        this.opened = typeof opened === 'string' ? null : opened;
        this.dispatch({ type: 'room-opened', fault: typeof opened === 'string' ? opened : null });
        return;
      }
      case 'accept-epoch': {
        const accepted = await this.#keys.accept(effect.epoch);
        this.dispatch({ type: 'epoch-accepted', epochId: effect.epoch.epochId, ...accepted });
        return;
      }
      case 'open-entries':
        await this.#open(effect.items);
        return;
      case 'open-signal': {
        const json = await this.#keys.readSignal(effect);
        this.dispatch({ type: 'signal-opened', epochId: effect.epochId, kind: effect.kind, json });
        return;
      }
      case 'seal': {
        const sealed = await this.#keys.seal(effect).catch(() => null);
        const { job } = effect;
        this.dispatch(sealed ? { type: 'sealed', job, ...sealed } : { type: 'seal-failed', job });
        return;
      }
      case 'seal-signal': {
        const sealed = await this.#keys.sealSignal(effect).catch(() => null);
        const { epochId, kind } = effect;
        if (sealed !== null) this.dispatch({ type: 'signal-sealed', epochId, kind, sealed });
        return;
      }
      case 'store': {
        const { job, item } = effect;
        await this.#disk.keep(job, item, () => this.dispatch({ type: 'stored', job, item }));
        return;
      }
      case 'unstore':
        await this.#disk.remove(effect.item);
        return;
      case 'load-outbox': {
        const items = await this.#disk.list();
        this.dispatch(items ? { type: 'outbox', items } : { type: 'outbox-unreadable' });
      }
    }
  }

  async #open(items: readonly SealedEntry[]): Promise<void> {
    const results = await this.#keys.read(items);
    this.dispatch({ type: 'opened', results });
    for (const { reading } of results)
      if (!reading.ok && reading.fault === 'newer-directory')
        this.#setting.onNewerDirectory({ head: reading.head, memberId: reading.memberId });
  }

  async #askEnd(): Promise<void> {
    const asked = await askFace(this.#setting.serviceId, this.#roomHex, () => this.#ended);
    this.dispatch({ type: 'end-judged', end: endOf(asked) });
  }

  #request(): Promise<Permit> {
    const { requests, roomId, right, reason } = this.#setting;
    return requests.permit({ roomId, right, reason });
  }

  async #askPermit(): Promise<void> {
    try {
      this.dispatch({ type: 'permit', permit: await this.#permits.take() });
    } catch (error) {
      const code = error instanceof DeskError ? error.code : 'unavailable';
      if (code === 'not-signed-in') this.#setting.onSignedOut();
      this.dispatch({
        type: 'permit-refused',
        code: code === 'offline' || code === 'clock' ? 'unavailable' : code
      });
    }
  }
}
