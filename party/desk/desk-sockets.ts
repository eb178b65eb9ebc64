// Sockets of staff at the desk, of two kinds: those of open desks are told about rooms, those of locked ones
// hear counts and times, and nothing else ever [D10]. Tagged by session, closed with it. They hibernate; nothing
// is ever read from them. Rules: D1, D10, X2.
import type { DeskFrame, WaitsFrame } from '#lib/protocol/desk-api.ts';
import { ABNORMAL, CLOSE } from '#lib/protocol/codes.ts';

/** Of each kind: locked tabs must not push an open desk's line away. */
const MAX_PER_SESSION = 10;

/** How long a change waits for others before locked desks hear of it. */
const GATHER_MS = 100;

/** Tags of the two kinds; no session's id is so short. */
const LIST = 'list';
const LOCKED = 'locked';

/** Codes by which the runtime reports that no close frame came, or no TLS; no frame can carry them. */
const NEVER_SENT: readonly number[] = [1005, ABNORMAL, 1015];

function send(sockets: readonly WebSocket[], frame: DeskFrame | WaitsFrame): void {
  const text = JSON.stringify(frame);
  for (const socket of sockets)
    try {
      socket.send(text);
    } catch {
      // It was gone already.
    }
}

export class DeskSockets {
  readonly #ctx: DurableObjectState;
  /** What locked desks were told last, but for its time; '' when that is not known. */
  #lastWaits = '';
  #soon: ReturnType<typeof setTimeout> | null = null;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** For an open desk. */
  openList(session: string, first: DeskFrame): Response {
    return this.#open(session, LIST, first);
  }

  /** For a locked one. */
  openLocked(session: string, first: WaitsFrame): Response {
    this.#tellLocked(first);
    return this.#open(session, LOCKED, first);
  }

  /** To every open desk. */
  tellLists(frame: DeskFrame): void {
    send(this.#ctx.getWebSockets(LIST), frame);
  }

  /**
   * To every locked desk, a moment later and once for many changes, if anything but the time is different.
   * @param waits is asked only where a desk is locked
   */
  tellLockedSoon(waits: () => WaitsFrame): void {
    if (this.#soon !== null || this.#ctx.getWebSockets(LOCKED).length === 0) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      try {
        this.#tellLocked(waits());
      } catch {
        // What cannot be read now is told at the next change.
      }
    }, GATHER_MS);
  }

  /** All sockets of one session. */
  close(session: string, code: number): void {
    for (const socket of this.#ctx.getWebSockets(session)) this.closed(socket, code);
  }

  /** Closes, or answers a close, unless the code is one that must not be sent. */
  closed(socket: WebSocket, code: number): void {
    if (NEVER_SENT.includes(code)) return;
    try {
      socket.close(code, '');
    } catch {
      // It was gone already.
    }
  }

  #tellLocked(frame: WaitsFrame): void {
    const now = JSON.stringify({ ...frame, nowMs: 0 });
    if (now !== this.#lastWaits) send(this.#ctx.getWebSockets(LOCKED), frame);
    this.#lastWaits = now;
  }

  #open(session: string, kind: string, first: DeskFrame | WaitsFrame): Response {
    const kinds = new Set(this.#ctx.getWebSockets(kind));
    const held = this.#ctx.getWebSockets(session).filter((one) => kinds.has(one));
    if (held.length >= MAX_PER_SESSION) {
      const oldest = held[0];
      if (oldest) this.closed(oldest, CLOSE.tooMany);
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [session, kind]);
    send([server], first);
    return new Response(null, { status: 101, webSocket: client });
  }
}
