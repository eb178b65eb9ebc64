// A staff tab for the tests: the shipped reducer and key shell, its effects run strictly in order, a store
// that is a list. While the line is up, the room gets its frames at once.
import type { Untimed } from '#lib/core/work.ts';
import { roomKeys, type OpenedRoom, type RoomKeys } from '#lib/staff/room/room-keys.ts';
import { newStaffRoom, reduceStaffRoom } from '#lib/staff/room/core/reduce.ts';
import { linesOf } from '#lib/staff/room/core/transcript.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { RoomEnd } from '#lib/sync/core/room-end.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import type { StaffFrame, ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import type { ChainTip } from '#lib/protocol/room-view.ts';
import type {
  Fault,
  RoomRight,
  StaffRoomEffect,
  StaffRoomEvent
} from '#lib/staff/room/core/room-types.ts';
import { phone, randomId, Room, type GuestConversation, type MadeRoom } from './room-fixture.ts';

type Body = Untimed<StaffRoomEvent>;

/** Why a room did not open; null when it did. */
const faultOf = (opened: OpenedRoom | Fault): Fault | null =>
  typeof opened === 'string' ? opened : null;

/** A page whose device is confirmed, by an entry of its own. */
export async function confirmedTab(
  made: MadeRoom
): Promise<{ room: Room; guest: GuestConversation; tab: StaffTab }> {
  const room = new Room(made);
  const guest = await room.join(phone());
  const tab = new StaffTab(room);
  await tab.connect();
  room.tick();
  await tab.on({ type: 'decide', epochId: guest.epochId, verdict: 'confirm' });
  return { room, guest, tab };
}

export class StaffTab {
  readonly room: Room;
  readonly keys: RoomKeys;
  readonly store: OutboxItem[];
  /** Every effect that was run, in order. */
  readonly effects: StaffRoomEffect[] = [];
  readonly #queue: StaffRoomEffect[] = [];
  state;
  up = false;
  /** The room leaves what is appended unanswered: the test answers. */
  holds = false;
  /** Its disk does not answer. */
  diskFails = false;
  /** Other tabs that receive what this one appends. */
  others: StaffTab[] = [];
  /** What the room says of its end when it is asked over HTTP; null: no answer that counts. */
  end: RoomEnd | null = null;
  /** Whether that answer comes at once; otherwise the test brings it. */
  answers = true;

  /** How far this browser has read the log. */
  logTip: ChainTip | null;

  constructor(
    room: Room,
    right: RoomRight = 'live',
    store: OutboxItem[] = [],
    logTip: ChainTip | null = null
  ) {
    this.logTip = logTip;
    const sender = randomId();
    const { roomId, memberId } = room.made;
    this.room = room;
    this.store = store;
    this.state = newStaffRoom({ roomId, sender, memberId, right, logTip });
    this.keys = roomKeys(room.made.holder, { roomId, sender });
  }

  /** One event, and everything that follows from it. */
  async on(body: Body): Promise<void> {
    this.#take(body);
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#run(next);
  }

  frame(frame: ToStaffFrame): Promise<void> {
    return this.on({ type: 'frame', frame });
  }

  async connect(): Promise<void> {
    this.up = true;
    const challenge = 'A'.repeat(43);
    await this.frame({ t: 'challenge', v: 1, challenge, nowMs: this.room.nowMs });
  }

  async drop(): Promise<void> {
    this.up = false;
    await this.on({ type: 'line-down', end: 'retry' });
  }

  /** What the room has that this tab has not. */
  async hear(): Promise<void> {
    for (const epoch of this.room.epochs.values()) await this.frame({ t: 'epoch', epoch });
    const items = this.room.entries.slice(this.state.entries.length);
    if (items.length > 0) await this.frame({ t: 'entries', items, more: false });
  }

  async later(ms: number): Promise<void> {
    this.room.tick(ms);
    await this.on({ type: 'tick' });
  }

