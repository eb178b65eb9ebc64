// The shell around reduce: makes a new state durable, then tells sockets, then handles the due rows and the
// alarm. Every change of a room goes through `apply`. Rules: R1, R2, R4, R5.
import type { Connection } from 'partyserver';
import { fromUtf8, toHex } from '#lib/crypto/primitives/bytes.ts';
import { faceDigest } from '#lib/crypto/room/transcript.ts';
import { GOING_AWAY } from '#lib/protocol/codes.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import { LOST_AFTER_MS, ROOM_FRAME_RATE, STRANGERS_FRAME_RATE } from '#lib/protocol/limits.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import type { EpochView } from '#lib/protocol/room-view.ts';
import {
  archiveOf,
  boxName,
  deskOf,
  joinGateOf,
  shareStoreName,
  shareStoreOf,
  type Env
} from '../../env.ts';
import { Bucket } from '../../rate.ts';
import { Unreadable } from '../../storage/unreadable.ts';
import { Ledger } from '../storage/ledger.ts';
import type { Holding } from '../core/room-state.ts';
import { reduce } from '../core/room-core.ts';
import { runDue } from './room-dues.ts';
import type { RoomEvent } from '../core/room-events.ts';
import { alarmAtMs, isGone, nextDeadlineMs } from '../core/room-expiry.ts';
import type { RoomRecord } from '../core/room-state.ts';
import { RoomStorage } from '../storage/room-storage.ts';
import { tell } from './broadcast.ts';
import { epochViewOf } from '../core/room-views.ts';
import { recordsIn, siblingsIn } from '../storage/sibling-rows.ts';
import { closeSocket, type Sockets } from './sockets.ts';
import type { Settled } from '../../transaction.ts';
import type { Made } from '../../rpc.ts';

export class Room {
  readonly env: Env;
  readonly made: Made;
  /** 16 bytes. */
  readonly roomId: Uint8Array;
  readonly roomHex: string;
  /** H(face), 32 bytes. */
  readonly faceHash: Uint8Array;
  readonly storage: RoomStorage;
  readonly sockets: Sockets;
  /** Frames of staff and of devices that were confirmed once, and of everybody else. */
  readonly frames: Bucket;
  readonly strangersFrames: Bucket;
  readonly quotas: ServicePolicy['quotas'];
  readonly ledger: Ledger;
  /** Sessions that were revoked while this object was awake: their permits on the way come too late. */
  readonly revoked = new Set<string>();
  /** Shares on their way to a share store: until they arrive the room is not erased. */
  sharesUnderWay = 0;
  readonly #ctx: DurableObjectState;
  #state: RoomRecord;
  /** What the disk holds; a delivered report is removed with the next write. */
  #saved: RoomRecord;
  #timer: { readonly atMs: number; readonly id: ReturnType<typeof setTimeout> } | null = null;
  /** The earliest alarm set; null: none, as far as this object has been awake. */
  #alarmAtMs: number | null = null;
  #nextMs: number | null;
  #running: Promise<void> | null = null;
  #erased = false;

  /** @throws {Unreadable} when what is stored cannot be read now [R6] */
  constructor(ctx: DurableObjectState, env: Env, roomId: Uint8Array, sockets: Sockets) {
    this.#ctx = ctx;
    this.env = env;
    this.storage = new RoomStorage(ctx.storage);
    this.made = this.storage.loadMade();
    this.roomId = roomId;
    this.roomHex = toHex(roomId);
    this.faceHash = faceDigest(this.made.face);
    this.sockets = sockets;
    this.frames = new Bucket(ROOM_FRAME_RATE, Date.now());
    this.strangersFrames = new Bucket(STRANGERS_FRAME_RATE, Date.now());
    const { policy } = readFace(this.made.face);
    this.quotas = policy.quotas;
    this.ledger = new Ledger(this);
    this.#state = this.storage.loadRecord(policy.lifetimes);
    this.#saved = this.#state;
    this.#nextMs = nextDeadlineMs(this.#state);
  }

  get state(): RoomRecord {
    return this.#state;
  }

  get closed(): boolean {
    return this.#state.core.life.state === 'closed';
  }

  /** Erased, or past its deadline: it answers nothing any more [R4]. */
  get gone(): boolean {
    return this.#erased || isGone(this.#state, Date.now());
  }

