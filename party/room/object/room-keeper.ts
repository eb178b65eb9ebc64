// Whether there is a room in this object, and the room: loaded when first needed, made, and erased. A room
// that cannot be read is an error at every access and tried again at the next; it never counts as missing,
// and nothing is written then. It can be erased all the same. Rules: R4, R5, R6, E1.
import { equalBytes, fromUtf8, toHex } from '#lib/crypto/primitives/bytes.ts';
import { parseFace } from '#lib/protocol/face.ts';
import { fromWire, toWire } from '../../bytes.ts';
import type { Env } from '../../env.ts';
import { KeptGoodbyes, type Goodbye } from '../../goodbyes.ts';
import { sqlVersion } from '../../storage/migrate-sql.ts';
import { Unreadable } from '../../storage/unreadable.ts';
import type { NewRoom, ToErase } from '../../rpc.ts';
import { leaveTokenFits } from '../frames/guest-joins.ts';
import { Room } from './room.ts';
import { newRoom } from '../core/room-state.ts';
import { RoomStorage } from '../storage/room-storage.ts';
import { auditNameIn, toErase } from '../storage/sibling-rows.ts';
import type { Sockets } from './sockets.ts';

/** While the object is awake, a goodbye that could not be written is tried again after this. */
const AGAIN_MS = 5_000;

/** Those of all rooms that could not write: they outlive the object. */
const kept = new KeptGoodbyes({ perRoom: 32, rooms: 10_000 });

export class RoomKeeper {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #sockets: Sockets;
  /** Undefined: not checked yet. Null: no room here. */
  #room: Room | null | undefined;
  /** Marked for erasure although unreadable: it answers nothing any more. */
  #condemned = false;
  #again: ReturnType<typeof setTimeout> | null = null;

  constructor(ctx: DurableObjectState, env: Env, sockets: Sockets) {
    this.#ctx = ctx;
    this.#env = env;
    this.#sockets = sockets;
  }

  /** The room in memory; null when there is none. */
  get held(): Room | null {
    return this.#room ?? null;
  }

  /**
   * The room, with everything done that is due; null when there is none. Writes nothing then.
   * @throws {Unreadable} when there is one and it cannot be read now
   */
  open(): Room | null {
    if (this.#condemned) return null;
    if (this.#room === undefined) this.#room = this.#load();
    this.#room?.catchUp();
    if (this.#room) this.#sayWhatWaits(this.#room);
    return this.#room;
  }

  #load(): Room | null {
    if (sqlVersion(this.#ctx.storage) === null) return null;
    const { roomId } = new RoomStorage(this.#ctx.storage).loadMade();
    const room = new Room(this.#ctx, this.#env, idFrom(roomId), this.#sockets);
    room.restart();
    return room;
  }

  /**
   * Makes the room; idempotent.
   * @returns false when another one is here, or such a room cannot be made
   * @throws {Unreadable}
   */
  create({ record, ...made }: NewRoom): boolean {
    const there = this.open();
    if (there !== null) {
      const [first] = there.records();
      return equalBytes(there.made.face, made.face) && !!first && equalBytes(first, record);
    }
    const face = parseFace(fromUtf8(made.face));
    // W1: a walk-in room has no maker; it cannot be made yet.
    if (face === null || face.kind !== 'invited' || fromWire(made.roomId)?.length !== 16)
      return false;
    const state = newRoom(face.policy.lifetimes, face.createdAtMs);
    RoomStorage.create(this.#ctx.storage, made, record, state);
    this.#room = this.#load();
    return true;
  }

  /**
   * R4, first step: closes the room and lists what else must be erased. For a room that cannot be read, the
   * list comes from plain columns.
   * @returns null when nothing is here; `busy` while a share is on its way
   * @throws {Unreadable} for another version: what belongs to it is not known here
   */
  prepareErasure(): ToErase | 'busy' | null {
    const { storage } = this.#ctx;
    if (!this.#condemned)
      try {
        const room = this.open();
        if (room === null) return null;
        if (!room.readyForErasure()) return 'busy';
      } catch (cause) {
        if (cause instanceof Unreadable && cause.why !== 'broken') throw cause;
        if ((this.#room?.sharesUnderWay ?? 0) > 0) return 'busy';
        this.#room?.markErased();
        this.#condemned = true;
      }
    return toErase(storage.sql, this.#hex(), this.#roomId());
  }

  /** Null when there is no room. @throws {Unreadable} */
  auditName(): string | null {
    if (sqlVersion(this.#ctx.storage) === null) return null;
    return auditNameIn(this.#ctx.storage.sql, this.#roomId());
  }

  /** R4, last step. @throws {Unreadable} for another version */
  async erase(): Promise<void> {
    const { storage } = this.#ctx;
    if (!this.#condemned)
      try {
        this.open()?.markErased();
      } catch (cause) {
        if (cause instanceof Unreadable && cause.why !== 'broken') throw cause;
      }
    kept.drop(this.#hex(), kept.of(this.#hex()));
    this.#room = null;
    this.#condemned = false;
    await storage.deleteAlarm();
    await storage.deleteAll();
  }

  /**
   * E1: nobody learns whether the token was right.
   * @throws {Error} when the goodbye is not on the disk; it is kept, and applied when that is possible
   */
  async leave(goodbye: Goodbye): Promise<void> {
    const hex = this.#hex();
    let room: Room | null;
    try {
      room = this.open();
      if (room !== null) {
        if (!fits(room, goodbye)) return;
        kept.keep(hex, goodbye);
        say(room, goodbye);
      }
    } catch (cause) {
      kept.keep(hex, goodbye);
      this.#tryAgain();
      throw cause;
    }
    if (room === null) throw new Unreadable('lost');
    // The runtime may still find that it cannot write; then it discards this object, but not the goodbye.
    await this.#ctx.storage.sync();
    kept.drop(hex, [goodbye]);
  }

  #sayWhatWaits(room: Room): void {
    const waiting = kept.of(room.roomHex);
    if (waiting.length === 0) return;
    try {
      for (const goodbye of waiting) if (fits(room, goodbye)) say(room, goodbye);
    } catch {
      return this.#tryAgain();
    }
    const done = this.#ctx.storage.sync().then(() => kept.drop(room.roomHex, waiting));
    this.#ctx.waitUntil(done);
  }

  #tryAgain(): void {
    this.#again ??= setTimeout(() => {
      this.#again = null;
      try {
        this.open();
      } catch {
        this.#tryAgain();
      }
    }, AGAIN_MS);
  }

  /** The object's own name; its rows have it too. */
  #hex(): string {
    return this.#ctx.id.name ?? toHex(this.#roomId());
  }

  #roomId(): Uint8Array {
    if (this.#room) return this.#room.roomId;
    const { name } = this.#ctx.id;
    if (name !== undefined)
      return Uint8Array.from(name.match(/../g) ?? [], (two) => parseInt(two, 16));
    const [row] = this.#ctx.storage.sql.exec('SELECT room_id FROM made').toArray();
    return idFrom(row?.['room_id']);
  }
}

/** @throws {Unreadable} */
function idFrom(stored: unknown): Uint8Array {
  const roomId = typeof stored === 'string' ? fromWire(stored) : null;
  if (roomId?.length !== 16) throw new Unreadable('broken');
  return roomId;
}

function fits(room: Room, { epochId, leaveToken }: Goodbye): boolean {
  const epoch = room.state.epochs.get(toWire(epochId));
  return epoch !== undefined && leaveTokenFits(epoch, leaveToken);
}

const say = (room: Room, { epochId }: Goodbye): void =>
  room.apply({ type: 'left', epochId: toWire(epochId) });
