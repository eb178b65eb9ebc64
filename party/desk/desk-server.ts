// The desk of one service: HTTP requests and sockets of staff, questions of rooms, one alarm. It
// holds no rule of its own; each stands in the file that it is named after. Rules: D1, D5, J1, R4, X1.
import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import { CLOSE } from '#lib/protocol/codes.ts';
import * as api from '#lib/protocol/desk-api.ts';
import { parseJson } from '#lib/protocol/encoding.ts';
import { PING, PONG } from '#lib/protocol/limits.ts';
import { policyOf, type Env } from '../env.ts';
import { Bucket } from '../rate.ts';
import { refusal, refuseSocket } from '../refusal.ts';
import type { RoomReport } from '../room/room-report.ts';
import { DeskDrive } from './desk-drive.ts';
import { DeskSockets } from './desk-sockets.ts';
import { DeskStorage } from './desk-storage.ts';
import { issuePermit, redeemPermit, type Granted } from './permits.ts';
import { beginMaking, buildRoom, finishMaking, planRoom } from './room-making.ts';
import { ReportQueue } from './report-queue.ts';
import * as rooms from './room-rows.ts';
import { clearedCookie, endSession, sessionOf, type StaffSession } from './sessions.ts';
import { isSetUp, setUp, signIn, startSignIn } from './sign-in.ts';

/** Requests that nobody has signed in for, over the whole service. */
const OPEN_RATE = { burst: 200, perSecond: 50 } as const;

