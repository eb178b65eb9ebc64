// ⑥ The room server: the edge of one room towards sockets, desk and alarm. It holds no rule. An object
// without a room writes nothing, and answers "unavailable" like one whose room cannot be read: whether it is
// gone, the desk knows. No internal failure is ever shown or logged. Rules: R4, R6, X1, X3, J1, E1.
import { Server, type Connection, type ConnectionContext, type WSMessage } from 'partyserver';
import { CLOSE } from '#lib/protocol/codes.ts';
import type { FaceAnswer } from '#lib/protocol/face-answer.ts';
import { PING, PONG, PROTOCOL_VERSION } from '#lib/protocol/limits.ts';
import { toWire } from '../../bytes.ts';
import type { Env } from '../../env.ts';
import { refuseSocket } from '../../refusal.ts';
import type { NewRoom, RoomReport, RoomRpc, ToErase } from '../../rpc.ts';
import { Unreadable } from '../../storage/unreadable.ts';
import { newDevicesLocked } from '../core/attempts.ts';
import { Inbox } from './inbox.ts';
import type { Room } from './room.ts';
import { reportOf } from '../core/room-report.ts';
import { onFrame } from '../frames/room-frames.ts';
import { RoomKeeper } from './room-keeper.ts';
import { hasAuth, authOf } from './connection-auth.ts';
import { takePlace } from './connection-place.ts';
import { closeSocket, refuse, Sockets, toGuest } from './sockets.ts';
import { revoke } from '../frames/staff-acts.ts';

export class RoomServer extends Server<Env> implements RoomRpc {
  static override options = { hibernate: true };

