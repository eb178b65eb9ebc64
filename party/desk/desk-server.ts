// The desk of one service: HTTP requests and sockets of staff, questions of rooms, one alarm. It holds no
// rule of its own; each is in the file that is named after it. Stored data that it cannot read stays as it
// is, and is answered `unavailable`. Rules: D1, D5, D10, J1, R4, R6, X1.
import { DurableObject } from 'cloudflare:workers';
import { DESK_SOCKETS } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { PING, PONG } from '#lib/protocol/limits.ts';
import type { Env } from '../env.ts';
import { refusal, refuseSocket } from '../refusal.ts';
import type { DeskRpc, Granted, RoomReport } from '../rpc.ts';
import { Unreadable } from '../storage/unreadable.ts';
import { Budgets } from './budgets.ts';
import { DeskDrive } from './desk-drive.ts';
import { DeskSockets } from './desk-sockets.ts';
import { DeskStorage } from './desk-storage.ts';
import { openRequest } from './open-requests.ts';
import { redeemPermit } from './accounts/permits.ts';
import { ReportQueue } from './rooms/report-queue.ts';
import { RoomMaker } from './rooms/room-requests.ts';
import * as rooms from './rooms/room-rows.ts';
import { sessionOf } from './accounts/sessions.ts';
import { isSetUp } from './accounts/set-up.ts';
import { staffRequest } from './staff-requests.ts';

/** The parts that work on a desk's storage. */
interface Parts {
  readonly storage: DeskStorage;
  readonly reports: ReportQueue;
  readonly maker: RoomMaker;
  readonly drive: DeskDrive;
}

/** How often an unreadable desk checks again whether it can be read. */
const LOOK_AGAIN_MS = 5 * 60_000;

export class DeskServer extends DurableObject<Env> implements DeskRpc {
  readonly #sockets: DeskSockets;
  readonly #budgets: Budgets;
  #opened: Parts | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sockets = new DeskSockets(ctx);
    this.#budgets = new Budgets(Date.now());
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** @throws {Unreadable} when another version of the server wrote what is here */
  #open(): Parts {
    if (this.#opened !== null) return this.#opened;
    const { ctx, env } = this;
    const sockets = this.#sockets;
    const storage = new DeskStorage(ctx.storage);
    const tell = (hex: string): void => this.#tell(storage, hex);
    const maker = new RoomMaker(storage, env, tell);
    const isBeingMade = (hex: string): boolean => maker.isBeingMade(hex);
    const drive = new DeskDrive(ctx, env, { storage, sockets, isBeingMade, tell });
    this.#opened = { storage, reports: new ReportQueue(storage, tell), maker, drive };
    return this.#opened;
  }

  override async fetch(request: Request): Promise<Response> {
    try {
      const parts = this.#open();
      parts.drive.settle();
      const response = await this.#answer(parts, request);
      parts.drive.settle();
      return response;
    } catch {
      return refusal('unavailable');
    }
  }

  async #answer(parts: Parts, request: Request): Promise<Response> {
    const { env } = this;
    const rest = new URL(request.url).pathname.slice(1);
    const nowMs = Date.now();
    const session = sessionOf(parts.storage, request, nowMs);
    const known = { ...parts, env, budgets: this.#budgets, sockets: this.#sockets };
    const open = await openRequest(known, rest, request, session);
    if (open !== null) return open;
    const isSocket = DESK_SOCKETS.has(rest);
    if (session === null)
      return isSocket ? refuseSocket('not-signed-in', CLOSE.notProved) : refusal('not-signed-in');
    const retryAtMs = this.#budgets.take(session.id, nowMs);
    if (retryAtMs !== null)
      return isSocket
        ? refuseSocket('slow-down', CLOSE.tooMany)
        : refusal('slow-down', { retryAtMs });
    return await staffRequest(known, rest, request, session);
  }

  #tell(storage: DeskStorage, hex: string): void {
    const row = rooms.roomRow(storage, hex);
    const room = row === null || row.status === 'making' ? null : rooms.summaryOf(row);
    if (room !== null) this.#sockets.tellLists({ t: 'room', room });
    this.#sockets.tellLockedSoon(() => rooms.waitsNow(storage));
  }

  // Questions of edge and rooms. Without an answer now it throws; it never guesses [R6].

  roomExists(hex: string): boolean {
    const { storage, drive } = this.#open();
    drive.settle();
    if (rooms.isLiveRoom(storage, hex)) return true;
    // An empty folder, or another one than yesterday: no room is gone because this desk is new.
    if (!isSetUp(storage)) throw new Unreadable('never-set-up');
    return false;
  }

  redeem(permit: string, hex: string): Granted | null {
    return redeemPermit(this.#open().storage, permit, hex, Date.now());
  }

  report(hex: string, report: RoomReport, urgent: boolean): Promise<void> {
    return this.#open().reports.put(hex, report, urgent);
  }

  eraseRoom(hex: string): void {
    const { storage, drive } = this.#open();
    rooms.handOver(storage, hex, Date.now());
    this.#tell(storage, hex);
    drive.settle();
  }

  override async alarm(): Promise<void> {
    try {
      await this.#open().drive.onAlarm();
    } catch {
      // What is due stays due: a server that can read it must not wait for a request.
      await this.ctx.storage.setAlarm(Date.now() + LOOK_AGAIN_MS);
    }
  }

  override webSocketMessage(ws: WebSocket): void {
    // Staff send nothing here; the runtime answers heartbeats.
    ws.close(CLOSE.malformed, '');
  }

  override webSocketClose(ws: WebSocket, code: number): void {
    this.#sockets.closed(ws, code);
  }

  override webSocketError(): void {
    // The runtime drops the socket.
  }
}