export class DeskServer extends DurableObject<Env> {
  readonly #storage: DeskStorage;
  readonly #sockets: DeskSockets;
  readonly #open: Bucket;
  readonly #reports: ReportQueue;
  readonly #drive: DeskDrive;
  /** Rooms that are being made right now: not to be taken for forgotten ones. */
  readonly #making = new Map<string, number>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = new DeskStorage(ctx.storage);
    this.#sockets = new DeskSockets(ctx);
    this.#open = new Bucket(OPEN_RATE, Date.now());
    this.#reports = new ReportQueue(this.#storage, (hex) => this.#tell(hex));
    this.#drive = new DeskDrive(ctx, env, {
      storage: this.#storage,
      sockets: this.#sockets,
      isBeingMade: (hex) => this.#making.has(hex),
      tell: (hex) => this.#tell(hex)
    });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  override async fetch(request: Request): Promise<Response> {
    try {
      this.#drive.settle();
      const rest = new URL(request.url).pathname.slice(1);
      const session = sessionOf(this.#storage, request, Date.now());
      const response =
        (await this.#openRequest(rest, request)) ??
        (session === null
          ? rest === 'desk'
            ? refuseSocket('not-signed-in', CLOSE.notProved)
            : refusal('not-signed-in')
          : await this.#staffRequest(rest, request, session));
      this.#drive.settle();
      return response;
    } catch {
      return refusal('unavailable');
    }
  }

  /** What needs no session; null when it is none of these. */
  async #openRequest(rest: string, request: Request): Promise<Response | null> {
    const policy = policyOf(this.env);
    const is = (method: string, name: string) => request.method === method && rest === name;
    if (is('GET', 'status')) {
      const answer: api.StatusAnswer = { v: 1, setUp: isSetUp(this.#storage), policy };
      return Response.json(answer);
    }
    const known = ['setup', 'sign-in/start', 'sign-in'].some((name) => is('POST', name));
    if (!known) return null;
    const nowMs = Date.now();
    const retryAtMs = this.#open.take(nowMs);
    if (retryAtMs !== null) return refusal('slow-down', { retryAtMs });
    const body = parseJson(await request.text());
    if (rest === 'setup')
      return withBody(api.setupRequest, body, (parsed) =>
        setUp(this.#storage, request, parsed, policy, this.env.SETUP_TOKEN_HASH, nowMs)
      );
    if (rest === 'sign-in/start')
      return withBody(api.signInStart, body, (parsed) => startSignIn(this.#storage, parsed));
    return withBody(api.signIn, body, (parsed) =>
      signIn(this.#storage, request, parsed, policy, nowMs)
    );
  }

  async #staffRequest(rest: string, request: Request, session: StaffSession): Promise<Response> {
    const nowMs = Date.now();
    switch (`${request.method} ${rest}`) {
      case 'GET desk':
        return this.#sockets.open(session.hash, {
          t: 'rooms',
          rooms: rooms.allSummaries(this.#storage),
          unreadable: [],
          nowMs
        });
      case 'GET session': {
        const row = this.#storage.first<{ sign_in_name: string }>(
          'SELECT sign_in_name FROM member WHERE id = ?',
          session.memberId
        );
        const signInName = row?.sign_in_name ?? '';
        return Response.json({
          memberId: session.memberId,
          signInName
        } satisfies api.SessionAnswer);
      }
      case 'POST sign-out': {
        this.#storage.transact(() => endSession(this.#storage, session, nowMs));
        this.#sockets.close(session.hash, CLOSE.revoked);
        return new Response(null, {
          status: 204,
          headers: { 'Set-Cookie': clearedCookie(request) }
        });
      }
      case 'POST permit':
        return withBody(api.permitRequest, parseJson(await request.text()), (body) =>
          issuePermit(this.#storage, session, body, nowMs)
        );
      case 'POST rooms':
        return await withBody(api.createRoom, parseJson(await request.text()), (body) =>
          this.#makeRoom(session, body)
        );
      default:
        return refusal('gone');
    }
  }

  async #makeRoom(session: StaffSession, body: api.CreateRoom): Promise<Response> {
    const policy = policyOf(this.env);
    const plan = planRoom(body, policy, Date.now());
    if (typeof plan === 'string') return refusal(plan);
    const begun = beginMaking(this.#storage, plan, session.memberId, Date.now());
    if (begun === 'go-on') {
      this.#count(plan.hex, 1);
      try {
        const built = await buildRoom(this.env, policy.serviceId, plan).catch(() => null);
        if (built === null) return refusal('unavailable');
        if (!built) return refusal('exists');
        finishMaking(this.#storage, plan, Date.now());
      } finally {
        this.#count(plan.hex, -1);
      }
      this.#tell(plan.hex);
      if (plan.replaces !== null) this.#tell(plan.replaces);
    } else if (begun !== 'made') return refusal(begun);
    const row = rooms.roomRow(this.#storage, plan.hex);
    const summary = row === null ? null : rooms.summaryOf(row);
    return summary === null ? refusal('unavailable') : Response.json(summary, { status: 201 });
  }

  #count(hex: string, change: number): void {
    const many = (this.#making.get(hex) ?? 0) + change;
    if (many > 0) this.#making.set(hex, many);
    else this.#making.delete(hex);
  }

  #tell(hex: string): void {
    const row = rooms.roomRow(this.#storage, hex);
    const room = row === null ? null : rooms.summaryOf(row);
    if (room !== null) this.#sockets.tell({ t: 'room', room });
  }

  // What edge and rooms ask.

  /** J1: asked before any room object is touched. */
  roomExists(hex: string): boolean {
    this.#drive.settle();
    return rooms.isLiveRoom(this.#storage, hex);
  }

  redeem(permit: string, hex: string): Granted | null {
    return redeemPermit(this.#storage, permit, hex, Date.now());
  }

  /** A room tells how it stands. The answer comes when it is written down. */
  report(hex: string, report: RoomReport, urgent: boolean): Promise<void> {
    return this.#reports.put(hex, report, urgent);
  }

  /** R4: the room has reached its deadline. From the answer on, the desk sees to it. */
  eraseRoom(hex: string): void {
    rooms.handOver(this.#storage, hex, Date.now());
    this.#tell(hex);
    this.#drive.settle();
  }

  override async alarm(): Promise<void> {
    await this.#drive.onAlarm();
  }

  override webSocketMessage(ws: WebSocket): void {
    // Staff say nothing here; heartbeats are answered by the runtime.
    ws.close(CLOSE.malformed, '');
  }

  override webSocketClose(ws: WebSocket, code: number): void {
    this.#sockets.closed(ws, code);
  }

  override webSocketError(): void {
    // The runtime drops the socket.
  }
}

/** Parses a body at the border; what does not fit is `malformed` and changes nothing [X1]. */
function withBody<S extends v.GenericSchema, R extends Response | Promise<Response>>(
  schema: S,
  body: unknown,
  then: (parsed: v.InferOutput<S>) => R
): R | Response {
  const parsed = v.safeParse(schema, body);
  return parsed.success ? then(parsed.output) : refusal('malformed');
}
