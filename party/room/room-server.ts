// ⑥ The room server: the edge of one room towards sockets, desk and alarm. It holds no rule; it
// makes sure that an object without a room answers "gone" and writes nothing, and that nothing which
// goes wrong inside ever shows or is logged. Rules: R4, X1, X2, J1, E1.
import { Server, type Connection, type ConnectionContext, type WSMessage } from 'partyserver';
import { fromUtf8, toHex } from '#lib/crypto/bytes.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import type { FaceAnswer } from '#lib/protocol/desk-api.ts';
import { parseFace } from '#lib/protocol/face.ts';
import { MAX_CONNECTIONS_PER_ROOM, PING, PONG, PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import { fromWire, toWire } from '../bytes.ts';
import type { Env } from '../env.ts';
import { refuseSocket } from '../refusal.ts';
import { strangersLocked } from './attempts.ts';
import { leaveTokenFits } from './guest-joins.ts';
import { Inbox } from './inbox.ts';
import { Room } from './room.ts';
import { onFrame } from './room-frames.ts';
import { newRoom } from './room-state.ts';
import { holdsRoom, RoomStorage, type Made } from './room-storage.ts';
import { isSeated, seatOf, takeSeat } from './seat.ts';
import { closeSocket, Sockets, toGuest } from './sockets.ts';
import { revoke } from './staff-acts.ts';

export class RoomServer extends Server<Env> {
  static override options = { hibernate: true };

  readonly #sockets = new Sockets(
    () => this.getConnections(),
    (connection) => this.ctx.getWebSocketAutoResponseTimestamp(connection)?.getTime() ?? 0
  );
  readonly #welcomed = new WeakSet<Request>();
  readonly #inbox = new Inbox<[Connection, WSMessage]>((come) => this.#take(...come));
  /** Undefined: not looked yet. Null: no room here. */
  #room: Room | null | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** The room, with everything done that is due; null when there is none. Writes nothing then. */
  #open(): Room | null {
    if (this.#room === undefined) {
      this.#room = null;
      if (holdsRoom(this.ctx.storage)) {
        const { roomId } = new RoomStorage(this.ctx.storage).loadMade();
        const hex = toHex(fromWire(roomId) ?? new Uint8Array());
        this.#room = new Room(this.ctx, this.env, hex, this.#sockets);
        this.#room.restart();
      }
    }
    this.#room?.catchUp();
    return this.#room;
  }

  /** The same for whatever comes from elsewhere than a socket: it finds done what came before. */
  #enter(): Room | null {
    this.#inbox.empty();
    return this.#open();
  }

  override async fetch(request: Request): Promise<Response> {
    try {
      const room = this.#enter();
      if (room === null || room.gone) return refuseSocket('gone', CLOSE.gone);
      if (!this.#makePlace()) return refuseSocket('too-many', CLOSE.tooMany);
      const response = await super.fetch(request);
      // partyserver answers a failure with its stack: what was not welcomed is not passed on.
      return this.#welcomed.has(request) ? response : refuseSocket('unavailable', 1013);
    } catch {
      return refuseSocket('unavailable', 1013);
    }
  }

  /** Whoever has proved nothing gives way, so that strangers cannot fill the room [X2]. */
  #makePlace(): boolean {
    const all = this.#sockets.all();
    if (all.length < MAX_CONNECTIONS_PER_ROOM) return true;
    const unproved = all.filter((one) => one.seat.role === 'new');
    const oldest = unproved.sort((a, b) => a.seat.sinceMs - b.seat.sinceMs)[0];
    if (oldest === undefined) return false;
    closeSocket(oldest.connection, CLOSE.tooMany);
    return true;
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): void {
    this.#welcomed.add(request);
    this.#sockets.add(connection);
    const challenge = toWire(crypto.getRandomValues(new Uint8Array(32)));
    const nowMs = Date.now();
    takeSeat(connection, { role: 'new', challenge, sinceMs: nowMs });
    toGuest(connection, { t: 'challenge', v: PROTOCOL_VERSION, challenge, nowMs });
  }

  override async webSocketMessage(ws: WebSocket, message: WSMessage): Promise<void> {
    if (this.#openQuietly() === null) return closeSocket(ws as Connection, CLOSE.gone);
    // What has a seat in memory has been through partyserver before: the way of every message.
    if (isSeated(ws)) this.onMessage(ws, message);
    else await super.webSocketMessage(ws, message);
  }

  override async webSocketClose(
    ws: WebSocket,
    code: number,
    reason: string,
    wasClean: boolean
  ): Promise<void> {
    if (this.#openQuietly() !== null) await super.webSocketClose(ws, code, reason, wasClean);
    else closeSocket(ws as Connection, CLOSE.gone);
  }

  override async webSocketError(ws: WebSocket, error: unknown): Promise<void> {
    if (this.#openQuietly() !== null) await super.webSocketError(ws, error);
  }

  #openQuietly(): Room | null {
    try {
      return this.#open();
    } catch {
      return null;
    }
  }

  override onMessage(connection: Connection, message: WSMessage): void {
    this.#inbox.add([connection, message]);
  }

  #take(connection: Connection, message: WSMessage): void {
    const room = this.#room;
    if (!room || room.gone) return closeSocket(connection, CLOSE.gone);
    onFrame(room, connection, message, (work) => this.ctx.waitUntil(work));
  }

  override onClose(connection: Connection): void {
    this.#inbox.empty();
    this.#sockets.remove(connection);
    try {
      const seat = seatOf(connection);
      const room = this.#room;
      if (!room || room.gone || seat === null) return;
      if (seat.role === 'staff') room.staffMayHaveChanged(connection);
      if (seat.role !== 'guest') return;
      const others = this.#sockets.guests(seat.epochId);
      if (others.some((one) => one.connection.id !== connection.id)) return;
      room.apply({ t: 'disconnected', epochId: seat.epochId });
    } catch {
      // The next start or the next look at the sockets counts it as gone [R2].
    }
  }

  override onError(connection: Connection): void {
    this.onClose(connection);
  }

  override onException(): void {
    // Nothing is logged about a room.
  }

  override async alarm(): Promise<void> {
    try {
      if (this.#enter() !== null) await super.alarm();
    } catch {
      // The platform gives up after a few failures; a room must not.
      await this.ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  override async onAlarm(): Promise<void> {
    await this.#room?.onAlarm();
  }

  // From here on: what desk and edge ask. Every answer is a value; nothing throws on purpose.

  /** Makes the room; idempotent. Returns false when another one is here. */
  create(made: Made): boolean {
    const there = this.#open();
    if (there !== null) return toHex(there.made.face) === toHex(made.face);
    const face = parseFace(fromUtf8(made.face));
    const roomId = fromWire(made.roomId);
    if (face === null || roomId === null) return false;
    RoomStorage.create(this.ctx.storage, made, newRoom(face.policy.lifetimes, face.createdAtMs));
    this.#room = new Room(this.ctx, this.env, toHex(roomId), this.#sockets);
    this.#room.restart();
    return true;
  }

  /** J1: reads only. Null: gone. */
  face(): FaceAnswer | null {
    const room = this.#enter();
    if (room === null || room.gone) return null;
    const { life, staffPresent } = room.state.core;
    return {
      state: life.state,
      face: room.closed ? null : toWire(room.made.face),
      locked: strangersLocked(room.state),
      staff: staffPresent,
      ...(life.endReason === null ? {} : { endReason: life.endReason })
    };
  }

  /** E1: nobody learns whether it was right. */
  leave(epochId: Uint8Array, leaveToken: Uint8Array): void {
    const room = this.#enter();
    const epoch = room?.state.epochs.get(toWire(epochId));
    if (room && epoch && leaveTokenFits(epoch, leaveToken))
      room.apply({ t: 'left', epochId: epoch.epochId });
  }

  /** The desk closes it: another room has taken over. */
  replace(): void {
    this.#enter()?.apply({ t: 'ended', reason: 'replaced' });
  }

  /** A staff session is over. */
  revokeSession(session: string): void {
    const room = this.#enter();
    if (room) revoke(room, session);
  }

  /** R4, first step: closed, and which latches may still hold something. Null: nothing here. */
  prepareErasure(): readonly string[] | 'busy' | null {
    return this.#enter()?.prepareErasure() ?? null;
  }

  /** R4, last step. */
  async erase(): Promise<true> {
    this.#openQuietly()?.markErased();
    for (const { connection } of this.#sockets.all()) closeSocket(connection, CLOSE.gone);
    this.#room = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    return true;
  }
}