  /** Texts of both sides, and how far ours came. */
  said(): string[] {
    return linesOf(this.state).flatMap((line) =>
      line.type === 'said'
        ? [`${line.body.text}: ${line.state}`]
        : line.type === 'heard'
          ? [`<${line.body.text}>`]
          : []
    );
  }

  #take(body: Body): void {
    const step = reduceStaffRoom(this.state, { ...body, nowMs: this.room.nowMs } as StaffRoomEvent);
    this.state = step.state;
    this.effects.push(...step.effects);
    this.#queue.push(...step.effects);
  }

  async #run(effect: StaffRoomEffect): Promise<void> {
    switch (effect.type) {
      case 'keep-log-tip':
        this.logTip = effect.tip;
        return;
      case 'ask-permit':
        return this.#take({ type: 'permit', permit: 'A'.repeat(43) });
      case 'disconnect':
        this.up = false;
        return;
      case 'ask-end':
        if (this.answers) this.#take({ type: 'end-judged', end: this.end });
        return;
      case 'transmit':
        if (this.up) await this.#transmit(effect.frame);
        return;
      case 'open-room':
        return this.#take({ type: 'room-opened', fault: faultOf(await this.keys.open(effect)) });
      case 'accept-epoch': {
        const accepted = await this.keys.accept(effect.epoch);
        return this.#take({ type: 'epoch-accepted', epochId: effect.epoch.epochId, ...accepted });
      }
      case 'open-entries':
        return this.#take({ type: 'opened', results: await this.keys.read(effect.items) });
      case 'seal': {
        const { job } = effect;
        const sealed = await this.keys.seal(effect).catch(() => null);
        return this.#take(
          sealed ? { type: 'sealed', job, ...sealed } : { type: 'seal-failed', job }
        );
      }
      case 'seal-signal': {
        const { epochId, kind } = effect;
        const sealed = await this.keys.sealSignal(effect);
        return this.#take({ type: 'signal-sealed', epochId, kind, sealed });
      }
      case 'store':
        this.store.push(effect.item);
        return this.#take({ type: 'stored', job: effect.job, item: effect.item });
      case 'unstore': {
        const at = this.store.findIndex((one) => one.envelope === effect.item.envelope);
        if (at >= 0) this.store.splice(at, 1);
        return;
      }
      case 'load-outbox':
        return this.#take(
          this.diskFails
            ? { type: 'outbox-unreadable' }
            : { type: 'outbox', items: [...this.store] }
        );
      case 'drop-keys':
        return this.keys.drop();
    }
  }

  async #transmit(frame: StaffFrame): Promise<void> {
    const { room } = this;
    if (frame.t === 'enter') {
      this.#take({ type: 'frame', frame: room.entered(frame.ref) });
      const items = room.entries.slice(frame.have);
      return this.#take({ type: 'frame', frame: { t: 'entries', items, more: false } });
    }
    if (frame.t !== 'append' || this.holds) return;
    const chain = Room.chainOf(frame.envelope);
    const held = room.held(frame.envelope, chain, frame.copyOf);
    const entry = held ?? room.append(chain, frame.envelope, frame.copyOf);
    if (frame.decision?.verdict === 'refuse') room.close(frame.decision.epochId, 'refused');
    this.#take({ type: 'frame', frame: this.#receipt(frame.ref, entry, held, frame.envelope) });
    if (held === undefined) for (const other of this.others) await other.hear();
  }

  #receipt(
    ref: number,
    entry: Entry,
    held: Entry | undefined,
    envelope: string
  ): Extract<ToStaffFrame, { t: 'receipt' }> {
    const { chain, n, order, timeMs, head } = entry;
    const duplicate = held !== undefined && held.envelope !== envelope;
    return {
      t: 'receipt',
      ref,
      chain,
      n,
      order,
      timeMs,
      head,
      ...(duplicate ? { duplicate } : {})
    };
  }
}