  readonly #sockets = new Sockets(
    () => this.getConnections(),
    (connection) => this.ctx.getWebSocketAutoResponseTimestamp(connection)?.getTime() ?? 0
  );
  readonly #welcomed = new WeakSet<Request>();
  readonly #inbox = new Inbox<[Connection, WSMessage]>((come) => this.#take(...come));
  readonly #keeper: RoomKeeper;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#keeper = new RoomKeeper(ctx, env, this.#sockets);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** The room, for calls that do not come from a socket: they find the queued frames processed. */
  #enter(): Room | null {
    this.#inbox.empty();
    return this.#keeper.open();
  }

  // Overrides the methods that the runtime calls, not only partyserver's hooks: a waking object writes its
  // name before the first hook, even onStart. Whether a room is here must be known before that
  // (tests/party/partyserver.test.ts).

  /** An object without a room stays empty [R4]. partyserver answers its own failures with their stack. */
  override async fetch(request: Request): Promise<Response> {
    try {
      const room = this.#enter();
      if (room === null) return refuseSocket('unavailable', CLOSE.unavailable);
      if (room.gone) return refuseSocket('gone', CLOSE.gone);
      const response = await super.fetch(request);
      // A socket that onConnect did not welcome is such a failure.
      return this.#welcomed.has(request)
        ? response
        : refuseSocket('unavailable', CLOSE.unavailable);
    } catch {
      return refuseSocket('unavailable', CLOSE.unavailable);
    }
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): void {
    const room = this.#keeper.held;
    if (room === null) return;
    this.#welcomed.add(request);
    this.#sockets.add(connection);
    const challenge = toWire(crypto.getRandomValues(new Uint8Array(32)));
    const nowMs = Date.now();
    takePlace(room, connection, { kind: 'new', challenge, sinceMs: nowMs });
    toGuest(connection, { t: 'challenge', v: PROTOCOL_VERSION, challenge, nowMs });
  }

  /** An erased room's sockets may still send, and wake an empty object [R4]. */
  override async webSocketMessage(ws: WebSocket, message: WSMessage): Promise<void> {
    if (!this.#isHere(ws)) return;
    // A socket with its auth in memory has been through partyserver before. The fast path of every message.
    if (hasAuth(ws)) this.onMessage(ws, message);
    else await super.webSocketMessage(ws, message);
  }

  /** The closes of an erased room's sockets may arrive when the object is already empty [R4]. */
  override async webSocketClose(
    ws: WebSocket,
    code: number,
    reason: string,
    wasClean: boolean
  ): Promise<void> {
    if (this.#isHere(ws)) await super.webSocketClose(ws, code, reason, wasClean);
  }

  /** As with a close. */
  override async webSocketError(ws: WebSocket, error: unknown): Promise<void> {
    if (this.#isHere(ws)) await super.webSocketError(ws, error);
  }

  /** Whether the room is there and readable; otherwise this socket is told why not, and closed. */
  #isHere(ws: WebSocket): boolean {
    const connection = ws as Connection;
    try {
      if (this.#keeper.open() !== null) return true;
    } catch {
      // It is there, and cannot be read now.
    }
    refuse(connection, undefined, 'unavailable');
    closeSocket(connection, CLOSE.unavailable);
    return false;
  }

  override onMessage(connection: Connection, message: WSMessage): void {
    this.#inbox.add([connection, message]);
  }

  #take(connection: Connection, message: WSMessage): void {
    const room = this.#keeper.held;
    if (!room || room.gone) return closeSocket(connection, CLOSE.gone);
    onFrame(room, connection, message, (work) => this.ctx.waitUntil(work));
  }

  override onClose(connection: Connection): void {
    this.#inbox.empty();
    this.#sockets.remove(connection);
    try {
      const auth = authOf(connection);
      const room = this.#keeper.held;
      if (!room || room.gone || auth === null) return;
      if (auth.kind === 'staff') room.staffMayHaveChanged(connection);
      if (auth.kind !== 'guest') return;
      const others = this.#sockets.guests(auth.epochId);
      if (others.some((one) => one.connection.id !== connection.id)) return;
      room.apply({ type: 'disconnected', epochId: auth.epochId });
    } catch {
      // The next start or the next check of the sockets counts it as gone [R2].
    }
  }

  override onError(connection: Connection): void {
    this.onClose(connection);
  }

  override onException(): void {
    // partyserver would log it with the room's name.
  }

  /** An alarm may ring once more after the erasure [R4]. An error in onAlarm would use up its retries. */
  override async alarm(): Promise<void> {
    try {
      if (this.#enter() !== null) await super.alarm();
    } catch {
      // The platform gives up after a few failures; a room must not, readable or not.
      await this.ctx.storage.setAlarm(Date.now() + 30_000);
    }
  }

  override async onAlarm(): Promise<void> {
    await this.#keeper.held?.onAlarm();
  }

  // From here on: calls of desk and edge. Every answer is a value. If something cannot be read or written
  // now, the call throws, and the caller gets `unavailable`.

  create(made: NewRoom): boolean {
    return this.#keeper.create(made);
  }

  face(): FaceAnswer | null {
    const room = this.#enter();
    if (room === null) throw new Unreadable('lost');
    if (room.gone) return null;
    const { life, staffPresent } = room.state.core;
    return {
      state: life.state,
      face: room.closed ? null : toWire(room.made.face),
      locked: newDevicesLocked(room.state),
      staff: staffPresent,
      ...(life.endReason === null ? {} : { endReason: life.endReason })
    };
  }

  async leave(epochId: Uint8Array, leaveToken: Uint8Array): Promise<void> {
    this.#inbox.empty();
    await this.#keeper.leave({ epochId, leaveToken });
  }

  replace(): void {
    this.#enter()?.apply({ type: 'ended', reason: 'replaced' });
  }

  revokeSession(session: string): void {
    const room = this.#enter();
    if (room) revoke(room, session);
  }

  auditName(): string | null {
    return this.#keeper.auditName();
  }

  standing(): RoomReport | null {
    const room = this.#enter();
    return room === null || room.gone ? null : reportOf(room.state);
  }

  prepareErasure(): ToErase | 'busy' | null {
    this.#inbox.empty();
    return this.#keeper.prepareErasure();
  }

  async erase(): Promise<true> {
    for (const { connection } of this.#sockets.all()) closeSocket(connection, CLOSE.gone);
    await this.#keeper.erase();
    return true;
  }
}