  get joinGate() {
    return joinGateOf(this.env, boxName(this.roomHex, this.#boxGeneration()));
  }

  get archive() {
    return archiveOf(this.env, boxName(this.roomHex, this.#boxGeneration()));
  }

  get desk() {
    return deskOf(this.env, this.made.serviceId);
  }

  shareStore(slot: number) {
    return shareStoreOf(this.env, shareStoreName(this.roomHex, slot));
  }

  /** Who signed for the boxes, oldest first [D7]. */
  records(): Uint8Array[] {
    return recordsIn(this.#ctx.storage.sql);
  }

  #boxGeneration(): number {
    return siblingsIn(this.#ctx.storage.sql).boxGeneration;
  }

  holding(): Holding {
    const { entries } = this.storage;
    const ids = [...this.#state.epochs.keys()];
    return new Set(ids.filter((id) => entries.tip(this.roomId, id).n > 0));
  }

  /**
   * One change: reduced, written together with `also` in one transaction, then told.
   * @param also writes one statement; with more, it must open its own transaction
   * @param answer reports success, before others are told and sockets are closed. Never sent
   *   earlier: only what is sent after the write waits until that is durable.
   * @returns what `also` returned
   */
  apply(event: RoomEvent, also?: undefined, answer?: () => void): void;
  apply<T>(event: RoomEvent, also: () => Settled<T>): Settled<T>;
  apply<T>(event: RoomEvent, also?: () => Settled<T>, answer?: () => void): Settled<T> | undefined {
    if (this.#erased) throw new Error('erased');
    const before = this.#saved;
    const { state, effects } = reduce(this.#state, event, Date.now());
    if (event.type === 'reported' && also === undefined) {
      this.#state = state;
      this.#settle();
      return undefined;
    }
    let result: Settled<T> | undefined;
    try {
      // One statement is a transaction by itself: most messages write nothing but their entry.
      if (this.storage.isSaved(before, state)) result = also?.();
      else
        result = this.storage.transact(() => {
          const wrote = also?.();
          this.storage.save(before, state);
          return wrote as Settled<Settled<T> | undefined>;
        });
    } catch (cause) {
      this.storage.entries.forget();
      this.ledger.forget();
      throw cause;
    }
    this.#state = state;
    this.#saved = state;
    answer?.();
    for (const effect of effects) tell(this, effect);
    this.#settle();
    return result;
  }

  /** Every access checks the deadlines too [R2]. */
  catchUp(): void {
    if (this.#erased) return;
    if (this.#nextMs !== null && this.#nextMs <= Date.now()) this.tick();
  }

  tick(): void {
    const due = this.#state.core.staffCheckedMs;
    this.apply({ type: 'tick', seen: this.sockets.seen() });
    if (this.#state.core.staffCheckedMs !== due) this.#dropSilentStaff();
  }

  async onAlarm(): Promise<void> {
    this.#alarmAtMs = null;
    this.tick();
    await this.#running;
    this.#settle();
  }

  /** The server has started; these sockets survived [R2]. */
  restart(): void {
    const alive = new Set(this.sockets.guests().map((one) => one.auth.epochId));
    this.apply({ type: 'restarted', alive, staff: this.sockets.staff().length > 0 });
  }

  /** Closed for good; false while a share is on its way, which would outlive the erasure. */
  readyForErasure(): boolean {
    this.apply({ type: 'ended', reason: 'cap' });
    return this.sharesUnderWay === 0;
  }

  /** Nothing may be written from here on. */
  markErased(): void {
    this.#erased = true;
  }

  epochView(epochId: string): EpochView | null {
    const row = this.#state.epochs.get(epochId);
    return row === undefined ? null : epochViewOf(row);
  }

  #dropSilentStaff(): void {
    const silentMs = Date.now() - LOST_AFTER_MS;
    for (const one of this.sockets.staff())
      if (this.sockets.heardMs(one) < silentMs) closeSocket(one.connection, GOING_AWAY);
    this.staffMayHaveChanged();
  }

  /** Checks the sockets and remembers whether staff are there. */
  staffMayHaveChanged(leaving?: Connection): void {
    const present = this.sockets.staff().some((one) => one.connection.id !== leaving?.id);
    if (present !== this.#state.core.staffPresent) this.apply({ type: 'staff-present', present });
  }

  /** Runs what is due now; what is due later waits for the alarm, a report for a timer. */
  #settle(): void {
    if (this.#erased) return;
    this.#nextMs = nextDeadlineMs(this.#state);
    const now = Date.now();
    const due = [...this.#state.dues.values()].some((row) => row.atMs <= now);
    if (due && this.#running === null) {
      // If even writing a failure has failed, the alarm tries again, not a tight loop.
      this.#running = this.#runDues().then(
        () => this.#ran(true),
        () => this.#ran(false)
      );
      this.#ctx.waitUntil(this.#running);
    }
    this.#setTimer(now);
    this.#setAlarm(now);
  }

  #setTimer(now: number): void {
    const atMs = this.#state.dues.get('report')?.atMs ?? null;
    if (atMs === null || atMs <= now || this.#timer?.atMs === atMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer.id);
    const ring = (): void => {
      this.#timer = null;
      this.#settle();
    };
    this.#timer = { atMs, id: setTimeout(ring, atMs - now) };
  }

  #setAlarm(now: number): void {
    const next = alarmAtMs(this.#state);
    if (next === null) return;
    // What is due now is already running: the alarm is its fallback.
    const atMs = Math.max(next, now + 1_000);
    if (this.#alarmAtMs !== null && atMs >= this.#alarmAtMs) return;
    this.#alarmAtMs = atMs;
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(atMs));
  }

  #ran(well: boolean): void {
    this.#running = null;
    if (well) this.#settle();
  }

  async #runDues(): Promise<void> {
    for (;;) {
      const now = Date.now();
      const due = [...this.#state.dues.values()].find((row) => row.atMs <= now);
      if (due === undefined || this.#erased) return;
      const done = await runDue(this, due).catch((): RoomEvent => ({ type: 'due-failed', due }));
      if (this.#erased) return;
      this.apply(done);
    }
  }
}

/** @throws {Unreadable} */
function readFace(bytes: Uint8Array): Face {
  let face: Face | null = null;
  try {
    face = parseFace(fromUtf8(bytes));
  } catch {
    // Not UTF-8, so not a face.
  }
  // W1: nobody has made a walk-in room here.
  if (face?.kind !== 'invited') throw new Unreadable('broken');
  return face;
}
